"""Somebody who vanished from the course while they work with others: S05.

A list may err, and people come back. So nothing is said before two lists agree and a week has
passed; then the others are told neutrally, and what was planned together is called off, once.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from plugin.mentoring.people import CourseId, PersonId, TenantId
from plugin.mentoring.relationship import Relationship
from plugin.mentoring.session import MentoringSession, SessionState

GRACE: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Absence:
    """One person whom the course does not have any more, as their partners were told."""

    tenant_id: TenantId
    course_id: CourseId
    person_id: PersonId
    since: datetime
    version: int = 0


def calls_off(
    person: PersonId, session: MentoringSession, relationship: Relationship, *, now: datetime
) -> bool:
    """Whether a session cannot take place without `person`.

    Two people call it off, and so do those whose organiser is gone, unless somebody else gathers
    them; a circle meets without one of the others.
    """
    if session.state is not SessionState.PLANNED or session.span.starts_at <= now:
        return False
    if person not in session.people:
        return False
    return len(relationship.people) == 2 or session.organiser == person
