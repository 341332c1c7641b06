"""Whose an account is: what a coordinator decides of it, and what both accounts are asked."""

from flask import Blueprint
from marshmallow import fields
from werkzeug.wrappers import Response

from plugin.mentoring.people import PersonId
from plugin.mentoring.programme import ProgrammeId
from plugin.mentoring.same_person import JoiningId
from plugin.web.current import actor, now, services
from plugin.web.forms import FormSchema, one_of, read_sent
from plugin.web.pages.overview import places
from plugin.web.pages.show import page, then

bp = Blueprint("same_person", __name__)
IN = "/programmes/<programme_id>/accounts"


class PairForm(FormSchema):
    """Two members of the course."""

    first = fields.String(required=True)
    last = fields.String(required=True)


class WordForm(FormSchema):
    """Whose account it is."""

    person = fields.String(required=True)
    word = fields.String(required=True, validate=one_of(("same", "other")))


class AnswerForm(FormSchema):
    """Whether the other account is one's own too."""

    word = fields.String(required=True, validate=one_of(("yes", "no")))


@bp.get(IN)
def show(programme_id: str) -> Response:
    """Show which accounts wait for a coordinator's word."""
    facts = services().same_person.page(ProgrammeId(programme_id), actor=actor())
    nav = places(facts.programme, here_is="roster")
    return page("roster/accounts.html", nav=nav, facts=facts, now=now())


@bp.post(f"{IN}/ask")
def ask(programme_id: str) -> Response:
    """Ask two accounts whether they are one person."""
    said = read_sent(PairForm())
    first, last = PersonId(said["first"]), PersonId(said["last"])
    services().same_person.ask(ProgrammeId(programme_id), first, last, actor=actor())
    return then("same_person.show", "accounts-asked", programme_id=programme_id)


@bp.post(f"{IN}/decide")
def decide(programme_id: str) -> Response:
    """Say whose an account is that came under another name."""
    said = read_sent(WordForm())
    services().same_person.decide(
        ProgrammeId(programme_id),
        PersonId(said["person"]),
        same=said["word"] == "same",
        actor=actor(),
    )
    return then("same_person.show", "saved", programme_id=programme_id)


@bp.get("/me/accounts")
def mine() -> Response:
    """Show what somebody is asked of their own accounts."""
    me = actor()
    return page(
        "account/accounts.html", facts=services().same_person.mine(actor=me), me=me.person_id
    )


@bp.post("/me/accounts/<joining_id>")
def answer(joining_id: str) -> Response:
    """Say yes or no; the second yes makes one of two."""
    yes = read_sent(AnswerForm())["word"] == "yes"
    said = services().same_person.answer(JoiningId(joining_id), yes=yes, actor=actor())
    return then("same_person.mine", "accounts-joined" if said.joined_at else "saved")


@bp.post("/me/accounts/<joining_id>/undo")
def undo(joining_id: str) -> Response:
    """Make two of one again."""
    services().same_person.take_back(JoiningId(joining_id), actor=actor())
    return then("same_person.mine")
