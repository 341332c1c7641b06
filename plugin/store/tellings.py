"""Notices, how people want them, and addresses that mail came back from."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, distinct, func, or_, select, update

from plugin.mentoring.notices import Choices, News, Notice, NoticeState, Rhythm, Way
from plugin.mentoring.people import PersonId
from plugin.ports.notices import CalendarFeed
from plugin.store.rows import Rows
from plugin.store.tables import account, calendar_feed, notice_choice, person, stopped_address
from plugin.store.tables import notice as table
from plugin.store.upserts import insert


class Tellings(Rows):
    """Reads and writes notices."""

    def save_notice(self, notice: Notice) -> None:
        """Write the notice unless one with its key exists."""
        self._own(notice.tenant_id)
        fixed = {
            "tenant_id": notice.tenant_id,
            "notice_key": notice.key,
            "person_id": notice.person_id,
            "news": notice.news,
            "thing": notice.thing,
            "made_at": notice.made_at,
        }
        new = insert(self._connection, table).values({**fixed, **_changing(notice)})
        self._connection.execute(new.on_conflict_do_nothing())

    def settle_notices(self, notices: Iterable[Notice]) -> None:
        """Write what has changed of notices that exist."""
        for one in notices:
            changed = update(table).where(self._mine(table, notice_key=one.key))
            self._connection.execute(changed.values(_changing(one)))

    def notices_of(self, person_id: PersonId, *states: NoticeState) -> Sequence[Notice]:
        """Return the person's notices in these states, the oldest first."""
        query = select(table).where(
            self._mine(table, person_id=person_id), table.c.state.in_(states)
        )
        return [notice_of(row) for row in self._all(query.order_by(table.c.made_at))]

    def people_to_tell(self, *, now: datetime, limit: int) -> Sequence[PersonId]:
        """Return people who have a notice that is due, or one that did not get through."""
        due = and_(table.c.state == NoticeState.WAITING, table.c.due_at <= now)
        query = (
            select(table.c.person_id)
            .where(self._mine(table), or_(due, table.c.state == NoticeState.GOING))
            .group_by(table.c.person_id)
            .order_by(func.min(table.c.due_at))
        )
        return [row.person_id for row in self._all(query.limit(limit))]

    def deliveries_since(self, person_id: PersonId, since: datetime) -> int:
        """Return how many deliveries the person was sent."""
        query = select(func.count(distinct(table.c.batch))).where(
            self._mine(table, person_id=person_id), table.c.sent_at > since
        )
        return int(self._connection.execute(query).scalar_one())

    def notice_counts(self) -> Mapping[tuple[str, str, str], int]:
        """Return how many notices there are by state, way and problem."""
        parts = (table.c.state, table.c.way, table.c.problem)
        query = select(*parts, func.count().label("many")).where(self._mine(table))
        return {
            (row.state, row.way or "", row.problem or ""): row.many
            for row in self._all(query.group_by(*parts))
        }

    def choices(self, person_id: PersonId) -> Choices | None:
        """Return how the person wants to be told; None where they never said."""
        row = self._one(select(notice_choice).where(self._mine(notice_choice, person_id=person_id)))
        return _choices(row) if row else None

    def save_choices(self, choices: Choices) -> None:
        """Write them; a person has them once."""
        self._own(choices.tenant_id)
        values = {
            "rhythm": choices.rhythm,
            "hour": choices.hour,
            "mail": choices.mail,
            "feed": choices.feed,
        }
        self._save(notice_choice, {"person_id": choices.person_id}, values, choices.version)

    def stopped(self, address: str) -> str | None:
        """Return why mail to this address has stopped; None where it goes."""
        row = self._one(select(stopped_address.c.problem).where(self._stop(address)))
        return row.problem if row else None

    def stop_address(self, address: str, problem: str, *, at: datetime) -> None:
        """Send no more mail there, until its owner asks for it."""
        row = {
            "tenant_id": self.tenant_id,
            "address_hash": _hash(address),
            "problem": problem,
            "stopped_at": at,
        }
        new = insert(self._connection, stopped_address).values(row)
        self._connection.execute(new.on_conflict_do_nothing())

    def open_address(self, address: str) -> None:
        """Send mail there again."""
        self._connection.execute(stopped_address.delete().where(self._stop(address)))

    def has_address(self, address: str) -> bool:
        """Whether somebody here is reached there."""
        same = address.strip().casefold()
        for column in (person.c.email, account.c.address):
            found = select(column).where(self._mine(column.table), func.lower(column) == same)
            if self._all(found.limit(1)):
                return True
        return False

    def calendar_feed(self, person_id: PersonId) -> CalendarFeed | None:
        """Return the person's feed; None where they have none."""
        row = self._one(select(calendar_feed).where(self._mine(calendar_feed, person_id=person_id)))
        return CalendarFeed(row.person_id, row.turn, row.busy_only) if row else None

    def save_calendar_feed(self, feed: CalendarFeed) -> None:
        """Write it in place of the one before, whose address ends."""
        row = {"turn": feed.turn, "busy_only": feed.busy_only}
        self._put(calendar_feed, {"person_id": feed.person_id}, [row])

    def drop_calendar_feed(self, person_id: PersonId) -> None:
        """Forget it; its address ends."""
        self._put(calendar_feed, {"person_id": person_id}, [])

    def _stop(self, address: str) -> Any:
        return self._mine(stopped_address, address_hash=_hash(address))


def _changing(notice: Notice) -> dict[str, Any]:
    return {
        "due_at": notice.due_at,
        "useful_until": notice.useful_until,
        "state": notice.state,
        "batch": notice.batch,
        "way": notice.way,
        "sent_at": notice.sent_at,
        "problem": notice.problem,
    }


def notice_of(row: Row[Any]) -> Notice:
    """Return the notice of a row."""
    return Notice(
        row.notice_key,
        row.tenant_id,
        row.person_id,
        News(row.news),
        row.thing,
        row.made_at,
        row.due_at,
        row.useful_until,
        NoticeState(row.state),
        row.batch,
        Way(row.way) if row.way else None,
        row.sent_at,
        row.problem,
    )


def _choices(row: Row[Any]) -> Choices:
    return Choices(
        row.person_id,
        row.tenant_id,
        Rhythm(row.rhythm),
        row.hour,
        row.mail,
        row.feed,
        row.version,
    )


def _hash(address: str) -> str:
    return hashlib.sha256(address.strip().casefold().encode()).hexdigest()
