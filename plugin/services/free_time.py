"""Finding a time that suits everybody."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta

from plugin.mentoring.common_time import Calendar, Option, best, options
from plugin.mentoring.drop_in import DropIn
from plugin.mentoring.enrolment import Side
from plugin.mentoring.errors import ClockGapError, SlotPassedError, UnknownThingError
from plugin.mentoring.may_run import Feature
from plugin.mentoring.people import Actor, Person, PersonId
from plugin.mentoring.programme import Programme
from plugin.mentoring.relationship import Relationship, RelationshipId
from plugin.mentoring.session import MentoringSession, SessionId, SessionState
from plugin.mentoring.spans import Span, from_wall_clock, on_wall_clock
from plugin.ports.errors import OutsideError
from plugin.ports.outside import FreeBusy
from plugin.ports.store import Store, Work
from plugin.ports.values import Clock
from plugin.services.calendars_of import calendar_of
from plugin.services.facts import LOOK_AHEAD, Facts, load_facts
from plugin.services.planning import require_not_resting
from plugin.services.running import ALONE, Running

VOTE_FIRST = timedelta(days=1)
"""A vote offers nothing sooner: people must have read it first."""


@dataclass(frozen=True, slots=True)
class TimesPage:
    """Times to choose from.

    Attributes:
        best: at most five, the best first, of the coming four weeks.
        week: every option of the chosen week.
        week_starts_at: Monday 00:00 of that week on the viewer's clock.
        zone: the viewer's.
        unknown: whose Outlook could not be asked, so that their hours alone speak.
        moving: the session that is to be moved; None for a new one.
        doors: times at which a mentor's door is open, and whose.
        burden: how often each met at an unsocial hour lately.
        late: moving it is later than the members agreed on; it is said, and nothing held back.
        soon: whether there is a common time within the weeks after which the programme offers a
            round in writing.

    """

    programme: Programme
    relationship: Relationship
    people: tuple[Person, ...]
    zones: Mapping[PersonId, str]
    length: timedelta
    best: tuple[Option, ...]
    week: tuple[Option, ...]
    week_starts_at: datetime
    zone: str
    unknown: frozenset[PersonId]
    moving: MentoringSession | None
    doors: tuple["Door", ...] = ()
    burden: Mapping[PersonId, int] = field(default_factory=dict)
    late: bool = False
    soon: bool = True


@dataclass(frozen=True, slots=True)
class Exact:
    """One time that a member named.

    Attributes:
        option: what is known of it; None when it suits not everybody.
        moving, late: as of `TimesPage`.

    """

    span: Span
    option: Option | None
    moving: MentoringSession | None
    late: bool


@dataclass(frozen=True, slots=True)
class Door:
    """One time that a mentee takes without asking anybody."""

    drop_in: DropIn
    mentor: Person
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class FreeTime:
    """Common free time, from Outlook and from what each person keeps here.

    Attributes:
        free_busy: None where no Microsoft tenant is connected (level 0 of the ladder).

    """

    store: Store
    clock: Clock
    free_busy: FreeBusy | None
    running: Running = ALONE

    def times(
        self,
        relationship_id: RelationshipId,
        *,
        actor: Actor,
        week: int | None = None,
        moving: SessionId | None = None,
    ) -> TimesPage:
        """Return common free time, asking Outlook now; what it cannot say is shown as unknown.

        Args:
            relationship_id: for whom.
            actor: a member; the page is on their clock.
            week: weeks from the present one, 0 to 4; None for that of the best time.
            moving: the session to find another time for.

        Raises:
            UnknownThingError, SessionOverError.
            RestingError: nothing new is booked at present; what was booked may be moved.

        """
        now = self.clock()
        with self.store.look(actor.tenant_id) as work:
            facts = load_facts(work, relationship_id, actor=actor, now=now)
            if moving is None:
                require_not_resting(facts, now=now)
            drop_ins = () if moving else _drop_ins(work, facts, now)
        session = _moving(facts, moving, now)
        length = session.span.length if session else timedelta(minutes=facts.terms.length_min)
        window = Span(_next_half_hour(now), _next_half_hour(now) + LOOK_AHEAD)
        calendars, unknown = self.calendars(facts, window, without=session)
        here = session.span if session else None  # moving to where it is would be no move
        found = [o for o in options(window, calendars, length=length) if o.span != here]
        zone = facts.zone(actor.person_id)
        burden = facts.burden(now)
        five = tuple(best(found, near=_near(facts, session, now), zone=zone, burden=burden))
        starts = _week_start(now, zone, week, five)
        within = Span(starts, starts + timedelta(days=7, hours=1))  # 7 days, also in autumn
        return TimesPage(
            facts.programme,
            facts.relationship,
            tuple(facts.people[m.person_id] for m in facts.relationship.members),
            {who: facts.zone(who) for who in facts.people},
            length,
            five,
            tuple(o for o in found if within.touches(o.span) and _same_week(o, starts, zone)),
            starts,
            zone,
            unknown,
            session,
            tuple(_doors(facts, drop_ins, calendars, now)),
            burden,
            _is_late(facts, session, now),
            any(o.span.starts_at < now + facts.writing_after for o in found),
        )

    def for_a_vote(
        self, relationship_id: RelationshipId, *, actor: Actor, quorum: int, count: int
    ) -> tuple[Facts, list[Option]]:
        """Return times for a vote, in order: as many can come as the quorum wants, better all.

        Raises UnknownThingError, or RestingError while nothing new is booked.
        """
        now = self.clock()
        with self.store.look(actor.tenant_id) as work:
            facts = load_facts(work, relationship_id, actor=actor, now=now)
        require_not_resting(facts, now=now)
        window = Span(_next_half_hour(now + VOTE_FIRST), _next_half_hour(now) + LOOK_AHEAD)
        calendars, _unknown = self.calendars(facts, window)
        length = timedelta(minutes=facts.terms.length_min)
        away = max(len(facts.people) - quorum, 0)
        found = options(window, calendars, length=length, most_away=away)
        near, zone = _near(facts, None, now), facts.zone(actor.person_id)
        chosen = best(found, near=near, count=count, zone=zone, burden=facts.burden(now))
        return facts, sorted(chosen, key=lambda option: option.span)

    def exact(
        self,
        relationship_id: RelationshipId,
        starts_at: datetime,
        *,
        actor: Actor,
        moving: SessionId | None = None,
    ) -> Exact:
        """Return what is known of one time that a member named.

        Raises:
            UnknownThingError, SessionOverError.
            SlotPassedError: it has begun.

        """
        now = self.clock()
        with self.store.look(actor.tenant_id) as work:
            facts = load_facts(work, relationship_id, actor=actor, now=now)
            session = _moving(facts, moving, now)
            length = session.span.length if session else timedelta(minutes=facts.terms.length_min)
            span = Span(starts_at, starts_at + length)
            if starts_at <= now:
                raise SlotPassedError
            taken = work.taken(facts.people, span)
        facts = replace(facts, taken={who: tuple(spans) for who, spans in taken.items()})
        calendars, _unknown = self.calendars(facts, span, without=session)
        awake = [replace(one, own_night=True) for one in calendars]  # they named it themselves
        option = next(iter(options(span, awake, length=length)), None)
        return Exact(span, option, session, _is_late(facts, session, now))

    def calendars(
        self, facts: Facts, window: Span, *, without: MentoringSession | None = None
    ) -> tuple[list[Calendar], frozenset[PersonId]]:
        """Return what is known of everybody, from one question to Outlook, and who is silent."""
        said = self._ask_outlook(facts, window)
        calendars = [
            calendar_of(facts, who, window, said.get(who), without) for who in sorted(facts.people)
        ]
        silent = {one.person_id for one in calendars if one.busy is None}
        return calendars, frozenset(silent)

    def _ask_outlook(
        self, facts: Facts, window: Span
    ) -> Mapping[PersonId, tuple[Span, ...] | None]:
        if self.free_busy is None:
            return {}
        addresses = facts.addresses()
        for asker in facts.accounts.values():
            with suppress(OutsideError):  # another member's account may do
                if self.running.of(Feature.FREE_BUSY, asker, offered=True).goes:
                    said = self.free_busy.busy(asker, sorted(addresses.values()), window)
                    return {who: said.get(address) for who, address in addresses.items()}
        return {}  # the page says whose calendar is not known


def _near(facts: Facts, moving: MentoringSession | None, now: datetime) -> datetime:
    """Return when the session would be best: where it was, else one round after the last."""
    if moving is not None:
        return moving.span.starts_at
    planned = [s for s in facts.sessions if s.state is SessionState.PLANNED]
    if not planned:
        return now + timedelta(days=2)
    return max(now, planned[-1].span.starts_at + timedelta(weeks=facts.terms.cadence_weeks))


def _moving(facts: Facts, moving: SessionId | None, now: datetime) -> MentoringSession | None:
    if moving is None:
        return None
    session = next((s for s in facts.sessions if s.session_id == moving), None)
    if session is None:
        raise UnknownThingError
    session.require_ahead(now)
    return session


def _is_late(facts: Facts, moving: MentoringSession | None, now: datetime) -> bool:
    return moving is not None and facts.terms.is_late(moving.span.starts_at, now=now)


def _drop_ins(work: Work, facts: Facts, now: datetime) -> Sequence[DropIn]:
    """Return the open doors of two people's mentor; a circle meets as a whole."""
    members = facts.relationship.members
    mentors = [one.person_id for one in members if one.side is Side.MENTOR]
    if len(members) != 2 or not mentors:
        return ()
    return work.drop_ins(facts.programme.programme_id, mentors, ending_after=now)


