"""What is known of the sessions' outside meetings."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, or_, select, true

from plugin.mentoring.answers import Answer, Answers
from plugin.mentoring.people import PersonId
from plugin.mentoring.session import CalendarLink, Channel, SessionId, SessionState, Sync
from plugin.mentoring.spans import Span
from plugin.store.moments import span_from, span_text
from plugin.store.rows import Rows, in_parts
from plugin.store.tables import calendar_link as table
from plugin.store.tables import mentoring_session as session

_WAITING = (Sync.NEEDS_SIGN_IN, Sync.NEEDS_CONSENT, Sync.FAILED, Sync.LOST)


class Links(Rows):
    """Reads and writes calendar links."""

    def link(self, session_id: SessionId) -> CalendarLink | None:
        """Return the session's link, or None."""
        return self.links([session_id]).get(session_id)

    def links(self, session_ids: Iterable[SessionId]) -> Mapping[SessionId, CalendarLink]:
        """Return those links that exist, by session."""
        return {
            link.session_id: link
            for part in in_parts(dict.fromkeys(session_ids))
            for link in self._links(table.c.session_id.in_(part))
        }

    def save_link(self, link: CalendarLink) -> None:
        """Write the link."""
        self._own(link.tenant_id)
        self._save(table, {"session_id": link.session_id}, _values(link), link.version)

    def session_of_event(self, organiser: PersonId, event_id: str) -> SessionId | None:
        """Return whose event it is, or None for an event that is not ours."""
        mine = self._mine(table, organiser=organiser, event_id=event_id)
        row = self._connection.execute(select(table.c.session_id).where(mine)).first()
        return row.session_id if row else None

    def links_to_check(
        self,
        *,
        before: datetime,
        starting_before: datetime,
        limit: int,
        organiser: PersonId | None = None,
    ) -> Sequence[CalendarLink]:
        """Return Outlook links with an event, of planned sessions that have not ended.

        Those never checked come first, then those whose last check is oldest; last of all those
        that wait for people, which are read in vain as a rule and must not be in others' way.
        """
        same = (session.c.tenant_id == table.c.tenant_id) & (
            session.c.session_id == table.c.session_id
        )
        query = (
            select(table)
            .join_from(table, session, same)
            .where(
                self._mine(table, channel=Channel.OUTLOOK),
                table.c.event_id.is_not(None),
                session.c.state == SessionState.PLANNED,
                session.c.ends_at > self._transaction.clock(),
                session.c.starts_at < starting_before,
                or_(table.c.checked_at.is_(None), table.c.checked_at < before),
                table.c.organiser == organiser if organiser else true(),
            )
            .order_by(
                table.c.sync.in_(_WAITING),
                table.c.checked_at.is_not(None),
                table.c.checked_at,
                table.c.organiser,
                table.c.session_id,
            )
            .limit(limit)
        )
        return [link_of(row) for row in self._all(query)]

    def links_waiting_for(self, organiser: PersonId) -> Sequence[CalendarLink]:
        """Return links that wait for this person to sign in or to consent, as both go on after."""
        waiting = table.c.sync.in_([Sync.NEEDS_SIGN_IN, Sync.NEEDS_CONSENT])
        return self._links(self._mine(table, organiser=organiser) & waiting)

    def _links(self, wanted: ColumnElement[bool]) -> list[CalendarLink]:
        query = select(table).where(self._mine(table), wanted).order_by(table.c.since)
        return [link_of(row) for row in self._all(query)]


def link_of(row: Row[Any]) -> CalendarLink:
    """Read a row that has every column of `calendar_link`."""
    told = row.told_starts_at and Span(row.told_starts_at, row.told_ends_at)
    return CalendarLink(
        row.session_id,
        row.tenant_id,
        Channel(row.channel),
        row.organiser,
        Sync(row.sync),
        row.since,
        row.generation,
        row.problem,
        row.event_id,
        row.etag,
        row.ical_uid,
        row.join_url,
        told,
        row.told_cancelled,
        row.checked_at,
        row.missing_since,
        tuple((name, value) for name, value in row.settings),
        row.version,
        tuple(span_from(pair) for pair in row.asked or ()),
        None if row.told_people is None else frozenset(row.told_people),
        row.master_id,
        answers_from(row.replies),
        row.adopted,
    )


def answers_from(kept: Mapping[str, Any] | None) -> Answers:
    """Read answers as they are kept."""
    said = (kept or {}).get("said") or {}
    pairs = tuple((PersonId(who), Answer(word)) for who, word in sorted(said.items()))
    return Answers(pairs, (kept or {}).get("others") or 0)


def answers_text(answers: Answers) -> Mapping[str, Any] | None:
    """Return answers as they are kept; nothing where nothing was said."""
    if answers == Answers():
        return None
    return {"said": dict(answers.said), "others": answers.others}


def _values(link: CalendarLink) -> dict[str, Any]:
    return {
        "channel": link.channel,
        "organiser": link.organiser,
        "sync": link.sync,
        "since": link.since,
        "generation": link.generation,
        "problem": link.problem,
        "event_id": link.event_id,
        "etag": link.etag,
        "ical_uid": link.ical_uid,
        "join_url": link.join_url,
        "told_starts_at": link.told.starts_at if link.told else None,
        "told_ends_at": link.told.ends_at if link.told else None,
        "asked": [span_text(one) for one in link.asked] or None,
        "told_cancelled": link.told_cancelled,
        "told_people": None if link.told_people is None else sorted(link.told_people),
        "checked_at": link.checked_at,
        "missing_since": link.missing_since,
        "settings": [list(pair) for pair in link.settings],
        "master_id": link.master_id,
        "replies": answers_text(link.answers),
        "adopted": link.adopted,
    }
