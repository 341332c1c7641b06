"""Circles from the groups of the course: what each would become, and beginning them."""

from typing import Any

from flask import Blueprint, request
from flask_babel import lazy_gettext
from werkzeug.wrappers import Response

from plugin.mentoring.people import PersonId
from plugin.mentoring.programme import TAKES_PROFILES, Format, ProgrammeId
from plugin.mentoring.seeding import Fits, Left, Seed
from plugin.services.course_groups import GAVE_UP, NOT_ALLOWED, QUEUED, GroupsPage
from plugin.web.current import actor, services
from plugin.web.pages.overview import places
from plugin.web.pages.show import page, then
from plugin.web.texts import gettext as _

bp = Blueprint("course_groups", __name__, url_prefix="/programmes/<programme_id>/groups")
MOST = 200
LEAD = "lead-"
"""With the group's id behind it, the name of the field of who facilitates."""

FITS = {
    Fits.YES: ("ok", "check", lazy_gettext("Ready")),
    Fits.NEEDS_LEAD: ("wait", "ask", lazy_gettext("Needs somebody to facilitate it")),
    Fits.TOO_FEW: ("", "info", lazy_gettext("Too few have sent a profile")),
    Fits.TOO_MANY: ("wait", "warn", lazy_gettext("More people than a circle holds")),
    Fits.NOBODY: ("", "info", lazy_gettext("Nobody here seeks a circle")),
}
"""Tone, drawing and words of a badge."""
LEFT = {
    Left.NO_PROFILE: lazy_gettext("No profile yet"),
    Left.PLACED: lazy_gettext("Has a partner or circle already"),
    Left.PEER: lazy_gettext("Takes part as a peer"),
}
PROBLEMS = {
    NOT_ALLOWED: (
        lazy_gettext("The LMS refused to tell of its groups."),
        lazy_gettext("Its administrator can allow course groups for this tool."),
    ),
    "not-offered": (
        lazy_gettext("The LMS does not tell this tool of groups any more."),
        lazy_gettext("What was read before stays. Its administrator can allow them again."),
    ),
    "incomplete": (
        lazy_gettext("The LMS named groups, but not all of who is in them."),
        lazy_gettext("A part would make circles of the wrong people, so nothing was used."),
    ),
    GAVE_UP: (
        lazy_gettext("The groups could not be read."),
        lazy_gettext("Please try again later. Whoever runs this tool can see why."),
    ),
}


@bp.get("")
def show(programme_id: str) -> Response:
    """Show each group and what it would become."""
    return _page(services().course_groups.page(ProgrammeId(programme_id), actor=actor()))


@bp.post("/read")
def read(programme_id: str) -> Response:
    """Ask for the groups to be read."""
    services().course_groups.ask(ProgrammeId(programme_id), actor=actor())
    return then("course_groups.show", programme_id=programme_id)


@bp.post("/make")
def make(programme_id: str) -> Response:
    """Begin circles with the groups that are ticked, or have somebody chosen for them."""
    leads = {
        name.removeprefix(LEAD): PersonId(who)
        for name, who in list(request.form.items())[:MOST]
        if name.startswith(LEAD) and who
    }
    ticked = dict.fromkeys(request.form.getlist("group")[:MOST])
    chosen = {key: leads.get(key) for key in (*ticked, *leads)}
    made = services().course_groups.make(ProgrammeId(programme_id), chosen, actor=actor())
    return then("course_groups.show", "seeded" if made else "", programme_id=programme_id)


def _page(facts: GroupsPage) -> Response:
    programme, reading = facts.programme, facts.reading
    takes = Format.CIRCLE in programme.formats and programme.stage in TAKES_PROFILES
    state = reading.state if reading else ""
    problem = None if state in ("", "done", QUEUED) else PROBLEMS.get(state, PROBLEMS[GAVE_UP])
    rows = [_row(one, facts, takes) for one in facts.seeds]
    return page(
        "course_groups/show.html",
        nav=places(programme, here_is="groups"),
        programme=programme,
        offered=facts.offered,
        by_launches=facts.by_launches,
        circles=Format.CIRCLE in programme.formats,
        takes=takes,
        busy=state == QUEUED,
        problem=problem,
        read_at=reading.read_at if reading else None,
        rows=rows,
        free=facts.free,
        any_open=any(row["open"] for row in rows),
        sizes=_(
            "%(least)s to %(most)s people, facilitators included",
            least=programme.bounds.circle_least,
            most=programme.bounds.circle_most,
        ),
    )


def _row(seed: Seed, facts: GroupsPage, takes: bool) -> dict[str, Any]:
    people = facts.people or {}
    fits = seed.fits(facts.programme.bounds)
    needs_lead = fits is Fits.NEEDS_LEAD
    return {
        "key": seed.group.group_id,
        "name": seed.group.name,
        "badge": FITS[fits],
        "leads": [people[who] for who in seed.leads],
        "members": [people[who] for who in seed.members],
        "left": [(people[who], LEFT[why]) for who, why in seed.left],
        "needs_lead": needs_lead,
        "open": takes and (fits is Fits.YES or (needs_lead and bool(facts.free))),
    }
