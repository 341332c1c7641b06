"""Taking back the last thing that was done from the tab: a booking, an offer, a moved session."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from plugin.mentoring.errors import UnknownThingError, WrongStateError
from plugin.mentoring.people import Actor
from plugin.mentoring.poll import PollId, PollState
from plugin.mentoring.session import MentoringSession, SessionId, SessionState
from plugin.mentoring.spans import Span
from plugin.mentoring.time_proposal import TimeProposalId, TimeProposalState
from plugin.ports.store import Store, Work
from plugin.ports.values import Clock
from plugin.services.planning import Planning
from plugin.services.polls import Polls
from plugin.services.relationships import opened, opened_session
from plugin.services.sessions import Sessions

BOOKED, OFFERED, MOVED = "session", "poll", "suggestion"


@dataclass(frozen=True, slots=True)
class Done:
    """What was done last, as long as it can be taken back.

    Attributes:
        kind, key: `BOOKED` with a session's, `OFFERED` with a poll's, `MOVED` with a suggestion's.
        span: the session as it is now; None for an offer.
        session: that was booked or moved.
        before: when a moved session was to be.

    """

    kind: str
    key: str
    span: Span | None = None
    session: MentoringSession | None = None
    before: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Undoing:
    """Knows what one person did last; what others did since stays."""

    store: Store
    clock: Clock
    planning: Planning

    def last(self, said: str, *, actor: Actor) -> Done | None:
        """Return what "kind:key" names, where its member can still take it back."""
        kind, _, key = said.partition(":")
        look = _LOOKS.get(kind)
        if look is None:
            return None
        with self.store.look(actor.tenant_id) as work:
            try:
                done = look(work, key, actor)
            except UnknownThingError:
                return None
        ahead = done is not None and (done.span is None or done.span.starts_at > self.clock())
        return done if ahead else None

    def undo(self, said: str, *, actor: Actor) -> Done:
        """Take it back: call the session off, withdraw the offer, or move the session back.

        Raises:
            WrongStateError: there is nothing to take back any more.
            SlotPassedError, SlotTakenError: a moved session cannot go where it was.
            ConflictError: somebody changed it at the same moment.

        """
        done = self.last(said, actor=actor)
        if done is None:
            raise WrongStateError
        if done.session is None:
            polls = Polls(store=self.store, clock=self.clock, planning=self.planning)
            polls.withdraw(PollId(done.key), actor=actor)
            return done
        sessions = Sessions(
            store=self.store,
            clock=self.clock,
            new_id=self.planning.new_id,
            channel=self.planning.channel,
        )
        key, version = done.session.session_id, done.session.version
        if done.before is None:
            sessions.cancel(key, version=version, actor=actor)
        else:
            sessions.move(key, done.before.starts_at, version=version, actor=actor)
        return done


def _booked(work: Work, key: str, actor: Actor) -> Done | None:
    session, _relationship = opened_session(work, SessionId(key), actor=actor)
    if session.state is not SessionState.PLANNED:
        return None
    return Done(BOOKED, key, session.span, session)


def _offered(work: Work, key: str, actor: Actor) -> Done | None:
    poll = work.poll(PollId(key))
    if poll is None:
        return None
    opened(work, poll.relationship_id, actor=actor)
    own = poll.made_by == actor.person_id and poll.state is PollState.OPEN
    return Done(OFFERED, key) if own else None


def _moved(work: Work, key: str, actor: Actor) -> Done | None:
    one = work.time_proposal(TimeProposalId(key))
    if one is None or one.state is not TimeProposalState.TAKEN:
        return None
    session, _relationship = opened_session(work, one.session_id, actor=actor)
    stands = session.state is SessionState.PLANNED and session.span == one.span
    own = one.decided_by == actor.person_id
    return Done(MOVED, key, session.span, session, one.before) if stands and own else None


_LOOKS: Mapping[str, Callable[[Work, str, Actor], Done | None]] = {
    BOOKED: _booked,
    OFFERED: _offered,
    MOVED: _moved,
}
