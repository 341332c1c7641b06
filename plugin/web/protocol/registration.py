"""Dynamic registration: the page that an LMS opens in a frame, from question to answer.

The invitation in the address is what authorises it. Between the two requests everything travels in
one sealed field: no cookie is needed, and the platform's one-time token stands in no page in clear.
"""

import base64
import hashlib
import json
import logging
from dataclasses import dataclass
from urllib.parse import urlsplit

from cryptography.fernet import Fernet, InvalidToken
from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug import Response

from lti.dynamic_registration import Granted, check_token, read_configuration, register
from lti.errors import RegistrationRefusedError
from lti.http import Http
from lti.platform_configuration import PlatformConfiguration
from lti.registration_profiles import PROFILES, host_of
from lti.tool_configuration import ToolDescription, Wish, registration_request, wishes
from plugin.ports.errors import OutsideError
from plugin.ports.registrations import Origin, PlatformEntry, PlatformInvitation, Settled
from plugin.services.registrations import NotOpenError, Reservation
from plugin.web.current import services, web
from plugin.web.error_pages import support_code
from plugin.web.protocol.connections import address_for
from plugin.web.protocol.registration_words import (
    ENDED,
    NEXT,
    NEXT_ELSEWHERE,
    OUTCOMES,
    STANDINGS,
    WISHES,
)
from plugin.web.security import may_frame_anywhere, require_our_page
from plugin.web.texts import gettext as _

bp = Blueprint("registration", __name__, url_prefix="/lti/register")
OPEN_S = 3_600
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _UnderWay:
    """What the page knows between question and answer.

    Attributes:
        origin: of the page around the frame, where a vendor serves it from another host than its
            issuer's; empty otherwise.

    """

    invitation: str
    address: str
    token: str
    origin: str


@bp.get("")
@bp.get("/<invitation>")
def ask(invitation: str = "") -> Response:
    """Show what will be asked of the LMS, each with a switch; nothing is registered yet."""
    may_frame_anywhere()
    secret = invitation or request.args.get("invitation", "")
    try:
        invited = services().registrations.invitation(secret)
        if "openid_configuration" not in request.args:  # a person's browser, not an LMS
            return redirect(url_for("by_hand.choose", invitation=secret))
        under_way = _under_way(secret)
        check_token(under_way.token)
        platform = _read(under_way.address, invited)
    except NotOpenError as error:
        return ended(STANDINGS[error.standing])
    except RegistrationRefusedError as error:
        return _refused(error)
    return make_response(
        render_template(
            "register/ask.html",
            institution=invited.institution,
            platform=platform,
            host=host_of(platform.issuer),
            wishes=[(one, WISHES[one.key]) for one in wishes(describe(), platform)],
            sealed=_seal(under_way),
        )
    )


@bp.post("")
def answer() -> Response:
    """Register with the LMS, keep what it granted, and say what is missing."""
    may_frame_anywhere()
    require_our_page()
    under_way = _unseal(request.form.get("sealed", ""))
    if under_way is None:
        return ended("R-FORM")
    try:
        with services().registrations.reserved(under_way.invitation) as reservation:
            return _register(under_way, reservation, request.form.getlist("wish"))
    except NotOpenError as error:
        return ended(STANDINGS[error.standing])
    except RegistrationRefusedError as error:
        return _refused(error)
    except OutsideError as error:
        _log.warning("registration not kept: %s", type(error).__name__)
        return ended("R-SAVE")


def describe() -> ToolDescription:
    """Return this tool as it introduces itself."""
    url = web().public_url
    return ToolDescription(
        name="Alongside",
        description=_("Mentoring in your course: circles, pairs, and the sessions they hold."),
        origin=url,
        login_url=f"{url}/lti/login",
        launch_url=f"{url}/lti/launch",
        jwks_url=f"{url}/lti/jwks",
        places_content=True,
        logo_url=url + url_for("static", filename="mark.svg"),
    )


def ended(code: str, detail: str = "") -> Response:
    """Return the page that says why there is no registration, and what to do."""
    support = support_code()
    _log.warning("registration ended: %s %s, support %s", code, detail, support)
    words = ENDED[code]
    page = render_template(
        "register/ended.html", words=words, code=code, detail=detail, support=support
    )
    return make_response(page, words.status)


