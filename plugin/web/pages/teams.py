"""The tab in Teams, Outlook and Microsoft 365: one person's own pages, in every course at once."""

from datetime import UTC, datetime

from flask import Blueprint
from marshmallow import fields, validate
from werkzeug.wrappers import Response

from plugin.mentoring.hours import WeekHours
from plugin.mentoring.people import Person
from plugin.mentoring.relationship import RelationshipId, RelationshipState
from plugin.mentoring.session import SessionId, SessionState
from plugin.ports.reads import OwnFacts
from plugin.services.taking_back import HOURS as HOURS_CHANGED
from plugin.web.current import actor, now, remember_viewer, services, viewer, visit
from plugin.web.forms import Form, FormSchema, at_most, read_form, read_sent
from plugin.web.pages.profile import HOURS
from plugin.web.pages.show import page, then
from plugin.web.pages.waiting import Wish, rows
from plugin.web.texts import gettext as _
from plugin.web.texts import ngettext
from plugin.web.times import short_weekday, weekday

bp = Blueprint("teams", __name__, url_prefix="/teams")
MOST_PROMISED = 3


class HoursForm(FormSchema):
    """Hours that were ticked, as in a profile."""

    hours = fields.List(fields.String(), load_default=(), validate=validate.Length(max=336))


class ChatForm(FormSchema):
    """The relationship that a chat is said to belong to."""

    relationship = fields.String(required=True, validate=at_most(100))


@bp.get("/")
def people() -> Response:
    """Show who waits for what, and what comes next."""
    facts, waiting = services().tabs.people(actor=actor())
    remember_viewer(facts.person)
    shown = rows(facts.lines, viewer=viewer().person_id, waiting=waiting)
    following = sorted(
        (row for row in shown if row.line.next),
        key=lambda row: row.line.next.session.span.starts_at if row.line.next else now(),
    )
    promised = ((one, row) for row in shown for one in row.promises)
    return page(
        "teams/people.html",
        facts=facts,
        rows=shown,
        ended=[x for x in facts.lines if x.state is RelationshipState.ENDED],
        following=following,
        asked=services().mentor_requests.waiting(actor=actor()),
        promised=sorted(promised, key=lambda pair: pair[0].due_on)[:MOST_PROMISED],
        lead=_lead(facts, waiting=sum(1 for row in shown if row.since)),
        Wish=Wish,
    )


@bp.get("/sessions")
def sessions() -> Response:
    """Show the person's sessions to come, of every course."""
    facts, coming = services().tabs.sessions(actor=actor())
    remember_viewer(facts.person)
    planned = [one for one in coming if one.session.state is SessionState.PLANNED]
    others = {one.session.session_id: _others(one.line.people) for one in planned}
    going_on = [x for x in facts.lines if x.state is not RelationshipState.ENDED]
    return page("teams/sessions.html", coming=planned, others=others, lines=going_on)


@bp.get("/sessions/<session_id>")
def session(session_id: str) -> Response:
    """Lead to the page of a session's people; a link from outside says only its key."""
    found = services().sessions.of(SessionId(session_id), actor=actor())
    return then("relationships.show", relationship_id=found.relationship_id)


@bp.get("/in-course")
def in_course() -> Response:
    """Say where the thing is that a notice was about: the tab is outside any course."""
    return page("teams/in_course.html")


@bp.get("/hours")
def hours() -> Response:
    """Show the person's usual hours as a week."""
    mine = services().tabs.hours(actor=actor())
    return _hours(Form.filled({"hours": [f"{day}-{cell}" for day, cell in mine.cells]}))


@bp.post("/hours")
def keep_hours() -> Response:
    """Keep the hours in every profile of the person."""
    form = read_form(HoursForm())
    if not form.ok:
        return _hours(form, status=422)
    cells = form.data["hours"]
    text = " ".join(f"{cell} {_next_half(cell)}" for cell in cells)
    services().tabs.keep_hours(WeekHours.read(text), actor=actor())
    return then("teams.hours", "hours", undo=f"{HOURS_CHANGED}:own")


@bp.get("/chat")
def chat() -> Response:
    """Show the page of the chat's people to its members; let a member say whose chat it is."""
    found = services().tabs.of_chat(visit().thread, actor=actor())
    if found is not None:
        return then("relationships.show", relationship_id=found.relationship_id)
    facts = services().tabs.own(actor=actor())
    remember_viewer(facts.person)
    lines = [one for one in facts.lines if one.state is not RelationshipState.ENDED]
    lines = lines if visit().thread else []
    return page("teams/chat.html", lines=lines, others=_others)


@bp.post("/chat")
def bind_chat() -> Response:
    """Say which relationship this chat belongs to."""
    said = read_sent(ChatForm())
    key = RelationshipId(said["relationship"])
    services().tabs.bind_chat(visit().thread, key, actor=actor())
    return then("relationships.show", "chat", relationship_id=key)


def _hours(form: Form, *, status: int = 200) -> Response:
    return page("teams/hours.html", status=status, form=form, hours=HOURS, days=_days())


def _days() -> list[tuple[str, str]]:
    """Return the names of the days, Monday first, short and long."""
    week = (datetime(2026, 11, 23 + day, tzinfo=UTC) for day in range(7))
    return [(short_weekday(one, "UTC"), weekday(one, "UTC")) for one in week]


def _next_half(cell: str) -> str:
    day, _dash, half = cell.partition("-")
    return f"{day}-{int(half) + 1}" if half.isdecimal() and len(half) <= len("47") else ""


def _others(who: tuple[Person, ...]) -> list[Person]:
    return [one for one in who if one.person_id != viewer().person_id]


def _lead(facts: OwnFacts, *, waiting: int) -> str:
    if not facts.lines:
        return _("Your mentees and circles appear here.")
    if not waiting:
        return _("Nobody waits for you.")
    return ngettext("One waits for you.", "%(num)s wait for you.", waiting)
