"""Inviting people from outside the course, for who coordinates a programme."""

from flask import Blueprint, url_for
from flask_babel import lazy_gettext
from marshmallow import fields
from werkzeug.wrappers import Response

from plugin.mentoring.guest import LASTS, LONGEST_MEMO, GuestLinkId, may_be_invited
from plugin.mentoring.programme import ProgrammeId
from plugin.web.current import actor, services, web
from plugin.web.forms import Form, FormSchema, at_most, read_form, read_sent
from plugin.web.pages.overview import places
from plugin.web.pages.show import page, then
from plugin.web.pages.words import referred_sides

bp = Blueprint("guests", __name__, url_prefix="/programmes/<programme_id>/guests")
LABELS = {"memo": lazy_gettext("For whom")}


class MemoForm(FormSchema):
    """For whom the link is."""

    memo = fields.String(load_default="", validate=at_most(LONGEST_MEMO))


class LinkForm(FormSchema):
    """One invitation."""

    link = fields.String(required=True)


@bp.get("/")
def show(programme_id: str) -> Response:
    """Show who is invited, and who came."""
    return _page(programme_id, Form())


@bp.post("/")
def invite(programme_id: str) -> Response:
    """Make a link, and show it this one time: it is kept nowhere."""
    form = read_form(MemoForm())
    if not form.ok:
        return _page(programme_id, form, status=422)
    memo = form.data["memo"]
    secret = services().guests.invite(ProgrammeId(programme_id), memo, actor=actor())
    address = web().public_url + url_for("guests_in.show", secret=secret)
    return _page(programme_id, Form(), link=address, memo=memo)


@bp.post("/end")
def end(programme_id: str) -> Response:
    """Take an invitation back."""
    link = GuestLinkId(read_sent(LinkForm())["link"])
    services().guests.end(ProgrammeId(programme_id), link, actor=actor())
    return then("guests.show", "saved", programme_id=programme_id)


@bp.post("/admit")
def admit(programme_id: str) -> Response:
    """Let in who was referred and said yes."""
    link = GuestLinkId(read_sent(LinkForm())["link"])
    services().guests.admit(ProgrammeId(programme_id), link, actor=actor())
    return then("guests.show", "saved", programme_id=programme_id)


def _page(
    programme_id: str, form: Form, *, status: int = 200, link: str = "", memo: str = ""
) -> Response:
    facts = services().guests.page(ProgrammeId(programme_id), actor=actor())
    programme = facts.programme
    return page(
        "guests/show.html",
        status=status,
        nav=places(programme, here_is="people"),
        programme=programme,
        links=facts.links,
        people=facts.people,
        ready=facts.ready,
        members=facts.members,
        form=form,
        labels=LABELS,
        link=link,
        memo=memo,
        days=LASTS.days,
        offered=services().accounts.offered,
        has_mentors=may_be_invited(programme),
        standing_as=referred_sides(),
    )
