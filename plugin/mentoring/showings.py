"""Showing others of the course what came of something: only with a yes of everybody (D6, A7).

Silence is no. A yes is to one text; another text asks everybody anew, and whoever takes their yes
back takes the text away at once, without a reason.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final, NewType

from plugin.mentoring.people import PersonId, TenantId
from plugin.mentoring.relationship import Relationship, RelationshipId

ShowingId = NewType("ShowingId", str)
LONGEST_TITLE: Final = 120
LONGEST_TEXT: Final = 4000


class ShownKind(StrEnum):
    """What a text is about."""

    PROJECT = "project"
    SESSION = "session"


@dataclass(frozen=True, slots=True)
class Showing:
    """A text for others of the course, and who has said yes to it.

    Attributes:
        thing_id: the project or the session that it is about.
        made_by: whose words these are.
        asked: whose yes it needs beside the members': who was one when it was written or has said
            yes since; each of them is heard, also who leaves afterwards.
        agreed: whose yes there is, to this text.

    """

    showing_id: ShowingId
    tenant_id: TenantId
    relationship_id: RelationshipId
    kind: ShownKind
    thing_id: str
    made_by: PersonId
    made_at: datetime
    title: str
    text: str
    asked: frozenset[PersonId]
    agreed: frozenset[PersonId]
    version: int = 0

    def is_shown(self, relationship: Relationship) -> bool:
        """Whether others of the course read it now."""
        return self.asked | relationship.people <= self.agreed

    def rewritten(
        self, title: str, text: str, relationship: Relationship, *, by: PersonId, now: datetime
    ) -> "Showing":
        """Return it with another text, to which only its writer has said yes so far."""
        relationship.require_member(by)
        return replace(
            self,
            title=title,
            text=text,
            made_by=by,
            made_at=now,
            asked=relationship.people,
            agreed=frozenset({by}),
        )

    def agreed_by(self, person: PersonId, relationship: Relationship) -> "Showing":
        """Return it with one yes more; raises NotAllowedError for who is no member."""
        relationship.require_member(person)
        return replace(self, asked=self.asked | {person}, agreed=self.agreed | {person})

    def without(self, person: PersonId) -> "Showing":
        """Return it without the person's yes; repeatable."""
        return replace(self, agreed=self.agreed - {person})
