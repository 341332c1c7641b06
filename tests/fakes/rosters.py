"""A Rosters port that remembers. `tests.contracts.rosters` holds it to the real one."""

from dataclasses import dataclass, field

from plugin.ports.errors import OutsideError, RefusedError
from plugin.ports.rosters import CourseList, ListMark


@dataclass
class FakeRosters:
    """Answers with `members`, whatever the course; with `trouble` instead while it is set."""

    members: list = field(default_factory=list)
    trouble: OutsideError | None = None
    registrations: frozenset = frozenset({"r1"})
    mark: ListMark = field(default_factory=ListMark)
    """What it says of its lists; with one, a reader who has it hears of `changes` alone."""
    changes: list = field(default_factory=list)

    def fetch(self, course, *, heard, since=None):
        if self.trouble:
            raise self.trouble
        if course.memberships_url is None or course.registration_id not in self.registrations:
            raise RefusedError("not-offered")
        if since and since == self.mark:
            return CourseList(tuple(self.changes), self.mark, only_changes=True)
        heard(len(self.members))
        return CourseList(tuple(self.members), self.mark)
