"""Lists of people on their way into a programme. What they say is sealed."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, func, select, update

from plugin.mentoring.bringing import ListId, ListRow, ListState, PeopleList, RowState
from plugin.mentoring.enrolment import Enrolment
from plugin.mentoring.guest import GuestLink
from plugin.mentoring.list_file import Column
from plugin.mentoring.people import PersonId
from plugin.mentoring.people_list import Fault, Why
from plugin.mentoring.programme import ProgrammeId
from plugin.store.rows import Rows
from plugin.store.tables import enrolment, guest_link
from plugin.store.tables import people_list as table
from plugin.store.tables import people_list_row as row_table

_BETWEEN = "\n"


class PeopleLists(Rows):
    """Reads and writes lists."""

    def people_lists(self, programme_id: ProgrammeId) -> Sequence[PeopleList]:
        """Return those of a programme that are still kept, the latest first."""
        query = select(table).where(self._mine(table, programme_id=programme_id))
        rows = self._all(query.order_by(table.c.made_at.desc(), table.c.list_id))
        return [self._people_list(row) for row in rows]

    def people_list(self, list_id: ListId) -> PeopleList | None:
        """Return one, or None."""
        row = self._one(select(table).where(self._mine(table, list_id=list_id)))
        return self._people_list(row) if row else None

    def save_people_list(self, one: PeopleList) -> None:
        """Write it; raise ConflictError when the programme has another open one by now."""
        self._own(one.tenant_id)
        values = {
            "programme_id": one.programme_id,
            "made_by": one.made_by,
            "made_at": one.made_at,
            "state": one.state,
            "total": one.total,
            "characters": one.characters,
            "separator": one.separator,
            "heads": self._seal(table, one.list_id, "heads", _BETWEEN.join(one.left_out)),
            "done_at": one.done_at,
            "open_for": one.programme_id if one.is_open else None,
        }
        self._save(table, {"list_id": one.list_id}, values, one.version)

    def save_list_file(self, list_id: ListId, content: bytes | None) -> None:
        """Keep the file until its rows are read; None forgets it."""
        sealed = self._seal_bytes(table, list_id, "file", content) if content else None
        mine = self._mine(table, list_id=list_id)
        self._connection.execute(update(table).where(mine).values(file=sealed))

    def list_file(self, list_id: ListId) -> bytes | None:
        """Return the file; None where it is forgotten, or does not open."""
        row = self._one(select(table.c.file).where(self._mine(table, list_id=list_id)))
        if row is None or row.file is None:
            return None
        return self._open_bytes(table, list_id, "file", row.file)

    def drop_people_list(self, list_id: ListId) -> None:
        """Delete it with all its rows."""
        self._drop(table.c.list_id == list_id)

    def forget_people_lists(self, *, before: datetime) -> int:
        """Delete lists from before that moment, with their rows; returns how many."""
        return self._drop(table.c.made_at < before)

    def _drop(self, which: ColumnElement[bool]) -> int:
        mine = self._mine(table) & which
        of_them = row_table.c.list_id.in_(select(table.c.list_id).where(mine))
        self._connection.execute(delete(row_table).where(self._mine(row_table), of_them))
        return self._connection.execute(delete(table).where(mine)).rowcount

    def add_list_rows(self, rows: Sequence[ListRow]) -> None:
        """Write new rows."""
        new = [
            {
                "tenant_id": self.tenant_id,
                "list_id": row.list_id,
                "number": row.number,
                **self._row_values(row),
            }
            for row in rows
        ]
        if new:
            self._connection.execute(row_table.insert(), new)

    def save_list_row(self, row: ListRow) -> None:
        """Write what has become of a row."""
        self._own(row.tenant_id)
        mine = self._mine(row_table, list_id=row.list_id, number=row.number)
        self._connection.execute(update(row_table).where(mine).values(self._row_values(row)))

    def drop_untouched(self, part: Enrolment) -> bool:
        """Delete a draft that nobody has written since it was read; False where somebody has."""
        own = self._mine(enrolment, enrolment_id=part.enrolment_id, version=part.version)
        gone = delete(enrolment).where(own, enrolment.c.ready_at.is_(None))
        return self._connection.execute(gone).rowcount == 1

    def drop_unused(self, link: GuestLink) -> bool:
        """Delete an invitation by which nobody has come since it was read; False else."""
        own = self._mine(guest_link, link_id=link.link_id, version=link.version)
        gone = delete(guest_link).where(own, guest_link.c.person_id.is_(None))
        return self._connection.execute(gone).rowcount == 1

    def last_list_row(self, list_id: ListId) -> int:
        """Return the number of the last row that was written; 0 where none was."""
        mine = self._mine(row_table, list_id=list_id)
        query = select(func.coalesce(func.max(row_table.c.number), 0)).where(mine)
        return int(self._connection.execute(query).scalar_one())

    def list_rows(
        self, list_id: ListId, states: Collection[RowState], *, skip: int = 0, limit: int
    ) -> Sequence[ListRow]:
        """Return rows in these states, by number."""
        wanted = self._mine(row_table, list_id=list_id), row_table.c.state.in_(sorted(states))
        query = select(row_table).where(*wanted).order_by(row_table.c.number)
        return [self._list_row(row) for row in self._all(query.offset(skip).limit(limit))]

    def list_counts(self, list_id: ListId) -> Mapping[RowState, int]:
        """Return how many rows are in each state; one query."""
        state = row_table.c.state
        query = select(state, func.count().label("rows"))
        found = self._all(query.where(self._mine(row_table, list_id=list_id)).group_by(state))
        return {RowState(row.state): row.rows for row in found}

    def _people_list(self, row: Row[Any]) -> PeopleList:
        heads = self._open(table, row.list_id, "heads", row.heads)
        return PeopleList(
            row.list_id,
            row.tenant_id,
            row.programme_id,
            row.made_by,
            row.made_at,
            row.total,
            row.characters,
            row.separator,
            tuple(heads.split(_BETWEEN)) if heads else (),
            ListState(row.state),
            row.done_at,
            row.version,
        )

    def _row_values(self, row: ListRow) -> dict[str, Any]:
        name = f"{row.list_id}/{row.number}"
        return {
            "person_id": row.person_id,
            "state": row.state,
            "made": row.made,
            "body": self._sealed_json(row_table, name, _said(row)) if row.cells else None,
        }

    def _list_row(self, row: Row[Any]) -> ListRow:
        name, said = f"{row.list_id}/{row.number}", None
        if row.body is not None:
            said = self._opened_json(row_table, name, row.body)
        return ListRow(
            row.list_id,
            row.tenant_id,
            row.number,
            RowState(row.state),
            PersonId(row.person_id) if row.person_id else None,
            {Column(name): cell for name, cell in said["cells"].items()} if said else None,
            tuple(_fault(*one) for one in said["faults"]) if said else (),
            row.made,
            said.get("secret", "") if said else "",
        )


def _said(row: ListRow) -> dict[str, Any]:
    return {
        "cells": dict(row.cells or {}),
        "secret": row.secret,
        "faults": [[one.column, one.why, one.held, one.other] for one in row.faults],
    }


def _fault(column: str | None, why: str, held: str, other: int) -> Fault:
    return Fault(Column(column) if column else None, Why(why), held, other)
