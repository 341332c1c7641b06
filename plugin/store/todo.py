"""Promises in their owners' To Do: which list, and which task is whose promise. No words."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, delete, select

from plugin.mentoring.people import PersonId
from plugin.mentoring.promises import PromiseId, PromiseState
from plugin.mentoring.todo import Mirror, Mirrored, MirrorState, Owed, Standing
from plugin.store.rows import Rows
from plugin.store.tables import promise as promises
from plugin.store.tables import todo_list, todo_task


class TodoMirrors(Rows):
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
        """Forget it, and which task is whose promise."""
        for table in (todo_task, todo_list):
            mine = self._mine(table, person_id=person_id)
            self._connection.execute(delete(table).where(mine))

    def mirrored(self, promise_id: PromiseId) -> Mirrored | None:
        """Return the promise as it is in To Do, or None."""
        row = self._one(select(todo_task).where(self._mine(todo_task, promise_id=promise_id)))
        return _mirrored(row) if row else None

    def mirrored_of(self, person_id: PersonId) -> Sequence[Mirrored]:
        """Return all of a person."""
        mine = self._mine(todo_task, person_id=person_id)
        rows = self._all(select(todo_task).where(mine).order_by(todo_task.c.promise_id))
        return [_mirrored(row) for row in rows]

    def save_mirrored(self, one: Mirrored) -> None:
        """Write it; a promise is in one list."""
        self._own(one.tenant_id)
        values = {
            "person_id": one.person_id,
            "task_id": one.task_id,
            "due_on": one.told.due_on if one.told else None,
            "done": one.told.done if one.told else None,
            "gone": one.gone,
            "zone": one.zone,
        }
        self._save(todo_task, {"promise_id": one.promise_id}, values, one.version)

    def owed_by(self, person_id: PersonId) -> Sequence[Owed]:
        """Return the person's own promises that are open, by the day they are for."""
        open_ones = self._mine(promises, owner=person_id, state=PromiseState.OPEN)
        column = promises.c
        query = select(column.promise_id, column.relationship_id, column.owner, column.due_on)
        ordered = query.where(open_ones).order_by(column.due_on, column.promise_id)
        return [
            Owed(row.promise_id, row.relationship_id, row.owner, row.due_on)
            for row in self._all(ordered)
        ]


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


def _mirrored(row: Row[Any]) -> Mirrored:
    told = Standing(row.due_on, row.done) if row.due_on is not None else None
    return Mirrored(
        row.promise_id, row.tenant_id, row.person_id, row.task_id, told, row.gone,
        row.zone, row.version,
    )  # fmt: skip
