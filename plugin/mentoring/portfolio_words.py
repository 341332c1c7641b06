"""A few words of a partner's for somebody's portfolio: asked for, given or not, taken along (D7).

The words stay their writer's until they are taken; nobody says why they write none.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from plugin.mentoring.errors import NotAllowedError, WrongStateError
from plugin.mentoring.people import PersonId, TenantId
from plugin.mentoring.relationship import Relationship, RelationshipId

LONGEST_WORDS: Final = 1000


class WordsState(StrEnum):
    """How it stands. DECLINED is also what was taken back."""

    ASKED = "asked"
    GIVEN = "given"
    DECLINED = "declined"
    TAKEN = "taken"


@dataclass(frozen=True, slots=True)
class PortfolioWords:
    """What one member asks another for; a member asks each of the others once.

    Attributes:
        asked_by: whose portfolio it is.
        asked_of: whose words they are.
        text: empty unless the words are given or taken.
        said_at: when its writer last said something: yes with the words, or no.

    """

    tenant_id: TenantId
    relationship_id: RelationshipId
    asked_by: PersonId
    asked_of: PersonId
    asked_at: datetime
    text: str = ""
    state: WordsState = WordsState.ASKED
    said_at: datetime | None = None
    taken_at: datetime | None = None
    version: int = 0

    def given(self, text: str, *, now: datetime) -> "PortfolioWords":
        """Return it with these words in place of any before, also after a no.

        Raises:
            WrongStateError: they are taken, so they are the other's now.

        """
        self._require_untaken()
        return replace(self, text=text, state=WordsState.GIVEN, said_at=now)

    def declined(self, *, now: datetime) -> "PortfolioWords":
        """Return it without words; repeatable. Raises WrongStateError once they are taken."""
        self._require_untaken()
        return replace(self, text="", state=WordsState.DECLINED, said_at=now)

    def taken(self, relationship: Relationship, *, now: datetime) -> "PortfolioWords":
        """Return it as part of the portfolio, for good.

        Raises:
            WrongStateError: no words are given; or whoever gave them has left and so could not
                take them back before.

        """
        if not self.may_be_taken(relationship):
            raise WrongStateError
        return replace(self, state=WordsState.TAKEN, taken_at=now)

    def may_be_taken(self, relationship: Relationship) -> bool:
        """Whether there are words, and their writer is still here to take them back."""
        return self.state is WordsState.GIVEN and self.asked_of in relationship.people

    def _require_untaken(self) -> None:
        if self.state is WordsState.TAKEN:
            raise WrongStateError


def asked(
    relationship: Relationship, *, by: PersonId, of: PersonId, now: datetime
) -> PortfolioWords:
    """Return what a member asks another for; raises NotAllowedError for who is no partner."""
    if of not in relationship.partners_of(by):
        raise NotAllowedError
    return PortfolioWords(relationship.tenant_id, relationship.relationship_id, by, of, now)
