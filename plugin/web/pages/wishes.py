"""With whom one would like to work, and with whom rather not."""

from flask import Blueprint
from marshmallow import fields
from werkzeug.wrappers import Response

from plugin.mentoring.people import PersonId
from plugin.mentoring.programme import ProgrammeId
from plugin.mentoring.wishes import POINTS
from plugin.web.current import actor, services
from plugin.web.forms import FormSchema, one_of, read_sent
from plugin.web.pages.show import page, then
from plugin.web.texts import gettext as _

bp = Blueprint("wishes", __name__, url_prefix="/programmes/<programme_id>/wishes")


class WishForm(FormSchema):
    """Up to three, the dearest first; an empty one is none."""

    wish1 = fields.String(load_default="")
    wish2 = fields.String(load_default="")
    wish3 = fields.String(load_default="")


class AwayForm(FormSchema):
    """Whom, and whether they are kept away."""

    person = fields.String(required=True)
    word = fields.String(required=True, validate=one_of(("away", "near")))


@bp.get("/")
def show(programme_id: str) -> Response:
    """Show one's own wishes."""
    found = services().wishes.page(ProgrammeId(programme_id), actor=actor())
    return page(
        "wishes/show.html",
        page=found,
        places=[_("First wish"), _("Second wish"), _("Third wish")][: len(POINTS)],
    )


@bp.post("/")
def keep(programme_id: str) -> Response:
    """Keep them."""
    said = read_sent(WishForm())
    wished = [PersonId(said[f"wish{n}"]) for n in range(1, len(POINTS) + 1) if said[f"wish{n}"]]
    services().wishes.wish(ProgrammeId(programme_id), wished, actor=actor())
    return then("wishes.show", "saved", programme_id=programme_id)


@bp.post("/rather-not")
def rather_not(programme_id: str) -> Response:
    """Keep somebody away, or let them come near again."""
    said = read_sent(AwayForm())
    services().wishes.rather_not(
        ProgrammeId(programme_id),
        PersonId(said["person"]),
        away=said["word"] == "away",
        actor=actor(),
    )
    return then("wishes.show", "saved", programme_id=programme_id)
