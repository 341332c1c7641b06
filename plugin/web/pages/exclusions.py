"""Whom coordinators know not to be matched with whom."""

from flask import Blueprint
from marshmallow import fields
from werkzeug.wrappers import Response

from plugin.mentoring.exclusions import LONGEST_REASON, ExclusionKind
from plugin.mentoring.people import PersonId
from plugin.mentoring.programme import ProgrammeId
from plugin.web.current import actor, services
from plugin.web.forms import Form, FormSchema, at_most, one_of, read_form, read_sent
from plugin.web.pages.match_words import exclusion_kinds
from plugin.web.pages.overview import places
from plugin.web.pages.show import page, then
from plugin.web.texts import gettext as _

bp = Blueprint(
    "exclusions", __name__, url_prefix="/programmes/<programme_id>/matching/not-together"
)


class EntryForm(FormSchema):
    """Two people, and why they are not to be matched."""

    one = fields.String(required=True)
    other = fields.String(required=True)
    kind = fields.String(required=True, validate=one_of(tuple(ExclusionKind)))
    reason = fields.String(load_default="", validate=at_most(LONGEST_REASON))


class TwoForm(FormSchema):
    """Two people."""

    one = fields.String(required=True)
    other = fields.String(required=True)


@bp.get("/")
def show(programme_id: str) -> Response:
    """Show what is entered, and a form for more."""
    return _page(programme_id, Form())


@bp.post("/")
def enter(programme_id: str) -> Response:
    """Enter two people."""
    form = read_form(EntryForm())
    if form.ok and form.data["one"] == form.data["other"]:
        form = form.with_error("other", _("Please choose somebody else."))
    if not form.ok:
        return _page(programme_id, form, status=422)
    services().exclusions.enter(
        ProgrammeId(programme_id),
        (PersonId(form.data["one"]), PersonId(form.data["other"])),
        ExclusionKind(form.data["kind"]),
        form.data["reason"],
        actor=actor(),
    )
    return then("exclusions.show", "saved", programme_id=programme_id)


@bp.post("/lift")
def lift(programme_id: str) -> Response:
    """Let two people be matched again."""
    said = read_sent(TwoForm())
    services().exclusions.lift(
        ProgrammeId(programme_id), PersonId(said["one"]), PersonId(said["other"]), actor=actor()
    )
    return then("exclusions.show", "saved", programme_id=programme_id)


def _page(programme_id: str, form: Form, *, status: int = 200) -> Response:
    found = services().exclusions.page(ProgrammeId(programme_id), actor=actor())
    return page(
        "matching/exclusions.html",
        status=status,
        nav=places(found.programme, here_is="matching"),
        page=found,
        form=form,
        kinds=exclusion_kinds(),
        people=[("", _("Choose")), *((one.person_id, one.label) for one in found.choices)],
        labels={
            "one": _("One of the two"),
            "other": _("The other"),
            "kind": _("Why"),
            "reason": _("More about it"),
        },
    )
