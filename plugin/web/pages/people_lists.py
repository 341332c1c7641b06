"""Bringing a list of people into a programme: choose a file, look at it, bring it in."""

from collections.abc import Collection
from contextlib import closing
from typing import Any

from flask import Blueprint, request, url_for
from flask_babel import lazy_gettext
from marshmallow import fields
from werkzeug.wrappers import Response

from plugin.mentoring.bringing import BROUGHT, LEFT_OVER, TO_DO, ListId, ListState, RowState
from plugin.mentoring.errors import ListOpenError, UnreadableListError
from plugin.mentoring.list_file import MOST_BYTES
from plugin.mentoring.people_list import Terms
from plugin.mentoring.programme import TAKES_PROFILES, ProgrammeId
from plugin.services.people_lists import PAGE_SIZE, ListPage
from plugin.web.current import actor, now, page_url, services, web
from plugin.web.forms import Form, FormSchema, read_sent, version
from plugin.web.pages.list_words import (
    NAMES,
    REMEDIES,
    STATES,
    column_hints,
    fault_words,
    place,
    reason,
    unreadable,
)
from plugin.web.pages.overview import places
from plugin.web.pages.show import page, then
from plugin.web.texts import gettext as _
from plugin.web.texts import ngettext

bp = Blueprint("people_lists", __name__, url_prefix="/programmes/<programme_id>/list")
MOST_PAGES = 10_000
LABELS = {"file": lazy_gettext("The list")}


class VersionForm(FormSchema):
    """The list that the coordinator saw."""

    version = version()


class ListForm(FormSchema):
    """One list."""

    list = fields.String(required=True)


@bp.get("/")
def show(programme_id: str) -> Response:
    """Show how to bring a list, or the one that is there."""
    return _page(programme_id, Form())


@bp.get("/template")
def template(programme_id: str) -> Response:
    """Give an empty list, with this programme's words in a comment."""
    content = services().people_lists.template(ProgrammeId(programme_id), actor=actor())
    return _file(content, "people.csv")


@bp.post("/")
def choose(programme_id: str) -> Response:
    """Read a file and show what it would do."""
    try:
        services().people_lists.choose(ProgrammeId(programme_id), _sent(), actor=actor())
    except UnreadableListError as error:
        return _page(programme_id, Form().with_error("file", unreadable(error)), status=422)
    except ListOpenError:
        words = _("Another list was chosen a moment ago. Decide about that one first.")
        return _page(programme_id, Form().with_error("file", words), status=409)
    return then("people_lists.show", programme_id=programme_id)


@bp.get("/progress")
def progress(programme_id: str) -> Response:
    """Show how it goes; the page asks for this part again while it goes on."""
    facts = _facts(programme_id)
    response = page("people_lists/state.html", **_state(facts))
    if facts.latest is None or not facts.latest.under_way:
        response.headers["HX-Refresh"] = "true"  # every figure of the page may have changed
    return response


@bp.post("/bring")
def bring(programme_id: str) -> Response:
    """Have the drafts begun, or gone on with."""
    seen = read_sent(VersionForm())["version"]
    services().people_lists.bring(ProgrammeId(programme_id), version=seen, actor=actor())
    return then("people_lists.show", programme_id=programme_id)


@bp.post("/discard")
def discard(programme_id: str) -> Response:
    """Drop the open list."""
    seen = read_sent(VersionForm())["version"]
    services().people_lists.discard(ProgrammeId(programme_id), version=seen, actor=actor())
    return then("people_lists.show", "list-dropped", programme_id=programme_id)


@bp.post("/undo")
def undo(programme_id: str) -> Response:
    """Take back what a list of the last day began."""
    key, which = ProgrammeId(programme_id), ListId(read_sent(ListForm())["list"])
    services().people_lists.undo(key, which, actor=actor())
    return then("people_lists.show", programme_id=programme_id)


@bp.post("/left")
def left(programme_id: str) -> Response:
    """Give the rows that were left as a list, each with its reason; taking it is noted."""
    key = ProgrammeId(programme_id)
    terms = Terms.of(_facts(programme_id).programme)
    content = services().people_lists.left(
        key,
        ListId(read_sent(ListForm())["list"]),
        lambda row: reason(row, terms),
        actor=actor(),
    )
    return _file(content, "left.csv")


