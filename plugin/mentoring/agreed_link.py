"""A link that members agree on as the place of their documents, and links that they share."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import NewType
from urllib.parse import urlsplit

from plugin.mentoring.errors import UnusableLinkError
from plugin.mentoring.people import PersonId, TenantId
from plugin.mentoring.relationship import Relationship, RelationshipId

LinkId = NewType("LinkId", str)
LONGEST_LINK = 2000
LONGEST_TITLE = 120


def usable_link(text: str) -> str:
    """Return a link that everybody may be sent to: https, with a host and without a password.

    Raises:
        UnusableLinkError: it is none.

    """
    url = text.strip()
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise UnusableLinkError from None
    odd = any(character.isspace() or ord(character) < 32 for character in url)
    if parts.scheme != "https" or not host or "." not in host or "@" in parts.netloc:
        raise UnusableLinkError
    if odd or "\\" in url or len(url) > LONGEST_LINK:
        raise UnusableLinkError
    return url


@dataclass(frozen=True, slots=True)
class AgreedLink:
    """A proposal for the agreed place, and the place itself once everybody has agreed.

    Attributes:
        number: grows with each proposal of a relationship.
        url: empty proposes the shared folder again.
        agreed: who has agreed; the proposer has.
        settled_at: when the last one did; None until then.

    """

    relationship_id: RelationshipId
    tenant_id: TenantId
    number: int
    url: str
    proposed_by: PersonId
    proposed_at: datetime
    agreed: frozenset[PersonId]
    settled_at: datetime | None = None
    version: int = 0

    def agreed_by(
        self, person: PersonId, relationship: Relationship, *, now: datetime
    ) -> "AgreedLink":
        """Return it with one more agreement; settled when nobody's is missing any more."""
        relationship.require_member(person)
        agreed = self.agreed | {person}
        settled = now if relationship.people <= agreed else None
        return replace(self, agreed=agreed, settled_at=self.settled_at or settled)


@dataclass(frozen=True, slots=True)
class SharedLink:
    """A link that a member put on the relationship's page."""

    link_id: LinkId
    relationship_id: RelationshipId
    tenant_id: TenantId
    title: str
    url: str
    added_by: PersonId
    added_at: datetime
