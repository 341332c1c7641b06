"""What Teams saw of who was in sessions' meetings, and how far asking for it has come."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, or_, select

from plugin.mentoring.people import PersonId
from plugin.mentoring.presence import TOO_OLD, WAITS, Asking, ReportAsked, Seen
from plugin.mentoring.session import SessionId, SessionState
from plugin.store.rows import Rows, both, in_parts
from plugin.store.tables import (
    account,
    calendar_link,
    mentoring_session,
    presence,
    programme,
    relationship,
    report_asked,
)
from plugin.store.upserts import insert

FIRST_ASKED = timedelta(days=2)
"""Of a session that ended earlier nobody begins to ask: not because a switch was turned since."""


class Presences(Rows):
    """Reads and writes both."""

    def seen(self, session_ids: Iterable[SessionId]) -> Mapping[SessionId, Mapping[PersonId, Seen]]:
        """Return what was seen of whom, by session."""
        found: dict[SessionId, dict[PersonId, Seen]] = {}
        for part in in_parts(dict.fromkeys(session_ids)):
            query = select(presence).where(self._mine(presence), presence.c.session_id.in_(part))
            for row in self._all(query):
                found.setdefault(row.session_id, {})[row.person_id] = Seen(row.seen)
        return found

    def save_seen(self, session_id: SessionId, seen: Mapping[PersonId, Seen]) -> None:
        """Write what was seen of a session in place of what was seen before."""
        rows = [{"person_id": who, "seen": word} for who, word in sorted(seen.items())]
        self._put(presence, {"session_id": session_id}, rows)

    def report_asked(self, session_id: SessionId) -> ReportAsked | None:
        """Return how far asking has come; None before it began."""
        row = self._one(select(report_asked).where(self._mine(report_asked, session_id=session_id)))
        return _asked(row) if row else None

    def save_report_asked(self, asked: ReportAsked) -> None:
        """Write it."""
        key = {"tenant_id": self.tenant_id, "session_id": asked.session_id}
        values = {"looks": asked.looks, "state": asked.state, "look_at": asked.look_at}
        new = insert(self._connection, report_asked).values({**key, **values})
        self._connection.execute(new.on_conflict_do_update(index_elements=list(key), set_=values))

    def reports_due(self, *, now: datetime, limit: int) -> Sequence[SessionId]:
        """Return sessions whose report is to be looked for: 1 query where no programme asks."""
        lives = select(programme.c.programme_id, programme.c.life).where(self._mine(programme))
        asking = [row.programme_id for row in self._all(lives) if row.life.get("meeting_reports")]
        due: list[SessionId] = []
        for part in in_parts(asking):
            query = self._due(now).where(relationship.c.programme_id.in_(part))
            rows = self._all(query.order_by(mentoring_session.c.ends_at).limit(limit - len(due)))
            due += [row.session_id for row in rows]
            if len(due) >= limit:
                break
        return due

    def reports_awaiting(self, organiser: PersonId) -> Sequence[ReportAsked]:
        """Return those that wait for this person's yes, of sessions that are not too old."""
        recent = mentoring_session.c.ends_at > self._transaction.clock() - TOO_OLD
        query = (
            select(report_asked)
            .join_from(
                report_asked,
                mentoring_session,
                both(report_asked, mentoring_session, "session_id"),
            )
            .where(
                self._mine(report_asked, state=Asking.NEEDS_CONSENT),
                mentoring_session.c.organiser == organiser,
                recent,
            )
        )
        return [_asked(row) for row in self._all(query)]

    def _due(self, now: datetime) -> Any:
        return (
            select(mentoring_session.c.session_id)
            .select_from(
                mentoring_session.join(
                    relationship, both(mentoring_session, relationship, "relationship_id")
                )
                .join(calendar_link, both(mentoring_session, calendar_link, "session_id"))
                .outerjoin(report_asked, both(mentoring_session, report_asked, "session_id"))
                .outerjoin(account, _of_organiser())
            )
            .where(
                self._mine(mentoring_session, state=SessionState.PLANNED),
                mentoring_session.c.ends_at <= now - WAITS[0],
                mentoring_session.c.ends_at > now - TOO_OLD,
                calendar_link.c.join_url.is_not(None),
                or_(
                    and_(
                        report_asked.c.session_id.is_(None),
                        mentoring_session.c.ends_at > now - FIRST_ASKED,
                    ),
                    and_(report_asked.c.state == Asking.WAITS, report_asked.c.look_at <= now),
                    and_(
                        report_asked.c.state == Asking.NEEDS_SIGN_IN,
                        account.c.person_id.is_not(None),
                        account.c.needs_sign_in_since.is_(None),
                    ),
                ),
            )
        )


def _of_organiser() -> ColumnElement[bool]:
    return and_(
        account.c.tenant_id == mentoring_session.c.tenant_id,
        account.c.person_id == mentoring_session.c.organiser,
    )


def _asked(row: Row[Any]) -> ReportAsked:
    return ReportAsked(row.session_id, row.looks, Asking(row.state), row.look_at)
