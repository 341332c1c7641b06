"""The reconciliation page: every member of the course beside the LMS's list, and what to do."""

from flask import Blueprint, request
from marshmallow import fields
from werkzeug.wrappers import Response

from plugin.mentoring.programme import ProgrammeId
from plugin.mentoring.roster import Gap, Standing
from plugin.ports.reads import PAGE_SIZE
from plugin.services.rosters import RosterPage
from plugin.web.current import actor, page_url, services
from plugin.web.forms import MOST, FormSchema, between, one_of, read_form
from plugin.web.pages.overview import places
from plugin.web.pages.roster_words import GAPS, STANDINGS, reasons, since, state_of
from plugin.web.pages.show import page, then
from plugin.web.texts import gettext as _

bp = Blueprint("roster", __name__, url_prefix="/programmes/<programme_id>/roster")

MOST_PAGES = 10_000
KINDS: dict[str, Standing | Gap] = {kind.value: kind for kind in (*Standing, *Gap)}


class DecisionForm(FormSchema):
    """What a coordinator says to removals that wait."""

    version = fields.Integer(required=True, validate=between(1, MOST))
    word = fields.String(required=True, validate=one_of(("remove", "keep")))


@bp.get("")
def show(programme_id: str) -> Response:
    """Show the members, fifty at a time."""
    kind = KINDS.get(request.args.get("kind", ""))
    number = min(max(request.args.get("page", 1, int), 1), MOST_PAGES)
    return _page(_facts(programme_id, kind, number), kind, number)


@bp.get("/progress")
def progress(programme_id: str) -> Response:
    """Show how the reading goes; the page asks for this part again while it goes on."""
    facts = _facts(programme_id)
    state = state_of(facts.course, facts.reading)
    response = page("roster/state.html", programme=facts.programme, state=state)
    if state.busy is None:
        response.headers["HX-Refresh"] = "true"  # every figure of the page may have changed
    return response


@bp.post("/read")
def read(programme_id: str) -> Response:
    """Ask for the course list to be read."""
    services().rosters.ask(ProgrammeId(programme_id), actor=actor())
    return then("roster.show", programme_id=programme_id)


@bp.post("/decide")
def decide(programme_id: str) -> Response:
    """Carry out the removals that wait, or keep these people."""
    form = read_form(DecisionForm())
    if form.ok:
        services().rosters.settle(
            ProgrammeId(programme_id),
            version=form.data["version"],
            remove=form.data["word"] == "remove",
            actor=actor(),
        )
    return then("roster.show", "saved" if form.ok else "", programme_id=programme_id)


def _facts(programme_id: str, kind: Standing | Gap | None = None, number: int = 1) -> RosterPage:
    return services().rosters.page(
        ProgrammeId(programme_id), actor=actor(), kind=kind, number=number
    )


def _page(facts: RosterPage, kind: Standing | Gap | None, number: int) -> Response:
    def address(to: int) -> str:
        named = kind.value if kind else None
        key = facts.programme.programme_id
        return page_url("roster.show", programme_id=key, page=to, kind=named)

    return page(
        "roster/show.html",
        nav=places(facts.programme, here_is="roster"),
        programme=facts.programme,
        state=state_of(facts.course, facts.reading),
        unread=facts.reading.unread if facts.reading else 0,
        proposal=facts.proposal,
        waiting=facts.counts.standings[Standing.WAITING],
        kinds=_kinds(facts, kind),
        lines=facts.lines,
        standings=STANDINGS,
        gaps=GAPS,
        reasons=reasons,
        since=since,
        before=address(number - 1) if number > 1 else None,
        after=address(number + 1) if len(facts.lines) == PAGE_SIZE else None,
        place=_("Page %(n)s", n=number),
    )


def _kinds(facts: RosterPage, chosen: Standing | Gap | None) -> list[tuple[str, str, int, bool]]:
    """Return address, words, count and whether it is shown, of all and of each kind there is."""
    key = facts.programme.programme_id
    every = (page_url("roster.show", programme_id=key), _("Everybody"), facts.counts.total)
    found = [(*every, chosen is None)]
    counts: list[tuple[Standing | Gap, int]] = [
        *facts.counts.standings.items(),
        *facts.counts.gaps.items(),
    ]
    for kind, count in counts:
        if count or kind is chosen:
            words = STANDINGS[kind][2] if isinstance(kind, Standing) else GAPS[kind]
            address = page_url("roster.show", programme_id=key, kind=kind.value)
            found.append((address, str(words), count, kind is chosen))
    return found
