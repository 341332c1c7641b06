"""Switching on, with a reason, what of people's background counts in a draft."""

from flask import Blueprint
from marshmallow import fields
from werkzeug.wrappers import Response

from plugin.mentoring.background import LONGEST_REASON, POINTS, Background
from plugin.mentoring.programme import ProgrammeId
from plugin.web.current import actor, services
from plugin.web.forms import Form, FormSchema, at_most, one_of, read_form, read_sent
from plugin.web.pages.background_words import fields_of
from plugin.web.pages.overview import places
from plugin.web.pages.show import page, then
from plugin.web.texts import gettext as _

bp = Blueprint("backgrounds", __name__, url_prefix="/programmes/<programme_id>/matching/background")


class OnForm(FormSchema):
    """One field, and why."""

    field = fields.String(required=True, validate=one_of(tuple(Background)))
    reason = fields.String(required=True, validate=at_most(LONGEST_REASON))


class OffForm(FormSchema):
    """One field."""

    field = fields.String(required=True, validate=one_of(tuple(Background)))


@bp.get("/")
def show(programme_id: str) -> Response:
    """Show each field, whether it counts, and why."""
    return _page(programme_id, Form())


@bp.post("/")
def switch_on(programme_id: str) -> Response:
    """Have a field asked and counted."""
    form = read_form(OnForm())
    if not form.ok:
        return _page(programme_id, form, status=422)
    services().backgrounds.switch_on(
        ProgrammeId(programme_id),
        Background(form.data["field"]),
        form.data["reason"],
        actor=actor(),
    )
    return then("backgrounds.show", "saved", programme_id=programme_id)


@bp.post("/off")
def switch_off(programme_id: str) -> Response:
    """Ask and count a field no more, and delete what was answered."""
    field = Background(read_sent(OffForm())["field"])
    services().backgrounds.switch_off(ProgrammeId(programme_id), field, actor=actor())
    return then("backgrounds.show", "saved", programme_id=programme_id)


def _page(programme_id: str, form: Form, *, status: int = 200) -> Response:
    programme = services().backgrounds.page(ProgrammeId(programme_id), actor=actor())
    words = fields_of()
    on = {one.field for one in programme.life.background}
    return page(
        "matching/background.html",
        status=status,
        nav=places(programme, here_is="matching"),
        programme=programme,
        form=form,
        words=words,
        points=POINTS,
        off=[(field, words[field]) for field in Background if field not in on],
        labels={"field": _("What is to count"), "reason": _("Why")},
    )
