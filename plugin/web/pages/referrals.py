"""Telling somebody of a programme that they could mentor in, for whoever takes part (M9)."""

from flask import Blueprint, url_for
from flask_babel import lazy_gettext
from marshmallow import fields
from werkzeug.wrappers import Response

from plugin.mentoring.guest import LASTS, LONGEST_WHY, GuestLinkId, may_be_referred
from plugin.mentoring.programme import ProgrammeId
from plugin.web.current import actor, services, web
from plugin.web.forms import Form, FormSchema, at_most, read_form, read_sent
from plugin.web.pages.show import page, then

bp = Blueprint("referrals", __name__, url_prefix="/programmes/<programme_id>/referrals")
LABELS = {"why": lazy_gettext("What makes you think of them")}


class WhyForm(FormSchema):
    """Why somebody would be a good mentor."""

    why = fields.String(load_default="", validate=at_most(LONGEST_WHY))


class LinkForm(FormSchema):
    """One referral."""

    link = fields.String(required=True)


@bp.get("/")
def show(programme_id: str) -> Response:
    """Show how to refer somebody, and what became of one's referrals."""
    return _page(programme_id, Form())


@bp.post("/")
def refer(programme_id: str) -> Response:
    """Make a link, and show it this one time: it is kept nowhere."""
    form = read_form(WhyForm())
    if not form.ok:
        return _page(programme_id, form, status=422)
    why = form.data["why"]
    secret = services().referrals.refer(ProgrammeId(programme_id), why, actor=actor())
    address = web().public_url + url_for("guests_in.show", secret=secret)
    return _page(programme_id, Form(), link=address)


@bp.post("/take-back")
def take_back(programme_id: str) -> Response:
    """Take one back that nobody has used."""
    link = GuestLinkId(read_sent(LinkForm())["link"])
    services().referrals.take_back(ProgrammeId(programme_id), link, actor=actor())
    return then("referrals.show", "saved", programme_id=programme_id)


def _page(programme_id: str, form: Form, *, status: int = 200, link: str = "") -> Response:
    programme, links = services().referrals.mine(ProgrammeId(programme_id), actor=actor())
    return page(
        "guests/refer.html",
        status=status,
        programme=programme,
        links=links,
        form=form,
        labels=LABELS,
        link=link,
        days=LASTS.days,
        offered=services().accounts.offered and may_be_referred(programme),
    )
