"""Booking, moving and calling off a session."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from plugin.mentoring import policy
from plugin.mentoring.enrolment import Medium
from plugin.mentoring.errors import UnknownThingError, WrongStateError
from plugin.mentoring.people import Actor, PersonId
from plugin.mentoring.relationship import RelationshipId
from plugin.mentoring.session import (
    OVERLAPS,
    CalendarLink,
    Channel,
    MentoringSession,
    SessionId,
    Sync,
)
from plugin.mentoring.spans import Span
from plugin.ports.store import Store, Work
from plugin.ports.values import Clock, NewId
from plugin.services.facts import load_facts
from plugin.services.in_series import move, requeue, stuck_before
from plugin.services.kinds import READ_EVENT
from plugin.services.planning import (
    SWEEP_AFTER,
    Planning,
    Wish,
    link_for,
    push,
    save_change,
    sweep,
)
from plugin.services.relationships import opened, opened_session, require_going_on

LONGEST_AGENDA = 4000
"""The problem of a session that cannot follow Outlook, because somebody has another one then."""
MOST_READ_AGAIN = 1000
READ_AHEAD = timedelta(days=14)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sessions:
    """Sessions of a relationship, from the decision to the ledger.

    Attributes:
        channel: how people are invited: Outlook where a Microsoft tenant is connected.

    """

    store: Store
    clock: Clock
    new_id: NewId
    channel: Channel

    @property
    def planning(self) -> Planning:
        """What makes sessions, here and wherever else one comes about."""
        return Planning(new_id=self.new_id, channel=self.channel)

    def book(
        self,
        relationship_id: RelationshipId,
        starts_at: datetime,
        *,
        actor: Actor,
        medium: Medium | None = None,
    ) -> MentoringSession:
        """Plan a session and queue its invitation; the calendars are told by a worker.

        Raises:
            UnknownThingError, SlotPassedError.
            NotAllowedError: in this programme the facilitators book a circle's sessions.
            WrongStateError: the relationship has ended.
            RestingError: the programme rests, or its members let it rest.
            AgreementMissingError: a formal programme, and not everybody has signed.
            SlotTakenError: somebody has a session then.

        """
        now = self.clock()
        with self.store.work(actor.tenant_id) as work:
            facts = load_facts(work, relationship_id, actor=actor, now=now)
            policy.require(policy.may_book(actor, facts.relationship, facts.programme))
            starts_at = _minute(starts_at)
            length = timedelta(minutes=facts.terms.length_min)
            wish = Wish(
                Span(starts_at, starts_at + length),
                facts.relationship.organiser_for(actor.person_id),
                medium=medium,
                by=actor.person_id,
            )
            session = self.planning.plan(work, facts, wish, now=now)
            work.note("session.booked", session=session.session_id, by=actor.person_id)
        return session

    def move(
        self, session_id: SessionId, starts_at: datetime, *, version: int, actor: Actor
    ) -> MentoringSession:
        """Put the session at another time and queue the change.

        Raises:
            UnknownThingError, SessionOverError, SlotPassedError, SlotTakenError.
            CrossesNeighbourError: it would reach the day of another of its series.
            WrongStateError: the relationship has ended.
            ConflictError: it was changed since the page was made.

        """
        now = self.clock()
        with self.store.work(actor.tenant_id) as work:
            session = _session(work, session_id, actor)
            require_going_on(opened(work, session.relationship_id, actor=actor))
            start = _minute(starts_at)
            span = Span(start, start + session.span.length)
            return move(work, replace(session, version=version), span, now=now)

    def cancel(self, session_id: SessionId, *, version: int, actor: Actor) -> MentoringSession:
        """Call the session off and queue the news.

        Raises:
            UnknownThingError, SessionOverError, ConflictError.

        """
        now = self.clock()
        with self.store.work(actor.tenant_id) as work:
            session = _session(work, session_id, actor)
            cancelled = replace(session, version=version).cancelled(now=now)
            save_change(work, cancelled, now)
        return cancelled

    def write_agenda(
        self, session_id: SessionId, agenda: str, *, version: int, actor: Actor
    ) -> MentoringSession:
        """Keep what the members want to talk about; no calendar is told.

        Raises:
            UnknownThingError.
            WrongStateError: the relationship has ended.
            ConflictError: the partner wrote meanwhile.

        """
        with self.store.work(actor.tenant_id) as work:
            session = _session(work, session_id, actor)
            require_going_on(opened(work, session.relationship_id, actor=actor))
            text = agenda.strip()[:LONGEST_AGENDA]
            written = replace(session, agenda=text, version=version)
            work.save_session(written)
        return written

    def of(self, session_id: SessionId, *, actor: Actor) -> MentoringSession:
        """Return a session for one of its relationship's members; UnknownThingError else."""
        with self.store.look(actor.tenant_id) as work:
            return _session(work, session_id, actor)

    def by_mail(self, session_id: SessionId, *, actor: Actor) -> MentoringSession:
        """Invite by mail instead of waiting for Outlook.

        Raises:
            UnknownThingError, SessionOverError.
            WrongStateError: Outlook has the meeting already.

        """
        now = self.clock()
        with self.store.work(actor.tenant_id) as work:
            session, link = _with_link(work, session_id, actor)
            session.require_ahead(now)
            if link.event_id is not None:
                raise WrongStateError
            link = replace(link, channel=Channel.MAIL)
            work.save_link(link.at(Sync.QUEUED, now=now))
            push(work, session.session_id)
            # An attempt whose answer was lost may have made a meeting that nobody wants any more.
            sweep(work, session.session_id, at=now + SWEEP_AFTER)
        return session

    def make_again(self, session_id: SessionId, *, actor: Actor) -> MentoringSession:
        """Make a new outside meeting for a session whose meeting is lost, as its people decided.

        Raises:
            UnknownThingError, SessionOverError.
            WrongStateError: the meeting is not lost.

        """
        now = self.clock()
        with self.store.work(actor.tenant_id) as work:
            session, link = _with_link(work, session_id, actor)
            session.require_ahead(now)
            if link.sync is not Sync.LOST:
                raise WrongStateError
            anew = session.asked_anew()
            work.save_session(anew)
            work.save_link(replace(link_for(anew, self.channel, now), version=link.version))
            push(work, session_id)
        return anew

    def try_again(self, session_id: SessionId, *, actor: Actor) -> MentoringSession:
        """Queue another attempt after a failure, once somebody has mended its cause.

        A session that could not follow Outlook tries to follow again, for Outlook owns the time.

        Raises:
            UnknownThingError.
            WrongStateError: the meeting is lost, and only its people can have it made again.

        """
        now = self.clock()
        with self.store.work(actor.tenant_id) as work:
            session, link = _with_link(work, session_id, actor)
            if link.sync is Sync.LOST:
                raise WrongStateError
            if link.problem == OVERLAPS and link.event_id is not None:
                read_event(work, link.organiser, link.event_id)
            elif link.sync is not Sync.BOOKED:
                for one in (session_id, *stuck_before(work, session, now=now)):
                    requeue(work, one, now=now)
        return session


