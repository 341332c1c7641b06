"""Why a registration is refused: stable codes, each with a sentence for developers.

The words an administrator reads live with the pages. A code is never renamed.
"""

from enum import StrEnum


class RegistrationCode(StrEnum):
    """The rule that a registration broke, or the step at which it ended."""

    REQUEST = "R-REQUEST"
    ADDRESS = "R-ADDRESS"
    UNAVAILABLE = "R-UNAVAILABLE"
    DOCUMENT = "R-DOCUMENT"
    HOST = "R-HOST"
    ENDPOINT = "R-ENDPOINT"
    SUPPORT = "R-SUPPORT"
    TOKEN = "R-TOKEN"  # noqa: S105 - a code, not a secret
    REFUSED = "R-REFUSED"
    ANSWER = "R-ANSWER"


REGISTRATION_SENTENCES: dict[RegistrationCode, str] = {
    RegistrationCode.REQUEST: "openid_configuration or registration_token is not usable.",
    RegistrationCode.ADDRESS: "openid_configuration is not an address that is read from here.",
    RegistrationCode.UNAVAILABLE: "The platform gave no whole answer.",
    RegistrationCode.DOCUMENT: "The platform's configuration is not the JSON it must be.",
    RegistrationCode.HOST: "The configuration's host is not the host of the issuer it names.",
    RegistrationCode.ENDPOINT: "An endpoint in the configuration is not an https address.",
    RegistrationCode.SUPPORT: "The platform does not support what LTI 1.3 requires.",
    RegistrationCode.TOKEN: "The platform does not accept the registration token.",
    RegistrationCode.REFUSED: "The platform refuses the registration.",
    RegistrationCode.ANSWER: "The platform's answer to the registration has no usable client_id.",
}
