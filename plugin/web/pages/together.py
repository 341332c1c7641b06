"""Questions for one another, what is in common, thanks, and introductions."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint
from marshmallow import fields
from werkzeug.wrappers import Response

from plugin.mentoring.introductions import IntroductionId
from plugin.mentoring.people import PersonId
from plugin.mentoring.questions import LONGEST_ANSWER, Bank, Item
from plugin.mentoring.relationship import RelationshipId
from plugin.services.together import LONGEST_WHO, TogetherPage, name_of
from plugin.web.bank_words import packs, text_of, texts
from plugin.web.current import actor, remember_viewer, services
from plugin.web.forms import FormSchema, at_most, one_of, read_sent
from plugin.web.pages.show import page, then

bp = Blueprint("together", __name__)


class KeyForm(FormSchema):
    """A question from a bank."""

    key = fields.String(required=True, validate=at_most(200))


class AnswerForm(KeyForm):
    """An answer; it may be left out."""

    answer = fields.String(load_default="", validate=at_most(LONGEST_ANSWER))
    shared = fields.Boolean(load_default=False)


class ThanksForm(FormSchema):
    """What somebody is thanked for."""

    body = fields.String(required=True, validate=at_most(1000))


class IntroductionForm(FormSchema):
    """A third person, and to whom."""

    who = fields.String(required=True, validate=at_most(LONGEST_WHO))
    contact = fields.String(required=True, validate=at_most(LONGEST_WHO))
    to = fields.String(required=True)


class WordForm(FormSchema):
    """Yes or no."""

    word = fields.String(required=True, validate=one_of(("yes", "no")))


@bp.get("/relationships/<relationship_id>/together/")
def show(relationship_id: str) -> Response:
    """Show what members ask and give one another."""
    facts = services().together.page(RelationshipId(relationship_id), actor=actor())
    me = actor().person_id
    remember_viewer(facts.people.get(me))
    return page("together/show.html", page=facts, me=me, **_words(facts))


@bp.post("/relationships/<relationship_id>/together/take")
def take(relationship_id: str) -> Response:
    """Take a question for the two or eight of us."""
    key = read_sent(KeyForm())["key"]
    services().together.take(RelationshipId(relationship_id), key, actor=actor())
    return then("together.show", relationship_id=relationship_id)


@bp.post("/relationships/<relationship_id>/together/answer")
def answer(relationship_id: str) -> Response:
    """Keep one's own answer."""
    said = read_sent(AnswerForm())
    services().together.answer(
        RelationshipId(relationship_id),
        said["key"],
        said["answer"],
        shared=said["shared"],
        actor=actor(),
    )
    return then("together.show", "noted", relationship_id=relationship_id)


@bp.post("/relationships/<relationship_id>/thanks")
def thank(relationship_id: str) -> Response:
    """Keep a recognition."""
    body = read_sent(ThanksForm())["body"]
    services().records.thank(RelationshipId(relationship_id), body, actor=actor())
    return then("together.show", "thanked", relationship_id=relationship_id)


@bp.post("/relationships/<relationship_id>/introductions")
def introduce(relationship_id: str) -> Response:
    """Offer to introduce a third person."""
    said = read_sent(IntroductionForm())
    services().together.introduce(
        RelationshipId(relationship_id),
        said["who"],
        said["contact"],
        to=PersonId(said["to"]),
        actor=actor(),
    )
    return then("together.show", "offered", relationship_id=relationship_id)


@bp.post("/introductions/<introduction_id>")
def agree(introduction_id: str) -> Response:
    """Say yes or no to an introduction."""
    yes = read_sent(WordForm())["word"] == "yes"
    made = services().together.agree(IntroductionId(introduction_id), yes, actor=actor())
    return then("together.show", "noted", relationship_id=made.relationship_id)


def _words(facts: TogetherPage) -> dict[str, Any]:
    known = {name_of(item): item for item in facts.items}
    me = actor().person_id
    return {
        "offers": [
            (bank, [(name_of(x), text_of(x)) for x in facts.offered if x.bank is bank])
            for bank in (Bank.ICE_BREAKERS, Bank.DEEPENING)
        ],
        "asked": [(one.key, _question(one.key, one.text, known)) for one in reversed(facts.asked)],
        "packs": packs(facts.items),
        "listening": texts(facts.items, Bank.LISTENING),
        "partners": [facts.people[who] for who in facts.relationship.partners_of(me)],
    }


def _question(key: str, own: str | None, known: Mapping[str, Item]) -> str:
    """Return a question's words as they were when it was taken, or ours in this language."""
    if own:
        return own
    bank, _dot, name = key.partition(".")
    return text_of(known.get(key, Item(Bank(bank), name)))
