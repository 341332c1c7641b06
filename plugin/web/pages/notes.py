"""One note: rewriting, sharing, confirming; and what two people wrote at the same time."""

from typing import Any

from flask import Blueprint
from marshmallow import fields
from werkzeug.wrappers import Response

from plugin.mentoring.notes import LONGEST_NOTE, Note, NoteId, NoteKind
from plugin.ports.errors import ConflictError
from plugin.ports.values import UNREADABLE
from plugin.web.current import actor, page_url, services
from plugin.web.forms import FormSchema, at_most, read_sent, version
from plugin.web.pages.show import form_page, page, then

bp = Blueprint("notes", __name__, url_prefix="/notes/<note_id>")


class WordsForm(FormSchema):
    """Words, and the version that they were made from."""

    version = version()
    body = fields.String(load_default="", validate=at_most(LONGEST_NOTE))


@bp.get("/")
def edit(note_id: str) -> Response:
    """Show the note to be rewritten."""
    note = services().records.of(NoteId(note_id), actor=actor())
    return _page("notes/edit.html", note, text=_text(note))


@bp.post("/")
def rewrite(note_id: str) -> Response:
    """Keep other words; where somebody wrote meanwhile, show both texts and keep neither back."""
    said = read_sent(WordsForm())
    try:
        note = services().records.rewrite(
            NoteId(note_id), said["body"], version=said["version"], actor=actor()
        )
    except ConflictError:
        note = services().records.of(NoteId(note_id), actor=actor())
        return both(
            theirs=_text(note),
            mine=said["body"],
            version=note.version,
            name="body",
            action=page_url("notes.rewrite", note_id=note_id),
            back=_back(note),
        )
    return _then(note, "noted")


@bp.get("/share")
def ask_share(note_id: str) -> Response:
    """Warn before something private is opened to others for good."""
    note = services().records.of(NoteId(note_id), actor=actor())
    return _page("notes/share.html", note)


@bp.post("/share")
def share(note_id: str) -> Response:
    """Open one's own note to the members."""
    version = read_sent(WordsForm())["version"]
    return _then(
        services().records.share(NoteId(note_id), version=version, actor=actor()), "shared"
    )


@bp.post("/confirm")
def confirm(note_id: str) -> Response:
    """Say that this is what one said."""
    version = read_sent(WordsForm())["version"]
    note = services().records.confirm(NoteId(note_id), version=version, actor=actor())
    return _then(note, "confirmed")


def both(
    *, theirs: str, mine: str, version: int, name: str, action: str, back: str, **also: str
) -> Response:
    """Show what two people wrote at the same time, so that one of them puts it together.

    The form sends the joined text in the field `name`, and whatever is in `also` besides.
    """
    joined = theirs if theirs == mine else f"{theirs}\n\n{mine}".strip()
    return page(
        "notes/both.html",
        status=409,
        theirs=theirs,
        mine=mine,
        joined=joined,
        version=version,
        name=name,
        action=action,
        back=back,
        also=also,
    )


def _page(template: str, note: Note, **more: Any) -> Response:
    relationship = services().relationships.page(note.relationship_id, actor=actor()).relationship
    return form_page(relationship, template, note=note, back=_back(note), **more)


def _text(note: Note) -> str:
    return note.body.replace(UNREADABLE, "")


def _back(note: Note) -> str:
    if note.session_id is None or note.kind is NoteKind.THANKS:
        return page_url("relationships.show", relationship_id=note.relationship_id)
    return page_url("records.show", session_id=note.session_id)


def _then(note: Note, done: str) -> Response:
    if note.session_id is None:
        return then("relationships.show", done, relationship_id=note.relationship_id)
    return then("records.show", done, session_id=note.session_id)
