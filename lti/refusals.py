"""Why a login or a launch is refused: stable codes, each with a sentence for developers.

The words a person reads live with the pages. A code is never renamed or given a second meaning.
"""

from enum import StrEnum


class RefusalCode(StrEnum):
    """The rule that a login or launch broke."""

    LOGIN_FIELD = "L-LOGIN-FIELD"
    LOGIN_SIZE = "L-LOGIN-SIZE"
    PLATFORM_UNKNOWN = "L-PLATFORM-UNKNOWN"
    PLATFORM_INACTIVE = "L-PLATFORM-INACTIVE"
    PLATFORM_ERROR = "L-PLATFORM-ERROR"
    TARGET = "L-TARGET"
    FORM_FIELD = "L-FORM-FIELD"
    TOKEN_SIZE = "L-TOKEN-SIZE"  # noqa: S105 - a code, not a secret
    TOKEN_SHAPE = "L-TOKEN-SHAPE"  # noqa: S105 - a code, not a secret
    TOKEN_DUPLICATE = "L-TOKEN-DUPLICATE"  # noqa: S105 - a code, not a secret
    TOKEN_DEPTH = "L-TOKEN-DEPTH"  # noqa: S105 - a code, not a secret
    STATE_UNKNOWN = "L-STATE-UNKNOWN"
    STATE_EXPIRED = "L-STATE-EXPIRED"
    STATE_USED = "L-STATE-USED"
    BROWSER = "L-BROWSER"
    TICKET = "L-TICKET"
    ISSUER = "L-ISSUER"
    AUDIENCE = "L-AUDIENCE"
    ALGORITHM = "L-ALGORITHM"
    KEY_ID = "L-KEY-ID"
    KEY_UNKNOWN = "L-KEY-UNKNOWN"
    KEY_UNUSABLE = "L-KEY-UNUSABLE"
    KEYS_UNAVAILABLE = "L-KEYS-UNAVAILABLE"
    SIGNATURE = "L-SIGNATURE"
    TIMES = "L-TIMES"
    EXPIRED = "L-EXPIRED"
    LIFETIME = "L-LIFETIME"
    ISSUED_AT = "L-ISSUED-AT"
    NOT_BEFORE = "L-NOT-BEFORE"
    NONCE = "L-NONCE"
    VERSION = "L-VERSION"
    MESSAGE_TYPE = "L-MESSAGE-TYPE"
    MESSAGE_UNSUPPORTED = "L-MESSAGE-UNSUPPORTED"
    DEPLOYMENT_MISSING = "L-DEPLOYMENT-MISSING"
    DEPLOYMENT_CHANGED = "L-DEPLOYMENT-CHANGED"
    DEPLOYMENT_UNKNOWN = "L-DEPLOYMENT-UNKNOWN"
    DEPLOYMENT_DISABLED = "L-DEPLOYMENT-DISABLED"
    SUBJECT = "L-SUBJECT"
    ROLES = "L-ROLES"
    RESOURCE_LINK = "L-RESOURCE-LINK"
    CONTEXT = "L-CONTEXT"
    DEEP_LINKING = "L-DEEP-LINKING"
    RETURN_ADDRESS = "L-RETURN-ADDRESS"
    LIBRARY = "L-LIBRARY"


SENTENCES: dict[RefusalCode, str] = {
    RefusalCode.LOGIN_FIELD: "A login needs iss, login_hint and target_link_uri.",
    RefusalCode.LOGIN_SIZE: "A login field is longer than the limit for it.",
    RefusalCode.PLATFORM_UNKNOWN: "No single registration has this issuer and client id.",
    RefusalCode.PLATFORM_INACTIVE: "The registration exists and is not active.",
    RefusalCode.PLATFORM_ERROR: "The platform answered the login with an error of its own.",
    RefusalCode.TARGET: "target_link_uri is not one of this tool's, or not the login's.",
    RefusalCode.FORM_FIELD: "A launch needs id_token and state.",
    RefusalCode.TOKEN_SIZE: "The id_token is longer than 64 KB.",
    RefusalCode.TOKEN_SHAPE: "The id_token is not a signed JWT of two JSON objects.",
    RefusalCode.TOKEN_DUPLICATE: "The id_token names one JSON key twice.",
    RefusalCode.TOKEN_DEPTH: "The id_token nests deeper than 32 levels.",
    RefusalCode.STATE_UNKNOWN: "No login with this state was begun here.",
    RefusalCode.STATE_EXPIRED: "The login was begun more than ten minutes ago.",
    RefusalCode.STATE_USED: "This login has already led to a launch.",
    RefusalCode.BROWSER: "The launch comes from another browser than the login.",
    RefusalCode.TICKET: "The ticket is unknown, used or out of date.",
    RefusalCode.ISSUER: "iss is not the issuer the login was begun with.",
    RefusalCode.AUDIENCE: "aud and azp do not name this tool and trusted parties alone.",
    RefusalCode.ALGORITHM: "The token's algorithm is not one registered for the platform.",
    RefusalCode.KEY_ID: "The token's header names no key.",
    RefusalCode.KEY_UNKNOWN: "The platform's key set has no key of that name.",
    RefusalCode.KEY_UNUSABLE: "The platform's key is too weak, malformed or named twice.",
    RefusalCode.KEYS_UNAVAILABLE: "The platform's key set could not be read.",
    RefusalCode.SIGNATURE: "The signature does not belong to the platform's key.",
    RefusalCode.TIMES: "exp or iat is missing or not a sensible number.",
    RefusalCode.EXPIRED: "The token has expired.",
    RefusalCode.LIFETIME: "The token claims to live longer than 24 hours.",
    RefusalCode.ISSUED_AT: "iat is in the future or more than ten minutes ago.",
    RefusalCode.NOT_BEFORE: "nbf is in the future or not a number.",
    RefusalCode.NONCE: "The nonce is not the one this login sent.",
    RefusalCode.VERSION: "The LTI version is not 1.3.0.",
    RefusalCode.MESSAGE_TYPE: "The message type is missing.",
    RefusalCode.MESSAGE_UNSUPPORTED: "This tool does not take part in messages of this type.",
    RefusalCode.DEPLOYMENT_MISSING: "deployment_id is missing or not a usable string.",
    RefusalCode.DEPLOYMENT_CHANGED: "The token's deployment is not the login's.",
    RefusalCode.DEPLOYMENT_UNKNOWN: "The deployment waits for an administrator's approval.",
    RefusalCode.DEPLOYMENT_DISABLED: "The deployment has been switched off.",
    RefusalCode.SUBJECT: "sub is missing or not a string of 1 to 255 characters.",
    RefusalCode.ROLES: "The roles claim is missing or not a list of strings.",
    RefusalCode.RESOURCE_LINK: "The resource link is missing or has no usable id.",
    RefusalCode.CONTEXT: "The context claim is there and has no usable id.",
    RefusalCode.DEEP_LINKING: "The deep linking settings are not ones that can be answered.",
    RefusalCode.RETURN_ADDRESS: "deep_link_return_url is not an https address of the platform.",
    RefusalCode.LIBRARY: "pylti1p3's own validation refuses the message.",
}
