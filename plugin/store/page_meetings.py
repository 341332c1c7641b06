"""What the page of a relationship reads of its sessions: a query, however long it has gone on."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Row,
    ScalarSelect,
    Select,
    Subquery,
    and_,
    bindparam,
    case,
    false,
    func,
    select,
    true,
    union_all,
)

from plugin.mentoring.evidence import MOST_NEEDED
from plugin.mentoring.people import PersonId
from plugin.mentoring.poll import Poll, PollState
from plugin.mentoring.presence import Seen
from plugin.mentoring.relationship import RelationshipId
from plugin.mentoring.session import CalendarLink, MentoringSession, SessionId, SessionState
from plugin.ports.relationship_pages import MOST_PAST, AskedTimes, Meetings
from plugin.store.links import link_of
from plugin.store.moments import Moment
from plugin.store.open_times import proposal_of
from plugin.store.polls import poll_of, vote_of
from plugin.store.rows import both, named
from plugin.store.sessions import Sessions, session_of
from plugin.store.tables import (
    calendar_link,
    held_word,
    mentoring_session,
    poll,
    poll_vote,
    presence,
    relationship,
    seat,
    time_proposal,
)

_WORDS = {"+": True, "-": False}
_SIGHTS = {"T": Seen.TOGETHER, "A": Seen.ALONE, "N": Seen.ABSENT}
_NEVER = -1000
"""What one word of "no" weighs against those of "yes": more than a circle has members."""


class PageMeetings(Sessions):
    """Reads sessions, and the times that are being settled, for the page of a relationship."""

    def meetings(self, relationship_id: RelationshipId, *, now: datetime) -> Meetings:
        """Return sessions to come and the latest that have been, with what members said of them.

        Topics are opened where they are shown: of the next session and of those that have been.
        """
        rows = self._fixed(_meetings(), relationship=relationship_id, now=now)
        links: dict[SessionId, CalendarLink] = {}
        said: dict[SessionId, Mapping[PersonId, bool]] = {}
        seen: dict[SessionId, Mapping[PersonId, Seen]] = {}
        sessions: list[MentoringSession] = []
        planned = False
        for row in rows:
            seats = _seats(row.seats)
            said[row.session_id] = {who: x.said for who, x in seats.items() if x.said is not None}
            seen[row.session_id] = {who: x.seen for who, x in seats.items() if x.seen is not None}
            if row.link_session_id:
                links[row.session_id] = _link(row)
            is_next = row.state == SessionState.PLANNED and row.ends_at > now and not planned
            planned = planned or is_next
            agenda = self._agenda(row) if is_next or row.ends_at <= now else ""
            sessions.append(session_of(row, frozenset(seats), agenda))
        past, held = (rows[0].past, rows[0].held_count) if rows else (0, 0)
        suggested = frozenset(row.session_id for row in rows if row.suggested)
        return Meetings(sessions, links, said, suggested, past, held, seen)

    def asked_times(
        self, relationship_id: RelationshipId, session_id: SessionId | None
    ) -> AskedTimes:
        """Return the open vote, and what was suggested for a session, the newest first."""
        rows = self._fixed(_asked(), relationship=relationship_id, session=session_id)
        found = {row.time_proposal_id: row for row in rows if row.time_proposal_id}
        given = [proposal_of(named(row, time_proposal, "proposal")) for row in found.values()]
        order = sorted(given, key=lambda one: (one.at, one.time_proposal_id), reverse=True)
        return AskedTimes(_poll(rows), tuple(order))


@cache
def _meetings() -> Select[Any]:
    """Return a row for each session that the page shows."""
    links = [column.label(f"link_{column.name}") for column in calendar_link.c]
    shown = select(_shown().c.session_id)
    return (
        select(
            mentoring_session,
            _seated().label("seats"),
            *links,
            _is_suggested().label("suggested"),
            _count_past(held=False).label("past"),
            _count_past(held=True).label("held_count"),
        )
        .select_from(
            mentoring_session.outerjoin(
                calendar_link, both(mentoring_session, calendar_link, "session_id")
            )
        )
        .where(mentoring_session.c.tenant_id == bindparam("tenant"))
        .where(mentoring_session.c.session_id.in_(shown))
        .order_by(mentoring_session.c.starts_at, mentoring_session.c.session_id)
    )


def _shown() -> Subquery:
    """Return the keys of all sessions to come, and of the latest that have been."""
    one = mentoring_session.alias("shown_one")
    mine = (one.c.tenant_id == bindparam("tenant"), _of(one))
    past = (
        select(one.c.session_id)
        .where(*mine, one.c.ends_at <= bindparam("now", type_=Moment))
        .order_by(one.c.starts_at.desc(), one.c.session_id)
        .limit(MOST_PAST)
        .subquery("latest")
    )
    coming = select(one.c.session_id).where(*mine, one.c.ends_at > bindparam("now", type_=Moment))
    return union_all(coming, select(past.c.session_id)).subquery("shown")


def _seated() -> ScalarSelect[str]:
    """Return who has a seat, as one text: "ada=+T ben=-N cy=?" where two have said how it was.

    The letter after the word is what Teams saw of them.
    """
    word = and_(both(seat, held_word, "session_id"), held_word.c.person_id == seat.c.person_id)
    there = and_(both(seat, presence, "session_id"), presence.c.person_id == seat.c.person_id)
    said = case((held_word.c.held.is_(True), "=+"), (held_word.c.held.is_(False), "=-"), else_="=?")
    saw = case({one: letter for letter, one in _SIGHTS.items()}, value=presence.c.seen, else_="")
    return (
        select(func.aggregate_strings(seat.c.person_id + said + saw, " "))
        .select_from(seat.outerjoin(held_word, word).outerjoin(presence, there))
        .where(both(seat, mentoring_session, "session_id"))
        .correlate(mentoring_session)
        .scalar_subquery()
    )


class _Seat(NamedTuple):
    said: bool | None
    seen: Seen | None


def _seats(text: str | None) -> dict[PersonId, _Seat]:
    """Read `_seated`: each person with what they said and as what they were seen."""
    parts = (one.rpartition("=") for one in (text or "").split())
    return {
        PersonId(who): _Seat(_WORDS.get(marks[:1]), _SIGHTS.get(marks[1:]))
        for who, _, marks in parts
    }


def _count_past(*, held: bool) -> ScalarSelect[int]:
    """Count planned sessions that have been; with `held`, those that are known to have been."""
    one = mentoring_session.alias("held_one" if held else "past_one")
    query = select(func.count()).where(
        one.c.tenant_id == bindparam("tenant"),
        _of(one),
        one.c.state == SessionState.PLANNED,
        one.c.ends_at <= bindparam("now", type_=Moment),
    )
    if held:
        words = held_word.alias("words")
        weight = func.sum(case((words.c.held, 1), else_=_NEVER))
        said = select(weight).where(both(words, one, "session_id")).correlate(one)
        known = func.coalesce(said.scalar_subquery(), 0)
        met = presence.c.seen == Seen.TOGETHER
        seen = select(presence.c.seen).where(both(presence, one, "session_id"), met).correlate(one)
        # What Teams saw is looked for where words alone do not decide: a "no" outweighs it.
        by_sight = case((known >= 0, seen.exists()), else_=false())
        query = query.where(case((known >= MOST_NEEDED, true()), else_=by_sight))
    return query.scalar_subquery()


def _is_suggested() -> ColumnElement[bool]:
    return (
        select(time_proposal.c.time_proposal_id)
        .where(both(time_proposal, mentoring_session, "session_id"))
        .correlate(mentoring_session)
        .exists()
    )


@cache
def _asked() -> Select[Any]:
    """Return the open vote's answers beside the suggestions: few times few."""
    open_ = and_(both(poll, relationship, "relationship_id"), poll.c.state == PollState.OPEN)
    given = and_(
        time_proposal.c.tenant_id == relationship.c.tenant_id,
        time_proposal.c.session_id == bindparam("session"),
    )
    return (
        select(
            *(column.label(f"poll_{column.name}") for column in poll.c),
            poll_vote.c.person_id.label("voter"),
            poll_vote.c.answers,
            *(column.label(f"proposal_{column.name}") for column in time_proposal.c),
            time_proposal.c.time_proposal_id,
        )
        .select_from(
            relationship.outerjoin(poll, open_)
            .outerjoin(poll_vote, both(poll, poll_vote, "poll_id"))
            .outerjoin(time_proposal, given)
        )
        .where(relationship.c.tenant_id == bindparam("tenant"), _of(relationship))
        .order_by(poll.c.made_at.desc(), poll.c.poll_id)
    )


def _poll(rows: Sequence[Row[Any]]) -> Poll | None:
    first = rows[0] if rows else None
    if first is None or first.poll_poll_id is None:
        return None
    mine = [row for row in rows if row.poll_poll_id == first.poll_poll_id and row.voter]
    votes = {row.voter: vote_of(row.answers) for row in mine}
    return poll_of(named(first, poll, "poll"), votes)


def _link(row: Row[Any]) -> CalendarLink:
    return link_of(named(row, calendar_link, "link"))


def _of(table: Any) -> ColumnElement[bool]:
    found: ColumnElement[bool] = table.c.relationship_id == bindparam("relationship")
    return found
