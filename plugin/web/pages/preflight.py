"""What Microsoft 365 lets the tool do, for whoever prepares a course; tried while one waits."""

from flask import Blueprint
from werkzeug.wrappers import Response

from plugin.ports.preflight import Finding, Standing, level_of
from plugin.web.current import actor, services
from plugin.web.pages.show import page
from plugin.web.preflight_words import words_of
from plugin.web.texts import gettext as _

bp = Blueprint("preflight", __name__, url_prefix="/microsoft")
MARKS = {
    Standing.OK: ("ok", "check"),
    Standing.NOT_SET: ("", "info"),
    Standing.UNKNOWN: ("wait", "wait"),
    Standing.MISSING: ("wait", "lock"),
    Standing.REFUSED: ("bad", "warn"),
}


@bp.get("/")
def show() -> Response:
    """Show what was found."""
    found = services().preflights.look(actor=actor())
    return page(
        "preflight/show.html",
        level=level_of(found or ()),
        lines=[_line(one) for one in found or ()],
        connected=found is not None,
    )


def _line(one: Finding) -> dict[str, object]:
    title, said, then = words_of(one)
    kind, drawn = MARKS[one.standing]
    open_still = one.standing is not Standing.OK
    return {
        "title": _(title),
        "said": _(said),
        "then": _(then) if then else "",
        "kind": kind,
        "drawn": drawn,
        "level": one.level,
        "link": one.link if open_still else None,
        "fix": one.fix if open_still else (),
        "code": one.code,
    }
