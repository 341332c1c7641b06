"""A Groups port that remembers. `tests.gateways.test_lti_groups` holds it to the real one."""

from dataclasses import dataclass, field

from plugin.ports.errors import OutsideError, RefusedError


@dataclass
class FakeGroups:
    """Answers with `groups`, whatever the course; with `trouble` instead while it is set."""

    groups: list = field(default_factory=list)
    trouble: OutsideError | None = None

    def fetch(self, course):
        if self.trouble:
            raise self.trouble
        if course.groups_url is None or course.memberships_url is None:
            raise RefusedError("not-offered")
        return list(self.groups)
