"""Somebody to turn to: another match, keeping somebody away, telling a concern. Reasons: none."""

from flask import Blueprint
from marshmallow import fields
from werkzeug.wrappers import Response

from plugin.mentoring.concern import LONGEST
from plugin.mentoring.errors import NobodyToTellError
from plugin.mentoring.people import PersonId
from plugin.mentoring.relationship import RelationshipId
from plugin.web.current import actor, services
from plugin.web.forms import Form, FormSchema, at_most, one_of, read_form, read_sent
from plugin.web.pages.show import page, then
from plugin.web.texts import gettext as _

bp = Blueprint("trouble", __name__, url_prefix="/relationships/<relationship_id>/help")


class WishForm(FormSchema):
    """Another match, or no more."""

    wish = fields.String(required=True, validate=one_of(("another", "stay")))


class BlockForm(FormSchema):
    """Whom, and whether they are kept away."""

    person = fields.String(required=True)
    word = fields.String(required=True, validate=one_of(("block", "unblock")))


class ConcernForm(FormSchema):
    """What it is, whom it is about, and who is to read it."""

    text = fields.String(required=True, validate=at_most(LONGEST))
    about = fields.List(fields.String(), load_default=list)
    to = fields.String(required=True)


@bp.get("/")
def show(relationship_id: str) -> Response:
    """Show what one can do, and where there is help."""
    return _page(relationship_id)


@bp.post("/another")
def another(relationship_id: str) -> Response:
    """Ask for another match, or take that back."""
    wanted = read_sent(WishForm())["wish"] == "another"
    services().trouble.ask_another(RelationshipId(relationship_id), wanted=wanted, actor=actor())
    return then("trouble.show", "another" if wanted else "staying", relationship_id=relationship_id)


@bp.post("/block")
def block(relationship_id: str) -> Response:
    """Keep somebody away, or let them come near again."""
    said = read_sent(BlockForm())
    key, who = RelationshipId(relationship_id), PersonId(said["person"])
    if said["word"] == "block":
        services().trouble.block(key, who, actor=actor())
        return then("home.mine", "blocked")
    services().trouble.page(key, actor=actor())  # for its members only
    services().trouble.unblock(who, actor=actor())
    return then("trouble.show", "unblocked", relationship_id=relationship_id)


@bp.get("/concern")
def write(relationship_id: str) -> Response:
    """Show the form for a concern."""
    return _concern(relationship_id, Form())


@bp.post("/concern")
def tell(relationship_id: str) -> Response:
    """Tell somebody in confidence."""
    form = read_form(ConcernForm())
    if not form.ok:
        return _concern(relationship_id, form, status=422)
    said = form.data
    about = frozenset(PersonId(one) for one in said["about"])
    try:
        key = services().concerns.tell(
            RelationshipId(relationship_id),
            said["text"],
            to=PersonId(said["to"]),
            about=about,
            actor=actor(),
        )
    except NobodyToTellError:
        words = _("Nobody whom it is about may read it. Please choose somebody else.")
        return _concern(relationship_id, form.with_error("to", words), status=422)
    return then("concerns.show", "told", concern_id=key)


def _page(relationship_id: str) -> Response:
    facts = services().trouble.page(RelationshipId(relationship_id), actor=actor())
    return page("trouble/show.html", facts=facts)


def _concern(relationship_id: str, form: Form, *, status: int = 200) -> Response:
    facts = services().trouble.page(RelationshipId(relationship_id), actor=actor())
    seen: dict[str, str] = {}
    for one in (*facts.others, *facts.readers):
        seen.setdefault(one.person_id, one.label)
    return page(
        "trouble/concern.html",
        status=status,
        facts=facts,
        form=form,
        about=list(seen.items()),
        readers=[(one.person_id, one.label) for one in facts.readers],
        labels={
            "text": _("What worries you"),
            "about": _("Whom it is about"),
            "to": _("Who shall read it"),
        },
    )
