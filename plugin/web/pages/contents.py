"""A programme's own content, for its coordinators; and themes of feedback, without names."""

from flask import Blueprint
from marshmallow import fields
from werkzeug.wrappers import Response

from plugin.mentoring.feedback import LEAST_TOLD
from plugin.mentoring.programme import ProgrammeId
from plugin.mentoring.questions import Bank
from plugin.services.contents import LONGEST_ITEM
from plugin.web.bank_words import BANKS, THEMES, text_of
from plugin.web.current import actor, services
from plugin.web.forms import FormSchema, at_most, one_of, read_sent
from plugin.web.pages.show import page, then

bp = Blueprint("contents", __name__, url_prefix="/programmes/<programme_id>/content")


class ItemForm(FormSchema):
    """One text of a bank; no key for a new one."""

    bank = fields.String(required=True, validate=one_of(tuple(BANKS)))
    key = fields.String(load_default=None)
    text = fields.String(load_default="", validate=at_most(LONGEST_ITEM))
    hidden = fields.Boolean(load_default=False)


@bp.get("/")
def show(programme_id: str) -> Response:
    """Show every bank to be changed."""
    programme, items, themes = services().contents.page(ProgrammeId(programme_id), actor=actor())
    return page(
        "contents/show.html",
        programme=programme,
        banks=[
            (bank, words, [(one, text_of(one)) for one in items if one.bank is bank])
            for bank, words in BANKS.items()
        ],
        counts=[(THEMES[theme], n) for theme, n in themes.counts],
        people=themes.people,
        least=LEAST_TOLD,
    )


@bp.post("/")
def save(programme_id: str) -> Response:
    """Keep one text."""
    said = read_sent(ItemForm())
    if said["key"] or said["text"]:
        services().contents.save(
            ProgrammeId(programme_id),
            Bank(said["bank"]),
            said["text"],
            key=said["key"],
            hidden=said["hidden"],
            actor=actor(),
        )
    return then("contents.show", "noted", programme_id=programme_id)
