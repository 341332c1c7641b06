"""What an agreement's fields are called, and what stands in them now beside what was typed."""

from collections.abc import Mapping

from plugin.mentoring.enrolment import Side
from plugin.web.forms import Form
from plugin.web.pages.words import (
    Choice,
    cadences,
    lengths,
    media,
    notice_words,
    reply_words,
    review_words,
)
from plugin.web.texts import gettext as _


def labels(*, pair: bool) -> dict[str, str]:
    """Return what each field is called, in the order of the form."""
    us = _("Never leaves the two of us") if pair else _("Never leaves this circle of people")
    return {
        "role": _("What I see as my task"),
        "goals": _("What I want to reach"),
        "never": us,
        "recorded": _("We may write down"),
        "shared": _("We may tell others"),
        "cadence_weeks": _("How often"),
        "length_min": _("How long"),
        "medium": _("How we meet"),
        "reply_hours": _("A message is answered"),
        "notice_hours": _("Moving a session needs no reason until"),
        "topics": _("What we work on"),
        "backup": _("If the first channel fails"),
        "limits": _("What we do not expect of each other"),
        "review_weeks": _("We look at this again"),
        "words": _("A sentence of our own"),
    }


def differing(now: Mapping[str, object], form: Form, *, pair: bool) -> list[tuple[str, str]]:
    """Return label and words of each field that stands otherwise than it was typed."""
    called = labels(pair=pair)
    return [
        (called[name], _words(name, text) or _("Nothing"))
        for name, text in ((name, _plain(_joined(value))) for name, value in now.items())
        if text != _plain("\n".join(form.sent.get(name, ())))
    ]


def _joined(value: object) -> str:
    return "\n".join(value) if isinstance(value, tuple) else str(value)


def _plain(text: str) -> str:
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())


def _words(name: str, text: str) -> str:
    """Return a choice as people read it; whatever else is text."""
    number = int(text) if text.isdigit() else 0
    choices: Mapping[str, list[Choice]] = {
        "cadence_weeks": cadences(),
        "length_min": lengths([number]),
        "medium": media(),
        "reply_hours": reply_words(),
        "notice_hours": notice_words(),
        "review_weeks": review_words(),
    }
    found = {str(value): words for value, words in choices.get(name, ())}
    return found.get(text, text)


def asked_of(side: Side) -> str:
    """Return which field is asked of a side: mentors say their role, everybody else goals."""
    return "role" if side is Side.MENTOR else "goals"
