"""How a session comes about, whoever or whatever chose its time."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from plugin.mentoring.enrolment import Medium
from plugin.mentoring.errors import AgreementMissingError, RestingError, SlotPassedError
from plugin.mentoring.people import PersonId
from plugin.mentoring.series import SeriesId
from plugin.mentoring.session import (
    NOTHING_SAID,
    CalendarLink,
    Channel,
    MentoringSession,
    SessionId,
    SessionState,
    Sync,
)
from plugin.mentoring.spans import Span, on_wall_clock
from plugin.mentoring.stages import is_paused
from plugin.ports.store import Work
from plugin.ports.values import NewId
from plugin.services.facts import Facts
from plugin.services.kinds import PUSH_SESSION, SWEEP_SESSION
from plugin.services.relationships import require_going_on

SWEEP_AFTER = timedelta(minutes=5)
"""How long after an attempt a stalled worker may still act: its lease is over long before."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What session is wanted.

    Attributes:
        organiser: in whose calendar; the relationship's own unless somebody else is named.
        people: who is to come; None for everybody.
        medium: how; None for as agreed.
        by: who asks for it; None where nobody does at this moment.
        turn: of the series that it is planned with; None for a session on its own.

    """

    span: Span
    organiser: PersonId | None = None
    people: frozenset[PersonId] | None = None
    medium: Medium | None = None
    by: PersonId | None = None
    turn: tuple[SeriesId, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Planning:
    """Makes sessions with their seats, their link and the job that invites people.

    Attributes:
        channel: how people are invited: Outlook where a Microsoft tenant is connected.

    """

    new_id: NewId
    channel: Channel

    def plan(
        self,
        work: Work,
        facts: Facts,
        wish: Wish,
        *,
        now: datetime,
    ) -> MentoringSession:
        """Save a session and queue its invitation, in this very transaction.

        Raises:
            SlotPassedError, SlotTakenError.
            WrongStateError: the relationship has ended.
            RestingError: the programme rests, or its members let it rest.
            AgreementMissingError: a formal programme, and not everybody has signed; newcomers to
                a circle come once they have, and the others need not wait for it.

        """
        session = self._checked(work, facts, wish, now, key=SessionId(self.new_id()))
        work.save_session(session)
        work.save_link(link_for(session, self.channel, now))
        push(work, session.session_id)
        return session

    def taken_over(
        self, work: Work, facts: Facts, wish: Wish, *, key: SessionId, now: datetime
    ) -> MentoringSession:
        """Save a session whose meeting stands already, and invite nobody; its link is the caller's.

        Raises:
            As `plan` does; AgreementMissingError also where one of its people has not signed.

        """
        session = self._checked(work, facts, wish, now, key=key)
        if wish.people is not None and session.people != wish.people:
            raise AgreementMissingError
        work.save_session(session)
        return session

    def _checked(
        self, work: Work, facts: Facts, wish: Wish, now: datetime, *, key: SessionId
    ) -> MentoringSession:
        signed = check_may_book(work, facts, by=wish.by, now=now)
        if wish.span.starts_at <= now:
            raise SlotPassedError
        said = work.ways(facts.relationship.relationship_id)
        host = wish.organiser or facts.relationship.organiser
        if host not in signed:
            raise AgreementMissingError
        session = MentoringSession(
            key,
            work.tenant_id,
            facts.relationship.relationship_id,
            host,
            signed if wish.people is None else wish.people & signed,
            wish.span,
            facts.zone(host),
            wish.medium or (said.medium if said else None) or facts.terms.medium,
        )
        return session if wish.turn is None else session.in_series(*wish.turn)


def check_may_book(
    work: Work, facts: Facts, *, by: PersonId | None, now: datetime
) -> frozenset[PersonId]:
    """Return who may come to a session that is planned now.

    Raises:
        WrongStateError: the relationship has ended.
        RestingError: the programme rests, or its members let it rest.
        AgreementMissingError: a formal programme, and it is not signed, or not by who asks.

    """
    require_going_on(facts.relationship)
    require_not_resting(facts, now=now)
    people = facts.relationship.people
    if not facts.programme.formal:
        return people
    agreement = work.agreement(facts.relationship.relationship_id)
    if agreement is None or not agreement.holds_for(facts.relationship):
        raise AgreementMissingError
    if by is not None and by not in agreement.signers:
        raise AgreementMissingError
    return people & agreement.signers


def require_not_resting(facts: Facts, *, now: datetime) -> None:
    """Raise RestingError while the programme rests, or its members let it rest."""
    today = on_wall_clock(now, facts.programme.zone).date()
    if is_paused(facts.programme, now=now) or facts.relationship.is_resting(today):
        raise RestingError


def link_for(session: MentoringSession, channel: Channel, now: datetime) -> CalendarLink:
    """Return the link of a session that no calendar knows yet."""
    return CalendarLink(
        session.session_id,
        session.tenant_id,
        channel,
        session.organiser,
        Sync.QUEUED,
        now,
        session.generation,
    )


def save_change(work: Work, session: MentoringSession, now: datetime) -> None:
    """Save a session that people moved or called off, and queue the news."""
    link = work.link(session.session_id)
    if link is not None:
        told = _as_before(work, link, session)
        if link.sync in (Sync.BOOKED, Sync.FAILED):
            told = told.at(Sync.QUEUED, now=now)
        if told is not link:
            work.save_link(told)
        attempted = link.channel is Channel.OUTLOOK and link.event_id is None
        if session.state is SessionState.CANCELLED and attempted:
            sweep(work, session.session_id, at=now + SWEEP_AFTER)
    work.save_session(session)
    push(work, session.session_id)
    work.note("session.changed", session=session.session_id, state=session.state)


def _as_before(work: Work, link: CalendarLink, session: MentoringSession) -> CalendarLink:
    """Return the link without the answers by mail to another time; Outlook tells its own."""
    if link.channel is not Channel.MAIL or link.answers == NOTHING_SAID:
        return link
    before = work.session(session.session_id)
    same = before is not None and before.span == session.span
    return link if same else replace(link, answers=NOTHING_SAID)


def push(work: Work, session_id: SessionId) -> None:
    """Ask a worker to make the outside calendar follow, in this very transaction.

    One at a time for each session: two that looked at once would each find no meeting and make one.
    Of a backlog, the session that is soonest comes first, but calling off before everything: there
    somebody might still go.
    """
    session = work.session(session_id)
    held = session is not None and session.state is not SessionState.CANCELLED
    work.queue(
        PUSH_SESSION,
        {"session": session_id},
        key=f"{PUSH_SESSION}:{session_id}",
        needed_at=session.span.starts_at if session and held else None,
    )


def sweep(work: Work, session_id: SessionId, *, at: datetime) -> None:
    """Ask a worker to look then for meetings that should not be there."""
    work.queue(
        SWEEP_SESSION, {"session": session_id}, key=f"{SWEEP_SESSION}:{session_id}", run_at=at
    )
