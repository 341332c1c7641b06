"""The content of a programme, and of an institution; and themes of feedback, without names."""

from collections.abc import Iterable

from flask import Blueprint
from marshmallow import fields
from werkzeug.wrappers import Response

from plugin.mentoring.feedback import LEAST_TOLD
from plugin.mentoring.programme import ProgrammeId
from plugin.mentoring.questions import Bank, Item
from plugin.services.contents import LONGEST_ITEM
from plugin.web.bank_words import BANKS, THEMES, text_of
from plugin.web.current import actor, services
from plugin.web.forms import FormSchema, at_most, one_of, read_sent
from plugin.web.pages.show import page, then

bp = Blueprint("contents", __name__, url_prefix="/programmes/<programme_id>/content")
of_institution = Blueprint("institution", __name__, url_prefix="/institution/content")


class ItemForm(FormSchema):
    """One text of a bank; no key for a new one."""

    bank = fields.String(required=True, validate=one_of(tuple(BANKS)))
    key = fields.String(load_default=None)
    text = fields.String(load_default="", validate=at_most(LONGEST_ITEM))
    hidden = fields.Boolean(load_default=False)


class InstitutionForm(ItemForm):
    """The same; where help is found is said on a page of its own."""

    bank = fields.String(
        required=True, validate=one_of(tuple(x for x in BANKS if x is not Bank.SUPPORT))
    )


@bp.get("/")
def show(programme_id: str) -> Response:
    """Show every bank to be changed."""
    programme, items, themes = services().contents.page(ProgrammeId(programme_id), actor=actor())
    return page(
        "contents/show.html",
        programme=programme,
        banks=_banks(items),
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


@of_institution.get("/")
def show_all() -> Response:
    """Show what every programme of the institution begins from."""
    items = services().contents.institution(actor=actor())
    banks = [one for one in _banks(items) if one[0] is not Bank.SUPPORT]
    return page("contents/institution.html", banks=banks)


@of_institution.post("/")
def save_for_all() -> Response:
    """Keep one text for every programme that has none of its own in its place."""
    said = read_sent(InstitutionForm())
    services().contents.save_for_institution(
        Bank(said["bank"]),
        said["text"],
        key=said["key"],
        hidden=said["hidden"],
        actor=actor(),
    )
    return then("institution.show_all", "noted")


def _banks(items: Iterable[Item]) -> list[tuple[Bank, object, list[tuple[Item, str]]]]:
    found = tuple(items)
    return [
        (bank, words, [(one, text_of(one)) for one in found if one.bank is bank])
        for bank, words in BANKS.items()
    ]
