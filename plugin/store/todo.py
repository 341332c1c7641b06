"""Promises and steps in their owners' To Do: which list, and which task is which. No words."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, Table, delete, select

from plugin.mentoring.people import PersonId
from plugin.mentoring.promises import PromiseId, PromiseState
from plugin.mentoring.todo import (
    Action,
    ActionId,
    Mirror,
    Mirrored,
    MirrorState,
    Owed,
    Standing,
    action_of,
    actions_of,
    step_of,
)
from plugin.store.goals import Goals
from plugin.store.tables import promise as promises
from plugin.store.tables import todo_list, todo_step, todo_task
from plugin.store.writings import Writings


class TodoMirrors(Goals, Writings):
    """Reads and writes mirrors, and what is in them."""

    def mirror(self, person_id: PersonId) -> Mirror | None:
        """Return it; None where the person does not want one."""
        row = self._one(select(todo_list).where(self._mine(todo_list, person_id=person_id)))
        return _mirror(row) if row else None

    def mirrors(self) -> Sequence[Mirror]:
        """Return all that are on."""
        on = self._mine(todo_list, state=MirrorState.ON)
        return [_mirror(row) for row in self._all(select(todo_list).where(on))]

    def save_mirror(self, mirror: Mirror) -> None:
        """Write it; a person has one."""
        self._own(mirror.tenant_id)
        values = {
            "since": mirror.since,
            "state": mirror.state,
            "list_id": mirror.list_id,
            "changes_url": mirror.changes_url,
        }
        self._save(todo_list, {"person_id": mirror.person_id}, values, mirror.version)

    def drop_mirror(self, person_id: PersonId) -> None:
        """Forget it, and which task is whose action."""
        for table in (todo_task, todo_step, todo_list):
            mine = self._mine(table, person_id=person_id)
            self._connection.execute(delete(table).where(mine))

    def action(self, action_id: ActionId) -> Action | None:
        """Return the promise or step, or None."""
        if (step := step_of(action_id)) is None:
            promise = self.promise(PromiseId(action_id))
            return action_of(promise) if promise else None
        goal = self.goal(step[0])
        steps = actions_of(goal) if goal else ()
        return steps[step[1]] if step[1] < len(steps) else None

    def mirrored(self, action_id: ActionId) -> Mirrored | None:
        """Return it as it is in To Do, or None."""
        table, key = _place_of(action_id)
        row = self._one(select(table).where(self._mine(table, **key)))
        return _mirrored(action_id, row) if row else None

    def mirrored_of(self, person_id: PersonId) -> Sequence[Mirrored]:
        """Return all of a person."""
        ours, steps = todo_task.c.promise_id, todo_step.c
        mine = select(todo_task).where(self._mine(todo_task, person_id=person_id))
        of_goals = select(todo_step).where(self._mine(todo_step, person_id=person_id))
        rows = self._all(of_goals.order_by(steps.goal_id, steps.number))
        return [
            *(_mirrored(row.promise_id, row) for row in self._all(mine.order_by(ours))),
            *(_mirrored(ActionId(f"{row.goal_id}.{row.number}"), row) for row in rows),
        ]

    def save_mirrored(self, one: Mirrored) -> None:
        """Write it; it is in one list."""
        self._own(one.tenant_id)
        values = {
            "person_id": one.person_id,
            "task_id": one.task_id,
            "due_on": one.told.due_on if one.told else None,
            "done": one.told.done if one.told else None,
            "gone": one.gone,
            "zone": one.zone,
        }
        table, key = _place_of(one.action_id)
        self._save(table, key, values, one.version)

    def owed_by(self, person_id: PersonId) -> Sequence[Owed]:
        """Return the person's open promises, then the steps of goals set; opens no promise."""
        open_ones = self._mine(promises, owner=person_id, state=PromiseState.OPEN)
        column = promises.c
        query = select(column.promise_id, column.relationship_id, column.owner, column.due_on)
        ordered = query.where(open_ones).order_by(column.due_on, column.promise_id)
        promised = [
            Owed(row.promise_id, row.relationship_id, row.owner, row.due_on)
            for row in self._all(ordered)
        ]
        steps = (one for goal in self.goals_set_by(person_id) for one in actions_of(goal))
        return [*promised, *(one.owed for one in steps if not one.done)]


def _mirror(row: Row[Any]) -> Mirror:
    return Mirror(
        row.person_id,
        row.tenant_id,
        row.since,
        MirrorState(row.state),
        row.list_id,
        row.changes_url,
        row.version,
    )


def _place_of(action_id: ActionId) -> tuple[Table, dict[str, Any]]:
    step = step_of(action_id)
    if step is None:
        return todo_task, {"promise_id": action_id}
    return todo_step, {"goal_id": step[0], "number": step[1]}


def _mirrored(action_id: ActionId, row: Row[Any]) -> Mirrored:
    told = Standing(row.due_on, row.done) if row.due_on is not None else None
    return Mirrored(
        action_id, row.tenant_id, row.person_id, row.task_id, told, row.gone,
        row.zone, row.version,
    )  # fmt: skip
