"""A person's own settings, their Microsoft account, and who sees what."""

from flask import Blueprint
from flask_babel import lazy_gettext
from marshmallow import fields
from werkzeug.wrappers import Response

from plugin.mentoring import policy
from plugin.web.current import actor, services, viewer
from plugin.web.forms import Form, FormSchema, one_of, read_form
from plugin.web.pages.show import page, then
from plugin.web.pages.words import ZONES
from plugin.web.texts import gettext as _

bp = Blueprint("account", __name__, url_prefix="/me")


class ZoneForm(FormSchema):
    """The zone that times are shown in."""

    zone = fields.String(required=True, validate=one_of(ZONES))


@bp.get("/")
def show() -> Response:
    """Show the person's own settings."""
    return _page(Form.filled({"zone": viewer().zone}))


@bp.post("/zone")
def save_zone() -> Response:
    """Keep the person's zone; a booked session stays at its moment."""
    form = read_form(ZoneForm())
    if not form.ok:
        return _page(form, status=422)
    services().accounts.choose_zone(form.data["zone"], actor=actor())
    return then("account.show", "saved")


class AdoptForm(FormSchema):
    """Whether meetings of one's own making become sessions."""

    on = fields.Boolean(load_default=False)


@bp.post("/adopt")
def adopt() -> Response:
    """Look from now on for sessions among what the person puts into their calendar, or no more."""
    form = read_form(AdoptForm())
    services().adoption.choose(on=form.ok and form.data["on"], actor=actor())
    return then("account.show", "saved")


@bp.get("/disconnect")
def ask_disconnect() -> Response:
    """Say what disconnecting means, before it is done."""
    return page("account/disconnect.html", account=services().accounts.mine(actor=actor()))


@bp.post("/disconnect")
def disconnect() -> Response:
    """Forget the person's Microsoft account."""
    services().accounts.disconnect(actor=actor())
    return then("account.show", "disconnected")


@bp.post("/todo/off")
def todo_off() -> Response:
    """Bring the person's promises and steps to To Do no more."""
    services().todo.switch_off(actor=actor())
    return then("account.show", "saved")


@bp.post("/todo/look")
def todo_look() -> Response:
    """Have the person's To Do looked at soon."""
    services().todo.look_now(actor=actor())
    return then("account.show", "looking")


@bp.get("/who-sees-what")
def who_sees_what() -> Response:
    """Say who may read what."""
    return page("account/who_sees_what.html")


def _page(form: Form, *, status: int = 200) -> Response:
    return page(
        "account/show.html",
        status=status,
        form=form,
        labels={"zone": lazy_gettext("My time zone")},
        zones=[("", _("Please choose")), *((zone, zone.replace("_", " ")) for zone in ZONES)],
        account=services().accounts.mine(actor=actor()),
        offered=services().accounts.offered,
        adopting=services().adoption.wished(actor=actor()),
        mirror=services().todo.mine(actor=actor()) if services().todo.offered else None,
        sending=services().todo.on_the_way(actor=actor()),
        mirrors=services().todo.offered,
        prepares=policy.may_start_programme(actor()),
    )
