"""What is held about the person who looks: to have it, to have it removed, to see who saw it."""

from flask import Blueprint
from marshmallow import fields
from werkzeug.wrappers import Response

from plugin.web.current import actor, now, services
from plugin.web.forms import Form, FormSchema, read_form
from plugin.web.pages.show import page, then
from plugin.web.texts import gettext as _

bp = Blueprint("privacy", __name__, url_prefix="/me/privacy")


class RemovalForm(FormSchema):
    """The word that somebody types who means it."""

    word = fields.String(load_default="")


@bp.get("")
def show() -> Response:
    """Show what is held, for how long, and who saw it."""
    who = actor()
    return page(
        "account/privacy.html",
        held=services().privacy.held(actor=who),
        seen=services().privacy.seen(actor=who),
        now=now(),
    )


@bp.post("/copies")
def ask_copy() -> Response:
    """Have a copy made."""
    services().privacy.ask_copy(actor=actor())
    return then("privacy.show", "copy")


@bp.post("/copies/<copy_id>")
def take_copy(copy_id: str) -> Response:
    """Give the copy, once."""
    content = services().privacy.take_copy(copy_id, actor=actor())
    reply = Response(content, mimetype="application/zip")
    reply.headers["Content-Disposition"] = 'attachment; filename="my-data.zip"'
    return reply


@bp.get("/removal")
def ask_removal() -> Response:
    """Say what removing means, before it is done."""
    return _removal(Form())


@bp.post("/removal")
def remove() -> Response:
    """Have everything of one's own removed; typed, so that no click by mistake does it."""
    form = read_form(RemovalForm())
    if form.data.get("word", "").strip().casefold() != _("remove").casefold():
        words = _("Please type the word, so that we know that you mean it.")
        return _removal(form.with_error("word", words), status=422)
    services().privacy.ask_removal(actor=actor())
    return then("privacy.show", "removal")


@bp.post("/sign-out")
def sign_out() -> Response:
    """End every visit of the person's, in every browser, this one too."""
    services().privacy.sign_out(actor=actor())
    return then("home.show")  # which says that the visit is over, and how to come back


def _removal(form: Form, *, status: int = 200) -> Response:
    return page(
        "account/removal.html",
        status=status,
        form=form,
        labels={"word": _("Type the word “%(word)s”", word=_("remove"))},
        held=services().privacy.held(actor=actor()),
    )
