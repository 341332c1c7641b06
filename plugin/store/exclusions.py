"""Whom coordinators know not to be matched with whom."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, select

from plugin.mentoring.exclusions import Exclusion, ExclusionKind
from plugin.mentoring.people import PersonId
from plugin.mentoring.programme import ProgrammeId
from plugin.ports.values import UNREADABLE
from plugin.store.rows import Rows
from plugin.store.tables import exclusion as table
from plugin.store.upserts import insert


class Exclusions(Rows):
    """Reads and writes them."""

    def exclusions(self, programme_id: ProgrammeId) -> Sequence[Exclusion]:
        """Return those of a programme, the latest first."""
        query = select(table).where(self._mine(table, programme_id=programme_id))
        rows = self._all(query.order_by(table.c.made_at.desc(), table.c.one_id, table.c.other_id))
        return [
            Exclusion(
                row.programme_id,
                row.one_id,
                row.other_id,
                ExclusionKind(row.kind),
                self._open(table, _name(row.programme_id, row.one_id, row.other_id), "body",
                           row.body),
                row.made_by,
                row.made_at,
            )
            for row in rows
        ]  # fmt: skip

    def excluded(self, programme_id: ProgrammeId) -> frozenset[frozenset[PersonId]]:
        """Return the pairs alone; opens no words."""
        query = select(table.c.one_id, table.c.other_id)
        rows = self._all(query.where(self._mine(table, programme_id=programme_id)))
        return frozenset(frozenset((row.one_id, row.other_id)) for row in rows)

    def save_exclusion(self, made: Exclusion) -> None:
        """Write it in place of an earlier one of the two; a reason that did not open stays."""
        key = {
            "tenant_id": self.tenant_id,
            "programme_id": made.programme_id,
            "one_id": made.one,
            "other_id": made.other,
        }
        said: dict[str, Any] = {
            "kind": made.kind,
            "made_by": made.made_by,
            "made_at": made.made_at,
        }
        if made.reason != UNREADABLE:
            name = _name(made.programme_id, made.one, made.other)
            said["body"] = self._seal(table, name, "body", made.reason, by=made.made_by)
        new = insert(self._connection, table).values({**key, **said})
        self._connection.execute(new.on_conflict_do_update(index_elements=list(key), set_=said))

    def drop_exclusion(self, programme_id: ProgrammeId, one: PersonId, other: PersonId) -> bool:
        """Forget it; returns whether there was one."""
        one, other = sorted((one, other))
        mine = self._mine(table, programme_id=programme_id, one_id=one, other_id=other)
        return bool(self._connection.execute(delete(table).where(mine)).rowcount)


def _name(*keys: str) -> str:
    return "/".join(keys)
