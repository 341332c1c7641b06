"""Beginning circles with groups that a course has already.

Nobody is put into a circle who has not sent a profile: being in a group of the course says nothing
about wanting a mentor.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from plugin.mentoring.enrolment import Enrolment, Side
from plugin.mentoring.people import PersonId
from plugin.mentoring.programme import Bounds


@dataclass(frozen=True, slots=True)
class CourseGroup:
    """A group of the course, with those of its people who are known here."""

    group_id: str
    name: str
    people: tuple[PersonId, ...]


class Left(StrEnum):
    """Why somebody of a group takes no seat."""

    NO_PROFILE = "no profile"
    PLACED = "placed"
    PEER = "peer"


class Fits(StrEnum):
    """Whether a circle can begin with a group."""

    YES = "yes"
    NEEDS_LEAD = "needs lead"
    TOO_FEW = "too few"
    TOO_MANY = "too many"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Seed:
    """What a group would become.

    Attributes:
        leads: its people who said that they would mentor: they facilitate.
        members: its people who seek.
        left: who takes no seat, and why.

    """

    group: CourseGroup
    leads: tuple[PersonId, ...]
    members: tuple[PersonId, ...]
    left: tuple[tuple[PersonId, Left], ...]

    def fits(self, bounds: Bounds) -> Fits:
        """Say whether a circle can begin with it; one facilitator may come from elsewhere."""
        if not self.members:
            return Fits.NOBODY
        size = len(self.members) + max(len(self.leads), 1)
        if size < bounds.circle_least:
            return Fits.TOO_FEW
        if size > bounds.circle_most:
            return Fits.TOO_MANY
        return Fits.YES if self.leads else Fits.NEEDS_LEAD


def seed(
    group: CourseGroup, ready: Mapping[PersonId, Enrolment], taken: Mapping[PersonId, int]
) -> Seed:
    """Return what the group would become.

    Args:
        group: as the course has it.
        ready: who has sent a profile and is in the course.
        taken: how many partners or circles people have already.

    """
    leads: list[PersonId] = []
    members: list[PersonId] = []
    left: list[tuple[PersonId, Left]] = []
    for who in group.people:
        one = ready.get(who)
        if one is None:
            left.append((who, Left.NO_PROFILE))
        elif taken.get(who, 0) >= one.capacity:
            left.append((who, Left.PLACED))
        elif one.side is Side.PEER:
            left.append((who, Left.PEER))
        else:
            (leads if one.side is Side.MENTOR else members).append(who)
    return Seed(group, tuple(leads), tuple(members), tuple(left))


def free_leads(
    ready: Mapping[PersonId, Enrolment], taken: Mapping[PersonId, int]
) -> tuple[PersonId, ...]:
    """Return the mentors who have a seat left, of the whole programme."""
    return tuple(
        who
        for who, one in ready.items()
        if one.side is Side.MENTOR and taken.get(who, 0) < one.capacity
    )