def _doors(
    facts: Facts, drop_ins: Iterable[DropIn], calendars: Iterable[Calendar], now: datetime
) -> Iterator[Door]:
    taken = [span for one in calendars for span in one.taken]
    for one in drop_ins:
        for span in one.open_slots(taken, now=now):
            yield Door(one, facts.people[one.person_id], span)


def _next_half_hour(now: datetime) -> datetime:
    start = now.replace(minute=0, second=0, microsecond=0)
    while start < now + timedelta(hours=1):
        start += timedelta(minutes=30)
    return start


def _week_start(now: datetime, zone: str, week: int | None, five: tuple[Option, ...]) -> datetime:
    """Return Monday 00:00 on the viewer's clock, as a moment."""
    first = five[0].span.starts_at if five and week is None else now
    day = on_wall_clock(first, zone) + timedelta(weeks=min(max(week or 0, 0), 4))
    monday = day.date() - timedelta(days=day.weekday())
    try:
        return from_wall_clock(datetime.combine(monday, time(0)), zone)
    except ClockGapError as gap:  # some zones change their clocks at midnight
        return from_wall_clock(gap.after, zone)


def _same_week(option: Option, starts: datetime, zone: str) -> bool:
    monday = on_wall_clock(starts, zone).date()
    day = on_wall_clock(option.span.starts_at, zone).date()
    return monday <= day < monday + timedelta(days=7)
