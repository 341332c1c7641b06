"""A mentoring session, and how far the outside calendars agree with it."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import NewType

from plugin.mentoring.answers import Answers
from plugin.mentoring.enrolment import Medium
from plugin.mentoring.errors import ClockGapError, SessionOverError, SlotPassedError
from plugin.mentoring.people import PersonId, TenantId
from plugin.mentoring.relationship import RelationshipId
from plugin.mentoring.series import SeriesId
from plugin.mentoring.spans import Span, from_wall_clock, on_wall_clock

NOTHING_SAID = Answers()
OVERLAPS = "overlaps"
"""The problem of a meeting that was moved in Outlook onto another session of one of its people."""
MOST_ASKED = 8
"""Times asked for without an answer; more than that is another trouble."""
SessionId = NewType("SessionId", str)


class SessionState(StrEnum):
    """Whether a session is to take place."""

    PLANNED = "planned"
    CANCELLED = "cancelled"


class Channel(StrEnum):
    """Through which outside system the people are invited."""

    OUTLOOK = "outlook"
    MAIL = "mail"


class Sync(StrEnum):
    """How far the outside calendar agrees with ours. An attempt is never called booked."""

    QUEUED = "queued"
    BOOKED = "booked"
    NEEDS_SIGN_IN = "needs sign-in"
    NEEDS_CONSENT = "needs consent"
    FAILED = "failed"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class MentoringSession:
    """One session of a relationship.

    Attributes:
        zone: the organiser's; the session keeps its time on that wall clock.
        agenda: what the members want to talk about, one topic a line; members only.
        people: who is to come; the seats that must not be taken twice.
        generation: counts the outside meetings made for it; a new one gets a new key.
        sequence: counts changes of time that people were told, as iCalendar wants it.
        series_id: the series that its invitation belongs to; None for one of its own.
        turn: which of the series it is.
        clock: what people's wall clock in `zone` shows at its start, as it was agreed; empty until
            it is first kept.

    """

    session_id: SessionId
    tenant_id: TenantId
    relationship_id: RelationshipId
    organiser: PersonId
    people: frozenset[PersonId]
    span: Span
    zone: str
    medium: Medium = Medium.VIDEO
    agenda: str = ""
    state: SessionState = SessionState.PLANNED
    generation: int = 1
    sequence: int = 0
    version: int = 0
    series_id: SeriesId | None = None
    turn: int = 0
    clock: str = ""

    def moved(self, span: Span, *, now: datetime) -> "MentoringSession":
        """Return the session at another time; the same time stays what it is.

        Raises:
            SessionOverError: it is cancelled or has ended.
            SlotPassedError: the new time has begun already.

        """
        self.require_ahead(now)
        if span == self.span:
            return self
        if span.starts_at <= now:
            raise SlotPassedError
        return self.at(span)

    def at(self, span: Span) -> "MentoringSession":
        """Return the session at that time, as people were told or are to be."""
        return replace(self, span=span, sequence=self.sequence + 1, clock="")

    def with_people(self, people: frozenset[PersonId]) -> "MentoringSession":
        """Return the session for other people; its number goes up where somebody is invited."""
        new = people - self.people
        return replace(self, people=people, sequence=self.sequence + bool(new))

    def cancelled(self, *, now: datetime) -> "MentoringSession":
        """Return the session called off.

        Raises:
            SessionOverError: it is cancelled already, or has ended.

        """
        self.require_ahead(now)
        return replace(self, state=SessionState.CANCELLED, sequence=self.sequence + 1)

    def require_ahead(self, now: datetime) -> None:
        """Raise SessionOverError unless the session is still to come or going on."""
        if self.state is SessionState.CANCELLED or self.span.ends_at <= now:
            raise SessionOverError

    def asked_anew(self) -> "MentoringSession":
        """Return the session with the next outside meeting to be made, the last one being lost.

        The new one is a meeting of its own, also where the lost one was of a series.
        """
        return replace(self, generation=self.generation + 1, series_id=None, turn=0)

    def in_series(self, series_id: SeriesId, turn: int) -> "MentoringSession":
        """Return the session as that turn of a series, with a meeting to be made for it."""
        again = self.asked_anew() if self.version else self
        return replace(again, series_id=series_id, turn=turn, sequence=0)

    def single_again(self, *, told_before: int) -> "MentoringSession":
        """Return the session with the meeting that it had before its series, and its numbers."""
        told = self.sequence + max(told_before - 1, 0)
        generation = self.generation - 1
        return replace(self, series_id=None, turn=0, generation=generation, sequence=told)

    def after_single(self, *, alone: bool) -> "MentoringSession":
        """Return the session once the first of its series is on its own; `alone`: no other is."""
        if alone:
            return replace(self, series_id=None, turn=0)
        return replace(self, turn=self.turn - 1)

    @property
    def wall_clock(self) -> str:
        """What the wall clock shows at its start, as it was agreed."""
        return self.clock or shown(self.span, self.zone)

    def on_its_clock(self) -> "MentoringSession":
        """Return the session where its wall clock has it by today's rules of its zone (T04)."""
        span = held_at(self.clock, self.zone, self.span)
        return self if span == self.span else replace(self.at(span), clock=self.clock)


