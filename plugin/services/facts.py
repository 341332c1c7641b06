"""What finding a time and booking it both need to know of a relationship."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from plugin.mentoring.agreement import Terms, first_terms
from plugin.mentoring.enrolment import Enrolment
from plugin.mentoring.errors import UnknownThingError
from plugin.mentoring.fair_hours import Clock, burdens
from plugin.mentoring.own_time import OwnTime
from plugin.mentoring.people import Actor, Person, PersonId
from plugin.mentoring.programme import Programme
from plugin.mentoring.relationship import Relationship, RelationshipId
from plugin.mentoring.session import MentoringSession, SessionState
from plugin.mentoring.spans import Span, known_zone
from plugin.ports.store import Work
from plugin.ports.values import Account
from plugin.services.relationships import opened

LOOK_AHEAD = timedelta(weeks=4)


@dataclass(frozen=True, slots=True)
class Facts:
    """What scheduling knows of a relationship, read in one transaction."""

    programme: Programme
    relationship: Relationship
    people: Mapping[PersonId, Person]
    enrolments: Mapping[PersonId, Enrolment]
    terms: Terms
    accounts: Mapping[PersonId, Account]
    sessions: tuple[MentoringSession, ...]
    taken: Mapping[PersonId, tuple[Span, ...]]
    own: Mapping[PersonId, OwnTime]

    @property
    def writing_after(self) -> timedelta:
        """After how long without a common time a round in writing is offered (S9)."""
        return timedelta(weeks=self.programme.bounds.writing_weeks)

    def zone(self, person: PersonId) -> str:
        """The person's clock: their own word, else their profile's, else the programme's."""
        said = known_zone(self.people[person].zone)
        profile = self.enrolments[person].profile.zone if person in self.enrolments else None
        return said or profile or self.programme.zone

    def closed(self, window: Span) -> dict[PersonId, tuple[Span, ...]]:
        """Return what each keeps for themselves; why is nobody's business."""
        return {
            who: tuple(one.closed(window, self.zone(who)))
            for who, one in self.own.items()
            if who in self.people
        }

    def burden(self, now: datetime) -> dict[PersonId, int]:
        """Return how often each met at an unsocial hour lately, so that it can be shared."""
        held = (
            one.span
            for one in self.sessions
            if one.state is SessionState.PLANNED and one.span.starts_at <= now
        )
        return burdens(held, {who: self._clock(who) for who in self.people})

    def _clock(self, who: PersonId) -> Clock:
        profile = self.enrolments[who].profile if who in self.enrolments else None
        if profile is None:
            return Clock(self.zone(who))
        return Clock(self.zone(who), profile.hours, profile.zone)

    def addresses(self) -> dict[PersonId, str]:
        """Where each calendar is: the connected account, else what the LMS says."""
        known = {who: one.address for who, one in self.accounts.items()}
        mails = {who: one.email for who, one in self.people.items() if one.email}
        return {**mails, **known}


def load_facts(
    work: Work, relationship_id: RelationshipId, *, actor: Actor, now: datetime
) -> Facts:
    """Read everything for a member; raise UnknownThingError for anybody else."""
    return facts_of(work, opened(work, relationship_id, actor=actor), now=now)


def facts_of(work: Work, relationship: Relationship, *, now: datetime) -> Facts:
    """Read everything for whoever may: a member, or a job that a member's act has queued."""
    programme = work.programme(relationship.programme_id)
    if programme is None:
        raise UnknownThingError
    key, people = relationship.relationship_id, relationship.people
    agreement = work.agreement(key)
    taken = work.taken(people, Span(now, now + LOOK_AHEAD + timedelta(days=1)))
    return Facts(
        programme,
        relationship,
        work.people(people),
        work.enrolments_of(programme.programme_id, people),
        agreement.terms if agreement else first_terms(programme.bounds),
        work.accounts(people),
        tuple(work.sessions_of([key])),
        {who: tuple(spans) for who, spans in taken.items()},
        work.own_times(people),
    )
