"""Notices of platforms, by their ids: each is taken in once. And where they were asked for."""

from datetime import datetime

from sqlalchemy import select

from plugin.store.rows import Rows
from plugin.store.tables import notice_handler, platform_notice
from plugin.store.upserts import insert


class Notices(Rows):
    """Remembers which notices came."""

    def first_notice(self, registration_id: str, notice_id: str) -> bool:
        """Note that it came; True for the one caller who is first."""
        row = {
            "tenant_id": self.tenant_id,
            "registration_id": registration_id,
            "notice_id": notice_id,
            "heard_at": self._transaction.clock(),
        }
        new = insert(self._connection, platform_notice).values(row)
        return self._connection.execute(new.on_conflict_do_nothing()).rowcount == 1

    def copies_asked_at(self, registration_id: str, url: str) -> datetime | None:
        """Return when the LMS was last asked to tell of copies; None when never."""
        mine = self._mine(notice_handler, registration_id=registration_id, url=url)
        row = self._one(select(notice_handler.c.asked_at).where(mine))
        return row.asked_at if row else None

    def save_copies_asked(self, registration_id: str, url: str, *, now: datetime) -> None:
        """Write that it is asked now."""
        row = {
            "tenant_id": self.tenant_id,
            "registration_id": registration_id,
            "url": url,
            "asked_at": now,
        }
        new = insert(self._connection, notice_handler).values(row)
        keys = ["tenant_id", "registration_id", "url"]
        self._connection.execute(
            new.on_conflict_do_update(index_elements=keys, set_={"asked_at": now})
        )
