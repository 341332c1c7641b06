"""Two people whom a coordinator knows not to be matched: of one department, manager, conflict."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from plugin.mentoring.errors import ExcludedError, ShapeError
from plugin.mentoring.people import PersonId
from plugin.mentoring.programme import ProgrammeId

LONGEST_REASON: Final = 500


class ExclusionKind(StrEnum):
    """Why two are not to be matched, as far as a word can say."""

    DEPARTMENT = "department"
    MANAGER = "manager"
    CONFLICT = "conflict"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Two people of a programme who are not to be matched in it.

    Attributes:
        one, other: in the order of their identifiers, so that two are excluded once.
        reason: for coordinators alone, and sealed where it is kept; may be empty.

    """

    programme_id: ProgrammeId
    one: PersonId
    other: PersonId
    kind: ExclusionKind
    reason: str
    made_by: PersonId
    made_at: datetime

    @property
    def both(self) -> frozenset[PersonId]:
        """The two."""
        return frozenset((self.one, self.other))


def exclusion(
    programme_id: ProgrammeId,
    people: tuple[PersonId, PersonId],
    kind: ExclusionKind,
    reason: str,
    *,
    by: PersonId,
    now: datetime,
) -> Exclusion:
    """Return the two as excluded; raises ShapeError for one person twice."""
    one, other = sorted(people)
    if one == other:
        raise ShapeError
    return Exclusion(programme_id, one, other, kind, reason.strip()[:LONGEST_REASON], by, now)


def require_none_excluded(
    person: PersonId, others: Iterable[PersonId], found: Iterable[Exclusion]
) -> None:
    """Raise ExcludedError where a coordinator has entered the person with one of the others."""
    met = frozenset(others) - {person}
    if any(person in one.both and one.both & met for one in found):
        raise ExcludedError
