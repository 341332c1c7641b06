"""What training and questionnaires are called on pages."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _

from plugin.mentoring.eligibility import is_pack
from plugin.mentoring.enrolment import Side
from plugin.mentoring.training import Kind, Round
from plugin.services.training import Line

KINDS = {
    Kind.TRAINING: _("Training"),
    Kind.SURVEY: _("Survey"),
    Kind.ASSESSMENT: _("Self-assessment"),
    Kind.QUIZ: _("Quiz"),
    Kind.CHECK_LIST: _("Check list"),
    Kind.PORTFOLIO: _("Portfolio"),
    Kind.HELP: _("Help with the tool"),
}
ROUNDS = {
    Round.START: _("At the start"),
    Round.MIDDLE: _("In the middle"),
    Round.END: _("At the end"),
}
SIDES = {Side.MENTOR: _("Mentors"), Side.MENTEE: _("Mentees"), Side.PEER: _("Peers")}
_BEGIN = _("For your start")
_TITLES = (
    ((Kind.TRAINING,), _("Learning to work together")),
    ((Kind.SURVEY,), _("What you think")),
    ((Kind.ASSESSMENT, Kind.CHECK_LIST, Kind.PORTFOLIO, Kind.QUIZ), _("For yourself")),
    ((Kind.HELP,), _("Using Alongside")),
)
"""The parts of the shelf in order; help with the tool is a part of its own (R5)."""


def parts(lines: Iterable[Line]) -> list[tuple[object, list[Line]]]:
    """Return the parts of the shelf that hold something, each under its title."""
    every = list(lines)
    packs = [one for one in every if is_pack(one.module.key)]
    every = [one for one in every if not is_pack(one.module.key)]
    found = [(words, [x for x in every if x.module.kind in kinds]) for kinds, words in _TITLES]
    return [part for part in [(_BEGIN, packs), *found] if part[1]]
