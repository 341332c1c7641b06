"""The documents of a relationship: where they are, what is there now, adding to them."""

from flask import Blueprint, request
from flask_babel import lazy_gettext as _l
from marshmallow import fields, validate
from werkzeug.wrappers import Response

from plugin.mentoring.agreed_link import LONGEST_LINK, LONGEST_TITLE, LinkId
from plugin.mentoring.errors import FileRefusedError, UnusableLinkError
from plugin.mentoring.relationship import RelationshipId
from plugin.services.documents import MOST_BYTES
from plugin.web.current import actor, services, viewer
from plugin.web.forms import Form, FormSchema, at_most, read_form, read_sent
from plugin.web.pages.show import page, then
from plugin.web.problems import problem_words

bp = Blueprint("documents", __name__, url_prefix="/relationships/<relationship_id>/documents")
LABELS = {"url": _l("The link"), "title": _l("What it is"), "place": _l("The link to our place")}


class LinkForm(FormSchema):
    """A link to share."""

    url = fields.String(required=True, validate=at_most(LONGEST_LINK))
    title = fields.String(load_default="", validate=at_most(LONGEST_TITLE))


class PlaceForm(FormSchema):
    """A link as the agreed place; `folder` proposes the folder instead."""

    place = fields.String(load_default="", validate=at_most(LONGEST_LINK))
    folder = fields.String(load_default="")


class NumberForm(FormSchema):
    """Which proposal was seen."""

    number = fields.Integer(required=True, validate=validate.Range(1, 2**31 - 1))


@bp.get("/")
def show(relationship_id: str) -> Response:
    """Show the agreed place, and what lies in it at this moment."""
    return _page(relationship_id, Form())


@bp.post("/file")
def add_file(relationship_id: str) -> Response:
    """Put a file into the folder."""
    sent = request.files.get("file")
    name, content = (sent.filename or "", sent.read(MOST_BYTES + 1)) if sent else ("", b"")
    key = RelationshipId(relationship_id)
    try:
        services().documents.add_file(key, name, content, actor=actor())
    except FileRefusedError:
        words = _l("Choose one file with a name, not empty and of 10 MB at most. Nothing was sent.")
        return _page(relationship_id, Form().with_error("file", words), status=422)
    return then("documents.show", "file", relationship_id=relationship_id)


@bp.post("/links")
def add_link(relationship_id: str) -> Response:
    """Put a link on the page."""
    form = read_form(LinkForm())
    if form.ok:
        key, said = RelationshipId(relationship_id), form.data
        try:
            services().documents.add_link(key, said["title"], said["url"], actor=actor())
        except UnusableLinkError:
            form = form.with_error("url", _BAD_LINK)
    if not form.ok:
        return _page(relationship_id, form, status=422)
    return then("documents.show", "link", relationship_id=relationship_id)


@bp.post("/links/<link_id>/remove")
def remove_link(relationship_id: str, link_id: str) -> Response:
    """Take one's own link off the page."""
    key = RelationshipId(relationship_id)
    services().documents.remove_link(key, LinkId(link_id), actor=actor())
    return then("documents.show", "saved", relationship_id=relationship_id)


@bp.post("/place")
def propose(relationship_id: str) -> Response:
    """Propose another place."""
    form = read_form(PlaceForm())
    place = form.data.get("place", "") if not form.data.get("folder") else ""
    if form.ok and not place and not form.data["folder"]:
        form = form.with_error("place", _BAD_LINK)
    if form.ok:
        try:
            services().documents.propose(RelationshipId(relationship_id), place, actor=actor())
        except UnusableLinkError:
            form = form.with_error("place", _BAD_LINK)
    if not form.ok:
        return _page(relationship_id, form, status=422)
    return then("documents.show", "place", relationship_id=relationship_id)


@bp.post("/place/agree")
def agree(relationship_id: str) -> Response:
    """Agree to the proposed place."""
    number = read_sent(NumberForm())["number"]
    services().documents.agree(RelationshipId(relationship_id), number, actor=actor())
    return then("documents.show", "saved", relationship_id=relationship_id)


@bp.post("/place/withdraw")
def withdraw(relationship_id: str) -> Response:
    """Take the proposed place away."""
    number = read_sent(NumberForm())["number"]
    services().documents.withdraw(RelationshipId(relationship_id), number, actor=actor())
    return then("documents.show", "saved", relationship_id=relationship_id)


@bp.post("/again")
def again(relationship_id: str) -> Response:
    """Have the folder made, or opened to everybody, once more."""
    services().documents.try_again(RelationshipId(relationship_id), actor=actor())
    return then("documents.show", "again", relationship_id=relationship_id)


_BAD_LINK = _l("It must begin with https:// and hold no password. Copy it from the browser's bar.")


def _page(relationship_id: str, form: Form, *, status: int = 200) -> Response:
    facts = services().documents.page(RelationshipId(relationship_id), actor=actor())
    place = facts.place
    return page(
        "documents/show.html",
        status=status,
        page=facts,
        me=viewer(),
        form=form,
        labels={**LABELS, "file": _l("The file")},
        place_problem=problem_words(place.problem if place else None),
        shut_out=[
            one
            for who, one in facts.people.items()
            if place and who in facts.relationship.people and who not in place.open_to
        ],
    )
