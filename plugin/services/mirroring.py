"""Asking a worker to bring promises to a person's To Do, where they wish it."""

from plugin.mentoring.people import PersonId
from plugin.mentoring.promises import Promise
from plugin.mentoring.todo import Owed
from plugin.ports.store import Work
from plugin.services.kinds import PUSH_TASK, READ_TASKS


def mirror_promise(work: Work, promise: Promise | Owed) -> None:
    """Have To Do follow the promise, if its owner wants that."""
    if work.mirror(promise.owner) is not None:
        key = promise.promise_id
        work.queue(PUSH_TASK, {"promise": key}, key=f"{PUSH_TASK}:{key}")


def mirror_again(work: Work, person_id: PersonId) -> None:
    """Have the person's To Do read, and what it lacks sent."""
    if work.mirror(person_id) is not None:
        work.queue(READ_TASKS, {"person": person_id}, key=f"{READ_TASKS}:{person_id}")
