"""Choices of the profile."""

from typing import Any

from plugin.mentoring.confided import Ready
from plugin.mentoring.eligibility import asked
from plugin.mentoring.enrolment import Learn, Side, Talk
from plugin.mentoring.formats import sides_of
from plugin.mentoring.programme import Programme
from plugin.mentoring.templates import AIMS
from plugin.web.pages.programme_words import entry_options
from plugin.web.texts import gettext as _


def more_choices(programme: Programme) -> dict[str, Any]:
    """Return the choices that go deeper than skills and values."""
    offered = asked(programme.life)
    return {
        "aims": [(aim, aim) for aim in AIMS],
        "talks": [
            (Talk.DIRECT, _("frank")),
            (Talk.GENTLE, _("gentle")),
            (Talk.LISTENING, _("good at listening")),
            (Talk.QUESTIONS, _("full of questions")),
        ],
        "learns": [
            (Learn.TALKING, _("talking it over")),
            (Learn.DOING, _("trying it out")),
            (Learn.READING, _("reading")),
            (Learn.WATCHING, _("watching somebody")),
        ],
        "ready": [
            (Ready.MOTIVATED, _("I know why I want this"), ""),
            (Ready.CURIOUS, _("I am curious about how others see things"), ""),
            (Ready.OPEN, _("I can hear feedback that I may not like at first"), ""),
            (Ready.TIME, _("I can keep the times I agree to, and say so when I cannot"), ""),
        ],
        "entries": [one for one in entry_options() if one[0] in offered],
        "places": [(one, one) for one in programme.life.places],
        "asks_ready": Side.MENTEE in sides_of(programme.formats),
    }
