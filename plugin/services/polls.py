"""Votes on times: made in a minute, booked by themselves when everybody has answered."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from plugin.mentoring import policy
from plugin.mentoring.errors import (
    OutOfBoundsError,
    RestingError,
    SlotTakenError,
    UnknownThingError,
    WrongStateError,
)
from plugin.mentoring.notices import News
from plugin.mentoring.people import Actor, TenantId
from plugin.mentoring.poll import (
    MOST_SLOTS,
    Answer,
    Poll,
    PollId,
    PollState,
    offered_until,
    usual_quorum,
)
from plugin.mentoring.relationship import Relationship, RelationshipId
from plugin.mentoring.session import MentoringSession
from plugin.mentoring.spans import Span
from plugin.ports.store import Store, Work
from plugin.ports.values import Clock
from plugin.services.facts import Facts, facts_of, load_facts
from plugin.services.kinds import SETTLE_POLL
from plugin.services.planning import Planning, Wish, check_may_book
from plugin.services.relationships import opened
from plugin.services.telling import about, tell


@dataclass(frozen=True, slots=True)
class PollPage:
    """A poll for one of its voters.

    Attributes:
        shown: the times that are offered still, by their place in the poll: none that has
            passed, and none that somebody keeps for themselves by now.
        session: what was booked; None until then.

    """

    poll: Poll
    facts: Facts
    shown: tuple[int, ...]
    session: MentoringSession | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Polls:
    """Making, answering and settling polls."""

    store: Store
    clock: Clock
    planning: Planning

    def start(
        self,
        relationship_id: RelationshipId,
        starts: Sequence[datetime],
        *,
        quorum: int,
        answer_within: timedelta,
        actor: Actor,
    ) -> Poll:
        """Put times to the vote; the winner is booked at the deadline at the latest.

        Raises:
            UnknownThingError, AgreementMissingError, RestingError.
            NotAllowedError: in this programme the facilitators book a circle's sessions.
            WrongStateError: the relationship has ended, or another poll is open.
            OutOfBoundsError: fewer than two times, a quorum nobody can reach, or a deadline after
                the last of the times.

        """
        now = self.clock()
        with self.store.work(actor.tenant_id) as work:
            facts, poll = self._begun(work, relationship_id, starts, actor=actor, now=now)
            poll = replace(poll, quorum=quorum, deadline=now + answer_within)
            _put(work, poll, facts.relationship, now=now)
        return poll

    def offer(
        self, relationship_id: RelationshipId, starts: Sequence[datetime], *, actor: Actor
    ) -> Poll:
        """Offer times at which the actor can come: whoever completes the answers books one.

        Raises:
            As `start`.

        """
        now = self.clock()
        with self.store.work(actor.tenant_id) as work:
            facts, poll = self._begun(work, relationship_id, starts, actor=actor, now=now)
            if not poll.slots:
                raise OutOfBoundsError
            poll = replace(poll, deadline=offered_until(poll.slots, now=now))
            _put(work, poll, facts.relationship, now=now)
            yes = (Answer.YES,) * len(poll.slots)
            work.save_vote(poll.poll_id, actor.person_id, yes)
        return replace(poll, votes={actor.person_id: yes})

    def pick(self, poll_id: PollId, starts_at: datetime, *, actor: Actor) -> Poll:
        """Take one of the times and none of the others; of two people, this books it.

        Raises:
            UnknownThingError, WrongStateError.
            OutOfBoundsError: it is none of the poll's times.

        """
        with self.store.look(actor.tenant_id) as work:
            poll, _relationship = _opened(work, poll_id, actor)
        return self.vote(poll_id, poll.picking(starts_at), actor=actor)

    def _begun(
        self,
        work: Work,
        relationship_id: RelationshipId,
        starts: Sequence[datetime],
        *,
        actor: Actor,
        now: datetime,
    ) -> tuple[Facts, Poll]:
        """Return a poll that is not saved yet, for whoever may begin one."""
        facts = load_facts(work, relationship_id, actor=actor, now=now)
        policy.require(policy.may_book(actor, facts.relationship, facts.programme))
        check_may_book(work, facts, by=actor.person_id, now=now)
        if any(one.state is PollState.OPEN for one in work.polls_of(relationship_id)):
            raise WrongStateError
        length = timedelta(minutes=facts.terms.length_min)
        slots = (Span(at, at + length) for at in sorted(set(starts))[:MOST_SLOTS])
        return facts, Poll(
            PollId(self.planning.new_id()),
            actor.tenant_id,
            relationship_id,
            actor.person_id,
            now,
            tuple(one for one in slots if one.starts_at > now),
            usual_quorum(len(facts.relationship.people)),
            now,
        )

    def page(self, poll_id: PollId, *, actor: Actor) -> PollPage:
        """Return the poll for a member; UnknownThingError for anybody else."""
        now = self.clock()
        with self.store.look(actor.tenant_id) as work:
            poll, relationship = _opened(work, poll_id, actor)
            facts = facts_of(work, relationship, now=now)
            session = work.session(poll.session_id) if poll.session_id else None
        closed = _closed(poll, facts)
        shown = tuple(
            at
            for at, slot in enumerate(poll.slots)
            if slot.starts_at > now and not any(slot.touches(one) for one in closed)
        )
        return PollPage(poll, facts, shown, session)

    def vote(self, poll_id: PollId, answers: tuple[Answer, ...], *, actor: Actor) -> Poll:
        """Keep the actor's answers; the last one books the winner.

        Raises:
            UnknownThingError, WrongStateError, OutOfBoundsError.

        """
        with self.store.work(actor.tenant_id) as work:
            poll, relationship = _opened(work, poll_id, actor)
            poll = poll.voted(actor.person_id, answers, relationship=relationship)
            work.save_vote(poll_id, actor.person_id, answers)
            complete = poll.answered_by_all(relationship)
        return self.settle(actor.tenant_id, poll_id) or poll if complete else poll

    def withdraw(self, poll_id: PollId, *, actor: Actor) -> Poll:
        """Take the poll back; nothing is booked. Any member may: there is no rank.

        Raises:
            UnknownThingError, WrongStateError.

        """
        with self.store.work(actor.tenant_id) as work:
            poll, _relationship = _opened(work, poll_id, actor)
            poll.require_open()
            poll = replace(poll, state=PollState.WITHDRAWN)
            work.save_poll(poll)
            work.note("poll.withdrawn", poll=poll_id, by=actor.person_id)
        return poll

    def settle_now(self, poll_id: PollId, *, actor: Actor) -> Poll:
        """Book the winner before the deadline, if the quorum is reached.

        Raises:
            UnknownThingError.
            WrongStateError: it has ended, or no time suits enough people yet.

        """
        with self.store.look(actor.tenant_id) as work:
            _opened(work, poll_id, actor)
        poll = self.settle(actor.tenant_id, poll_id, final=False)
        if poll is None or poll.state is not PollState.BOOKED:
            raise WrongStateError
        return poll

    def settle(self, tenant_id: TenantId, poll_id: PollId, *, final: bool = True) -> Poll | None:
        """Book the best time that is still free, or end the poll without one. Repeatable.

        Args:
            tenant_id: whose.
            poll_id: which.
            final: whether a poll that no time wins ends here.

        """
        with self.store.look(tenant_id) as work:
            tried = self._candidates(work, poll_id)
        for slot in tried:
            try:
                return self._book(tenant_id, poll_id, slot)
            except SlotTakenError:
                continue  # somebody is taken since: the next best
            except RestingError:
                if not final:
                    raise
                break  # nobody is there to be told: the vote ends without a time
        with self.store.work(tenant_id) as work:
            poll = work.poll(poll_id)
            if poll is None or poll.state is not PollState.OPEN or not final:
                return poll
            poll = replace(poll, state=PollState.UNMET)
            work.save_poll(poll)
            relationship = work.relationship(poll.relationship_id)
            people = relationship.people if relationship else ()
            tell(work, News.VOTE_UNMET, people, thing=about("poll", poll_id), now=self.clock())
            work.note("poll.unmet", poll=poll_id)
        return poll

    def _candidates(self, work: Work, poll_id: PollId) -> list[Span]:
        poll = work.poll(poll_id)
        relationship = work.relationship(poll.relationship_id) if poll else None
        if poll is None or relationship is None or poll.state is not PollState.OPEN:
            return []
        now = self.clock()
        facts = facts_of(work, relationship, now=now)
        return poll.winners(relationship, _closed(poll, facts), now=now)

    def _book(self, tenant_id: TenantId, poll_id: PollId, slot: Span) -> Poll | None:
        now = self.clock()
        with self.store.work(tenant_id) as work:
            poll = work.poll(poll_id)
            relationship = work.relationship(poll.relationship_id) if poll else None
            if poll is None or relationship is None or poll.state is not PollState.OPEN:
                return poll
            session = self.planning.plan(
                work,
                facts_of(work, relationship, now=now),
                Wish(slot, poll.host(slot, relationship), poll.attending(slot, relationship)),
                now=now,
            )
            poll = replace(poll, state=PollState.BOOKED, session_id=session.session_id)
            work.save_poll(poll)
            work.note("poll.booked", poll=poll_id, session=session.session_id)
        return poll


def _put(work: Work, poll: Poll, relationship: Relationship, *, now: datetime) -> None:
    """Save a new poll, have it end by itself, and tell the others."""
    key = poll.poll_id
    work.save_poll(poll.checked(relationship))
    work.queue(SETTLE_POLL, {"poll": key}, key=f"{SETTLE_POLL}:{key}", run_at=poll.deadline)
    others = relationship.people - {poll.made_by}
    thing = about("poll", key)
    tell(work, News.VOTE, others, thing=thing, now=now, useful_until=poll.deadline)
    work.note("poll.started", poll=key, by=poll.made_by)


def _opened(work: Work, poll_id: PollId, actor: Actor) -> tuple[Poll, Relationship]:
    poll = work.poll(poll_id)
    if poll is None:
        raise UnknownThingError
    return poll, opened(work, poll.relationship_id, actor=actor)


def _closed(poll: Poll, facts: Facts) -> tuple[Span, ...]:
    """Return what anybody keeps for themselves while the poll's times last."""
    window = Span(poll.slots[0].starts_at, max(one.ends_at for one in poll.slots))
    return tuple(span for spans in facts.closed(window).values() for span in spans)
