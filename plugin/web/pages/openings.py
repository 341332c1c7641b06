"""Opening sealed pages for a grave reason: asking, allowing, reading, and the figures."""

from datetime import UTC, datetime, time

from flask import Blueprint
from marshmallow import fields
from werkzeug.wrappers import Response

from plugin.mentoring.break_glass import Category, OpeningId
from plugin.mentoring.errors import ReasonMissingError
from plugin.mentoring.programme import ProgrammeId
from plugin.mentoring.relationship import RelationshipId
from plugin.web.current import actor, services, visit
from plugin.web.forms import Form, FormSchema, at_most, one_of, read_form, read_sent
from plugin.web.names import names
from plugin.web.pages.overview import places
from plugin.web.pages.show import page, then
from plugin.web.texts import gettext as _

bp = Blueprint("openings", __name__)


class AskForm(FormSchema):
    """Whose pages, for what, and when they are told."""

    relationship = fields.String(required=True)
    category = fields.String(required=True, validate=one_of(tuple(Category)))
    reason = fields.String(required=True, validate=at_most(2000))
    tell_on = fields.Date(load_default=None)
    legal_reason = fields.String(load_default="", validate=at_most(1000))


class WordForm(FormSchema):
    """Yes or no."""

    word = fields.String(required=True, validate=one_of(("yes", "no")))


@bp.get("/programmes/<programme_id>/openings/")
def show(programme_id: str) -> Response:
    """Show what was opened in a programme, and a form to ask for more."""
    return _page(programme_id, Form())


@bp.post("/programmes/<programme_id>/openings/")
def ask(programme_id: str) -> Response:
    """Ask somebody else to let one read."""
    form = read_form(AskForm())
    if not form.ok:
        return _page(programme_id, form, status=422)
    said = form.data
    tell_at = datetime.combine(said["tell_on"], time(), UTC) if said["tell_on"] else None
    try:
        key = services().break_glass.ask(
            RelationshipId(said["relationship"]),
            Category(said["category"]),
            said["reason"],
            tell_at=tell_at,
            legal_reason=said["legal_reason"],
            actor=actor(),
        )
    except ReasonMissingError:
        words = _("Telling later, within 90 days, needs a reason in law.")
        return _page(programme_id, form.with_error("legal_reason", words), status=422)
    return then("openings.one", "asked-opening", opening_id=key)


@bp.get("/openings/<opening_id>/")
def one(opening_id: str) -> Response:
    """Show how one stands, to who asked and who may decide."""
    found = services().break_glass.page(OpeningId(opening_id), actor=actor())
    pair = names([found.people[x.person_id] for x in found.relationship.members])
    return page("openings/one.html", found=found, pair=pair, me=actor().person_id, sealed=None)


@bp.post("/openings/<opening_id>/decide")
def decide(opening_id: str) -> Response:
    """Allow it, or do not."""
    agreed = read_sent(WordForm())["word"] == "yes"
    services().break_glass.decide(OpeningId(opening_id), agreed, actor=actor())
    return then("openings.one", "saved", opening_id=opening_id)


@bp.post("/openings/<opening_id>/read")
def read(opening_id: str) -> Response:
    """Show what the members share; the look is written down."""
    sealed = services().break_glass.read(
        OpeningId(opening_id), entered_at=visit().created_at, actor=actor()
    )
    found = sealed.page
    pair = names([found.people[x.person_id] for x in found.relationship.members])
    return page("openings/one.html", found=found, pair=pair, me=actor().person_id, sealed=sealed)


def _page(programme_id: str, form: Form, *, status: int = 200) -> Response:
    facts = services().break_glass.of_programme(ProgrammeId(programme_id), actor=actor())
    pairs = {
        one.relationship_id: one.title or names([facts.people[m.person_id] for m in one.members])
        for one in facts.relationships
    }
    return page(
        "openings/show.html",
        status=status,
        nav=places(facts.programme, here_is="openings"),
        facts=facts,
        pairs=pairs,
        form=form,
        categories=[
            (Category.SAFETY, _("Somebody's safety")),
            (Category.COMPLAINT, _("A formal complaint of one of them")),
            (Category.LAW, _("The law demands it")),
        ],
        labels={
            "relationship": _("Whose pages"),
            "category": _("For what"),
            "reason": _("Why nothing less will do"),
            "tell_on": _("They are told on"),
            "legal_reason": _("Why the law allows to tell them later"),
        },
    )
