"""The first half of a launch: third-party-initiated login (LTI security framework 5.1.1)."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode, urlsplit

from lti.errors import LaunchRefusedError
from lti.fingerprints import fingerprint, new_secret
from lti.outcomes import Cookie, Redirect, StoragePage
from lti.refusals import RefusalCode
from lti.storage import LoginState, Registration
from lti.text import is_identifier

LOGIN_LIFETIME_S = 600
MAX_LOGIN_HINT = 8_192
MAX_MESSAGE_HINT = 16_384
MAX_FIELD = 2_048
LOGIN_COOKIE_PREFIX = "lti-"
_FRAME = re.compile(r"[A-Za-z0-9_.-]{1,64}")
_LIMITS = {"login_hint": MAX_LOGIN_HINT, "lti_message_hint": MAX_MESSAGE_HINT}


@dataclass(frozen=True, slots=True)
class ToolAddress:
    """Where this tool is.

    Attributes:
        origin: scheme, host and port, without a final slash.
        launch_url: the redirect URI registered with every platform.
        target_prefixes: paths a launch may lead to, each with its final slash ("/l/").

    """

    origin: str
    launch_url: str
    target_prefixes: tuple[str, ...]

    def owns(self, url: str) -> bool:
        """Say whether `url` is a page of this tool that a launch may lead to.

        Compared as text, so that no other spelling of an address needs to be understood.
        """
        plain = url.isascii() and url.isprintable() and not set(url) & set('\\ #"<>')
        # With the slash, or "https://tool.example@evil.example/" would begin with our origin.
        if not plain or not f"{url}/".startswith(f"{self.origin}/"):
            return False
        path = url.removeprefix(self.origin).partition("?")[0]
        steps = path.lower().replace("%2e", ".").replace("%2f", "/").split("/")[1:]
        climbs = ".." in steps or "." in steps or "" in steps[:-1]
        return not climbs and f"{path.rstrip('/')}/".startswith(self.target_prefixes)


@dataclass(frozen=True, slots=True)
class LoginRequest:
    """What a platform sent to the login address, by GET or POST alike."""

    form: Mapping[str, str]
    address: ToolAddress


LoginCheck = Callable[[LoginRequest], None]


def login_is_complete(request: LoginRequest) -> None:
    """OpenID Connect's third-party login: three fields are required."""
    for name in ("iss", "login_hint", "target_link_uri"):
        if not request.form.get(name):
            raise LaunchRefusedError(RefusalCode.LOGIN_FIELD, name)


def login_fields_are_short(request: LoginRequest) -> None:
    """Hints go back to the platform in an address, which has a length."""
    for name, value in request.form.items():
        if len(value) > _LIMITS.get(name, MAX_FIELD):
            raise LaunchRefusedError(RefusalCode.LOGIN_SIZE, name if name in _LIMITS else "")


def target_is_ours(request: LoginRequest) -> None:
    """A launch ends on a page of this tool: anything else would be an open redirect."""
    if not request.address.owns(request.form.get("target_link_uri", "")):
        raise LaunchRefusedError(RefusalCode.TARGET)


def deployment_is_usable(request: LoginRequest) -> None:
    """It may be left out; where it is given, it must be one that a token could carry."""
    deployment_id = request.form.get("lti_deployment_id")
    if deployment_id and not is_identifier(deployment_id):
        raise LaunchRefusedError(RefusalCode.DEPLOYMENT_MISSING)


LOGIN_CHECKS: tuple[LoginCheck, ...] = (
    login_is_complete,
    login_fields_are_short,
    target_is_ours,
    deployment_is_usable,
)


def cookie_name(state: str) -> str:
    """Return the name of the cookie that ties a browser to the login with this state.

    One per login, so that two courses opened at once do not overwrite each other.
    """
    return LOGIN_COOKIE_PREFIX + fingerprint(state)[:16]


def storage_key(state: str) -> str:
    """Return the key under which the platform's frame keeps our value for this login."""
    return f"lti_state_{state}"


def start(
    form: Mapping[str, str], registration: Registration, address: ToolAddress, now: datetime
) -> tuple[LoginState, Redirect | StoragePage]:
    """Return the login to remember, and what to send to the browser.

    Args:
        form: checked by LOGIN_CHECKS.
        registration: found for the form, and active.
        address: of this tool.
        now: in UTC.

    """
    state, nonce, browser, stored = (new_secret() for _ in range(4))
    frame = _frame(form)
    login = LoginState(
        state_hash=fingerprint(state),
        nonce_hash=fingerprint(nonce),
        registration_id=registration.registration_id,
        issuer=registration.issuer,
        client_id=registration.client_id,
        lti_deployment_id=form.get("lti_deployment_id") or None,
        target_link_uri=form["target_link_uri"],
        storage_target=frame,
        browser_hash=fingerprint(browser),
        storage_hash=fingerprint(stored) if frame else None,
        created_at=now,
        expires_at=now + timedelta(seconds=LOGIN_LIFETIME_S),
    )
    location = _authorisation_url(form, registration, address.launch_url, state, nonce)
    cookies = (Cookie(cookie_name(state), browser, LOGIN_LIFETIME_S),)
    if frame is None:
        return login, Redirect(location, cookies)
    origin = origin_of(registration.auth_url)
    return login, StoragePage(location, cookies, frame, origin, storage_key(state), stored)


def origin_of(url: str) -> str:
    """Return scheme, host and port of `url`."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _frame(form: Mapping[str, str]) -> str | None:
    frame = form.get("lti_storage_target", "")
    return frame if _FRAME.fullmatch(frame) else None


def _authorisation_url(
    form: Mapping[str, str], registration: Registration, launch_url: str, state: str, nonce: str
) -> str:
    query = {
        "scope": "openid",
        "response_type": "id_token",
        "response_mode": "form_post",
        "prompt": "none",
        "client_id": registration.client_id,
        "redirect_uri": launch_url,
        "login_hint": form["login_hint"],
        "state": state,
        "nonce": nonce,
    }
    if form.get("lti_message_hint"):
        query["lti_message_hint"] = form["lti_message_hint"]
    # Some platforms' authorisation pages already have a query.
    joint = "&" if "?" in registration.auth_url else "?"
    return f"{registration.auth_url}{joint}{urlencode(query)}"
