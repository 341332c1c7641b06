"""How a person wants to be told: how often, when, and where."""

from flask import Blueprint
from flask_babel import lazy_gettext
from marshmallow import fields
from werkzeug.wrappers import Response

from plugin.mentoring.notices import Choices, Rhythm
from plugin.web.current import actor, services, viewer_zone
from plugin.web.forms import Form, FormSchema, between, one_of, read_form, version
from plugin.web.pages.show import page, then
from plugin.web.texts import gettext as _

bp = Blueprint("notices", __name__, url_prefix="/me/notices")

LABELS = {
    "rhythm": lazy_gettext("How often"),
    "hour": lazy_gettext("At what hour"),
    "ways": lazy_gettext("Where"),
}
WAYS = ("feed", "mail")


class NoticesForm(FormSchema):
    """How often, when, and where."""

    rhythm = fields.String(required=True, validate=one_of(tuple(Rhythm)))
    hour = fields.Integer(load_default=8, validate=between(0, 23))
    ways = fields.List(fields.String(validate=one_of(WAYS)), load_default=())
    version = version(default=0)


@bp.get("/")
def show() -> Response:
    """Show how the person is told now."""
    kept = services().notices.mine(actor=actor()).choices
    ways = [name for name in WAYS if getattr(kept, name)]
    said = {"rhythm": kept.rhythm, "hour": kept.hour, "ways": ways, "version": kept.version}
    return _page(Form.filled(said))


@bp.post("/")
def save() -> Response:
    """Keep it; it counts from the next notice."""
    form = read_form(NoticesForm())
    if not form.ok:
        return _page(form, status=422)
    said, here = form.data, actor()
    feed = services().notices.feed is None or "feed" in said["ways"]
    choices = Choices(
        here.person_id,
        here.tenant_id,
        Rhythm(said["rhythm"]),
        said["hour"],
        "mail" in said["ways"],
        feed,
    )
    services().notices.choose(choices, version=said["version"], actor=here)
    return then("notices.show", "saved")


@bp.post("/mail-again")
def mail_again() -> Response:
    """Try an address again from which mail once came back."""
    services().notices.try_mail_again(actor=actor())
    return then("notices.show", "saved")


def _page(form: Form, *, status: int = 200) -> Response:
    facts = services().notices.mine(actor=actor())
    rhythms = [
        (Rhythm.DAILY, _("Once a day, all together"), _("What presses comes at once.")),
        (Rhythm.EACH, _("Each time something happens"), _("At most four times a day.")),
    ]
    ways = [("mail", facts.address or _("By mail"))]
    if facts.feed:
        ways.insert(0, ("feed", _("In Teams, under Activity")))
    hours = [(n, f"{n:02}:00") for n in range(24)]
    return page("notices/show.html", status=status, form=form, labels=LABELS, rhythms=rhythms,
                ways=ways, hours=hours, facts=facts, zone=viewer_zone())  # fmt: skip
