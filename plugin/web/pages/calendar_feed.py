"""A person's sessions in any calendar program, by a secret address."""

from flask import Blueprint
from marshmallow import fields
from werkzeug.wrappers import Response

from plugin.web.current import actor, services
from plugin.web.forms import FormSchema, read_sent
from plugin.web.pages.show import page, then

bp = Blueprint("own_calendar", __name__, url_prefix="/me/calendar")


class FeedForm(FormSchema):
    """What the entries say."""

    busy_only = fields.Boolean(load_default=False)


@bp.get("/")
def show() -> Response:
    """Show the address, or how to have one."""
    return page("notices/calendar.html", feed=services().calendar_feeds.mine(actor=actor()))


@bp.post("/")
def renew() -> Response:
    """Make an address; one that there was shows nothing from now on."""
    busy_only = read_sent(FeedForm())["busy_only"]
    services().calendar_feeds.renew(busy_only=busy_only, actor=actor())
    return then("own_calendar.show", "saved")


@bp.post("/end")
def end() -> Response:
    """End it."""
    services().calendar_feeds.end(actor=actor())
    return then("own_calendar.show", "saved")
