"""Words of what may be asked about a background, and of its answers (M5)."""

from typing import Any

from plugin.mentoring.background import CHOICES, Background
from plugin.mentoring.programme import Programme
from plugin.web.texts import gettext as _


def fields_of() -> dict[Background, str]:
    """Return what each field is called."""
    return {
        Background.GENDER: _("Gender"),
        Background.AGE: _("Age group"),
        Background.FIRST: _("First in the family to study"),
        Background.ORIGIN: _("Where one grew up"),
    }


def _answers() -> dict[str, str]:
    return {
        "woman": _("Woman"),
        "man": _("Man"),
        "other": _("Another, or more than one"),
        "under 25": _("Under 25"),
        "25 to 34": _("25 to 34"),
        "35 to 49": _("35 to 49"),
        "50 and over": _("50 and over"),
        "yes": _("Yes"),
        "no": _("No"),
        "africa": _("Africa"),
        "asia": _("Asia"),
        "europe": _("Europe"),
        "latin america": _("Latin America"),
        "north america": _("North America"),
        "oceania": _("Oceania"),
    }


def asked_background(programme: Programme) -> list[dict[str, Any]]:
    """Return the questions that a profile of the programme asks, each with its reason."""
    words, answers = fields_of(), _answers()
    nothing = ("", _("I would rather not say"))
    return [
        {
            "name": f"background_{one.field.value}",
            "words": words[one.field],
            "why": _("%(why)s Nobody sees your answer; it only counts when a draft is made.",
                     why=_sentence(one.reason)),
            "choices": [nothing, *((x, answers[x]) for x in CHOICES[one.field])],
        }
        for one in programme.life.background
    ]  # fmt: skip


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."
