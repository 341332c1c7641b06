"""Where the institution says that help is found; for who administers the LMS."""

from flask import Blueprint
from marshmallow import fields
from werkzeug.wrappers import Response

from plugin.ports.trouble import Contact
from plugin.web.current import actor, services
from plugin.web.forms import Form, FormSchema, at_most, read_form
from plugin.web.pages.show import page, then
from plugin.web.texts import gettext as _

bp = Blueprint("support", __name__, url_prefix="/support")


class SupportForm(FormSchema):
    """One place a line: what it is, and how it is reached."""

    contacts = fields.String(load_default="", validate=at_most(2000))


@bp.get("/")
def show() -> Response:
    """Show what stands there."""
    said = services().support.shown(actor=actor())
    text = "\n".join(f"{one.what}: {one.how}" for one in said.contacts)
    return _page(Form.filled({"contacts": text}))


@bp.post("/")
def save() -> Response:
    """Keep it, for every programme of the institution."""
    form = read_form(SupportForm())
    if not form.ok:
        return _page(form, status=422)
    pairs = [line.partition(":") for line in form.data["contacts"].splitlines() if line.strip()]
    if any(not what.strip() or not how.strip() for what, _colon, how in pairs):
        words = _("Please put a colon between what it is and how it is reached, on each line.")
        return _page(form.with_error("contacts", words), status=422)
    contacts = tuple(Contact(what.strip(), how.strip()) for what, _colon, how in pairs)
    services().support.tell(contacts, actor=actor())
    return then("support.show", "saved")


def _page(form: Form, *, status: int = 200) -> Response:
    labels = {"contacts": _("Where help is found")}
    return page("trouble/support.html", status=status, form=form, labels=labels)
