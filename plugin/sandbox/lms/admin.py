"""The administrator's page of tools: register one by its address, activate it."""

from dataclasses import replace
from secrets import token_urlsafe
from urllib.parse import urlencode, urlsplit

from flask import Blueprint, abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from plugin.sandbox.lms import names
from plugin.sandbox.lms.current import lms, visitor
from plugin.sandbox.lms.registration import invite
from plugin.sandbox.lms.seed import PERSON_CLAIMS
from plugin.sandbox.lms.tools import Tool, all_tools, find_tool

bp = Blueprint("admin", __name__, url_prefix="/admin")
ADDRESSES = {"launch": "Tool URL", "login": "Initiate login URL", "keys": "Public keyset"}
"""By the names of their fields."""


@bp.before_request
def _only_administrators() -> None:
    if not visitor().is_lms_admin:
        abort(403)


@bp.get("/tools")
def tools() -> ResponseReturnValue:
    """Show every tool, with a field for one more."""
    return _page()


@bp.post("/tools/register")
def register() -> ResponseReturnValue:
    """Open the tool's registration page in a frame, with an invitation of ours."""
    pasted = request.form.get("url", "").strip()
    parts = urlsplit(pasted)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        problem = "This is not a web address."
        return _page(problem), 400
    asked = {
        "openid_configuration": lms().url("/.well-known/openid-configuration"),
        "registration_token": invite(lms()),
    }
    g.framed_origin = f"{parts.scheme}://{parts.netloc}"
    address = f"{pasted}{'&' if parts.query else '?'}{urlencode(asked)}"
    return render_template("register.html", address=address)


@bp.post("/tools/enter")
def enter() -> ResponseReturnValue:
    """Take the values of a tool by hand; it is on at once, and the page shows what it needs."""
    said = {name: request.form.get(name, "").strip() for name in ("name", *ADDRESSES)}
    if not all(urlsplit(said[name]).netloc for name in ADDRESSES):
        return _page(by_hand="Every field but the last needs a value."), 400
    lines = (line.partition("=") for line in request.form.get("custom", "").splitlines())
    launch_url = said["launch"]
    tool = Tool(
        client_id=f"by-hand-{token_urlsafe(8)}",
        deployment_id=str(len(all_tools(lms().state)) + 1),
        name=said["name"] or "A tool",
        login_url=said["login"],
        target_link_uri=launch_url,
        redirect_uris=[launch_url],
        jwks_url=said["keys"],
        deep_link_url=launch_url,
        scopes=list(names.SCOPES),
        claims=list(PERSON_CLAIMS),
        custom={name.strip(): value.strip() for name, _, value in lines if name.strip()},
        active=True,
    )
    tool.save(lms().state)
    return redirect(url_for("admin.tools"))


@bp.post("/tools/<client_id>/activate")
def activate(client_id: str) -> ResponseReturnValue:
    """Let people use the tool, or stop it."""
    tool = find_tool(lms().state, client_id) or abort(404)
    replace(tool, active=request.form.get("active") == "yes").save(lms().state)
    return redirect(url_for("admin.tools"))


def _page(problem: str = "", by_hand: str = "") -> str:
    running = lms()
    ours = {
        "Platform ID": running.issuer,
        "Authentication request URL": running.url("/lti/authorize"),
        "Access token URL": running.url("/lti/token"),
        "Public keyset URL": running.url("/lti/jwks"),
    }
    return render_template(
        "tools.html",
        tools=all_tools(running.state),
        problem=problem,
        by_hand=by_hand,
        addresses=ADDRESSES,
        ours=ours,
    )
