"""What brings people to a programme, and who may take part as what: words and choices (P10)."""

from collections.abc import Mapping, Sequence
from typing import Any

from plugin.mentoring.eligibility import entries_for
from plugin.mentoring.enrolment import Side
from plugin.mentoring.formats import sides_of
from plugin.mentoring.people import Person
from plugin.mentoring.programme import Entry, Programme
from plugin.web.pages.programme_words import entry_options
from plugin.web.texts import gettext as _


def who_takes_part(programme: Programme) -> list[tuple[str, str]]:
    """Return the form's field for each side of the programme, with its words."""
    words = {
        Side.MENTEE: _("Who may look for a mentor or a circle"),
        Side.MENTOR: _("Who may be a mentor"),
        Side.PEER: _("Who may be a peer"),
    }
    return [(f"{side}_for", words[side]) for side in sides_of(programme.formats)]


def eligible_of(data: Mapping[str, Any]) -> tuple[tuple[str, tuple[Entry, ...]], ...]:
    """Return the rule that a form says; a side for which nothing is ticked takes anybody."""
    said = ((side.value, tuple(map(Entry, data[f"{side}_for"]))) for side in Side)
    return tuple(one for one in said if one[1])


def who_may(programme: Programme, side: Side, team: Sequence[Person]) -> str:
    """Return who may stand on that side, and whom to ask where it should be somebody else."""
    allowed = entries_for(programme.life, side)
    who = ", ".join(words for entry, words in entry_options() if entry in allowed)
    names = ", ".join(one.label for one in team)
    return _(
        "This part of the programme is for people who are: %(who)s. Say so under “What brings me”, "
        "or, if it should be you all the same, ask %(names)s.",
        who=who,
        names=names or _("the coordinators"),
    )
