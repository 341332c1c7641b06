"""Letting a promise or a step follow what its owner said elsewhere."""

from dataclasses import dataclass
from datetime import date

from plugin.mentoring.errors import MentoringError
from plugin.mentoring.goals import GoalId
from plugin.mentoring.people import Actor, CourseRole
from plugin.mentoring.promises import PromiseId, PromiseState
from plugin.mentoring.todo import Action, Standing, step_of
from plugin.ports.store import Store
from plugin.services.goals import Goals
from plugin.services.promises import Promises


@dataclass(frozen=True, slots=True, kw_only=True)
class Settling:
    """Changes what is mirrored as its owner would on the page, with the same rights."""

    store: Store
    promises: Promises
    goals: Goals

    def settle(self, action: Action, to: Standing, *, today: date) -> None:
        """Make it so; what its rules refuse stays as it is."""
        actor = Actor(action.tenant_id, action.owner, None, CourseRole.NONE)
        try:
            if (step := step_of(action.action_id)) is not None:
                self._step(step, action.standing, to, actor, today)
            else:
                self._promise(PromiseId(action.action_id), action.standing, to, actor)
        except MentoringError:
            return

    def _promise(self, key: PromiseId, now: Standing, to: Standing, actor: Actor) -> None:
        if to.due_on != now.due_on and not now.done:
            self.promises.put_off(key, to.due_on, version=self._version(key, actor), actor=actor)
        if to.done != now.done:
            state = PromiseState.DONE if to.done else PromiseState.OPEN
            self.promises.settle(key, state, version=self._version(key, actor), actor=actor)

    def _version(self, key: PromiseId, actor: Actor) -> int:
        with self.store.look(actor.tenant_id) as work:
            promise = work.promise(key)
        return promise.version if promise else 0

    def _step(
        self, step: tuple[GoalId, int], now: Standing, to: Standing, actor: Actor, today: date
    ) -> None:
        goal_id, number = step
        if to.due_on != now.due_on and not now.done:
            self.goals.move_milestone(goal_id, number, to.due_on, actor=actor)
        if to.done != now.done:
            self.goals.reach(goal_id, number, today if to.done else None, actor=actor)
