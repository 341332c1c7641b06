"""What the course is told of who took part: the coordinator's switch, each learner's yes."""

from flask import Blueprint, request
from flask_babel import lazy_gettext
from marshmallow import fields
from werkzeug.wrappers import Response

from plugin.mentoring.participation import MOST_SESSIONS, Reporting, ScoreState
from plugin.mentoring.people import PersonId
from plugin.mentoring.programme import ProgrammeId
from plugin.ports.participation import ParticipationLine
from plugin.ports.reads import PAGE_SIZE
from plugin.services.participation import COLUMN_GONE, ParticipationPage
from plugin.services.reports import GAVE_UP, NOT_ALLOWED, REFUSED
from plugin.web.current import actor, page_url, services
from plugin.web.forms import Form, FormSchema, between, one_of, read_form, read_sent
from plugin.web.pages.overview import places
from plugin.web.pages.show import page, then
from plugin.web.texts import gettext as _
from plugin.web.texts import ngettext

bp = Blueprint("participation", __name__)
OF_PROGRAMME = "/programmes/<programme_id>/participation"
MOST_PAGES = 10_000
USUAL = 4

_ADMIN_GRANTS = lazy_gettext(
    "The administrator of the LMS can let this tool make a grade column and write scores. Open the"
    " tool from the course once more after that, then send again."
)
_RUNS_THE_TOOL = lazy_gettext(
    "Whoever runs this tool for your institution can mend it; the reason stands in its log."
)
PROBLEMS = {
    "not-offered": (lazy_gettext("The LMS offers no grade book to this tool."), _ADMIN_GRANTS),
    "not-granted": (lazy_gettext("The LMS does not let this tool write grades."), _ADMIN_GRANTS),
    NOT_ALLOWED: (lazy_gettext("The LMS refused what we sent."), _ADMIN_GRANTS),
    "not-connected": (
        lazy_gettext("This tool is not connected to your LMS any more."),
        _RUNS_THE_TOOL,
    ),
    "changed": (
        lazy_gettext("The column is in the grade book with another maximum."),
        lazy_gettext(
            "We never change a maximum. Set it back in the grade book, or remove the column there,"
            " then send again."
        ),
    ),
    COLUMN_GONE: (
        lazy_gettext("The column is not in the grade book any more."),
        lazy_gettext(
            "Somebody removed it there. Stop reporting if that was meant, or send again: a new"
            " column is made then."
        ),
    ),
    REFUSED: (lazy_gettext("The LMS did not take what we sent."), _RUNS_THE_TOOL),
    GAVE_UP: (lazy_gettext("Reporting failed on our side."), _RUNS_THE_TOOL),
}
"""What is wrong, and who can mend it, by the code in `Reporting.problem`."""
STATES = {
    ScoreState.SENDING: ("wait", "wait", lazy_gettext("On its way")),
    ScoreState.SENT: ("ok", "check", lazy_gettext("In the grade book")),
    ScoreState.NEWER: (
        "calm",
        "info",
        lazy_gettext("The grade book has a later entry, which stays"),
    ),
    ScoreState.NOBODY: (
        "calm",
        "info",
        lazy_gettext("Not taken: the LMS does not grade them in this course"),
    ),
}
"""Tone, drawing and words of a badge."""


class SwitchForm(FormSchema):
    """How many sessions are full participation."""

    target = fields.Integer(required=True, validate=between(1, MOST_SESSIONS))


class AgreeForm(FormSchema):
    """Whether one's own participation may be reported."""

    word = fields.String(required=True, validate=one_of(("yes", "no")))


@bp.get(OF_PROGRAMME)
def show(programme_id: str) -> Response:
    """Show how reporting stands, and every learner, fifty at a time."""
    number = min(max(request.args.get("page", 1, int), 1), MOST_PAGES)
    facts = services().participation.page(ProgrammeId(programme_id), actor=actor(), number=number)
    return _page(facts, Form.filled({"target": _target(facts.reporting)}), number=number)


@bp.post(f"{OF_PROGRAMME}/on")
def switch_on(programme_id: str) -> Response:
    """Report from now on, or send again after something was mended."""
    form = read_form(SwitchForm())
    key = ProgrammeId(programme_id)
    if not form.ok:
        return _page(services().participation.page(key, actor=actor()), form, status=422)
    services().participation.switch_on(key, form.data["target"], actor=actor())
    return then("participation.show", "reporting", programme_id=programme_id)


@bp.post(f"{OF_PROGRAMME}/off")
def switch_off(programme_id: str) -> Response:
    """Send nothing more."""
    services().participation.switch_off(ProgrammeId(programme_id), actor=actor())
    return then("participation.show", "saved", programme_id=programme_id)


@bp.get(f"{OF_PROGRAMME}/mine")
def mine(programme_id: str) -> Response:
    """Show a learner what would be reported of them, and ask."""
    own = services().participation.mine(ProgrammeId(programme_id), actor=actor())
    return page("participation/mine.html", own=own, held=_held, states=STATES)


@bp.post(f"{OF_PROGRAMME}/mine")
def agree(programme_id: str) -> Response:
    """Keep a learner's yes or no."""
    said = read_sent(AgreeForm())
    services().participation.agree(
        ProgrammeId(programme_id), yes=said["word"] == "yes", actor=actor()
    )
    return then("participation.mine", "saved", programme_id=programme_id)


@bp.get("/participation/<person_id>")
def review(person_id: str) -> Response:
    """Show one learner's participation, as the LMS's grade book leads to it."""
    found = services().participation.reviewed(PersonId(person_id), actor=actor())
    own = person_id == actor().person_id
    return page("participation/review.html", found=found, held=_held, states=STATES, own=own)


def _page(facts: ParticipationPage, form: Form, *, number: int = 1, status: int = 200) -> Response:
    key = facts.programme.programme_id

    def address(to: int) -> str:
        return page_url("participation.show", programme_id=key, page=to)

    reporting = facts.reporting
    return page(
        "participation/show.html",
        status=status,
        nav=places(facts.programme, here_is="participation"),
        programme=facts.programme,
        offered=facts.course.line_items_url is not None,
        reporting=reporting,
        problem=PROBLEMS.get(reporting.problem) if reporting and reporting.problem else None,
        form=form,
        labels={"target": lazy_gettext("Sessions for full participation")},
        lines=[(line, _standing(line, reporting)) for line in facts.lines],
        held=_held,
        before=address(number - 1) if number > 1 else None,
        after=address(number + 1) if len(facts.lines) == PAGE_SIZE else None,
        place=_("Page %(n)s", n=number),
    )


def _target(reporting: Reporting | None) -> int:
    return reporting.target if reporting else USUAL


def _held(line: ParticipationLine | None) -> str:
    count = line.held if line else 0
    return (
        ngettext("One session held", "%(num)s sessions held", count)
        if count
        else _("No session yet")
    )


def _standing(line: ParticipationLine, reporting: Reporting | None) -> tuple[str, str, object]:
    """Return the badge of one learner: what the grade book has of them, or why nothing."""
    if line.sent is not None:
        return STATES[line.sent.state]
    if not line.shares:
        words = _("Has not agreed") if line.shares is None else _("Has taken the yes back")
        return "", "lock", words
    if reporting is None or not reporting.on:
        return "", "check", _("Has agreed")
    return ("", "wait", _("Goes out soon")) if line.held else ("", "check", _("Has agreed"))
