"""When an answer may be expected, by the clocks of those who are asked."""

from datetime import datetime

from plugin.mentoring.agreement import first_terms
from plugin.mentoring.errors import UnknownThingError
from plugin.mentoring.people import PersonId
from plugin.mentoring.relationship import Relationship
from plugin.mentoring.working_time import WorkingTime
from plugin.ports.store import Work


def expected_of(
    work: Work, relationship: Relationship, author: PersonId, *, now: datetime
) -> datetime:
    """Return when the first of those asked may be expected to answer, on their own clocks."""
    partners = relationship.partners_of(author)
    asked = [who for who in partners if who in relationship.mentors] or list(partners)
    programme = work.programme(relationship.programme_id)
    if programme is None:
        raise UnknownThingError
    agreement = work.agreement(relationship.relationship_id)
    terms = agreement.terms if agreement else first_terms(programme.bounds)
    people = work.people(asked)
    enrolments = work.enrolments_of(relationship.programme_id, asked)
    own = work.own_times(asked)
    found = []
    for who in asked:
        profile = enrolments[who].profile if who in enrolments else None
        said = people[who].zone if who in people else None
        zone = said or (profile.zone if profile else None) or programme.zone
        week = WorkingTime(zone, profile.hours, own.get(who)) if profile else WorkingTime(zone)
        found.append(week.after(now, terms.reply_hours))
    return min(found, default=now)


def working_time(work: Work, relationship: Relationship, who: PersonId) -> WorkingTime:
    """Return when one member works."""
    programme = work.programme(relationship.programme_id)
    if programme is None:
        raise UnknownThingError
    person = work.person(who)
    enrolment = work.enrolment(relationship.programme_id, who)
    profile = enrolment.profile if enrolment else None
    zone = (person.zone if person else None) or (profile.zone if profile else None)
    own = work.own_times([who]).get(who)
    if profile is None:
        return WorkingTime(zone or programme.zone, own=own)
    return WorkingTime(zone or programme.zone, profile.hours, own)
