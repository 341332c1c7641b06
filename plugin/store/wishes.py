"""People's wishes for a partner."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from plugin.mentoring.people import PersonId
from plugin.mentoring.programme import ProgrammeId
from plugin.mentoring.wishes import Wishes
from plugin.store.rows import Rows
from plugin.store.tables import partner_wish as table


class PartnerWishes(Rows):
    """Reads and writes wishes."""

    def partner_wishes(self, programme_id: ProgrammeId) -> Wishes:
        """Return everybody's wishes in a programme."""
        query = select(table).where(self._mine(table, programme_id=programme_id))
        found: dict[PersonId, list[PersonId]] = {}
        for row in self._all(query.order_by(table.c.person_id, table.c.position)):
            found.setdefault(row.person_id, []).append(row.other_id)
        return found

    def partner_wishes_of(
        self, programme_id: ProgrammeId, person_id: PersonId
    ) -> Sequence[PersonId]:
        """Return whom one person wishes for, the dearest first."""
        mine = self._mine(table, programme_id=programme_id, person_id=person_id)
        rows = self._all(select(table.c.other_id).where(mine).order_by(table.c.position))
        return [row.other_id for row in rows]

    def save_partner_wishes(
        self,
        programme_id: ProgrammeId,
        person_id: PersonId,
        wished: Sequence[PersonId],
        *,
        at: datetime,
    ) -> None:
        """Write them in place of the ones before."""
        key = {"programme_id": programme_id, "person_id": person_id}
        rows = ({"other_id": x, "position": n, "asked_at": at} for n, x in enumerate(wished))
        self._put(table, key, rows)