def read_event(
    work: Work, organiser: PersonId, event_id: str, *, at: datetime | None = None
) -> None:
    """Ask a worker to read one meeting again; asking ten times is asking once."""
    payload = {"person": organiser, "event": event_id}
    work.queue(READ_EVENT, payload, key=f"{READ_EVENT}:{event_id}", run_at=at)


def read_again(work: Work, organiser: PersonId, *, now: datetime) -> None:
    """Ask a worker to read all of a person's coming meetings, however lately they were read."""
    theirs = work.links_to_check(
        before=now,
        starting_before=now + READ_AHEAD,
        limit=MOST_READ_AGAIN,
        organiser=organiser,
    )
    for link in theirs:
        read_event(work, organiser, link.event_id or "")


def _minute(moment: datetime) -> datetime:
    """Return the moment without seconds, which not every calendar keeps."""
    return moment.astimezone(UTC).replace(second=0, microsecond=0)


def _session(work: Work, session_id: SessionId, actor: Actor) -> MentoringSession:
    """Load a session for a member of its relationship."""
    session, _relationship = opened_session(work, session_id, actor=actor)
    return session


def _with_link(
    work: Work, session_id: SessionId, actor: Actor
) -> tuple[MentoringSession, CalendarLink]:
    session = _session(work, session_id, actor)
    link = work.link(session_id)
    if link is None:
        raise UnknownThingError
    return session, link
