"""Where links in calendar entries and mails lead: a page that says how to get to one's own."""

from flask import Blueprint, make_response, render_template
from werkzeug import Response

from plugin.web.current import web

bp = Blueprint("entries", __name__)


@bp.get("/s/<session_id>")
def session(session_id: str) -> Response:
    """Send people to their course; whether such a session exists is nobody's to learn here."""
    return _page()


@bp.get("/")
def front() -> Response:
    """Say what this is to somebody who found the bare address."""
    return _page()


def _page() -> Response:
    guests = web().microsoft is not None
    return make_response(render_template("handshake/entry.html", guests=guests))