def shown(span: Span, zone: str) -> str:
    """Return what the zone's wall clock shows at the start; nothing where it shows that twice."""
    local = on_wall_clock(span.starts_at, zone)
    twice = local.utcoffset() != local.replace(fold=1 - local.fold).utcoffset()
    return "" if twice else f"{local:%Y-%m-%dT%H:%M}"


def held_at(clock: str, zone: str, known: Span) -> Span:
    """Return where that wall clock lies by today's rules of its zone; `known` without one."""
    if not clock:
        return known
    try:
        start = from_wall_clock(datetime.fromisoformat(clock), zone)
    except ClockGapError as gap:
        start = from_wall_clock(gap.after, zone)
    return Span(start, start + known.length)


@dataclass(frozen=True, slots=True)
class CalendarLink:
    """What is known of the outside meeting of a session.

    Attributes:
        since: when `sync` became what it is.
        problem: why it failed or waits, as a code that `plugin.web.messages` has words for.
        event_id, etag, ical_uid, join_url: None until a calendar has answered.
        told: what the outside calendar was last known to hold; None before the first answer.
        asked: times that the outside calendar was asked to hold since `told`, and may hold by now
            though no answer came.
        told_people: whom the calendar was told of, once that has differed; None until then.
        told_cancelled: whether the outside calendar was told, or told us, that it is called off.
        checked_at: when the outside calendar was last read or written with success.
        missing_since: when the event was first not found; a second look decides.
        settings: the effective meeting options that were read back, e.g. {"recording": "off"}.
        master_id: of the event that holds the whole series, where it is one's.
        answers: what the invited have said in their calendars, or by mail.
        adopted: its organiser made the meeting there, and it became a session.

    """

    session_id: SessionId
    tenant_id: TenantId
    channel: Channel
    organiser: PersonId
    sync: Sync
    since: datetime
    generation: int = 1
    problem: str | None = None
    event_id: str | None = None
    etag: str | None = None
    ical_uid: str | None = None
    join_url: str | None = None
    told: Span | None = None
    told_cancelled: bool = False
    checked_at: datetime | None = None
    missing_since: datetime | None = None
    settings: tuple[tuple[str, str], ...] = ()
    version: int = 0
    asked: tuple[Span, ...] = ()
    told_people: frozenset[PersonId] | None = None
    master_id: str | None = None
    answers: Answers = NOTHING_SAID
    adopted: bool = False

    @property
    def asks_people(self) -> bool:
        """Whether only people can say how it goes on: one that is lost, or overlaps another."""
        return self.sync is Sync.LOST or self.problem == OVERLAPS

    def comes_too_late(self, session: MentoringSession, *, now: datetime) -> bool:
        """Whether the session is over, so that nobody is invited to it any more."""
        return self.event_id is None and session.span.ends_at <= now

    def may_grow(
        self, session: MentoringSession, channel: Channel, come: frozenset[PersonId], now: datetime
    ) -> bool:
        """Whether the invitation that people have to the session can become that of a series.

        Not one that waits for people, or that its organiser made in Outlook themselves, nor where
        somebody who was invited may not come.
        """
        if self.adopted or self.asks_people:
            return False
        alone = session.series_id is None and self.channel is channel
        return alone and session.people <= come and session.span.starts_at > now

    def at(self, sync: Sync, *, now: datetime, problem: str | None = None) -> "CalendarLink":
        """Return the link in another state; `since` moves only when the state does."""
        since = self.since if sync is self.sync else now
        return replace(self, sync=sync, since=since, problem=problem)

    def asking(self, span: Span) -> "CalendarLink":
        """Return the link with a time that is about to be asked for, before it is."""
        if span in self.asked:
            return self
        return replace(self, asked=(*self.asked, span)[-MOST_ASKED:])

    def may_hold(self, span: Span) -> bool:
        """Whether the outside calendar may hold this time because of us."""
        return span == self.told or span in self.asked

    def is_beyond(self, read: "CalendarLink") -> bool:
        """Whether somebody else wrote since `read` what the calendar holds or may hold."""
        return self.outside != read.outside or not {*self.asked} <= {*read.asked}

    def besides(self, outcome: "CalendarLink") -> "CalendarLink":
        """Return the link where another worker's outcome came as well, and none is surely last.

        The calendar may hold what either told it, so both count as ours until it is read again.
        """
        held = [span for span in (*outcome.asked, outcome.told) if span and span != self.told]
        return replace(self, asked=(*self.asked, *held)[-MOST_ASKED:])

    @property
    def outside(self) -> tuple[object, ...]:
        """What the outside calendar is known to hold."""
        return self.event_id, self.told, self.told_cancelled, self.told_people

    def agrees_with(self, session: MentoringSession) -> bool:
        """Whether the outside calendar was last known to hold what the session says."""
        cancelled = session.state is SessionState.CANCELLED
        same = self.told == session.span and self.told_people in (None, session.people)
        return self.told_cancelled == cancelled and (cancelled or same)
