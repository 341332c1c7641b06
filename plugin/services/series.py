"""Several sessions at once, at the rhythm that was agreed, in one invitation.

The invitation to a session that is booked already grows into that of the series: its event is given
a rule, its letters keep their UID. So nobody has two entries, and nothing is called off for it.
Each of them can be moved or called off alone. From one on they can be changed together: then what
is left of the series ends before it, and another begins.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum

from plugin.mentoring import policy
from plugin.mentoring.cadence import MOST_IN_A_SERIES, following
from plugin.mentoring.errors import (
    OutOfBoundsError,
    SlotPassedError,
    UnknownThingError,
    WrongStateError,
)
from plugin.mentoring.people import Actor
from plugin.mentoring.series import SeriesId, SeriesPlan, runs
from plugin.mentoring.session import MentoringSession, SessionId, SessionState
from plugin.mentoring.spans import Span, on_wall_clock, repeated
from plugin.ports.errors import ConflictError
from plugin.ports.store import Store, Work
from plugin.ports.values import Clock
from plugin.services.facts import Facts, facts_of
from plugin.services.in_series import plan_of
from plugin.services.planning import (
    Planning,
    Wish,
    check_may_book,
    link_for,
    push,
    save_change,
)
from plugin.services.relationships import opened, opened_session, require_going_on


class Turn(StrEnum):
    """Whether one time of a series can be planned. Why somebody cannot is nobody's business."""

    FREE = "free"
    TAKEN = "taken"
    PASSED = "passed"
    AFTER_END = "after the end"


