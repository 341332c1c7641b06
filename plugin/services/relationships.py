"""The page of two people who work together, and the gate before everything of theirs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from plugin.mentoring import policy
from plugin.mentoring.agreement import Agreement
from plugin.mentoring.enrolment import Enrolment
from plugin.mentoring.errors import DistanceError, UnknownThingError, WrongStateError
from plugin.mentoring.evidence import Evidence, evidence
from plugin.mentoring.notes import may_read_notes
from plugin.mentoring.people import Actor, Person, PersonId
from plugin.mentoring.place import Place
from plugin.mentoring.programme import Programme, ProgrammeId
from plugin.mentoring.promises import Promise
from plugin.mentoring.relationship import Relationship, RelationshipId, RelationshipState
from plugin.mentoring.session import CalendarLink, MentoringSession, SessionId, SessionState
from plugin.ports.between import NOTHING_OPEN, Between
from plugin.ports.relationship_pages import NOTHING_ASKED, AskedTimes, Meetings
from plugin.ports.store import Store, Work
from plugin.ports.values import Account, Clock

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class SessionLine:
    """A session and what is known of its outside meeting."""

    session: MentoringSession
    link: CalendarLink | None
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class RelationshipPage:
    """Everything that the members of a relationship see at once.

    Attributes:
        coming, past: planned and cancelled sessions, the next and the latest first; of those that
            have been, the latest few.
        accounts: who has connected Microsoft.
        promises: that are open, by day; the reader's own first.
        been, held: how many planned sessions have been, and of how many members say so.
        closed: what others wrote is read once the reader has signed the agreement.
        between: questions and rounds that are open.
        asked: the vote that is open, and what was suggested for the next session.
        away: who is not in the course any more, by several of its lists.

    """

    programme: Programme
    relationship: Relationship
    people: tuple[Person, ...]
    enrolments: dict[PersonId, Enrolment]
    agreement: Agreement | None
    coming: tuple[SessionLine, ...]
    past: tuple[SessionLine, ...]
    accounts: dict[PersonId, Account]
    place: Place | None
    coordinators: tuple[Person, ...]
    promises: tuple[Promise, ...] = ()
    been: int = 0
    held: int = 0
    closed: bool = False
    asked: AskedTimes = NOTHING_ASKED
    between: Between = NOTHING_OPEN
    away: frozenset[PersonId] = frozenset()

    @property
    def agreed(self) -> bool:
        """Whether everybody has signed the latest agreement."""
        return self.agreement is not None and self.agreement.signed_by_all(self.relationship)

    @property
    def next(self) -> SessionLine | None:
        """The next planned session."""
        planned = (x for x in self.coming if x.session.state is SessionState.PLANNED)
        return next(planned, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Relationships:
    """Reading a relationship, for its members."""

    store: Store
    clock: Clock

    def page(self, relationship_id: RelationshipId, *, actor: Actor) -> RelationshipPage:
        """Return the page's facts.

        Raises:
            UnknownThingError: not a member, or no such relationship: the two look the same.

        """
        with self.store.look(actor.tenant_id) as work:
            relationship, programme = _whole(work, relationship_id, actor)
            now, me = self.clock(), actor.person_id
            people = {*relationship.people, *programme.coordinators}
            everybody = work.everybody(programme.programme_id, people)
            meetings = work.meetings(relationship_id, now=now)
            settled = work.settled(relationship_id, reader=me)
            open_ = may_read_notes(settled.agreement, ever_signed=settled.ever_signed)
            lines = [_line(one, meetings) for one in meetings.sessions]
            return RelationshipPage(
                programme,
                relationship,
                tuple(everybody.people[m.person_id] for m in relationship.members),
                _of_members(everybody.enrolments, relationship),
                settled.agreement,
                tuple(one for one in lines if one.session.span.ends_at > now),
                tuple(one for one in reversed(lines) if one.session.span.ends_at <= now),
                _of_members(everybody.accounts, relationship),
                settled.place,
                tuple(everybody.people[one] for one in programme.coordinators),
                _own_first(work.open_promises(relationship_id), me, open_=open_),
                meetings.past,
                meetings.held,
                not open_,
                _asked(work, relationship_id, meetings, polled=settled.polled, now=now),
                work.between(relationship_id) if open_ else NOTHING_OPEN,
                everybody.away & relationship.people,
            )


def _whole(work: Work, key: RelationshipId, actor: Actor) -> tuple[Relationship, Programme]:
    found = work.whole(key)
    if found is None or not policy.may_open_relationship(actor, found[0]):
        raise UnknownThingError
    return found


def _asked(
    work: Work, key: RelationshipId, meetings: Meetings, *, polled: bool, now: datetime
) -> AskedTimes:
    """Read what is being settled of times, if there is anything."""
    to_come = (x for x in meetings.sessions if x.state is SessionState.PLANNED)
    coming = next((x for x in to_come if x.span.ends_at > now), None)
    has_suggestion = coming is not None and coming.session_id in meetings.suggested
    if not polled and not has_suggestion:
        return NOTHING_ASKED
    found = work.asked_times(key, coming.session_id if coming else None)
    if coming is None:
        return found
    return replace(found, suggestions=tuple(x.standing(coming) for x in found.suggestions))


def _line(session: MentoringSession, meetings: Meetings) -> SessionLine:
    key = session.session_id
    return SessionLine(
        session,
        meetings.links.get(key),
        evidence(session, meetings.said.get(key, {}), meetings.seen.get(key)),
    )


def _of_members(found: Mapping[PersonId, T], relationship: Relationship) -> dict[PersonId, T]:
    return {who: one for who, one in found.items() if who in relationship.people}


def _own_first(promises: Iterable[Promise], me: PersonId, *, open_: bool) -> tuple[Promise, ...]:
    shown = [one for one in promises if open_ or one.owner == me]
    return tuple(sorted(shown, key=lambda one: one.owner != me))


def opened(work: Work, relationship_id: RelationshipId, *, actor: Actor) -> Relationship:
    """Load a relationship for one of its members.

    Raises:
        UnknownThingError: there is none, or the actor is no member of it.

    """
    relationship = work.relationship(relationship_id)
    if relationship is None or not policy.may_open_relationship(actor, relationship):
        raise UnknownThingError
    return relationship


def programme_of(work: Work, programme_id: ProgrammeId) -> Programme:
    """Load the programme of a thing that the caller may see; UnknownThingError without one."""
    programme = work.programme(programme_id)
    if programme is None:
        raise UnknownThingError
    return programme


def require_going_on(relationship: Relationship) -> None:
    """Raise WrongStateError for a relationship that has ended: it is read, and not written."""
    if relationship.state is RelationshipState.ENDED:
        raise WrongStateError


def opened_session(
    work: Work, session_id: SessionId, *, actor: Actor
) -> tuple[MentoringSession, Relationship]:
    """Load a session and its relationship for a member; UnknownThingError for anybody else."""
    session = work.session(session_id)
    if session is None:
        raise UnknownThingError
    return session, opened(work, session.relationship_id, actor=actor)


def require_none_afar(work: Work, relationship: Relationship) -> None:
    """Raise DistanceError where a member meets at a distance only; it is not said who (M12)."""
    answers = work.enrolments_of(relationship.programme_id, relationship.people)
    if any(one.profile.confided.virtual_only for one in answers.values()):
        raise DistanceError
