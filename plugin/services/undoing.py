"""Taking back the last thing that was done: see the kinds below. What others did since stays."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from plugin.mentoring.errors import UnknownThingError, WrongStateError
from plugin.mentoring.exchanges import ExchangeId
from plugin.mentoring.people import Actor
from plugin.mentoring.poll import PollId
from plugin.mentoring.session import MentoringSession, SessionId
from plugin.mentoring.spans import Span
from plugin.mentoring.taking_back import Bar, is_ahead, is_planned, may_move_back, may_withdraw
from plugin.mentoring.time_proposal import TimeProposalId
from plugin.ports.store import Store, Work
from plugin.ports.values import Clock
from plugin.services import taking_back
from plugin.services.planning import Planning
from plugin.services.polls import Polls
from plugin.services.relationships import opened, opened_session
from plugin.services.sessions import Sessions
from plugin.services.taking_back import HOURS, SIGNED, WRITTEN

BOOKED, OFFERED, MOVED = "session", "poll", "suggestion"


@dataclass(frozen=True, slots=True)
class Done:
    """What was done last, as long as it can be taken back, or be said why it cannot.

    Attributes:
        kind, key: `BOOKED` with a session's, `OFFERED` with a poll's, `MOVED` with a suggestion's,
            `WRITTEN` with a message's, `SIGNED` with "relationship.number",
            `HOURS` with any.
        span: the session as it is now; None for what is none.
        session: that was booked or moved.
        before: when a moved session was to be.
        exchange_id: where the message is or was.
        bar: why it stands; None where it can be taken back.

    """

    kind: str
    key: str
    span: Span | None = None
    session: MentoringSession | None = None
    before: Span | None = None
    exchange_id: ExchangeId | None = None
    bar: Bar | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Undoing:
    """Knows what one person did last."""

    store: Store
    clock: Clock
    planning: Planning

    def last(self, said: str, *, actor: Actor) -> Done | None:
        """Return what "kind:key" names, where it is the actor's own and stands as they left it."""
        with self.store.look(actor.tenant_id) as work:
            return self._done(work, said, actor)

    def undo(self, said: str, *, actor: Actor) -> Done:
        """Take it back; nothing is changed where the answer says why it stands.

        Raises:
            WrongStateError: there is nothing to take back any more.
            SlotPassedError, SlotTakenError: a moved session cannot go where it was.
            ConflictError: somebody changed it at the same moment.

        """
        act = _IN_ONE.get(said.partition(":")[0])
        if act is None:
            return self._undo_meeting(said, actor)
        with self.store.work(actor.tenant_id) as work:
            done = self._done(work, said, actor)
            if done is None:
                raise WrongStateError
            if done.bar is None:
                act(work, done.key, actor, self.clock())
        return done

    def _done(self, work: Work, said: str, actor: Actor) -> Done | None:
        kind, _, key = said.partition(":")
        look = _LOOKS.get(kind)
        if look is None:
            return None
        try:
            done = look(work, key, actor, self.clock())
        except UnknownThingError:
            return None
        return done if done and is_ahead(done.span, self.clock()) else None

    def _undo_meeting(self, said: str, actor: Actor) -> Done:
        """Call the session off, withdraw the offer, or move the session back."""
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


def _booked(work: Work, key: str, actor: Actor, _now: datetime) -> Done | None:
    session, _relationship = opened_session(work, SessionId(key), actor=actor)
    return Done(BOOKED, key, session.span, session) if is_planned(session) else None


def _offered(work: Work, key: str, actor: Actor, _now: datetime) -> Done | None:
    poll = work.poll(PollId(key))
    if poll is None:
        return None
    opened(work, poll.relationship_id, actor=actor)
    return Done(OFFERED, key) if may_withdraw(poll, actor.person_id) else None


def _moved(work: Work, key: str, actor: Actor, _now: datetime) -> Done | None:
    one = work.time_proposal(TimeProposalId(key))
    if one is None:
        return None
    session, _relationship = opened_session(work, one.session_id, actor=actor)
    if not may_move_back(one, session, actor.person_id):
        return None
    return Done(MOVED, key, session.span, session, one.before)


def _signed(work: Work, key: str, actor: Actor, now: datetime) -> Done | None:
    found = taking_back.signed(work, key, actor, now)
    return Done(SIGNED, key, bar=found.bar) if found else None


def _written(work: Work, key: str, actor: Actor, now: datetime) -> Done | None:
    found = taking_back.written(work, key, actor, now)
    if found is None:
        return None
    return Done(WRITTEN, key, exchange_id=found.exchange.exchange_id, bar=found.bar)


def _hours(work: Work, key: str, actor: Actor, _now: datetime) -> Done | None:
    return Done(HOURS, key) if taking_back.changed_hours(work, actor) else None


_LOOKS: Mapping[str, Callable[[Work, str, Actor, datetime], Done | None]] = {
    BOOKED: _booked,
    OFFERED: _offered,
    MOVED: _moved,
    SIGNED: _signed,
    WRITTEN: _written,
    HOURS: _hours,
}
_IN_ONE: Mapping[str, Callable[[Work, str, Actor, datetime], None]] = {
    SIGNED: taking_back.unsign,
    WRITTEN: taking_back.unwrite,
    HOURS: taking_back.put_hours_back,
}
"""What goes in the transaction in which it was found that it may."""
