"""Several sessions at once, looked at before they are planned."""

from datetime import datetime
from typing import Any

from flask import Blueprint, request
from marshmallow import fields
from werkzeug.wrappers import Response

from plugin.mentoring.cadence import MOST_IN_A_SERIES
from plugin.mentoring.errors import ClockGapError
from plugin.mentoring.session import SessionId
from plugin.mentoring.spans import from_wall_clock, on_wall_clock
from plugin.services.series import Turn
from plugin.web.current import actor, services, viewer_zone
from plugin.web.forms import FormSchema, between, read_sent, version
from plugin.web.pages.show import page, then
from plugin.web.texts import gettext as _
from plugin.web.texts import ngettext

bp = Blueprint("series", __name__, url_prefix="/sessions/<session_id>/series")

USUAL = 3


class CountForm(FormSchema):
    """How many more."""

    count = fields.Integer(required=True, validate=between(1, MOST_IN_A_SERIES))


@bp.get("/")
def show(session_id: str) -> Response:
    """Show what the next few would come to."""
    count = min(max(request.args.get("count", USUAL, int), 1), MOST_IN_A_SERIES)
    facts = services().series.page(SessionId(session_id), count, actor=actor())
    words = {
        Turn.TAKEN: _("Does not suit everybody"),
        Turn.PASSED: _("Has passed"),
        Turn.AFTER_END: _("After the end of the programme"),
    }
    counts = [(n, ngettext("One more", "%(num)s more", n)) for n in range(1, MOST_IN_A_SERIES + 1)]
    return page(
        "sessions/series.html", page=facts, count=count, counts=counts, words=words,
        zone=viewer_zone(),
    )  # fmt: skip


class MoveForm(FormSchema):
    """When the session is to be, on the sender's clock; those that follow keep their distance."""

    version = version()
    date = fields.Date(required=True)
    time = fields.Time(required=True, format="%H:%M")


class EndForm(FormSchema):
    """The version of the session on the sender's page."""

    version = version()


@bp.get("/following")
def following(session_id: str) -> Response:
    """Show what would change with the session."""
    return _following(session_id, {})


@bp.post("/following/move")
def move_following(session_id: str) -> Response:
    """Put the session and all that follow at another time; a time the clocks skip is asked anew."""
    said = read_sent(MoveForm())
    wall = datetime.combine(said["date"], said["time"])
    try:
        start = from_wall_clock(wall, viewer_zone())
    except ClockGapError as gap:
        return _following(session_id, {"gap": gap, "wall": wall}, status=422)
    session = services().series.move_following(
        SessionId(session_id), start, version=said["version"], actor=actor()
    )
    return then("relationships.show", "changed", relationship_id=session.relationship_id)


@bp.post("/following/cancel")
def cancel_following(session_id: str) -> Response:
    """Call the session off and all that follow."""
    said = read_sent(EndForm())
    session = services().series.cancel_following(
        SessionId(session_id), version=said["version"], actor=actor()
    )
    return then("relationships.show", "cancelled", relationship_id=session.relationship_id)


def _following(session_id: str, problem: dict[str, Any], *, status: int = 200) -> Response:
    many = services().series.following(SessionId(session_id), actor=actor())
    start = on_wall_clock(many[0].span.starts_at, viewer_zone())
    return page(
        "sessions/following.html", status=status, session=many[0], many=many, start=start,
        zone=viewer_zone(), **problem,
    )  # fmt: skip


@bp.post("/")
def make(session_id: str) -> Response:
    """Plan those that suit everybody."""
    count = read_sent(CountForm())["count"]
    facts = services().series.make(SessionId(session_id), count, actor=actor())
    return then("relationships.show", "booked", relationship_id=facts.session.relationship_id)
