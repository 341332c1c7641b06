"""The Groups port, by LTI Course Groups Service."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import lti
from lti.course_groups import fetch_groups
from lti.services import PlatformServices
from plugin.gateways.lti_rosters import translated
from plugin.ports.errors import RefusedError
from plugin.ports.groups import SeenGroup
from plugin.ports.values import Course


@dataclass(frozen=True, slots=True, kw_only=True)
class LtiGroups:
    """Reads groups from LMSs.

    Attributes:
        registration_of: the connection with that id; None when there is none any more.

    """

    services: PlatformServices
    registration_of: Callable[[str], lti.Registration | None]

    def fetch(self, course: Course) -> Sequence[SeenGroup]:
        """Return all of them; see the port.

        Raises:
            RefusedError: "not-connected", "not-offered", "incomplete", or another code.

        """
        registration = self.registration_of(course.registration_id)
        if registration is None:
            raise RefusedError("not-connected")
        if course.groups_url is None or course.memberships_url is None:
            raise RefusedError("not-offered")
        with translated():
            found = fetch_groups(
                self.services, registration, course.groups_url, course.memberships_url
            )
        return [SeenGroup(one.group_id, one.name, one.subjects) for one in found]
