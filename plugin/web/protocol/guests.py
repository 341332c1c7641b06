"""Coming in from outside any course: by an invitation's link, and again by the same account.

Opening a link changes nothing, since mail programs open links too. Whoever signs in then with
Microsoft is let in, once; later the account alone opens what was opened before.
"""

import json
import secrets
from collections.abc import Mapping
from typing import Final

from flask import Blueprint, make_response, render_template, request
from flask_babel import lazy_gettext as _
from werkzeug import Response

from graph.errors import GraphError
from graph.sign_in import SignedIn
from plugin.mentoring.errors import LinkOverError
from plugin.mentoring.people import Actor
from plugin.ports.errors import ConflictError
from plugin.ports.guests import Guest, Identity
from plugin.services.guest_people import actor_of
from plugin.web.current import services, web
from plugin.web.protocol.sign_ins import Answered, Refused, failed, keep_tokens, over, set_out
from plugin.web.rendering import tickets
from plugin.web.visits import GUEST, Browser, Visits
from plugin.web.window import enter

bp = Blueprint("guests_in", __name__, url_prefix="/mentor")

INVITED, AGAIN = "guest-invited", "guest-again"
PURPOSES: Final = frozenset({INVITED, AGAIN})
REFUSED: Refused = {
    "personal": (
        _("This is a personal Microsoft account"),
        _("Your invitation is still good: open its link again, and choose your work account."),
    ),
    "guest": (
        _("You are a guest of this organisation, and at home in another"),
        _("Your invitation is still good: open its link again, and choose an account of its own."),
    ),
    "elsewhere": (
        _("This account is of another organisation"),
        _(
            "Your invitation is still good: open its link again, and choose an account of the "
            "institution that invited you. If you have none, please tell whoever invited you."
        ),
    ),
}
REFUSED_AGAIN: Final[Refused] = {
    kind: (title, _("Press the button again, and choose the account with which you came in first."))
    for kind, (title, _text) in REFUSED.items()
}
"""For who came in before: their invitation is used."""
_UNKNOWN: Mapping[str, object] = {
    "title": _("We do not know this account yet"),
    "text": _("Open the link of your invitation first. After that, this page lets you in again."),
}


@bp.get("/")
def door() -> Response:
    """Show the one button by which mentors from outside come in again."""
    return _page("guests/door.html", offered=web().microsoft is not None)


@bp.post("/")
def sign_in() -> Response:
    """Go on to Microsoft."""
    return set_out(AGAIN, "", "guests/go.html")


@bp.post("/enter")
def choose() -> Response:
    """Enter the programme that was chosen; it may have ended since the page was made.

    Raises:
        SpentTicketError, LinkOverError.

    """
    said = tickets().spend(AGAIN, request.form.get("ticket", ""))
    tenant_id, person_id, programme_id = json.loads(said)
    return _entered(services().guests.still(tenant_id, person_id, programme_id))


@bp.get("/<secret>")
def show(secret: str) -> Response:
    """Say who invites to what, and what signing in means.

    Raises:
        LinkOverError.

    """
    return _page("guests/invited.html", secret=secret, invited=services().guests.invited(secret))


@bp.post("/<secret>/no")
def refuse(secret: str) -> Response:
    """Say no, without signing in: nothing was written down of whoever says it.

    Raises:
        LinkOverError.

    """
    services().guests.refuse(secret)
    return _page("guests/refused.html")


@bp.post("/<secret>")
def begin(secret: str) -> Response:
    """Go on to Microsoft.

    Raises:
        LinkOverError, SpentTicketError: there is no Microsoft here.

    """
    services().guests.invited(secret)
    return set_out(INVITED, secret, "guests/go.html")


def come_in(answered: Answered) -> Response:
    """Let in who signed in, or say why not."""
    is_invited = answered.purpose == INVITED
    try:
        signed_in = answered.signed_in()
    except GraphError as error:
        return failed(error, refused=REFUSED if is_invited else REFUSED_AGAIN)
    if not is_invited:
        return _again(signed_in)
    try:
        actor = services().guests.accept(answered.subject, identity_of(signed_in))
    except ConflictError as error:
        raise LinkOverError from error
    keep_tokens(signed_in)
    return _entered(actor) if actor else over(_page("guests/thanks.html"))


def identity_of(signed_in: SignedIn) -> Identity:
    """Return who it was, in the tool's words."""
    account = signed_in.account
    return Identity(
        signed_in.key.cloud,
        account.entra_tenant_id,
        account.object_id,
        account.name,
        account.address,
    )


def _again(signed_in: SignedIn) -> Response:
    """Enter the one programme, or let the person choose among several."""
    who = identity_of(signed_in)
    known = services().guests.again(who)
    if not known:
        return make_response(render_template("microsoft/failed.html", **_UNKNOWN), 403)
    for tenant_id, person_id in {(one.tenant_id, one.person_id) for one in known}:
        services().guests.stay_connected(tenant_id, person_id, who)
    keep_tokens(signed_in)
    if len(known) == 1:
        return _entered(actor_of(known[0]))
    several = [(one.title, _ticket(one)) for one in known]
    return over(_page("guests/choose.html", several=several))


def _ticket(guest: Guest) -> str:
    said = json.dumps([guest.tenant_id, guest.person_id, guest.programme_id])
    return tickets().issue(AGAIN, said, nonce=secrets.token_urlsafe(16))


def _entered(actor: Actor) -> Response:
    browser = Browser(str(request.user_agent), takes_cookies=True, in_frame=False, host=GUEST)
    visits = Visits(store=web().store, clock=web().clock)
    return over(enter(visits.open(actor, browser, frame_origin=None, locale=None)))


def _page(template: str, **values: object) -> Response:
    return make_response(render_template(template, **values))
