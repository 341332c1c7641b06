"""Ending well: how it went, what stays, and one's own words as files that open anywhere."""

import json
import textwrap
from typing import Any

from flask import Blueprint, render_template
from flask_babel import lazy_gettext as _l
from markupsafe import Markup
from marshmallow import fields
from werkzeug.wrappers import Response

from plugin.mentoring.portfolio import Choice, listed, named
from plugin.mentoring.relationship import RelationshipId
from plugin.services.takeaways import TakeAway
from plugin.web.current import actor, remember_viewer, services
from plugin.web.forms import Form, FormSchema, one_of, read_form
from plugin.web.pages.show import page
from plugin.web.rendering import STATIC

bp = Blueprint("takeaways", __name__, url_prefix="/relationships/<relationship_id>")

KINDS = {
    "goals": _l("Goals"),
    "notes": _l("Notes"),
    "exchanges": _l("Questions and rounds"),
    "messages": _l("Messages"),
    "promises": _l("Promises"),
    "answers": _l("Answers to questions"),
    "feedback": _l("What I said after sessions"),
    "received": _l("What others gave me for it"),
}
LABELS = {"what": _l("What goes in")}
LONGEST_LINE = 90
LEFT_OUT = {"tenant_id", "relationship_id", "version", "owner", "author", "person_id", "made_by",
            "changed_by", "confirmed_by", "cheered_by", "cheer"}  # fmt: skip
"""Fields that are the tool's own, or somebody else's."""


class ChoiceForm(FormSchema):
    """What goes in: kinds, and single things of each."""

    what = fields.List(fields.String())
    item = fields.List(fields.String())
    listed = fields.List(fields.String())
    earlier = fields.List(fields.String())
    kept_as = fields.String(load_default="html", validate=one_of(("html", "json")))


@bp.get("/closing/")
def closing(relationship_id: str) -> Response:
    """Show how it went, and what stays readable to whom."""
    facts = services().takeaways.closing(RelationshipId(relationship_id), actor=actor())
    remember_viewer(facts.people.get(actor().person_id))
    return page("takeaway/closing.html", page=facts, me=actor().person_id)


@bp.get("/takeaway/")
def choose(relationship_id: str) -> Response:
    """Show what one could take along; everything is chosen at first."""
    return _choosing(relationship_id, _own(relationship_id))


@bp.post("/takeaway/file")
def file(relationship_id: str) -> Response:
    """Return what was chosen as a page or as data; nothing of it needs the network."""
    form, taken = read_form(ChoiceForm()), _own(relationship_id)
    if not form.ok:
        return _choosing(relationship_id, taken, form, status=422)
    said = form.data
    names = ("what", "item", "listed", "earlier")
    chosen = taken.only(Choice(*(frozenset(said[name]) for name in names)))
    kinds = [kind for kind in KINDS if getattr(chosen, kind)]
    if not kinds:
        nothing = form.with_error("what", _l("Choose at least one thing."))
        return _choosing(relationship_id, taken, nothing, status=422)
    if said["kept_as"] == "json":
        text = json.dumps(_data(chosen, kinds), ensure_ascii=False, indent=1)
        return _download(text, "portfolio.json", "application/json")
    words = [(KINDS[kind], kind, getattr(chosen, kind)) for kind in kinds]
    html = render_template("takeaway/file.html", taken=chosen, parts=words, paper_style=_style)
    return _download(html, "portfolio.html", "text/html")


@bp.get("/certificate")
def certificate(relationship_id: str) -> Response:
    """Return the certificate as a page that opens anywhere and can be printed."""
    made = services().takeaways.certificate(RelationshipId(relationship_id), actor=actor())
    html = render_template("takeaway/certificate.html", made=made, paper_style=_style)
    return _download(html, "certificate.html", "text/html")


def _own(relationship_id: str) -> TakeAway:
    return services().takeaways.own(RelationshipId(relationship_id), actor=actor())


def _choosing(
    relationship_id: str, taken: TakeAway, form: Form | None = None, *, status: int = 200
) -> Response:
    found = {kind: taken.of(kind) for kind in KINDS}
    singly = {
        kind: [(named(kind, key), _line(one)) for key, one in listed(things)]
        for kind, things in found.items()
    }
    everything = {
        "what": list(KINDS),
        "item": [name for lines in singly.values() for name, _words in lines],
        "earlier": list(KINDS),
    }
    return page(
        "takeaway/choose.html",
        status=status,
        relationship_id=relationship_id,
        form=form or Form.filled(everything),
        labels=LABELS,
        kinds=[
            (kind, words, singly[kind], len(found[kind]) - len(singly[kind]))
            for kind, words in KINDS.items()
        ],
        unreadable=taken.unreadable,
    )


def _line(one: Any) -> str:
    """Return the first words of a thing, by which its owner knows it again."""
    names = ("specific", "subject", "text", "body", "good", "other")
    text = next((said for name in names if (said := getattr(one, name, ""))), "")
    return textwrap.shorten(text, LONGEST_LINE, placeholder="…")


def _data(taken: TakeAway, chosen: list[str]) -> dict[str, Any]:
    said = {name: [_plain(one) for one in getattr(taken, name)] for name in chosen}
    return {
        "name": taken.person.label,
        "programme": taken.programme.title,
        "since": taken.since.isoformat(),
        "made_at": taken.made_at.isoformat(),
        "sessions_held": taken.held,
        **said,
    }


def _plain(value: Any) -> Any:
    """Return a value of the core as JSON, without what belongs to the tool or to others."""
    if hasattr(value, "__dataclass_fields__"):
        names = (name for name in value.__dataclass_fields__ if name not in LEFT_OUT)
        return {name: _plain(getattr(value, name)) for name in names}
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return value


def _style() -> Markup:
    """Return the looks of a paper as part of it: a file that is kept loads nothing."""
    rules = (STATIC / "paper.css").read_text(encoding="utf-8")
    return Markup("<style>{}</style>").format(Markup(rules))  # noqa: S704 - our own file


def _download(text: str, name: str, kind: str) -> Response:
    response = Response(text, mimetype=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
