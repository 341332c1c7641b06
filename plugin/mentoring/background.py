"""What a person is by birth, age or family: no part of a score unless a coordinator says why (M5).

Each field is switched on by itself, with a reason that everybody who is asked reads. Answers are
sealed, shown to nobody, and used in nothing but the making of a draft; where a field is off,
nothing of it is asked, used, or kept.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final

from plugin.mentoring.errors import ReasonMissingError

LONGEST_REASON: Final = 300
POINTS: Final = 5
"""What an answer in common adds in the making of a draft, as much as a way of meeting in common."""


class Background(StrEnum):
    """A field that is off by default."""

    GENDER = "gender"
    AGE = "age"
    FIRST = "first"
    ORIGIN = "origin"


CHOICES: Final[Mapping[Background, tuple[str, ...]]] = {
    Background.GENDER: ("woman", "man", "other"),
    Background.AGE: ("under 25", "25 to 34", "35 to 49", "50 and over"),
    Background.FIRST: ("yes", "no"),
    Background.ORIGIN: ("africa", "asia", "europe", "latin america", "north america", "oceania"),
}
"""What may be answered; to say nothing is always possible."""
Answers = tuple[tuple[str, str], ...]
"""A field and what was said, each once."""


@dataclass(frozen=True, slots=True)
class Switch:
    """One field that is on.

    Attributes:
        reason: why, as everybody reads who is asked.
        since: the day on which it was switched on.

    """

    field: Background
    reason: str
    since: date


def switched_on(
    before: Iterable[Switch], field: Background, reason: str, *, on: date
) -> tuple[Switch, ...]:
    """Return the switches with one more, or with another reason; in the order of the fields.

    Raises:
        ReasonMissingError: nothing is said of why.

    """
    why = " ".join(reason.split())[:LONGEST_REASON].rstrip()
    if not why:
        raise ReasonMissingError
    known = {one.field: one for one in before}
    known[field] = replace(known[field], reason=why) if field in known else Switch(field, why, on)
    return tuple(known[one] for one in Background if one in known)


def switched_off(before: Iterable[Switch], field: Background) -> tuple[Switch, ...]:
    """Return the switches without that one."""
    return tuple(one for one in before if one.field is not field)


def kept(answers: Answers, switches: Iterable[Switch]) -> Answers:
    """Return what may be kept of the answers: of fields that are on, and among what is offered."""
    on, said = {one.field for one in switches}, dict(answers)
    return tuple(
        (field.value, said[field])
        for field in Background
        if field in on and said.get(field) in CHOICES[field]
    )


def counted(answers: Answers, switches: Iterable[Switch]) -> tuple[str, ...]:
    """Return the answers as a draft counts them; none of a field that is off."""
    return tuple(f"{field}: {answer}" for field, answer in kept(answers, switches))
