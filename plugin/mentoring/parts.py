"""What each member brings to an agreement: the mentor a role, everybody else goals, and more."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from plugin.mentoring.enrolment import Side
from plugin.mentoring.people import PersonId, TenantId
from plugin.mentoring.relationship import RelationshipId

MOST_LINES: Final = 8
LONGEST_LINE: Final = 200


@dataclass(frozen=True, slots=True)
class Part:
    """One member's part; it is theirs to change, and no signature lapses by it.

    Attributes:
        role: statements of what the member sees as their task; asked of mentors.
        goals: the most important first; asked of everybody else.
        offers, seeks: support and resources, both ways.
        aside: topics the member would rather leave aside. They are shown for all together, under
            nobody's name, and never as a refusal.

    """

    relationship_id: RelationshipId
    tenant_id: TenantId
    person_id: PersonId
    role: tuple[str, ...] = ()
    goals: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    seeks: tuple[str, ...] = ()
    aside: tuple[str, ...] = ()
    changed_at: datetime | None = None
    version: int = 0

    def kept(self) -> "Part":
        """Return it without blanks, doubles, and more lines than anybody keeps in mind."""
        return replace(
            self,
            role=_lines(self.role),
            goals=_lines(self.goals),
            offers=_lines(self.offers),
            seeks=_lines(self.seeks),
            aside=_lines(self.aside),
        )

    def says_enough(self, side: Side) -> bool:
        """Whether it holds what is asked of this side before they sign (T6)."""
        return bool(self.role if side is Side.MENTOR else self.goals)


def _lines(lines: tuple[str, ...]) -> tuple[str, ...]:
    tidy = (" ".join(line.split())[:LONGEST_LINE].rstrip() for line in lines)
    return tuple(dict.fromkeys(filter(None, tidy)))[:MOST_LINES]


def left_aside(parts: tuple[Part, ...]) -> tuple[str, ...]:
    """Return everybody's topics to leave aside, by alphabet, so that no order tells whose."""
    return tuple(sorted({line for part in parts for line in part.aside}, key=str.casefold))
