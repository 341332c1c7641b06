"""What the store keeps of accounts that are one person, or another person now."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from plugin.mentoring.people import CourseId, PersonId
from plugin.mentoring.programme import ProgrammeId
from plugin.mentoring.same_person import Doubt, Joining, JoiningId


class SamePersonWork(Protocol):
    """The part of `Work` that knows which accounts are whose."""

    def doubt(self, person_id: PersonId) -> Doubt | None: ...
    def doubts_in(self, programme_id: ProgrammeId) -> Sequence[Doubt]:
        """Return those about people who take part in the programme, the oldest first."""
        ...

    def save_doubt(self, asked: Doubt) -> None:
        """Write it; one about the same person keeps its day."""
        ...

    def drop_doubt(self, person_id: PersonId) -> None: ...
    def programmes_of(self, person_id: PersonId) -> Sequence[ProgrammeId]:
        """Return where the person has a profile, a relationship, or coordinates."""
        ...

    def part_account(self, person_id: PersonId, *, now: datetime) -> None:
        """Let no account lead to the person any more; what is theirs stays, closed."""
        ...

    def joining(self, joining_id: JoiningId) -> Joining | None: ...
    def joinings_of(self, person_id: PersonId) -> Sequence[Joining]:
        """Return those that the person is one of, the latest first."""
        ...

    def joinings_in(self, course_id: CourseId) -> Sequence[Joining]:
        """Return those of the course's members, the latest first."""
        ...

    def save_joining(self, one: Joining) -> None: ...
    def join(self, one: Joining, *, now: datetime) -> None:
        """Let both accounts lead to `kept`."""
        ...

    def part_joined(self, one: Joining, *, now: datetime) -> None:
        """Let each account lead to its own person again."""
        ...

    def lookalikes(self, course_id: CourseId) -> Sequence[tuple[PersonId, PersonId]]:
        """Return members of one name or address of whom nobody was asked, two by two; some."""
        ...

    def subjects_of(
        self, course_id: CourseId, people: Iterable[PersonId]
    ) -> Mapping[PersonId, tuple[str, str]]:
        """Return the registration and what it calls them, of members who are in an LMS."""
        ...

    def used_by(self, people: Iterable[PersonId]) -> frozenset[PersonId]:
        """Return who has or had somebody to work with, or coordinates a programme."""
        ...
