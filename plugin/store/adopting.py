"""Who wishes that meetings of their own making become sessions."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime

from sqlalchemy import delete, exists, func, select, update

from plugin.mentoring.adoption import Adopting
from plugin.mentoring.people import PersonId
from plugin.store.rows import Rows
from plugin.store.tables import account
from plugin.store.tables import adopting as table
from plugin.store.upserts import insert


class Adoptings(Rows):
    """Reads and writes the wish; of the meetings themselves nothing is kept here."""

    def adopting(self, person_id: PersonId) -> Adopting | None:
        """Return the person's wish, or None."""
        row = self._one(select(table).where(self._mine(table, person_id=person_id)))
        return row and Adopting(*(getattr(row, one.name) for one in fields(Adopting)))

    def adopting_not_looked_at(self, *, since: datetime) -> Sequence[PersonId]:
        """Return whose calendars nobody has looked through since then, the longest ago first.

        One that refused is left alone as long, and one whose owner has to sign in until then.
        """
        lapsed = exists().where(
            account.c.tenant_id == table.c.tenant_id,
            account.c.person_id == table.c.person_id,
            account.c.needs_sign_in_since.is_not(None),
        )
        tried = func.coalesce(table.c.tried_at, table.c.looked_at)
        due = table.c.looked_at < since, tried < since, ~lapsed
        query = select(table.c.person_id).where(self._mine(table), *due)
        return [row.person_id for row in self._all(query.order_by(table.c.looked_at))]

    def save_adopting(self, wish: Adopting) -> None:
        """Write it; who wished it before has gone on wishing it."""
        self._own(wish.tenant_id)
        row = {column.name: getattr(wish, column.name) for column in table.columns}
        self._connection.execute(
            insert(self._connection, table).values(row).on_conflict_do_nothing()
        )

    def looked_through(self, person_id: PersonId, *, until: datetime) -> None:
        """Note until when the calendar was looked through, if it is still wished."""
        mine = update(table).where(self._mine(table, person_id=person_id))
        self._connection.execute(mine.values(looked_at=until, tried_at=None))

    def look_refused(self, person_id: PersonId, *, at: datetime) -> None:
        """Note that the calendar refused then; what changed in it is still to be looked through."""
        mine = update(table).where(self._mine(table, person_id=person_id))
        self._connection.execute(mine.values(tried_at=at))

    def drop_adopting(self, person_id: PersonId) -> None:
        """Forget the wish."""
        self._connection.execute(delete(table).where(self._mine(table, person_id=person_id)))
