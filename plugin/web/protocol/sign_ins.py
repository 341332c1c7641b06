"""A sign-in with Microsoft under way: begun in one browser, finished there, once.

The flow's secrets wait in a sealed cookie; Microsoft's answer is posted to one address, and the
cookie says what it was begun for.
"""

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from cryptography.fernet import Fernet, InvalidToken
from flask import make_response, render_template, request
from flask_babel import lazy_gettext as _
from werkzeug import Response

from graph.errors import GraphAccountRefusedError, GraphError, GraphForbiddenError
from graph.permissions import delegated_scopes
from graph.sign_in import SignedIn
from plugin.ports.errors import ConflictError
from plugin.web.cookies import sent_cookies, set_cookie
from plugin.web.current import now, web
from plugin.web.errors import SpentTicketError
from plugin.web.protocol.tool import MicrosoftTool
from plugin.web.visits import fingerprint

Refused = Mapping[str, tuple[object, object]]
"""Title and text by the kind of account that is not served."""
COOKIE = "microsoft-sign-in"
UNDER_WAY = timedelta(minutes=10)
UNDER_WAY_S = int(UNDER_WAY.total_seconds())
REFUSED: Refused = {
    "personal": (
        _("This is a personal Microsoft account"),
        _("Teams meetings need your work or study account. Press the button again and choose it."),
    ),
    "guest": (
        _("You are a guest here; your calendar is at home elsewhere"),
        _(
            "Meetings reach you by mail at the address that your course knows, in any calendar. "
            "There is nothing you need to connect."
        ),
    ),
    "elsewhere": (
        _("This account is of another organisation"),
        _(
            "Sign in with the account of the institution whose course you came from. If you have "
            "none, your invitations simply come by mail."
        ),
    ),
}
"""G29, G30: which account it was, and what to do; nothing was kept of it."""
_FAILURES: dict[type[Exception], tuple[object, object]] = {
    GraphForbiddenError: (
        _("Permission was not given"),
        _("Nothing was connected. Try again, or ask an administrator to allow it."),
    ),
    GraphError: (
        _("Microsoft did not finish the sign-in"),
        _("Nothing was connected. Close this window and press the button again."),
    ),
    ConflictError: (
        _("This account belongs to somebody else here"),
        _("It is connected to another person of your institution. A coordinator can help."),
    ),
}
"""The first that fits says title and text."""


@dataclass(frozen=True, slots=True)
class Answered:
    """Microsoft's answer, in the browser that set out for it.

    Attributes:
        purpose, subject: what it was begun for, and for whom.

    """

    purpose: str
    subject: str
    _flow: str = field(repr=False)

    def signed_in(self) -> SignedIn:
        """Return who signed in, with their tokens.

        Raises:
            GraphError: as `SignIn.finish`.

        """
        return microsoft().sign_in.finish(self._flow, request.form.to_dict())


def set_out(
    purpose: str,
    subject: str,
    template: str,
    *,
    more: frozenset[str] = frozenset(),
    **values: object,
) -> Response:
    """Show the page that goes on to Microsoft by itself; the browser takes the flow along.

    `more` is asked for beside what everybody is asked for.

    A page and not a redirect: a form's redirect to another site is against our own policy.
    """
    started = microsoft().sign_in.start(
        sorted(delegated_scopes(1) | more),
        redirect_uri=f"{web().public_url}/ms/callback",
        choose_account=True,
    )
    response = make_response(render_template(template, address=started.url, **values))
    kept = json.dumps([purpose, subject, started.flow]).encode()
    sealed = _sealer().encrypt_at_time(kept, _now_s()).decode()
    set_cookie(response, COOKIE, sealed, lifetime_s=UNDER_WAY_S)
    return response


def finish() -> Answered:
    """Read what this browser was given when it set out; another browser has nothing.

    Raises:
        SpentTicketError: it did not set out, or the answer was used.

    """
    sealed = sent_cookies(request.cookies).get(COOKIE, "")
    try:
        opened = _sealer().decrypt_at_time(sealed, UNDER_WAY_S, _now_s())
    except InvalidToken as error:
        raise SpentTicketError from error
    purpose, subject, flow = json.loads(opened)
    used = fingerprint(f"microsoft/{request.form.get('state', '')}")
    if not web().store.spend(used, until=now() + UNDER_WAY, now=now()):
        raise SpentTicketError
    return Answered(purpose, subject, flow)


def over(response: Response) -> Response:
    """Take back from the browser what it was given when it set out."""
    set_cookie(response, COOKIE, "", lifetime_s=0)
    return response


def keep_tokens(signed_in: SignedIn) -> None:
    """Keep the tokens of an account that is linked."""
    caches = microsoft().caches
    before = caches.load(signed_in.key)
    caches.save(signed_in.key, signed_in.cache, before[1] if before else 0)


def microsoft() -> MicrosoftTool:
    """Return the Microsoft side; raise SpentTicketError where there is none to set out to."""
    found = web().microsoft
    if found is None:
        raise SpentTicketError
    return found


def failed(error: Exception, *, refused: Refused = REFUSED) -> Response:
    """Say what went wrong; nothing was connected."""
    if isinstance(error, GraphAccountRefusedError):
        title, text = refused[error.kind]
    else:
        title, text = next(words for kind, words in _FAILURES.items() if isinstance(error, kind))
    page = render_template("microsoft/failed.html", title=title, text=text)
    return make_response(page, 403)


def _now_s() -> int:
    return int(now().timestamp())


def _sealer() -> Fernet:
    key = hashlib.sha256(b"microsoft sign-in" + web().signing_key).digest()
    return Fernet(base64.urlsafe_b64encode(key))
