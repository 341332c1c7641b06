"""What the pages say of a course's list: how its reading goes, and how each member stands."""

from datetime import datetime
from typing import NamedTuple

from flask_babel import lazy_gettext

from plugin.mentoring.people import CourseRole
from plugin.mentoring.roster import Gap, Standing
from plugin.ports.rosters import Reading, RosterLine
from plugin.ports.values import Course
from plugin.services.rosters import (
    DONE,
    GAVE_UP,
    INCOMPLETE,
    LATE,
    NOT_ALLOWED,
    NOT_CONNECTED,
    NOT_OFFERED,
    QUEUED,
    REFUSED,
)
from plugin.web.current import viewer_zone
from plugin.web.texts import gettext as _
from plugin.web.times import date

PROBLEMS = {
    NOT_OFFERED: (
        lazy_gettext("The course does not share its list of people."),
        lazy_gettext(
            "The administrator of the LMS can let this tool use names and roles. Until then,"
            " people appear here when they open the tool."
        ),
    ),
    NOT_ALLOWED: (
        lazy_gettext("The LMS refused to share the list."),
        lazy_gettext(
            "Its administrator can mend it: this tool's key must be known there, and names and"
            " roles be allowed for it."
        ),
    ),
    INCOMPLETE: (
        lazy_gettext("The LMS did not send the list whole."),
        lazy_gettext(
            "A part of it would look like people having left, so it was not used. Tell the"
            " administrator of the LMS if it happens again tomorrow."
        ),
    ),
    LATE: (
        lazy_gettext("The LMS has not answered for more than two hours."),
        lazy_gettext(
            "We keep trying. If the LMS works otherwise, its administrator can see why it does"
            " not answer this tool."
        ),
    ),
    NOT_CONNECTED: (
        lazy_gettext("This tool is not connected to your LMS any more."),
        lazy_gettext("Whoever runs this tool for your institution can connect it again."),
    ),
    REFUSED: (
        lazy_gettext("The LMS did not take the question for the list."),
        lazy_gettext("Whoever runs this tool for your institution finds the reason in its log."),
    ),
    GAVE_UP: (
        lazy_gettext("Reading the list failed on our side."),
        lazy_gettext(
            "It was written down. Whoever runs this tool for your institution can mend it."
        ),
    ),
}
"""What is wrong, and who can mend it, by the code in `Course.roster_state`."""
STANDINGS = {
    Standing.BOTH: ("ok", "check", lazy_gettext("On the list and here")),
    Standing.LISTED: ("calm", "wait", lazy_gettext("Has not opened the tool yet")),
    Standing.JOINED: ("", "plus", lazy_gettext("Came after the list was read")),
    Standing.WAITING: ("wait", "ask", lazy_gettext("Missing from the list, you decide")),
    Standing.KEPT: ("calm", "hand", lazy_gettext("Missing from the list, kept by a coordinator")),
    Standing.INACTIVE: ("calm", "moon", lazy_gettext("Made inactive in the LMS")),
    Standing.GONE: ("calm", "arrow", lazy_gettext("Not on the list any more")),
    Standing.TEST: ("calm", "info", lazy_gettext("Preview user of the LMS")),
}
"""Tone, drawing and words of a badge."""
GAPS = {
    Gap.NO_NAME: lazy_gettext("Name not shared"),
    Gap.NO_EMAIL: lazy_gettext("E-mail not shared"),
    Gap.OTHER_ROLE: lazy_gettext("Another role here than on the list"),
}
REASONS = {
    Gap.NO_NAME: lazy_gettext(
        "The LMS withholds the name. Pages say “Member” and a number; people can be asked to"
        " share it there."
    ),
    Gap.NO_EMAIL: lazy_gettext(
        "The LMS withholds the address. Invitations by mail do not reach them; a connected"
        " Microsoft account does."
    ),
    Standing.LISTED: lazy_gettext("They can be matched once they have opened the tool."),
    Standing.JOINED: lazy_gettext("The next reading of the list will tell of them."),
    Standing.WAITING: lazy_gettext("Nothing has changed for them. See the question above."),
    Standing.KEPT: lazy_gettext("They stay until the list has them again, or they leave."),
    Standing.INACTIVE: lazy_gettext("Hidden from new pairs. A pair they have stays as it is."),
    Standing.GONE: lazy_gettext(
        "Hidden from new pairs. A pair they have stays as it is. If the list has them again, or"
        " they open the tool, they are back."
    ),
    Standing.TEST: lazy_gettext("Never matched, counted or invited."),
}
"""Why somebody stands so, or what it means. Who is on both sides needs no reason."""
ROLES = {
    CourseRole.INSTRUCTOR: lazy_gettext("teacher"),
    CourseRole.ASSISTANT: lazy_gettext("assistant"),
    CourseRole.LEARNER: lazy_gettext("learner"),
    CourseRole.NONE: lazy_gettext("no role"),
}


class State(NamedTuple):
    """How the list and its reading stand, in words.

    Attributes:
        busy: what to say while it is read; None when it is not.
        problem, remedy: None when there is none.
        read_at: of the list we have.

    """

    busy: str | None
    problem: object
    remedy: object
    read_at: datetime | None


def state_of(course: Course, reading: Reading | None) -> State:
    """Return how the list and its reading stand."""
    code = course.roster_state
    problem, remedy = PROBLEMS.get(code, PROBLEMS[REFUSED]) if _is_problem(code) else (None, None)
    return State(_busy(course, reading), problem, remedy, course.roster_at)


def reasons(line: RosterLine) -> list[object]:
    """Return a sentence for each thing that is not as it should be."""
    kinds: list[Standing | Gap] = [line.standing, *(gap for gap in Gap if gap in line.gaps)]
    found: list[object] = [REASONS[kind] for kind in kinds if kind in REASONS]
    return [*found, _roles(line)] if Gap.OTHER_ROLE in line.gaps else found


def since(line: RosterLine) -> str | None:
    """Return since when, for a standing in which one wants to know."""
    if line.standing in (Standing.BOTH, Standing.LISTED, Standing.TEST):
        return None
    return _("since %(date)s", date=date(line.since, viewer_zone()))


def _roles(line: RosterLine) -> str:
    here, there = line.launched_as, line.listed_as
    return _(
        "Opened the tool as %(here)s; the list says %(there)s. Some LMSs call a teacher who may"
        " not edit a learner on their list. The role at each opening decides.",
        here=ROLES[here] if here else "",
        there=ROLES[there] if there else "",
    )


def _is_problem(code: str) -> bool:
    return code not in {"never", DONE, QUEUED}


def _busy(course: Course, reading: Reading | None) -> str | None:
    if course.roster_state != QUEUED:
        return None
    if reading and reading.trouble_at:
        return _("The LMS does not answer just now. We keep trying; the list we have stays.")
    if reading and reading.people_read:
        return _("Reading the list: %(count)s people so far …", count=reading.people_read)
    return _("Reading the course list …")
