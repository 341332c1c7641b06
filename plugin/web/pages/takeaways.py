"""Ending well: how it went, what stays, and one's own words as files that open anywhere."""

import json
from typing import Any

from flask import Blueprint, render_template, request
from flask_babel import lazy_gettext
from markupsafe import Markup
from werkzeug.wrappers import Response

from plugin.mentoring.relationship import RelationshipId
from plugin.services.takeaways import TakeAway
from plugin.web.current import actor, remember_viewer, services
from plugin.web.pages.show import page
from plugin.web.rendering import STATIC

bp = Blueprint("takeaways", __name__, url_prefix="/relationships/<relationship_id>")

KINDS = {
    "goals": lazy_gettext("Goals"),
    "notes": lazy_gettext("Notes"),
    "exchanges": lazy_gettext("Questions and rounds"),
    "messages": lazy_gettext("Messages"),
    "promises": lazy_gettext("Promises"),
    "answers": lazy_gettext("Answers to questions"),
    "feedback": lazy_gettext("What I said after sessions"),
}
LEFT_OUT = {"tenant_id", "relationship_id", "version", "owner", "author", "person_id", "made_by",
            "changed_by", "confirmed_by", "cheered_by", "cheer"}  # fmt: skip
"""Fields that are the tool's own, or somebody else's."""


@bp.get("/closing/")
def closing(relationship_id: str) -> Response:
    """Show how it went, and what stays readable to whom."""
    facts = services().takeaways.closing(RelationshipId(relationship_id), actor=actor())
    remember_viewer(facts.people.get(actor().person_id))
    return page("takeaway/closing.html", page=facts, me=actor().person_id)


@bp.get("/takeaway/")
def choose(relationship_id: str) -> Response:
    """Show what one could take along."""
    taken = services().takeaways.own(RelationshipId(relationship_id), actor=actor())
    counts = [(name, words, len(getattr(taken, name))) for name, words in KINDS.items()]
    return page(
        "takeaway/choose.html",
        relationship_id=relationship_id,
        kinds=counts,
        unreadable=taken.unreadable,
    )


@bp.get("/takeaway/file")
def file(relationship_id: str) -> Response:
    """Return one's own words as a page or as data; nothing of it needs the network."""
    taken = services().takeaways.own(RelationshipId(relationship_id), actor=actor())
    chosen = [name for name in KINDS if name in request.args.getlist("what")]
    if request.args.get("as") == "json":
        text = json.dumps(_data(taken, chosen), ensure_ascii=False, indent=1)
        return _download(text, "portfolio.json", "application/json")
    words = [(KINDS[name], name, getattr(taken, name)) for name in chosen]
    html = render_template("takeaway/file.html", taken=taken, parts=words, paper_style=_style)
    return _download(html, "portfolio.html", "text/html")


@bp.get("/certificate")
def certificate(relationship_id: str) -> Response:
    """Return the certificate as a page that opens anywhere and can be printed."""
    made = services().takeaways.certificate(RelationshipId(relationship_id), actor=actor())
    html = render_template("takeaway/certificate.html", made=made, paper_style=_style)
    return _download(html, "certificate.html", "text/html")


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
