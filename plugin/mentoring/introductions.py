"""Introducing a third person: nobody's name or address goes on before both sides have agreed."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import NewType

from plugin.mentoring.errors import NotAllowedError
from plugin.mentoring.people import PersonId, TenantId
from plugin.mentoring.relationship import RelationshipId

IntroductionId = NewType("IntroductionId", str)


@dataclass(frozen=True, slots=True)
class Introduction:
    """Somebody whom a member would introduce another member to.

    Attributes:
        who: what the partner may know first: "a nurse who moved into research".
        contact: name and address of the third person; for the partner only once both agreed.
        wanted: the partner's word; None until said.
        agreed: the third person's own word, said on an address of theirs; None until said.

    """

    introduction_id: IntroductionId
    tenant_id: TenantId
    relationship_id: RelationshipId
    made_by: PersonId
    made_for: PersonId
    who: str
    contact: str
    made_at: datetime
    wanted: bool | None = None
    agreed: bool | None = None
    version: int = 0

    @property
    def is_open(self) -> bool:
        """Whether both have agreed."""
        return self.wanted is True and self.agreed is True

    def contact_for(self, person: PersonId) -> str | None:
        """Return name and address for whoever may have them by now, else None."""
        may = person == self.made_by or (person == self.made_for and self.is_open)
        return self.contact if may else None

    def answered(self, yes: bool, *, by: PersonId) -> "Introduction":
        """Return it with the partner's word.

        Raises:
            NotAllowedError: anybody else; nobody speaks for the third person.

        """
        if by != self.made_for:
            raise NotAllowedError
        return replace(self, wanted=yes)

    def answered_by_third(self, yes: bool) -> "Introduction":
        """Return it with the third person's own word, which they may change."""
        return replace(self, agreed=yes)
