"""The LMS as a Flask application."""

from datetime import UTC, datetime
from pathlib import Path

from flask import Flask, Response, g, render_template
from werkzeug.exceptions import HTTPException

from plugin.sandbox.control import Control, install_control
from plugin.sandbox.faults import Faults
from plugin.sandbox.lms import (
    admin,
    deep_linking,
    grades,
    groups,
    lms_control,
    notices,
    oidc,
    pages,
    registration,
    roster,
)
from plugin.sandbox.lms.current import EXTENSION, Clock, Lms, lms, signed_in, system_clock
from plugin.sandbox.lms.habits_bad import BAD_HABITS
from plugin.sandbox.lms.habits_table import HABITS
from plugin.sandbox.lms.seed import known_tool, seed, seeded
from plugin.sandbox.lms.state import State
from plugin.sandbox.lms.switches import SWITCHES
from plugin.sandbox.lms.tools import all_tools
from plugin.sandbox.people import COURSES

_MODULES = (
    pages,
    admin,
    oidc,
    deep_linking,
    registration,
    roster,
    grades,
    groups,
    notices,
    lms_control,
)


def create_lms(
    *, base_url: str, tool_url: str, state_dir: Path, clock: Clock = system_clock
) -> Flask:
    """Return the pretend LMS.

    Args:
        base_url: its issuer and own address, without a slash at the end.
        tool_url: the address of the tool that is known without registration.
        state_dir: where its one SQLite file lies; begun with the seed when it is not there.
        clock: tells the time for tokens and hints.

    """
    running = Lms(
        base_url=base_url.rstrip("/"),
        tool_url=tool_url.rstrip("/"),
        state=State(Path(state_dir) / "lms.sqlite3"),
        clock=clock,
    )
    if not seeded(running):
        seed(running)
    known_tool(running.tool_url).save(running.state)
    app = Flask(__name__)
    _configure(app, running)
    for module in _MODULES:
        app.register_blueprint(module.bp)
    install_control(app, _control(running))
    return app


def _configure(app: Flask, running: Lms) -> None:
    secret = running.state.get("secret", "session")
    app.secret_key = secret["value"] if secret else None
    # Cookies do not know ports: the pretend Microsoft 365 on the same host needs another name.
    app.config.update(
        SESSION_COOKIE_NAME="northmoor_lms",
        SESSION_COOKIE_SAMESITE="Lax",
        MAX_CONTENT_LENGTH=1_000_000,
    )
    app.extensions[EXTENSION] = running
    app.context_processor(
        lambda: {
            "me": signed_in(),
            "course_titles": COURSES,
            "habits": HABITS,
            "known_by": lms_control.known_by(running),
            "bad_habits": BAD_HABITS,
            "bad_now": lms_control.bad_habits(running),
            "switches": [(switch, running.switch(switch.name)) for switch in SWITCHES],
        }
    )
    app.after_request(_guard)
    app.register_error_handler(HTTPException, _problem_page)


def _control(running: Lms) -> Control:
    return Control(
        title="Northmoor Learn",
        faults=Faults(),
        reset=lambda: seed(running),
        state=lambda: lms_control.visible_state(running),
        panels=("control_panel.html",),
    )


def _guard(response: Response) -> Response:
    """Let our pages load and frame only what they need: our own files and registered tools."""
    tools = {tool.origin for tool in all_tools(lms().state)}
    others = " ".join(sorted(tools | {g.get("framed_origin", "'self'")}))
    response.headers.setdefault(
        "Content-Security-Policy",
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; base-uri 'none';"
        f" frame-ancestors 'self'; frame-src 'self' {others}; form-action 'self' {others}",
    )
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "origin")
    response.date = datetime.fromtimestamp(lms().now_s(), UTC)
    return response


_WORDS = {
    401: ("Please sign in", "Choose who you are on the first page."),
    403: ("Not for you", "You have no part in this course, or it is for administrators only."),
    404: ("Not here", "There is nothing at this address."),
}


def _problem_page(error: HTTPException) -> tuple[str, int]:
    """Show people a page; Flask does not ask for answers that a service prepared itself."""
    code = error.code or 500
    title, words = _WORDS.get(code, (error.name, error.description or ""))
    return render_template("problem.html", title=title, words=words), code
