"""Beside a meeting in Teams: topics, questions, promises and a page of one's own, and no way out.

Whatever is kept here leads back to the panel, so that nobody loses the meeting over it.
"""

from flask import Blueprint
from marshmallow import fields, validate
from werkzeug.wrappers import Response

from plugin.mentoring.notes import LONGEST_NOTE, NoteKind
from plugin.mentoring.people import PersonId
from plugin.mentoring.promises import LONGEST_PROMISE, PromiseId, PromiseState
from plugin.mentoring.session import SessionId
from plugin.ports.errors import ConflictError
from plugin.services.together import name_of
from plugin.web.bank_words import text_of
from plugin.web.current import actor, page_url, remember_viewer, services, viewer_zone, visit
from plugin.web.forms import FormSchema, at_most, day, one_of, read_sent, version
from plugin.web.pages.promises import promise_rows, suggested_day
from plugin.web.pages.sessions import both_agendas
from plugin.web.pages.show import page, then
from plugin.web.texts import gettext as _

bp = Blueprint("panel", __name__, url_prefix="/teams/meeting")
QUESTIONS = 2
MOST_PROMISES = 8


class AgendaForm(FormSchema):
    """The topics as the sender's page had them."""

    session = fields.String(required=True, validate=at_most(100))
    version = version()
    agenda = fields.String(load_default="", validate=at_most(4000))


class JottingForm(FormSchema):
    """Words for oneself."""

    session = fields.String(required=True, validate=at_most(100))
    body = fields.String(load_default="", validate=at_most(LONGEST_NOTE))


class PromiseForm(FormSchema):
    """Who does what by when."""

    session = fields.String(required=True, validate=at_most(100))
    text = fields.String(required=True, validate=validate.Length(min=1, max=LONGEST_PROMISE))
    due_on = day(required=True)
    owner = fields.String(required=True, validate=at_most(100))


class SettleForm(FormSchema):
    """How a promise stands now."""

    version = version()
    state = fields.String(load_default=PromiseState.DONE, validate=one_of(tuple(PromiseState)))


@bp.get("/")
def show() -> Response:
    """Show, beside the meeting, what its people need there."""
    found = services().tabs.of_meeting(visit().thread, actor=actor())
    if found is None:
        return page("teams/no_meeting.html")
    facts = services().records.page(found.session_id, actor=actor())
    ours = services().relationships.page(found.relationship_id, actor=actor())
    bank = services().together.page(found.relationship_id, actor=actor())
    me = actor().person_id
    remember_viewer(facts.people.get(me))
    partners = [one for one in ours.people if one.person_id != me]
    rows = promise_rows(ours.promises, facts.people, me)
    return page(
        "teams/meeting.html",
        page=facts,
        session=facts.session,
        title=ours.relationship.title,
        partners=partners,
        open=ours.between.exchanges,
        questions=[(name_of(x), text_of(x)) for x in bank.offered[:QUESTIONS]],
        promises=rows[:MOST_PROMISES],
        jottings=[x for x in facts.notes if x.kind is NoteKind.JOTTING and x.author == me],
        due=suggested_day(facts.session.span.ends_at, viewer_zone()),
        choices=[(me, _("I do")), *((one.person_id, one.given) for one in partners)],
        me=me,
    )


@bp.post("/")
def write_agenda() -> Response:
    """Keep the topics; of two who wrote at once, show both texts."""
    said = read_sent(AgendaForm())
    key = SessionId(said["session"])
    words = said["agenda"]
    try:
        services().sessions.write_agenda(key, words, version=said["version"], actor=actor())
    except ConflictError:
        return both_agendas(
            key,
            words,
            action=page_url("panel.write_agenda"),
            back=page_url("panel.show"),
            session=key,
        )
    return then("panel.show", "agenda")


@bp.post("/jotting")
def jot() -> Response:
    """Keep words that only their writer reads."""
    said = read_sent(JottingForm())
    key = SessionId(said["session"])
    services().records.write(key, NoteKind.JOTTING, said["body"], actor=actor())
    return then("panel.show", "noted" if said["body"] else "")


@bp.post("/promises")
def promise() -> Response:
    """Write down who does what by when."""
    said = read_sent(PromiseForm())
    session = services().sessions.of(SessionId(said["session"]), actor=actor())
    services().promises.make(
        session.relationship_id,
        said["text"],
        due_on=said["due_on"],
        owner=PersonId(said["owner"]),
        session_id=session.session_id,
        actor=actor(),
    )
    return then("panel.show", "promised")


@bp.post("/promises/<promise_id>")
def settle(promise_id: str) -> Response:
    """Say that it is done, or take it up again."""
    said = read_sent(SettleForm())
    kept = services().promises.settle(
        PromiseId(promise_id), PromiseState(said["state"]), version=said["version"], actor=actor()
    )
    return then("panel.show", f"promise-{kept.state.name.lower()}")
