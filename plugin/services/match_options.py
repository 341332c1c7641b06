"""What else could be done with one person of a draft, and what that would cost."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from plugin.mentoring.counted import Part
from plugin.mentoring.enrolment import Enrolment, Side
from plugin.mentoring.matching import Draft, Fit, fit
from plugin.mentoring.people import Person, PersonId
from plugin.mentoring.programme import Programme
from plugin.ports.values import SavedDraft

MOST_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Option:
    """One mentor for somebody.

    Attributes:
        left: seats that the draft leaves the mentor.
        now: whether the draft has the two together.
        change: points that the draft gains or loses by the move.

    """

    mentor: PersonId
    fit: Fit
    left: int
    now: bool
    change: int

    @property
    def open(self) -> bool:
        """Whether one can move there."""
        return self.left > 0 and not self.now


@dataclass(frozen=True, slots=True)
class PersonPage:
    """One mentee of a draft with the mentors who suit best, the best first."""

    programme: Programme
    saved: SavedDraft
    people: Mapping[PersonId, Person]
    person: Person
    options: tuple[Option, ...]


def options(
    mentee: Enrolment,
    draft: Draft,
    ready: Mapping[PersonId, Enrolment],
    left: Mapping[PersonId, int],
    *,
    weights: Mapping[Part, int],
    now: datetime,
) -> tuple[Option, ...]:
    """Return the best mentors for the mentee; the present one is always among them."""
    has = next((pair.mentor for pair in draft.pairs if pair.mentee == mentee.person_id), None)
    fits = {
        who: fit(mentee.profile, one.profile, now=now, weights=weights)
        for who, one in ready.items()
        if one.side is Side.MENTOR
    }
    before = fits[has].score if has in fits else 0
    order = sorted(fits, key=lambda who: (fits[who].barrier is not None, -fits[who].score, who))
    shown = [who for at, who in enumerate(order) if at < MOST_SHOWN or who == has]
    return tuple(
        Option(who, fits[who], left.get(who, 0), who == has, fits[who].score - before)
        for who in shown
    )
