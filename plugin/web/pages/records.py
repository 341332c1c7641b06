"""The page of one session: its topics before, what is written about it after."""

from typing import Any

from babel.dates import format_timedelta
from flask import Blueprint
from marshmallow import fields
from werkzeug.wrappers import Response

from plugin.mentoring.notes import LONGEST_NOTE, NoteKind
from plugin.mentoring.people import PersonId
from plugin.mentoring.questions import Bank
from plugin.mentoring.session import SessionId
from plugin.services.records import SessionPage
from plugin.services.ways import SessionWays
from plugin.web.bank_words import texts
from plugin.web.current import actor, remember_viewer, services, viewer_zone
from plugin.web.forms import FormSchema, at_most, one_of, read_sent
from plugin.web.languages import locale
from plugin.web.names import names
from plugin.web.pages.promises import promise_rows, suggested_day
from plugin.web.pages.show import page, then
from plugin.web.pages.talk_words import evidence_words, kind_words
from plugin.web.pages.ways import place_words
from plugin.web.texts import gettext as _

bp = Blueprint("records", __name__, url_prefix="/sessions/<session_id>")


class NoteForm(FormSchema):
    """A new piece of writing; thanks belong to the relationship and are written there."""

    kind = fields.String(
        load_default=NoteKind.RECORD,
        validate=one_of(sorted(set(NoteKind) - {NoteKind.THANKS})),
    )
    body = fields.String(load_default="", validate=at_most(LONGEST_NOTE))


class HeldForm(FormSchema):
    """A member's word: "yes" or "no"."""

    held = fields.String(required=True, validate=one_of(("yes", "no")))


@bp.get("/")
def show(session_id: str) -> Response:
    """Show a session to its members."""
    facts = services().records.page(SessionId(session_id), actor=actor())
    remember_viewer(facts.people.get(actor().person_id))
    place = {} if facts.over else place_words(_place(session_id))
    return page("records/show.html", page=facts, **_words(facts), **place)


@bp.post("/notes")
def write(session_id: str) -> Response:
    """Keep a new note."""
    said = read_sent(NoteForm())
    kind = NoteKind(said["kind"])
    services().records.write(SessionId(session_id), kind, said["body"], actor=actor())
    return then("records.show", "noted" if said["body"] else "", session_id=session_id)


@bp.post("/held")
def held(session_id: str) -> Response:
    """Keep the member's word on whether it took place."""
    yes = read_sent(HeldForm())["held"] == "yes"
    services().records.say_held(SessionId(session_id), yes, actor=actor())
    return then("records.show", "said", session_id=session_id)


def _place(session_id: str) -> SessionWays:
    return services().ways.of_session(SessionId(session_id), actor=actor())


def _words(facts: SessionPage) -> dict[str, Any]:
    me, people = actor().person_id, facts.people
    members = [people[one.person_id] for one in facts.relationship.members]
    partners = [one for one in members if one.person_id != me]
    first = people.get(me)
    return {
        "me": first,
        "members": members,
        "partners": partners,
        "others": [(one.given, one.zone) for one in partners],
        "names": names(partners),
        "kinds": kind_words(partners),
        "held_words": evidence_words(facts.evidence, people, me),
        "my_word": _my_word(facts, me),
        "notes": {kind: [x for x in facts.notes if x.kind is kind] for kind in NoteKind},
        "promises": promise_rows(facts.promises, people, me),
        "due": suggested_day(facts.session.span.ends_at, viewer_zone()),
        "choices": [(me, _("I do")), *((one.person_id, one.given) for one in partners)],
        "privacy": texts(facts.items, Bank.PRIVACY),
        "listening": texts(facts.items, Bank.LISTENING),
        **_after(facts, me),
    }


def _after(facts: SessionPage, me: PersonId) -> dict[str, Any]:
    """Return the member's own feedback with how soon it came, and what others show them."""
    mine = next((one for one in facts.feedback if one.person_id == me), None)
    took = mine.took(facts.session.span.ends_at) if mine else None
    return {
        "mine": mine,
        "took": format_timedelta(took, locale=locale()) if took is not None else "",
        "shown": [one for one in facts.feedback if one.person_id != me and (one.good or one.other)],
    }


def _my_word(facts: SessionPage, me: PersonId) -> str:
    return "yes" if me in facts.evidence.yes else "no" if me in facts.evidence.no else ""