@bp.post("/links")
def links(programme_id: str) -> Response:
    """Give the links of those whom a list has invited; taking them is noted."""
    content = services().people_lists.links(
        ProgrammeId(programme_id),
        ListId(read_sent(ListForm())["list"]),
        lambda secret: web().public_url + url_for("guests_in.show", secret=secret),
        actor=actor(),
    )
    return _file(content, "links.csv")


@bp.post("/forget")
def forget(programme_id: str) -> Response:
    """Delete the rows of a list that is over."""
    key, which = ProgrammeId(programme_id), ListId(read_sent(ListForm())["list"])
    services().people_lists.forget(key, which, actor=actor())
    return then("people_lists.show", "list-dropped", programme_id=programme_id)


def _facts(programme_id: str, kinds: Collection[RowState] = (), number: int = 1) -> ListPage:
    return services().people_lists.page(
        ProgrammeId(programme_id),
        actor=actor(),
        kinds=kinds or tuple(RowState),
        number=number,
    )


def _sent() -> bytes:
    """Return the file that was sent, or a byte more than is taken; what was spooled is closed."""
    sent = request.files.get("file")
    if sent is None:
        return b""
    with closing(sent):
        content: bytes = sent.read(MOST_BYTES + 1)
    return content


def _file(content: bytes, name: str) -> Response:
    reply = Response(content, mimetype="text/csv")
    reply.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return reply


def _page(programme_id: str, form: Form, *, status: int = 200) -> Response:
    asked = request.args.get("kind", "")
    kind = RowState(asked) if asked in set(RowState) else None
    number = min(max(request.args.get("page", 1, int), 1), MOST_PAGES)
    facts = _facts(programme_id, (kind,) if kind else (), number)
    terms = Terms.of(facts.programme)

    def address(to: int) -> str:
        key = facts.programme.programme_id
        return page_url("people_lists.show", programme_id=key, page=to, kind=kind)

    return page(
        "people_lists/show.html",
        status=status,
        nav=places(facts.programme, here_is="people"),
        form=form,
        labels=LABELS,
        kinds=_kinds(facts, kind),
        states=STATES,
        cell=place,
        remedy=lambda fault: fault_words(fault, terms),
        remedies=REMEDIES,
        hints=column_hints(terms),
        takes=facts.programme.stage in TAKES_PROFILES,
        before=address(number - 1) if number > 1 else None,
        after=address(number + 1) if len(facts.rows) == PAGE_SIZE else None,
        place=_("Page %(n)s", n=number),
        **_state(facts),
    )


def _state(facts: ListPage) -> dict[str, Any]:
    one, counts = facts.latest, facts.counts
    undoing = one is not None and one.state is ListState.UNDOING
    due = sum(counts.get(state, 0) for state in (BROUGHT if undoing else TO_DO))
    seen = sum(counts.values())
    checking = one is not None and one.state is ListState.CHECKING
    return {
        "facts": facts,
        "programme": facts.programme,
        "one": one,
        "earlier": [other for other in facts.lists if other is not one],
        "now": now(),
        "names": NAMES,
        "due": due,
        "dealt": seen if checking else seen - due,
        "left_over": sum(counts.get(state, 0) for state in LEFT_OVER),
        "begun": counts.get(RowState.PREFILLED, 0),
        "taken_back": counts.get(RowState.TAKEN_BACK, 0),
        "invited": counts.get(RowState.INVITED, 0),
        "to_invite": counts.get(RowState.INVITE, 0),
        "bring_words": ngettext("Bring in one row", "Bring in %(num)s rows", due),
    }


def _kinds(facts: ListPage, chosen: RowState | None) -> list[tuple[str, str, int, bool]]:
    """Return address, words, count and whether it is shown, of all and of each kind there is."""
    key = facts.programme.programme_id
    every = (page_url("people_lists.show", programme_id=key), _("All rows"))
    found = [(*every, sum(facts.counts.values()), chosen is None)]
    for kind, (_tone, _drawn, words) in STATES.items():
        if count := facts.counts.get(kind, 0):
            there = page_url("people_lists.show", programme_id=key, kind=kind)
            found.append((there, str(words), count, kind is chosen))
    return found
