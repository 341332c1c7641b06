"""Suggesting another time, and taking one at an open door."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from plugin.mentoring import policy
from plugin.mentoring.drop_in import DropIn, DropInId
from plugin.mentoring.enrolment import Side
from plugin.mentoring.errors import SlotPassedError, SlotTakenError, UnknownThingError
from plugin.mentoring.notices import News
from plugin.mentoring.people import Actor
from plugin.mentoring.programme import Programme, ProgrammeId
from plugin.mentoring.relationship import RelationshipId
from plugin.mentoring.session import MentoringSession, SessionId
from plugin.mentoring.spans import Span, repeated
from plugin.mentoring.time_proposal import TimeProposal, TimeProposalId, TimeProposalState
from plugin.ports.store import Store, Work
from plugin.ports.values import Clock
from plugin.services.answering import suggest
from plugin.services.facts import load_facts
from plugin.services.in_series import move
from plugin.services.planning import Planning, Wish
from plugin.services.relationships import opened_session, require_going_on
from plugin.services.telling import about, tell

MOST_WEEKS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenTimes:
    """Suggestions and open doors."""

    store: Store
    clock: Clock
    planning: Planning

    def suggest(self, session_id: SessionId, starts_at: datetime, *, actor: Actor) -> TimeProposal:
        """Suggest another time for a session; an earlier suggestion of one's own is taken back.

        Raises:
            UnknownThingError, SessionOverError, SlotPassedError.
            WrongStateError: the relationship has ended.

        """
        now = self.clock()
        with self.store.work(actor.tenant_id) as work:
            session = _session(work, session_id, actor)
            session.require_ahead(now)
            if starts_at <= now:
                raise SlotPassedError
            span = Span(starts_at, starts_at + session.span.length)
            key = TimeProposalId(self.planning.new_id())
            made = suggest(work, session, span, by=actor.person_id, key=key, now=now)
            work.note("time.suggested", session=session_id, by=actor.person_id)
        return made

    def decide(
        self, key: TimeProposalId, state: TimeProposalState, *, actor: Actor
    ) -> MentoringSession:
        """Take, decline or withdraw a suggestion; taking it moves the session.

        Raises:
            UnknownThingError, SessionOverError, SlotPassedError, SlotTakenError, NotAllowedError.
            CrossesNeighbourError: it would reach the day of another of the session's series.
            WrongStateError: it was decided, or the session has moved since.

        """
        now = self.clock()
        with self.store.work(actor.tenant_id) as work:
            one = work.time_proposal(key)
            if one is None:
                raise UnknownThingError
            session = _session(work, one.session_id, actor)
            decided = one.standing(session).decided(state, by=actor.person_id, now=now)
            if state is TimeProposalState.TAKEN:
                session = move(work, session, one.span, now=now)
            work.save_time_proposal(decided)
            if state is TimeProposalState.DECLINED:
                thing = about("session", session.session_id, turn=key)
                tell(work, News.TIME_DECLINED, [one.by], thing=thing, now=now)
            work.note("time.decided", session=session.session_id, how=state)
        return session

    def suggested(self, session_id: SessionId, *, actor: Actor) -> Sequence[TimeProposal]:
        """Return the history of a session's suggestions, the newest first."""
        with self.store.look(actor.tenant_id) as work:
            session, _relationship = opened_session(work, session_id, actor=actor)
            found = work.time_proposals_of([session_id])
        return [one.standing(session) for one in found]

    def doors(
        self, programme_id: ProgrammeId, *, actor: Actor
    ) -> tuple[Programme, Sequence[DropIn]]:
        """Return the programme and the actor's own open doors; UnknownThingError elsewhere.

        Raises:
            NotAllowedError: no mentor of the programme.

        """
        with self.store.look(actor.tenant_id) as work:
            programme = _as_mentor(work, programme_id, actor)
            found = work.drop_ins(programme_id, [actor.person_id], ending_after=self.clock())
        return programme, found

    def open_door(
        self,
        programme_id: ProgrammeId,
        spans: Sequence[Span],
        *,
        length_min: int,
        actor: Actor,
    ) -> int:
        """Publish times at which the actor's door is open; returns how many.

        Raises:
            UnknownThingError, NotAllowedError, OutOfBoundsError, SlotPassedError.
            SlotTakenError: the actor's door is open then already.

        """
        now = self.clock()
        with self.store.work(actor.tenant_id) as work:
            _as_mentor(work, programme_id, actor)
            known = work.drop_ins(programme_id, [actor.person_id], ending_after=now)
            for span in spans[:MOST_WEEKS]:
                if any(span.touches(one.span) for one in known):
                    raise SlotTakenError
                door = DropIn(
                    DropInId(self.planning.new_id()),
                    actor.tenant_id,
                    programme_id,
                    actor.person_id,
                    span,
                    length_min,
                )
                work.save_drop_in(door.checked(now=now))
            work.note("door.opened", by=actor.person_id)
        return len(spans[:MOST_WEEKS])

    def close_door(self, drop_in_id: DropInId, *, actor: Actor) -> None:
        """Close one's own door; what was taken stays booked. UnknownThingError for another's."""
        with self.store.work(actor.tenant_id) as work:
            door = work.drop_in(drop_in_id)
            if door is None or door.person_id != actor.person_id:
                raise UnknownThingError
            work.drop_drop_in(drop_in_id)

    def take(
        self,
        relationship_id: RelationshipId,
        drop_in_id: DropInId,
        starts_at: datetime,
        *,
        actor: Actor,
    ) -> MentoringSession:
        """Take one time at the open door of the pair's mentor: nobody needs to answer.

        Raises:
            UnknownThingError, SlotPassedError, SlotTakenError, AgreementMissingError, RestingError.
            WrongStateError: the relationship has ended.

        """
        now = self.clock()
        with self.store.work(actor.tenant_id) as work:
            facts = load_facts(work, relationship_id, actor=actor, now=now)
            door = work.drop_in(drop_in_id)
            members = facts.relationship.people
            if door is None or door.person_id not in members or len(members) != 2:
                raise UnknownThingError
            span = Span(starts_at, starts_at + door.length)
            closed = [one for spans in facts.closed(span).values() for one in spans]
            if span not in door.open_slots(closed, now=now):
                raise SlotTakenError
            session = self.planning.plan(work, facts, Wish(span, door.person_id), now=now)
            work.note("door.taken", session=session.session_id, by=actor.person_id)
        return session


def weekly(first: Span, weeks: int, zone: str) -> list[Span]:
    """Return the span on the same wall clock for some weeks running, across clock changes too."""
    return [repeated(first, n, zone) for n in range(min(max(weeks, 1), MOST_WEEKS))]


def _session(work: Work, session_id: SessionId, actor: Actor) -> MentoringSession:
    session, relationship = opened_session(work, session_id, actor=actor)
    require_going_on(relationship)
    return session


def _as_mentor(work: Work, programme_id: ProgrammeId, actor: Actor) -> Programme:
    programme = work.programme(programme_id)
    mine = work.enrolment(programme_id, actor.person_id)
    part = mine is not None
    if programme is None or not policy.may_see_programme(actor, programme, has_part=part):
        raise UnknownThingError
    policy.require(mine is not None and mine.side is Side.MENTOR)
    return programme
