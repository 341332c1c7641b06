"""Training, questionnaires and lists: the shelf, and one page of one of them."""

from flask import Blueprint, request
from werkzeug.wrappers import Response

from plugin.mentoring.course_text import SCALE, BlockKind, Page
from plugin.mentoring.enrolment import Side
from plugin.mentoring.errors import UnknownThingError
from plugin.mentoring.programme import ProgrammeId
from plugin.mentoring.training import LONGEST_WORDS, Kind, Said, Sent, passes
from plugin.services.training import Opened
from plugin.web.current import actor, page_url, services
from plugin.web.languages import language
from plugin.web.pages.show import page, then
from plugin.web.pages.training_words import KINDS, ROUNDS, SIDES, parts

bp = Blueprint("training", __name__, url_prefix="/programmes/<programme_id>/training")
MOST_BLOCKS = 999


@bp.get("/")
def show(programme_id: str) -> Response:
    """Show what there is for the reader, and what is left before their first match."""
    return _shelf(programme_id)


@bp.get("/for/<side>")
def side(programme_id: str, side: str) -> Response:
    """Show what there is for mentors, for mentees or for peers: what a link in a course names."""
    if side not in tuple(Side):
        raise UnknownThingError
    return _shelf(programme_id, Side(side))


@bp.get("/<key>/")
def read(programme_id: str, key: str) -> Response:
    """Show one page: the one where the reader goes on, or another; answered in order only."""
    opened = services().training.open(
        ProgrammeId(programme_id), key, language=language(), actor=actor()
    )
    progress, last = opened.line.progress, len(opened.line.module.pages) - 1
    reached = min(progress.page if progress else 0, last)
    asked = request.args.get("page", reached + 1, int)
    return _page(opened, min(max(asked - 1, 0), last), reached)


@bp.post("/<key>/")
def answer(programme_id: str, key: str) -> Response:
    """Keep the answers to one page, and go on, or look at what was not right yet."""
    number = min(request.form.get("page", 1, int), MOST_BLOCKS) - 1
    opened = services().training.answer(
        ProgrammeId(programme_id), key, Sent(number, _said()), language=language(), actor=actor()
    )
    pages, progress = opened.line.module.pages, opened.line.progress
    if progress is None or not passes(pages[number], progress.said):
        return then("training.read", programme_id=programme_id, key=key, page=number + 1)
    if number + 1 < len(pages):
        return then("training.read", programme_id=programme_id, key=key, page=number + 2)
    return then("training.show", "worked-through", programme_id=programme_id)


@bp.post("/<key>/done")
def attest(programme_id: str, key: str) -> Response:
    """Say that a course elsewhere is done."""
    services().training.attest(ProgrammeId(programme_id), key, language=language(), actor=actor())
    return then("training.show", "worked-through", programme_id=programme_id)


def _shelf(programme_id: str, wanted: Side | None = None) -> Response:
    shelf = services().training.shelf(
        ProgrammeId(programme_id), language=language(), actor=actor(), side=wanted
    )
    return page(
        "training/shelf.html",
        shelf=shelf,
        passed=sum(one.is_done for one in shelf.asked),
        parts=parts(shelf.lines),
        kinds=KINDS,
        rounds=ROUNDS,
        sides=SIDES,
        helper=services().helper.on,
    )


def _page(opened: Opened, number: int, reached: int) -> Response:
    line, pages = opened.line, opened.line.module.pages
    said = line.progress.said if line.progress else Said()
    tried = any(one.number in said.chosen for one in pages[number].blocks)
    return page(
        "training/page.html",
        programme=opened.programme,
        line=line,
        module=line.module,
        here=pages[number],
        number=number,
        ahead=number > reached,
        count=len(pages),
        said=said,
        tried=tried,
        passed=passes(pages[number], said),
        scale=SCALE,
        asks=bool(pages[number].of_kind(BlockKind.QUESTION)),
        first_mark=next(iter(pages[number].of_kind(BlockKind.RATING)), None),
        kinds=KINDS,
        rounds=ROUNDS,
        earlier=_earlier(opened, pages[number]),
        back=page_url(
            "training.read",
            programme_id=opened.programme.programme_id,
            key=line.module.key,
            page=number,
        ),
    )


def _earlier(opened: Opened, here: Page) -> dict[int, list[tuple[object, int]]]:
    """Return the reader's own marks of earlier rounds, by statement; a self-assessment's only."""
    if opened.line.module.kind is not Kind.ASSESSMENT:
        return {}
    found: dict[int, list[tuple[object, int]]] = {}
    for block in here.blocks:
        for round_, one in opened.line.earlier.items():
            for mark in one.said.chosen.get(block.number, ()):
                found.setdefault(block.number, []).append((ROUNDS[round_], mark))
    return found


def _said() -> Said:
    """Read what was chosen and written, by the block's number."""
    chosen: dict[int, frozenset[int]] = {}
    words: dict[int, str] = {}
    for name in request.form:
        kind, _dash, at = name.partition("-")
        if not (at.isascii() and at.isdigit() and len(at) <= 3):
            continue
        if kind == "words":
            words[int(at)] = request.form[name][:LONGEST_WORDS]
        elif kind == "chosen":
            some = (one for one in request.form.getlist(name) if one.isascii() and len(one) <= 2)
            chosen[int(at)] = frozenset(int(one) for one in some if one.isdigit())
    return Said(chosen, words)
