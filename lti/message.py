"""A launch message with all that it is judged by."""

from dataclasses import dataclass

from lti.errors import LaunchRefusedError
from lti.id_token import IdToken
from lti.key_sets import KeySets
from lti.login import ToolAddress
from lti.refusals import RefusalCode
from lti.storage import LoginState, Registration, Registrations


@dataclass(frozen=True, slots=True)
class Message:
    """What a check may look at.

    Attributes:
        now_s: seconds since 1970, UTC.

    """

    token: IdToken
    login: LoginState
    registration: Registration
    now_s: float
    registrations: Registrations
    key_sets: KeySets
    address: ToolAddress


def require(holds: bool, code: RefusalCode, detail: str = "") -> None:
    """Raise LaunchRefusedError unless `holds`."""
    if not holds:
        raise LaunchRefusedError(code, detail)
