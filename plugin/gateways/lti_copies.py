"""The CopyNotices port, by LTI's Platform Notification Service."""

from collections.abc import Callable
from dataclasses import dataclass

import lti
from lti.notices import ask_for_copies
from lti.services import PlatformServices
from plugin.gateways.lti_rosters import translated
from plugin.ports.errors import RefusedError


@dataclass(frozen=True, slots=True, kw_only=True)
class LtiCopyNotices:
    """Asks LMSs to send notices of copied courses here.

    Attributes:
        registration_of: the connection with that id; None when there is none any more.
        handler: the address that hears them.

    """

    services: PlatformServices
    registration_of: Callable[[str], lti.Registration | None]
    handler: str

    def subscribe(self, registration_id: str, url: str) -> None:
        """Ask for them; see the port."""
        registration = self.registration_of(registration_id)
        if registration is None:
            raise RefusedError("not-connected")
        with translated():
            ask_for_copies(self.services, registration, url, self.handler)
