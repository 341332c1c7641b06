"""Letting a promise follow what its owner said elsewhere."""

from plugin.mentoring.errors import MentoringError
from plugin.mentoring.people import Actor, CourseRole
from plugin.mentoring.promises import Promise, PromiseState
from plugin.mentoring.todo import Standing, standing
from plugin.ports.store import Store
from plugin.services.promises import Promises


def settle(store: Store, promises: Promises, promise: Promise, to: Standing) -> None:
    """Change the promise as its owner would; what its rules refuse stays as it is."""
    actor = Actor(promise.tenant_id, promise.owner, None, CourseRole.NONE)
    key, now = promise.promise_id, standing(promise)
    try:
        if to.due_on != now.due_on and not now.done:
            promises.put_off(key, to.due_on, version=promise.version, actor=actor)
            with store.look(promise.tenant_id) as work:
                promise = work.promise(key) or promise
        if to.done != now.done:
            state = PromiseState.DONE if to.done else PromiseState.OPEN
            promises.settle(key, state, version=promise.version, actor=actor)
    except MentoringError:
        return
