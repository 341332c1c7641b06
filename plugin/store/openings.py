"""Reads and writes wishes to open sealed pages."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, select

from plugin.mentoring.break_glass import Category, Opening, OpeningId
from plugin.mentoring.programme import ProgrammeId
from plugin.mentoring.relationship import RelationshipId
from plugin.ports.values import UNREADABLE
from plugin.store.rows import Rows
from plugin.store.tables import break_glass as table


class Openings(Rows):
    """Sealed pages opened for a grave reason."""

    def opening(self, opening_id: OpeningId) -> Opening | None:
        """Return it, or None."""
        found = self._openings(self._mine(table, break_glass_id=opening_id))
        return found[0] if found else None

    def openings_in(self, programme_id: ProgrammeId) -> Sequence[Opening]:
        """Return those of a programme, the latest first."""
        return self._openings(self._mine(table, programme_id=programme_id))

    def openings_of(self, relationship_id: RelationshipId) -> Sequence[Opening]:
        """Return those of a relationship, the latest first."""
        return self._openings(self._mine(table, relationship_id=relationship_id))

    def openings_to_tell(self, *, after: datetime, until: datetime) -> Sequence[Opening]:
        """Return those agreed to whose members are to be told within that time."""
        when = (table.c.tell_at > after) & (table.c.tell_at <= until)
        return self._openings(self._mine(table, agreed=True) & when)

    def save_opening(self, asked: Opening) -> None:
        """Write it."""
        self._own(asked.tenant_id)
        values: dict[str, Any] = {
            "relationship_id": asked.relationship_id,
            "programme_id": asked.programme_id,
            "category": asked.category,
            "asked_by": asked.asked_by,
            "asked_at": asked.asked_at,
            "decided_by": asked.decided_by,
            "decided_at": asked.decided_at,
            "agreed": asked.agreed,
            "until": asked.until,
            "tell_at": asked.tell_at,
            "told_people": sorted(asked.concerned),
        }
        for name in ("reason", "legal_reason"):
            text = getattr(asked, name)
            if text != UNREADABLE:
                values[name] = self._seal(table, asked.opening_id, name, text, by=asked.asked_by)
        self._save(table, {"break_glass_id": asked.opening_id}, values, asked.version)

    def _openings(self, wanted: ColumnElement[bool]) -> list[Opening]:
        rows = self._all(select(table).where(wanted).order_by(table.c.asked_at.desc()))
        return [self._opening(row) for row in rows]

    def _opening(self, row: Row[Any]) -> Opening:
        key = row.break_glass_id
        return Opening(
            key,
            row.tenant_id,
            row.relationship_id,
            row.programme_id,
            Category(row.category),
            self._open(table, key, "reason", row.reason),
            row.asked_by,
            row.asked_at,
            row.tell_at,
            self._open(table, key, "legal_reason", row.legal_reason),
            row.decided_by,
            row.decided_at,
            row.agreed,
            row.until,
            frozenset(row.told_people or ()),
            row.version,
        )
