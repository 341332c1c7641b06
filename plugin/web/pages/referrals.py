"""Telling somebody of a programme that they could take part in, for whoever does (M9)."""

from collections.abc import Sequence

from flask import Blueprint, url_for
from flask_babel import lazy_gettext
from marshmallow import fields
from werkzeug.wrappers import Response

from plugin.mentoring.enrolment import Side
from plugin.mentoring.guest import LASTS, LONGEST_WHY, GuestLinkId, sides_to_refer_to
from plugin.mentoring.programme import ProgrammeId
from plugin.web.current import actor, services, web
from plugin.web.forms import Form, FormSchema, at_most, one_of, read_form, read_sent
from plugin.web.pages.show import page, then
from plugin.web.pages.words import referred_sides

bp = Blueprint("referrals", __name__, url_prefix="/programmes/<programme_id>/referrals")
LABELS = {
    "why": lazy_gettext("What makes you think of them"),
    "side": lazy_gettext("What they would be here"),
}


class WhyForm(FormSchema):
    """To which side, and why; no side where there is one alone."""

    side = fields.String(load_default=None, validate=one_of(tuple(Side)))
    why = fields.String(load_default="", validate=at_most(LONGEST_WHY))


class LinkForm(FormSchema):
    """One referral."""

    link = fields.String(required=True)


@bp.get("/")
def show(programme_id: str) -> Response:
    """Show how to refer somebody, and what became of one's referrals."""
    return _page(programme_id, _blank())


@bp.post("/")
def refer(programme_id: str) -> Response:
    """Make a link, and show it this one time: it is kept nowhere."""
    form = read_form(WhyForm())
    if not form.ok:
        return _page(programme_id, form, status=422)
    key, why = ProgrammeId(programme_id), form.data["why"]
    programme, _links = services().referrals.mine(key, actor=actor())
    chosen = form.data["side"] or _usual(sides_to_refer_to(programme))
    secret = services().referrals.refer(key, why, side=Side(chosen), actor=actor())
    address = web().public_url + url_for("guests_in.show", secret=secret)
    return _page(programme_id, _blank(), link=address)


@bp.post("/take-back")
def take_back(programme_id: str) -> Response:
    """Take one back that nobody has used."""
    link = GuestLinkId(read_sent(LinkForm())["link"])
    services().referrals.take_back(ProgrammeId(programme_id), link, actor=actor())
    return then("referrals.show", "saved", programme_id=programme_id)


def _blank() -> Form:
    return Form.filled({"side": Side.MENTOR})


def _usual(sides: Sequence[Side]) -> Side:
    """Return the side where none was chosen: a mentor's, or the only one."""
    return Side.MENTOR if Side.MENTOR in sides or not sides else sides[0]


def _page(programme_id: str, form: Form, *, status: int = 200, link: str = "") -> Response:
    programme, links = services().referrals.mine(ProgrammeId(programme_id), actor=actor())
    sides = sides_to_refer_to(programme)
    words = referred_sides()
    return page(
        "guests/refer.html",
        status=status,
        programme=programme,
        links=links,
        form=form,
        labels=LABELS,
        link=link,
        days=LASTS.days,
        sides=[(one, words[one]) for one in sides],
        standing_as=words,
        offered=services().accounts.offered and bool(sides),
    )
