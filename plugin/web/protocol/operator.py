"""The operator's page: what waits, runs or was parked, and why; opened by a link of the command.

There is no account for operators: whoever has a shell makes a link, good once and for ten minutes.
The press that uses it binds the browser for half an hour. Nothing of a person is on the page.
"""

import base64
import hashlib
import hmac
import json
from datetime import timedelta

from cryptography.fernet import Fernet, InvalidToken
from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug import Response

from plugin.mentoring.people import TenantId
from plugin.ports.values import JobId
from plugin.services.operating import Operating
from plugin.web.cookies import sent_cookies, set_cookie
from plugin.web.current import now, web
from plugin.web.errors import SpentTicketError
from plugin.web.job_words import advice_on
from plugin.web.rendering import tickets
from plugin.web.security import require_our_page
from plugin.web.visits import fingerprint

bp = Blueprint("operator", __name__, url_prefix="/operator")

PURPOSE = "operator"
LINK_LASTS = timedelta(minutes=10)
OPEN_S = 1_800
COOKIE = "operator"
DECISIONS = ("again", "discard")


@bp.get("/<ticket>")
def arrive(ticket: str) -> Response:
    """Show the button that uses the link: what only looks at an address must not."""
    return make_response(render_template("operator/enter.html", ticket=ticket))


@bp.post("/enter")
def enter() -> Response:
    """Use the link, once, and bind this browser."""
    require_our_page()
    try:
        tickets().spend(PURPOSE, request.form.get("ticket", "")[:1000])
    except SpentTicketError:
        return _closed()
    _operating().entered()
    response = redirect(url_for("operator.jobs"), 303)
    kept = _sealer().encrypt_at_time(json.dumps([_agent()]).encode(), _now_s()).decode()
    set_cookie(response, COOKIE, kept, lifetime_s=OPEN_S)
    return response


@bp.get("/jobs/")
def jobs() -> Response:
    """Show what is not done, what was given up first."""
    bound = _bound()
    if bound is None:
        return _closed()
    found = _operating().work()
    work = [(tenant, [(one, _why(one.error)) for one in lines]) for tenant, lines in found]
    page = render_template(
        "operator/jobs.html", work=work, pressed=_press(bound), done=request.args.get("done", "")
    )
    return make_response(page)


@bp.post("/jobs/<decision>")
def decide(decision: str) -> Response:
    """Try a parked job again, or give it up."""
    require_our_page()
    bound, sent = _bound(), request.form
    pressed = bound is not None and hmac.compare_digest(_press(bound), sent.get("pressed", ""))
    if not pressed or decision not in DECISIONS:
        return _closed()
    tenant, job = TenantId(sent.get("tenant", "")), JobId(sent.get("job", ""))
    act = _operating().try_again if decision == "again" else _operating().discard
    done = decision if act(tenant, job) else "nothing"
    return redirect(url_for("operator.jobs", done=done), 303)


@bp.post("/leave")
def leave() -> Response:
    """Let this browser go."""
    require_our_page()
    response = _closed()
    set_cookie(response, COOKIE, "", lifetime_s=0)
    return response


def _operating() -> Operating:
    found = web().operating
    if found is None:
        raise SpentTicketError
    return found


def _why(error: str | None) -> str:
    return advice_on(error) if error else ""


def _bound() -> str | None:
    """Return what this browser was given when it used a link; None for any other, or too late."""
    sealed = sent_cookies(request.cookies).get(COOKIE, "")
    try:
        opened = json.loads(_sealer().decrypt_at_time(sealed, OPEN_S, _now_s()))
    except InvalidToken:
        return None
    return sealed if opened == [_agent()] else None


def _press(bound: str) -> str:
    """Return what only a page that this browser was shown can send."""
    return fingerprint(f"operator/{bound}")


def _agent() -> str:
    return fingerprint(f"operator/{request.user_agent}")


def _closed() -> Response:
    return make_response(render_template("operator/closed.html"), 403)


def _now_s() -> int:
    return int(now().timestamp())


def _sealer() -> Fernet:
    key = hashlib.sha256(b"operator's page" + web().signing_key).digest()
    return Fernet(base64.urlsafe_b64encode(key))
