"""How people can take part, in the words of the programme's formats."""

from collections.abc import Sequence

from plugin.mentoring.enrolment import Side
from plugin.mentoring.formats import sides_of
from plugin.mentoring.programme import Format
from plugin.web.texts import gettext as _

Option = tuple[Side, str, str]


def sides(formats: Sequence[Format]) -> list[Option]:
    """Return the sides that a programme offers, each with its name and a line about it."""
    words = _circle_words() if Format.ONE_TO_ONE not in formats else _pair_words(formats)
    return [(side, *words[side]) for side in sides_of(formats)]


def _pair_words(formats: Sequence[Format]) -> dict[Side, tuple[str, str]]:
    seek, give = _("find a mentor"), _("be a mentor")
    if Format.CIRCLE in formats:
        seek, give = _("find a mentor or a circle"), _("be a mentor or gather a circle")
    return {
        Side.MENTEE: (seek, _("Somebody further along, for a while")),
        Side.MENTOR: (give, _("For somebody who stands where you stood")),
        Side.PEER: _peer(),
    }


def _circle_words() -> dict[Side, tuple[str, str]]:
    return {
        Side.MENTEE: (_("be in a circle"), _("With a few others and somebody who gathers you")),
        Side.MENTOR: (_("gather a circle"), _("You invite, ask and listen; you need not know all")),
        Side.PEER: _peer(),
    }


def _peer() -> tuple[str, str]:
    return _("find peers"), _("One or two others in the same place, with nobody in charge")
