"""A time that somebody names, by date and clock: also beyond the weeks that the grid shows.

Twice a year a wall clock skips an hour or shows one two times. What was skipped is refused with the
nearest times that exist; of two equal times, one is asked for.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from flask import Blueprint, request
from marshmallow import fields
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from plugin.mentoring.drop_in import DropInId
from plugin.mentoring.errors import ClockGapError, SlotPassedError
from plugin.mentoring.relationship import RelationshipId
from plugin.mentoring.session import SessionId
from plugin.mentoring.spans import Span, from_wall_clock, happens_twice, on_wall_clock
from plugin.mentoring.time_proposal import TimeProposalId, TimeProposalState
from plugin.services.free_time import Exact
from plugin.web.current import actor, services, viewer_zone
from plugin.web.forms import REASONABLE, FormSchema, read_sent
from plugin.web.pages.show import form_page, then
from plugin.web.times import MINUS

bp = Blueprint("exact_times", __name__)


@dataclass(frozen=True, slots=True)
class Choice:
    """One moment that may be meant.

    Attributes:
        exact: what is known of it; None where it has passed.
        clock: "CET" or "UTC+1", where the wall clock alone does not tell which one it is.

    """

    span: Span
    exact: Exact | None
    clock: str = ""


class TakeForm(FormSchema):
    """The moment that is taken."""

    start = fields.AwareDateTime(required=True, default_timezone=UTC, validate=REASONABLE)


@bp.get("/relationships/<relationship_id>/times/exact")
def show(relationship_id: str) -> Response:
    """Show a named time on everybody's clock before anything is booked."""
    moving = request.args.get("moving") or None
    wall = _wall(request.args.get("date", ""), request.args.get("time", ""))
    moments, problem = _moments(wall)
    choices = [_choice(relationship_id, at, moving, twice=problem == "twice") for at in moments]
    facts = services().relationships.page(RelationshipId(relationship_id), actor=actor())
    others = [one for one in facts.people if one.person_id != actor().person_id]
    return form_page(
        facts.relationship,
        "times/exact.html",
        status=422 if problem in ("unread", "gap") else 200,
        relationship_id=relationship_id,
        moving=moving,
        late=any(one.exact.late for one in choices if one.exact),
        wall=wall,
        date=wall.date().isoformat() if wall else "",
        time=request.args.get("time", ""),
        problem=problem,
        choices=choices,
        zone=viewer_zone(),
        others=[(one.given, one.zone) for one in others],
    )


@bp.post("/relationships/<relationship_id>/times/drop-in/<drop_in_id>")
def take(relationship_id: str, drop_in_id: str) -> Response:
    """Take a time at an open door."""
    start = read_sent(TakeForm())["start"]
    services().open_times.take(
        RelationshipId(relationship_id), DropInId(drop_in_id), start, actor=actor()
    )
    return then("relationships.show", "booked", relationship_id=relationship_id)


@bp.post("/suggestions/<key>/<word>")
def decide(key: str, word: str) -> Response:
    """Take, decline or withdraw a suggested time."""
    state = _WORDS.get(word)
    if state is None:
        raise NotFound
    session = services().open_times.decide(TimeProposalId(key), state, actor=actor())
    done = "changed" if state is TimeProposalState.TAKEN else "saved"
    return then("relationships.show", done, relationship_id=session.relationship_id)


def _wall(day: str, clock: str) -> datetime | None:
    """Return what was typed, as the wall clock shows it; None for what is no date and time."""
    try:
        return datetime.combine(date.fromisoformat(day), time.fromisoformat(clock[:5]))
    except ValueError:
        return None


def _moments(wall: datetime | None) -> tuple[list[datetime], str]:
    """Return the moments that may be meant, the likeliest first, and what is the matter."""
    zone = viewer_zone()
    if wall is None or not 2000 <= wall.year < 3000:
        return [], "unread"
    try:
        first = from_wall_clock(wall, zone)
    except ClockGapError as gap:
        return [from_wall_clock(near, zone) for near in (gap.before, gap.after)], "gap"
    if happens_twice(wall, zone):
        return [first, from_wall_clock(wall.replace(fold=1), zone)], "twice"
    return [first], ""


def _choice(relationship_id: str, at: datetime, moving: str | None, *, twice: bool) -> Choice:
    clock = _offset(at) if twice else ""
    try:
        exact = services().free_time.exact(
            RelationshipId(relationship_id),
            at,
            actor=actor(),
            moving=SessionId(moving) if moving else None,
        )
    except SlotPassedError:
        return Choice(Span(at, at), None, clock)
    return Choice(exact.span, exact, clock)


def _offset(at: datetime) -> str:
    """Return "UTC+2": two equal times differ in it and in nothing else."""
    ahead = on_wall_clock(at, viewer_zone()).utcoffset() or timedelta()
    minutes = int(ahead.total_seconds() // 60)
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes >= 0 else MINUS}{hours}" + (f":{rest:02}" if rest else "")


_WORDS = {
    "take": TimeProposalState.TAKEN,
    "decline": TimeProposalState.DECLINED,
    "withdraw": TimeProposalState.WITHDRAWN,
}
