"""What a refused launch says: one sentence for the person, one for whoever runs the course site.

Many codes share a sentence for the person, because what that person can do is the same. The code
and the second sentence are for an administrator, who can do something about it.
"""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _

from lti import RefusalCode as Code


@dataclass(frozen=True, slots=True)
class Refusal:
    """The page of one refusal code.

    Attributes:
        person, admin: translated when they are shown.

    """

    person: object
    admin: object
    status: int = 400


_AGAIN = _("Go back to your course and open the link once more.")
_TELL = _("Tell the people who run your course site; the lines below are for them.")
_NOT_CONNECTED = _(
    "This course site is not connected to the tool. "
    "Tell the people who run it; the lines below are for them."
)
_BROWSER = _(
    "Your browser began this somewhere else. Go back to your course and open the link once more."
)
_ANSWER = _("The course site does not answer. Please try again in a few minutes.")

REFUSALS: dict[Code, Refusal] = {
    Code.LOGIN_FIELD: Refusal(
        _TELL, _("The login lacks iss, login_hint or target_link_uri. Check the login URL.")
    ),
    Code.LOGIN_SIZE: Refusal(_TELL, _("A field of the login is longer than the tool accepts.")),
    Code.PLATFORM_UNKNOWN: Refusal(
        _NOT_CONNECTED,
        _("No registration has this issuer and client id. Compare both, letter by letter."),
        403,
    ),
    Code.PLATFORM_INACTIVE: Refusal(
        _NOT_CONNECTED, _("The registration waits for the operator to switch it on."), 403
    ),
    Code.PLATFORM_ERROR: Refusal(
        _AGAIN, _("The platform answered the login with an error. Its own log says why.")
    ),
    Code.TARGET: Refusal(
        _TELL, _("The target link is not a page of this tool. Compare it with the tool's address.")
    ),
    Code.FORM_FIELD: Refusal(_AGAIN, _("The launch came without id_token or state.")),
    Code.TOKEN_SIZE: Refusal(
        _TELL, _("The id_token is longer than 64 KB. Send fewer custom parameters or roles.")
    ),
    Code.TOKEN_SHAPE: Refusal(_TELL, _("The id_token is not a signed JWT.")),
    Code.TOKEN_DUPLICATE: Refusal(_TELL, _("The id_token names one key twice.")),
    Code.TOKEN_DEPTH: Refusal(_TELL, _("The id_token is nested too deeply.")),
    Code.STATE_UNKNOWN: Refusal(
        _AGAIN, _("This launch answers no login of ours. The page may have been reloaded.")
    ),
    Code.STATE_EXPIRED: Refusal(
        _("This took too long. Go back to your course and open the link once more."),
        _("More than ten minutes passed between login and launch."),
    ),
    Code.STATE_USED: Refusal(
        _("This page was open already. Go back to your course and open the link once more."),
        _("The login was used before: a reload, the back button, or a copy of the launch."),
    ),
    Code.BROWSER: Refusal(
        _BROWSER, _("The browser's cookie or stored value is not the one of this login."), 403
    ),
    Code.TICKET: Refusal(
        _("This took too long. Go back to your course and open the link once more."),
        _("The one-time ticket is unknown, used or out of date."),
    ),
    Code.ISSUER: Refusal(_TELL, _("The token's issuer is not the login's."), 403),
    Code.AUDIENCE: Refusal(
        _TELL, _("The token is not for this tool alone. Compare the client id."), 403
    ),
    Code.ALGORITHM: Refusal(
        _TELL, _("The token is signed in a way that was not registered, usually RS256."), 403
    ),
    Code.KEY_ID: Refusal(_TELL, _("The token does not say which key signed it."), 403),
    Code.KEY_UNKNOWN: Refusal(
        _TELL, _("The platform's key set lacks the key that signed. Check the key set URL."), 403
    ),
    Code.KEY_UNUSABLE: Refusal(
        _TELL, _("The platform's key is too weak or malformed; 2048 bits of RSA are needed."), 403
    ),
    Code.KEYS_UNAVAILABLE: Refusal(
        _ANSWER, _("The platform's key set could not be read. Check the key set URL."), 503
    ),
    Code.SIGNATURE: Refusal(
        _TELL, _("The signature does not belong to the platform's key. Check the key set URL."), 403
    ),
    Code.TIMES: Refusal(_TELL, _("The token lacks exp or iat.")),
    Code.EXPIRED: Refusal(_AGAIN, _("The token has expired. Compare the clocks of both servers.")),
    Code.LIFETIME: Refusal(_TELL, _("The token claims to live longer than a day.")),
    Code.ISSUED_AT: Refusal(
        _AGAIN, _("The token is old, or from the future. Compare the clocks of both servers.")
    ),
    Code.NOT_BEFORE: Refusal(
        _AGAIN, _("The token is not valid yet. Compare the clocks of both servers.")
    ),
    Code.NONCE: Refusal(_AGAIN, _("The nonce is not the one that this login sent."), 403),
    Code.VERSION: Refusal(_TELL, _("The message is not LTI 1.3. Add the tool as LTI 1.3.")),
    Code.MESSAGE_TYPE: Refusal(_TELL, _("The launch lacks its message type.")),
    Code.MESSAGE_UNSUPPORTED: Refusal(
        _("This tool cannot do that yet. It can be opened from a course page."),
        _("The message type is not one the tool takes part in. Place it as a resource link."),
    ),
    Code.DEPLOYMENT_MISSING: Refusal(_TELL, _("The launch lacks its deployment id.")),
    Code.DEPLOYMENT_CHANGED: Refusal(
        _TELL, _("The deployment of the launch is not that of the login."), 403
    ),
    Code.DEPLOYMENT_UNKNOWN: Refusal(
        _("This course site is new here. Ask the people who run it to approve it."),
        _("The deployment waits for approval. The operator finds it among pending deployments."),
        403,
    ),
    Code.DEPLOYMENT_DISABLED: Refusal(
        _NOT_CONNECTED, _("The operator has switched this deployment off."), 403
    ),
    Code.SUBJECT: Refusal(
        _("The course site did not say who you are. Sign in there and open the link once more."),
        _("The launch lacks sub, or it is longer than 255 characters."),
    ),
    Code.ROLES: Refusal(_TELL, _("The roles claim is missing or not a list.")),
    Code.RESOURCE_LINK: Refusal(_TELL, _("The launch lacks its resource link.")),
    Code.CONTEXT: Refusal(_TELL, _("The course of the launch has no usable id.")),
    Code.DEEP_LINKING: Refusal(
        _("Your course site wants something placed that this tool does not have."),
        _("The deep linking settings must accept ltiResourceLink, with data of 64 KB at most."),
    ),
    Code.RETURN_ADDRESS: Refusal(
        _("We cannot return to the address that your course site gave. Nothing was placed."),
        _("deep_link_return_url must be https and on a host of the registration."),
    ),
    Code.LIBRARY: Refusal(_TELL, _("The launch lacks something LTI 1.3 requires.")),
}