@dataclass(frozen=True, slots=True)
class SeriesPage:
    """What a series would come to."""

    session: MentoringSession
    cadence_weeks: int
    turns: tuple[tuple[Span, Turn], ...]

    @property
    def free(self) -> tuple[Span, ...]:
        """The times that can be planned."""
        return tuple(span for span, turn in self.turns if turn is Turn.FREE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Planning the sessions after one, at its time of day.

    Only what is known here is asked: sessions, and what people keep for themselves. Outlook says
    nothing of months ahead that would still hold then.
    """

    store: Store
    clock: Clock
    planning: Planning

    def page(self, session_id: SessionId, count: int, *, actor: Actor) -> SeriesPage:
        """Return what `count` more sessions would come to.

        Raises:
            UnknownThingError, OutOfBoundsError, SessionOverError.

        """
        with self.store.look(actor.tenant_id) as work:
            return self._page(work, session_id, count, actor)[0]

    def make(self, session_id: SessionId, count: int, *, actor: Actor) -> SeriesPage:
        """Plan every time of the series that is free, all of them or none. Pressing twice is once.

        Raises:
            UnknownThingError, OutOfBoundsError, SessionOverError, SlotTakenError.
            NotAllowedError, WrongStateError, RestingError, AgreementMissingError: as for one
                session.

        """
        with self.store.work(actor.tenant_id) as work:
            page, facts = self._page(work, session_id, count, actor)
            policy.require(policy.may_book(actor, facts.relationship, facts.programme))
            signed = check_may_book(work, facts, by=actor.person_id, now=self.clock())
            first, weeks = page.session, page.cadence_weeks
            link = work.link(first.session_id)
            now, channel = self.clock(), self.planning.channel
            growing = link is not None and link.may_grow(first, channel, signed, now)
            spans = [first.span, *page.free] if growing else page.free
            for run in runs(spans, first.zone, weeks=weeks):
                grown = first if growing and run[0] == first.span else None
                plan = None
                if len(run) > 1:
                    plan = self._plan(work, run, first.zone, weeks, grown=grown)
                for turn, span in enumerate(run):
                    joint = (plan.series_id, turn) if plan else None
                    if grown is not None and turn == 0:
                        self._take_in(work, first, joint)
                        continue
                    wish = Wish(span, first.organiser, first.people, first.medium, turn=joint)
                    self.planning.plan(work, facts, wish, now=self.clock())
            work.note("series.planned", session=session_id, count=str(len(page.free)))
        return page

    def following(self, session_id: SessionId, *, actor: Actor) -> Sequence[MentoringSession]:
        """Return the session and those that follow it in its series, as they would change with it.

        Raises:
            UnknownThingError, SessionOverError.
            WrongStateError: the session is of no series.

        """
        with self.store.look(actor.tenant_id) as work:
            return _from_here(work, session_id, None, actor, self.clock())[2]

    def move_following(
        self, session_id: SessionId, starts_at: datetime, *, version: int, actor: Actor
    ) -> MentoringSession:
        """Put the session and all that follow it in its series at another time of day or week.

        Those that were moved alone before follow as well; what was called off stays so.

        Raises:
            UnknownThingError, SessionOverError, SlotPassedError, SlotTakenError.
            WrongStateError: the relationship has ended, or the session is of no series.
            ConflictError: it was changed since the page was made.

        """
        now = self.clock()
        with self.store.work(actor.tenant_id) as work:
            session, plan, later = _from_here(work, session_id, version, actor, now)
            require_going_on(opened(work, session.relationship_id, actor=actor))
            start = starts_at.astimezone(UTC).replace(second=0, microsecond=0)
            if start <= now:
                raise SlotPassedError
            to = Span(start, start + session.span.length)
            work.save_series(plan.ended_before(session.turn))
            moved = [
                (one, repeated(to, (one.turn - session.turn) * plan.weeks, plan.zone))
                for one in later
            ]
            kept = self._begin_again(work, plan, moved, now)
            work.note("series.moved", session=session_id, count=str(len(kept)))
        return kept[session_id]

    def cancel_following(
        self, session_id: SessionId, *, version: int, actor: Actor
    ) -> MentoringSession:
        """Call the session off and all that follow it in its series; everybody is told once.

        Raises:
            UnknownThingError, SessionOverError, ConflictError.
            WrongStateError: the session is of no series.

        """
        now = self.clock()
        with self.store.work(actor.tenant_id) as work:
            session, plan, later = _from_here(work, session_id, version, actor, now)
            work.save_series(plan.ended_before(session.turn))
            for one in later:
                save_change(work, one.cancelled(now=now), now)
            work.note("series.ended", session=session_id, count=str(len(later)))
        return session

    def _plan(
        self,
        work: Work,
        run: Sequence[Span],
        zone: str,
        weeks: int,
        *,
        replaces: SeriesId | None = None,
        grown: MentoringSession | None = None,
    ) -> SeriesPlan:
        key = SeriesId(self.planning.new_id())
        plan = SeriesPlan(key, work.tenant_id, run[0], zone, weeks, len(run), replaces=replaces)
        if grown is not None:
            told = grown.sequence + 1
            plan = replace(plan, grown_from=grown.session_id, told_before=told)
        work.save_series(plan)
        return plan

    def _take_in(
        self, work: Work, first: MentoringSession, joint: tuple[SeriesId, int] | None
    ) -> None:
        """Let the session be the first of the series; a run of one leaves it as it is."""
        link = work.link(first.session_id)
        if joint is None or link is None:
            return
        anew = first.in_series(*joint)
        work.save_session(anew)
        fresh = link_for(anew, link.channel, self.clock())
        kept = replace(fresh, join_url=link.join_url, answers=link.answers, version=link.version)
        work.save_link(kept)
        push(work, first.session_id)

    def _begin_again(
        self,
        work: Work,
        plan: SeriesPlan,
        moved: Sequence[tuple[MentoringSession, Span]],
        now: datetime,
    ) -> Mapping[SessionId, MentoringSession]:
        """Give the sessions their new times, in new series that go on from the old one."""
        turns: dict[Span, tuple[SeriesId, int]] = {}
        for run in runs([span for _one, span in moved], plan.zone, weeks=plan.weeks):
            again = self._plan(work, run, plan.zone, plan.weeks, replaces=plan.series_id)
            turns |= {span: (again.series_id, turn) for turn, span in enumerate(run)}
        kept = {}
        later = moved[0][1].starts_at > moved[0][0].span.starts_at
        for one, span in reversed(moved) if later else moved:  # nobody is in their own way
            anew = one.at(span).in_series(*turns[span])
            work.save_session(anew)
            link = work.link(one.session_id)
            if link is not None:
                fresh = link_for(anew, link.channel, now)
                work.save_link(replace(fresh, version=link.version))
            push(work, one.session_id)
            kept[one.session_id] = anew
        return kept

    def _page(
        self, work: Work, session_id: SessionId, count: int, actor: Actor
    ) -> tuple[SeriesPage, Facts]:
        if not 1 <= count <= MOST_IN_A_SERIES:
            raise OutOfBoundsError
        session, now = work.session(session_id), self.clock()
        if session is None:
            raise UnknownThingError
        relationship = opened(work, session.relationship_id, actor=actor)
        session.require_ahead(now)
        facts = facts_of(work, relationship, now=now)
        weeks = facts.terms.cadence_weeks
        spans = following(session.span, session.zone, cadence_weeks=weeks, count=count)
        turns = tuple((span, _turn(work, facts, session, span, now)) for span in spans)
        return SeriesPage(session, weeks, turns), facts


def _from_here(
    work: Work, session_id: SessionId, version: int | None, actor: Actor, now: datetime
) -> tuple[MentoringSession, SeriesPlan, Sequence[MentoringSession]]:
    """Return a session, its series, and those of it that are changed with it, itself first."""
    session, _relationship = opened_session(work, session_id, actor=actor)
    session.require_ahead(now)
    plan = plan_of(work, session)
    if plan is None:
        raise WrongStateError
    if version not in (None, session.version):
        raise ConflictError
    ahead = (one for one in work.sessions_in(plan.series_id) if one.turn >= session.turn)
    coming = [one for one in ahead if one.state is SessionState.PLANNED]
    return session, plan, [one for one in coming if one.span.ends_at > now]


def _turn(
    work: Work, facts: Facts, session: MentoringSession, span: Span, now: datetime
) -> Turn:  # fmt: skip
    ends = facts.programme.ends_on
    if ends is not None and on_wall_clock(span.ends_at, facts.programme.zone).date() > ends:
        return Turn.AFTER_END
    if span.starts_at <= now:
        return Turn.PASSED
    taken = work.taken(session.people, span)
    closed = facts.closed(span)
    busy = [one for who in session.people for one in (*taken.get(who, ()), *closed.get(who, ()))]
    return Turn.TAKEN if any(one.touches(span) for one in busy) else Turn.FREE
