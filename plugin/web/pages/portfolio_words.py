"""A few words of a partner's for one's portfolio: asking, giving, taking back, taking along."""

from flask import Blueprint
from marshmallow import fields
from werkzeug.wrappers import Response

from plugin.mentoring.people import PersonId
from plugin.mentoring.portfolio_words import LONGEST_WORDS
from plugin.mentoring.relationship import RelationshipId
from plugin.web.current import actor, remember_viewer, services
from plugin.web.forms import FormSchema, at_most, read_sent, version
from plugin.web.pages.show import page, then

bp = Blueprint("portfolio_words", __name__, url_prefix="/relationships/<relationship_id>/words")


class PartnerForm(FormSchema):
    """The other of the two."""

    partner = fields.String(required=True)


class TextForm(PartnerForm):
    """What somebody says of whose portfolio it is."""

    text = fields.String(required=True, validate=at_most(LONGEST_WORDS))


class ReadForm(PartnerForm):
    """Which words were on the page."""

    version = version()


@bp.get("/")
def show(relationship_id: str) -> Response:
    """Show what one asked for, and what one is asked for."""
    facts = services().words_for_portfolios.page(RelationshipId(relationship_id), actor=actor())
    me = actor().person_id
    remember_viewer(facts.people.get(me))
    return page("takeaway/words.html", page=facts, me=me)


@bp.post("/ask")
def ask(relationship_id: str) -> Response:
    """Ask a partner."""
    of = PersonId(read_sent(PartnerForm())["partner"])
    services().words_for_portfolios.ask(RelationshipId(relationship_id), of=of, actor=actor())
    return then("portfolio_words.show", "words-asked", relationship_id=relationship_id)


@bp.post("/")
def give(relationship_id: str) -> Response:
    """Give words, or others in their place."""
    said = read_sent(TextForm())
    services().words_for_portfolios.give(
        RelationshipId(relationship_id), said["text"], to=PersonId(said["partner"]), actor=actor()
    )
    return then("portfolio_words.show", "words-given", relationship_id=relationship_id)


@bp.post("/no")
def decline(relationship_id: str) -> Response:
    """Give none, or take back those that are not taken yet."""
    to = PersonId(read_sent(PartnerForm())["partner"])
    services().words_for_portfolios.decline(RelationshipId(relationship_id), to=to, actor=actor())
    return then("portfolio_words.show", "words-none", relationship_id=relationship_id)


@bp.post("/take")
def take(relationship_id: str) -> Response:
    """Take the words that were read into one's portfolio."""
    said = read_sent(ReadForm())
    services().words_for_portfolios.take(
        RelationshipId(relationship_id),
        of=PersonId(said["partner"]),
        version=said["version"],
        actor=actor(),
    )
    return then("portfolio_words.show", "words-taken", relationship_id=relationship_id)
