"""The check of a connection: a page for who administers the LMS, and one for who registered it.

Looking changes nothing and asks nobody; a button asks the platform. An administrator of the LMS
sees codes, counts and addresses here, and nothing of a programme.
"""

from datetime import timedelta

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug import Response

from plugin.mentoring.errors import NotAllowedError, UnknownThingError
from plugin.ports.connections import Connection
from plugin.ports.errors import RefusedError
from plugin.ports.registrations import Platform
from plugin.web.current import page_url, services, visit, web
from plugin.web.pages.show import page, then
from plugin.web.protocol.connection_words import line
from plugin.web.rendering import tickets
from plugin.web.security import may_frame_anywhere, require_our_page
from plugin.web.texts import gettext as _

PATH = "connection"
PROOF = "succession"
OPEN_FOR = timedelta(days=7)
"""How long the page opens for who registered the platform, without a launch."""

bp = Blueprint("connection", __name__, url_prefix=f"/{PATH}")
outside = Blueprint("connections", __name__, url_prefix="/register/connection")


@bp.get("/")
def show() -> Response:
    """Show how the connection of this administrator's LMS stands."""
    return _page(_mine())


@bp.post("/check")
def check() -> Response:
    """Ask the LMS, and show what it answers."""
    services().connections.check(_mine().platform.registration_id)
    return then("connection.show", "checked")


@bp.post("/proof")
def proof() -> Response:
    """Give a code that shows, for an hour, that its bearer administers this LMS too."""
    here = _mine()
    code = tickets().issue(PROOF, here.platform.registration_id, nonce=visit().csrf[:16])
    return _page(here, code=code)


@bp.post("/succeed")
def succeed() -> Response:
    """Take over from an earlier entry: at once with its code, else when an operator agrees."""
    here = _mine()
    old, code = request.form.get("old", ""), request.form.get("code", "").strip()
    new = here.platform.registration_id
    try:
        if not code:
            services().connections.wish_to_succeed(old, new)
            return then("connection.show", "wished")
        services().connections.succeed(tickets().spend(PROOF, code), new)
    except RefusedError as error:
        return _page(here, trouble=_TROUBLE[str(error)](), status=409)
    return then("connection.show", "succeeded")


@outside.get("/<sealed>")
def look(sealed: str) -> Response:
    """Show the same to who registered the platform, for a week."""
    may_frame_anywhere()
    return make_response(_render(_sealed(sealed), sealed=sealed))


@outside.post("/<sealed>")
def ask(sealed: str) -> Response:
    """Ask the LMS, and show what it answers."""
    require_our_page()
    may_frame_anywhere()
    services().connections.check(_sealed(sealed).platform.registration_id)
    return redirect(url_for("connections.look", sealed=sealed), 303)


def address_for(registration_id: str) -> str:
    """Return the page's address for who has just registered this platform."""
    return url_for("connections.look", sealed=_sealer().dumps(registration_id))


def _mine() -> Connection:
    admin_of = visit().admin_of
    if admin_of is None:
        raise NotAllowedError
    return _found(admin_of)


def _sealed(sealed: str) -> Connection:
    try:
        return _found(str(_sealer().loads(sealed, max_age=int(OPEN_FOR.total_seconds()))))
    except BadData as error:
        raise UnknownThingError from error


def _found(registration_id: str) -> Connection:
    found = services().connections.view(registration_id)
    if found is None:
        raise UnknownThingError
    return found


def _page(found: Connection, *, status: int = 200, code: str = "", trouble: str = "") -> Response:
    others = services().connections.predecessors(found.platform.registration_id)
    return page(
        "connection/show.html",
        status=status,
        nav=[(_("Connection"), page_url("connection.show"), True)],
        others=[(one.registration_id, _called(one)) for one in others],
        code=code,
        trouble=trouble,
        **_values(found),
    )


def _render(found: Connection, **values: object) -> str:
    return render_template("connection/outside.html", **_values(found), **values)


def _values(found: Connection) -> dict[str, object]:
    lines = [line(one) for one in services().connections.findings(found)]
    return {
        "found": found,
        "lines": lines,
        "wrong": [one for one in lines if one.mark in ("bad", "wait")],
        "fine": [one for one in lines if one.mark in ("ok", "calm")],
        "unknown": [one for one in lines if one.mark == "unknown"],
        "jwks": f"{web().public_url}/lti/jwks",
    }


def _called(platform: Platform) -> str:
    return f"{platform.issuer} · {platform.client_id}"


_TROUBLE = {
    "unknown": lambda: _("This is not an earlier registration of your institution."),
    "other-tenant": lambda: _("The two belong to different institutions. Nothing was changed."),
    "both-used": lambda: _(
        "Some people have begun work under both. Nothing was changed; ask whoever runs Alongside."
    ),
}


def _sealer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(web().signing_key, salt="connection of a platform")
