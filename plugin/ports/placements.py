"""What an LMS asked to be placed in a course."""

from dataclasses import dataclass
from datetime import datetime

from plugin.mentoring.people import TenantId


@dataclass(frozen=True, slots=True)
class Placement:
    """What an LMS asked to be placed in a course, while somebody chooses.

    Attributes:
        handle_hash: of the visit in which it is chosen.
        request: in the words of whoever speaks with the LMS; kept encrypted.

    """

    handle_hash: str
    tenant_id: TenantId
    request: str
    expires_at: datetime
