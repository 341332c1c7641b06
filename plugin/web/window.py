"""Leaving the frame: the same visit's person, in a window of its own.

The window does not see the frame's cookies, so a one-time ticket opens a visit of its own there.
"""

import re

from flask import Blueprint, current_app, request
from werkzeug import Response

from plugin.web.answers import sent_to
from plugin.web.cookies import set_cookie
from plugin.web.current import actor_of, web
from plugin.web.errors import VisitLapsedError
from plugin.web.rendering import tickets
from plugin.web.visits import GUEST, LIFETIME, Browser, Opened, Visits, cookie_name

bp = Blueprint("window", __name__)
PURPOSE = "window"
_WITHIN = re.compile(r"(?:[A-Za-z0-9_-]+(?:/(?!$)|/?$))*")


@bp.post("/window")
def open_window() -> Response:
    """Open a visit for the person of the ticket, and show the page that was asked for.

    Raises:
        SpentTicketError, VisitLapsedError.

    """
    handle_hash = tickets().spend(PURPOSE, request.form.get("ticket", ""))
    visits = Visits(store=web().store, clock=web().clock)
    visit = web().store.visit(handle_hash)
    if visit is None or not visits.is_open(visit):
        raise VisitLapsedError
    actor = actor_of(visit)
    host = GUEST if visit.guest_of else "lms"
    browser = Browser(str(request.user_agent), takes_cookies=True, in_frame=False, host=host)
    opened = visits.open(
        actor, browser, frame_origin=None, locale=visit.locale, admin_of=visit.admin_of
    )
    return enter(opened, to=request.form.get("to", ""))


def enter(opened: Opened, *, to: str = "") -> Response:
    """Return the redirect into a new visit, with its cookie.

    Args:
        opened: the visit.
        to: path within the visit; anything that is not plainly one leads to its home page.

    """
    home = f"/l/{opened.handle}/"
    response = sent_to(home + (to if to and is_page(home, to) else ""), 303)
    if opened.secret is not None:
        lifetime_s = int(LIFETIME.total_seconds())
        set_cookie(response, cookie_name(opened.visit), opened.secret, lifetime_s=lifetime_s)
    return response


def is_page(home: str, path: str) -> bool:
    """Whether `path` is a page below `home`, and not a way to somewhere else."""
    pages = current_app.url_map.bind("")
    return bool(_WITHIN.fullmatch(path)) and pages.test(home + path, method="GET")
