"""How the people of a relationship meet, what they do when that fails, and who has tried it.

A primary and a backup way belong to the relationship. One press during a session moves everybody to
the other way and back.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from urllib.parse import urlsplit

from plugin.mentoring.enrolment import Medium
from plugin.mentoring.errors import OutOfBoundsError
from plugin.mentoring.people import PersonId, TenantId
from plugin.mentoring.relationship import RelationshipId
from plugin.mentoring.session import MentoringSession, SessionId, SessionState

REVEALED_BEFORE = timedelta(minutes=15)
"""How long before a session its people see one another's telephone numbers."""
LONGEST_DETAIL = 400
LONGEST_NUMBER = 40


class Platform(StrEnum):
    """Where a session is held."""

    TEAMS = "teams"
    LINK = "link"
    PHONE = "phone"
    IN_PERSON = "in person"


MEDIA = {
    Platform.TEAMS: Medium.VIDEO,
    Platform.LINK: Medium.VIDEO,
    Platform.PHONE: Medium.PHONE,
    Platform.IN_PERSON: Medium.IN_PERSON,
}
SPELLED_OUT = (Platform.LINK, Platform.IN_PERSON)
"""What needs an address: of a web page, or of a place."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way to meet.

    Attributes:
        detail: a web address, or a place in people's own words; empty for Teams and the telephone.

    """

    platform: Platform
    detail: str = ""

    def checked(self) -> "Way":
        """Return it without what it does not need; raise OutOfBoundsError where it lacks some."""
        detail = self.detail.strip() if self.platform in SPELLED_OUT else ""
        if len(detail) > LONGEST_DETAIL or (self.platform in SPELLED_OUT and not detail):
            raise OutOfBoundsError
        if self.platform is Platform.LINK and not is_web_address(detail):
            raise OutOfBoundsError
        return replace(self, detail=detail)


def is_web_address(text: str) -> bool:
    """Whether a browser may be sent there from our pages."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme == "https" and bool(parts.hostname) and not any(map(str.isspace, text))


@dataclass(frozen=True, slots=True)
class Ways:
    """How a relationship meets.

    Attributes:
        version: 0 while nobody has said, and the agreement's medium counts.

    """

    relationship_id: RelationshipId
    tenant_id: TenantId
    primary: Way = Way(Platform.TEAMS)
    backup: Way = Way(Platform.PHONE)
    version: int = 0

    def checked(self) -> "Ways":
        """Return it tidied; raise OutOfBoundsError for a way that leads nowhere, or twice to one.

        Two web addresses are two ways; two calls by telephone are one.
        """
        tidy = replace(self, primary=self.primary.checked(), backup=self.backup.checked())
        if tidy.primary == tidy.backup:
            raise OutOfBoundsError
        return tidy

    @property
    def medium(self) -> Medium | None:
        """How sessions are planned from now on; None for as the agreement says."""
        return MEDIA[self.primary.platform] if self.version else None


def by_default(relationship_id: RelationshipId, tenant_id: TenantId, medium: Medium) -> Ways:
    """Return what counts until somebody says: the agreement's medium, and the other one of two."""
    if medium is Medium.PHONE:
        return Ways(relationship_id, tenant_id, Way(Platform.PHONE), Way(Platform.TEAMS))
    if medium is Medium.IN_PERSON:
        return Ways(relationship_id, tenant_id, Way(Platform.IN_PERSON), Way(Platform.PHONE))
    return Ways(relationship_id, tenant_id)


@dataclass(frozen=True, slots=True)
class Switch:
    """Where a session is now: at the backup, or at the primary way again."""

    session_id: SessionId
    tenant_id: TenantId
    to_backup: bool
    by: PersonId
    at: datetime
    version: int = 0


@dataclass(frozen=True, slots=True)
class Reach:
    """How a person is reached in a session, in their own words; sealed.

    Attributes:
        number: of the telephone; shown to the people of a session around it only.
        language: ISO 639 code of the captions they read; None where they have not said.

    """

    person_id: PersonId
    tenant_id: TenantId
    number: str = ""
    language: str | None = None
    version: int = 0

    def checked(self) -> "Reach":
        """Return it tidied; raise OutOfBoundsError for what nobody can dial."""
        number = " ".join(self.number.split())
        digits = sum(c.isdigit() for c in number)
        spoken = all(c.isdigit() or c in "+-/(). x" for c in number)
        if number and not (spoken and 3 <= digits <= 20 and len(number) <= LONGEST_NUMBER):
            raise OutOfBoundsError
        return replace(self, number=number)


def numbers_are_shown(session: MentoringSession, now: datetime) -> bool:
    """Whether the session's people see one another's numbers: shortly before it, and during it."""
    planned = session.state is SessionState.PLANNED
    return planned and session.span.starts_at - REVEALED_BEFORE <= now < session.span.ends_at


def may_switch(session: MentoringSession, now: datetime) -> bool:
    """Whether it can still be moved to the other way."""
    return session.state is SessionState.PLANNED and now < session.span.ends_at
