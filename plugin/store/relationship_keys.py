"""Relationships' keys: destroyed with their words, and never brought back by a backup."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, select

from plugin.mentoring.people import PersonId
from plugin.mentoring.programme import Stage
from plugin.ports.privacy import KeyRemoval
from plugin.store.own_sealing import own_columns
from plugin.store.personal import RELATED
from plugin.store.rows import Rows
from plugin.store.tables import (
    erasure,
    key_removal,
    membership,
    programme,
    relationship,
    relationship_key,
)
from plugin.store.upserts import insert


class RelationshipKeys(Rows):
    """Destroys relationships' keys; each is noted, by its id."""

    def keys_to_forget(self, *, ended_before: date, at: datetime) -> Sequence[KeyRemoval]:
        """Return the keys of relationships in programmes that ended before that day."""
        theirs = relationship_key.c.relationship_id.in_(self._within(ended_before))
        rows = self._all(select(relationship_key).where(self._mine(relationship_key), theirs))
        return [KeyRemoval(row.relationship_id, row.key_id, at) for row in rows]

    def key_removals(self) -> Sequence[KeyRemoval]:
        """Return every key that was destroyed, the first before the rest."""
        order = (key_removal.c.removed_at, key_removal.c.key_id)
        rows = self._all(select(key_removal).where(self._mine(key_removal)).order_by(*order))
        return [KeyRemoval(row.relationship_id, row.key_id, row.removed_at) for row in rows]

    def remove_key(self, one: KeyRemoval) -> bool:
        """Destroy it, as after a backup has brought it back; False where it is not here.

        A key that the relationship was given since stays.
        """
        same = relationship_key.c.key_id == one.key_id
        theirs = relationship_key.c.relationship_id == one.relationship_id
        return self._destroy(same & theirs, at=one.removed_at) > 0

    def _over(self, ended_before: date) -> Any:
        """Return the programmes that are closed and ended before that day."""
        closed = self._mine(programme, stage=Stage.CLOSED)
        return select(programme.c.programme_id).where(closed, programme.c.ends_on < ended_before)

    def _within(self, ended_before: date) -> Any:
        """Return the relationships in these."""
        inside = relationship.c.programme_id.in_(self._over(ended_before))
        return select(relationship.c.relationship_id).where(self._mine(relationship), inside)

    def _destroy(self, which: ColumnElement[bool], *, at: datetime | None = None) -> int:
        vault = self._transaction.vault
        gone = vault.forget_relationships(self._connection, self.tenant_id, which)
        removed_at = at or self._transaction.clock()
        rows = [
            {
                "tenant_id": self.tenant_id,
                "relationship_id": whose,
                "key_id": key_id,
                "removed_at": removed_at,
            }
            for key_id, whose in gone.items()
        ]
        if rows:
            new = insert(self._connection, key_removal).on_conflict_do_nothing()
            self._connection.execute(new, rows)
        return len(gone)

    def _destroy_forsaken(self, person_id: PersonId) -> int:
        """Destroy the keys of relationships with nobody left once this person is removed.

        Somebody is left while a member, or the author of something in it, was not removed.
        """
        done = select(erasure.c.person_id).where(
            self._mine(erasure), erasure.c.done_at.is_not(None)
        )
        authors = {(table, whose) for table, _column, whose in own_columns()}
        parts = [(membership, "person_id")]
        parts += [(table, whose) for table, whose in authors if table.name in RELATED]
        here = relationship_key.c.relationship_id
        left = [
            select(table.c[whose])
            .where(self._mine(table), table.c.relationship_id == here)
            .where(table.c[whose] != person_id, table.c[whose].not_in(done))
            .correlate(relationship_key)
            .exists()
            for table, whose in parts
        ]
        return self._destroy(and_(*(~one for one in left)))