def _register(under_way: _UnderWay, reservation: Reservation, chosen: list[str]) -> Response:
    platform = _read(under_way.address, reservation.invitation)
    asked = registration_request(describe(), platform, chosen)
    granted = register(_http(), platform, asked, under_way.token or None)
    entry = _entry(reservation.invitation, platform, granted, str(asked["scope"]))
    settled = services().registrations.keep(reservation, entry)
    if settled is Settled.TAKEN:
        return ended("R-TAKEN")
    offered = wishes(describe(), platform)
    lists = _lists(offered, set(chosen), granted)
    return make_response(
        render_template(
            "register/done.html",
            outcome=OUTCOMES[settled],
            granted=lists[0],
            missing=lists[1],
            deployment=granted.deployment_id,
            following=NEXT.get(platform.family or "", NEXT_ELSEWHERE),
            origins=" ".join(_close_origins(under_way, platform)),
            check=address_for(services().registrations.known_as(entry)),
        )
    )


def _read(address: str, invited: PlatformInvitation) -> PlatformConfiguration:
    return read_configuration(_http(), address, confirmed=invited.family)


def _http() -> Http:
    http = web().lti.http
    if http is None:
        raise AssertionError("a tool that invites has a way out")
    return http


def _entry(
    invited: PlatformInvitation, platform: PlatformConfiguration, granted: Granted, asked: str
) -> PlatformEntry:
    return PlatformEntry(
        registration_id=services().registrations.new_registration_id(),
        tenant_id=invited.tenant_id,
        issuer=platform.issuer,
        client_id=granted.client_id,
        auth_url=platform.auth_url,
        token_url=platform.token_url,
        jwks_url=platform.jwks_url,
        token_audience=platform.token_audience,
        algorithms=platform.algorithms,
        family=platform.family,
        origin=Origin.DYNAMIC,
        asked=tuple(asked.split()),
        granted=tuple(sorted(granted.scopes)),
        deployment_id=granted.deployment_id,
    )


def _lists(
    offered: tuple[Wish, ...], chosen: set[str], granted: Granted
) -> tuple[list[object], list[tuple[object, object, str]]]:
    """Return what was granted, and what is missing, with what that means and why it is."""
    have: list[object] = []
    lack: list[tuple[object, object, str]] = []
    for one in offered:
        words, state = WISHES[one.key], _missing(one, chosen, granted)
        if state:
            lack.append((words.title, words.without, state))
        else:
            have.append(words.title)
    return have, lack


def _missing(wish: Wish, chosen: set[str], granted: Granted) -> str:
    """Return why a wish did not come true; empty when it did."""
    if not wish.offered:
        return _("Not offered")
    if wish.key not in chosen:
        return _("Not asked for")
    wanted = {*wish.scopes, *wish.claims}
    # A place or a message is not reported in a form that platforms agree on.
    return _("Not granted") if wanted and not wanted & (granted.scopes | granted.claims) else ""


def _close_origins(under_way: _UnderWay, platform: PlatformConfiguration) -> list[str]:
    """Return who is told that the frame may close: the issuer, and a vendor's page around it."""
    parts = urlsplit(platform.issuer)
    return [f"{parts.scheme}://{parts.netloc}", *filter(None, [under_way.origin])]


def _under_way(secret: str) -> _UnderWay:
    around = request.referrer or ""
    host = host_of(around) if around.startswith("https://") else ""
    vendor = any(profile.serves(host) for profile in PROFILES.values())
    return _UnderWay(
        invitation=secret,
        address=request.args.get("openid_configuration", ""),
        token=request.args.get("registration_token", ""),
        origin=f"https://{host}" if vendor else "",
    )


def _seal(under_way: _UnderWay) -> str:
    parts = [under_way.invitation, under_way.address, under_way.token, under_way.origin]
    return _sealer().encrypt(json.dumps(parts).encode()).decode()


def _unseal(sealed: str) -> _UnderWay | None:
    try:
        return _UnderWay(*json.loads(_sealer().decrypt(sealed, ttl=OPEN_S)))
    except InvalidToken:
        return None


def _sealer() -> Fernet:
    key = hashlib.sha256(b"registration under way" + web().signing_key).digest()
    return Fernet(base64.urlsafe_b64encode(key))


def _refused(error: RegistrationRefusedError) -> Response:
    return ended(error.code, error.detail)
