"""What can go wrong with a platform.

* LtiError
  - LaunchRefusedError          the message is not a valid launch of this tool; `code` is stable
  - PlatformUnavailableError    no usable answer came; trying again later may help
    - UnsafeAddressError        an address we do not connect to; trying again will not help
  - AccessDeniedError           the platform answered, and refuses what was asked
  - IncompleteRosterError       a roster did not arrive whole
  - RegistrationRefusedError    a registration ended without a registration; `code` is stable

No error carries a token, a body, an address or anything about a person.
"""

from lti.refusals import SENTENCES, RefusalCode
from lti.registration_refusals import REGISTRATION_SENTENCES, RegistrationCode


class LtiError(Exception):
    """Base of every error this package raises."""


class LaunchRefusedError(LtiError):
    """The message is not a valid launch of this tool.

    Attributes:
        code: which rule was broken; a stable string, made to be shown and searched for.
        detail: for a developer: which field, or the platform's own error code. May be empty.

    """

    def __init__(self, code: RefusalCode, detail: str = "") -> None:
        self.code = code
        self.detail = detail
        super().__init__(f"{code}: {SENTENCES[code]}" + (f" ({detail})" if detail else ""))


class PlatformUnavailableError(LtiError):
    """No usable answer came from the platform; trying again later may help.

    Attributes:
        reason: a short stable word ("timeout", "status 500", "not JSON").
        retry_after_s: the wait the platform asked for; None when it named none.

    """

    def __init__(self, reason: str, *, retry_after_s: int | None = None) -> None:
        self.reason = reason
        self.retry_after_s = retry_after_s
        super().__init__(f"the platform gave no usable answer: {reason}")


class UnsafeAddressError(PlatformUnavailableError):
    """The address is not one we connect to: not https, an odd port, or inside a network."""


class AccessDeniedError(LtiError):
    """The platform answered and refuses: the key is not known to it, or the scope not granted.

    Attributes:
        status: HTTP status of the answer.
        reason: the OAuth error code where one came ("invalid_client", "invalid_scope"), else "".

    """

    def __init__(self, status: int, reason: str = "") -> None:
        self.status = status
        self.reason = reason
        super().__init__(f"the platform refused with status {status} {reason}".rstrip())


class IncompleteRosterError(LtiError):
    """A roster did not arrive whole; the caller must keep the roster it had.

    Attributes:
        reason: a short stable word ("pages repeat", "too many bad members").
        received: members read before it stopped.
        pages: pages read before it stopped.

    """

    def __init__(self, reason: str, *, received: int, pages: int) -> None:
        self.reason = reason
        self.received = received
        self.pages = pages
        super().__init__(f"roster stopped after {pages} pages and {received} members: {reason}")


class RegistrationRefusedError(LtiError):
    """A registration ended without a registration; nothing is kept of it here.

    Attributes:
        code: which rule was broken; a stable string, made to be shown and searched for.
        detail: for a developer: which field, or the platform's own error code. May be empty.

    """

    def __init__(self, code: RegistrationCode, detail: str = "") -> None:
        self.code = code
        self.detail = detail
        words = REGISTRATION_SENTENCES[code]
        super().__init__(f"{code}: {words}" + (f" ({detail})" if detail else ""))
