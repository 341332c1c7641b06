"""What else could be done with one person of a draft, and what that would cost."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from plugin.mentoring.counted import Part
from plugin.mentoring.enrolment import Enrolment, Side
from plugin.mentoring.exclusions import Exclusion, ExclusionKind
from plugin.mentoring.matching import Draft, Fit, fit
from plugin.mentoring.people import Person, PersonId
from plugin.mentoring.programme import Programme
from plugin.mentoring.wishes import Wished
from plugin.ports.values import SavedDraft

MOST_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Option:
    """One mentor for somebody.

    Attributes:
        left: seats that the draft leaves the mentor.
        now: whether the draft has the two together.
        change: points that the draft gains or loses by the move.
        apart, wished: of the two; never who of them said so.
        excluded: why a coordinator entered that they are not to be matched; None where nobody did.

    """

    mentor: PersonId
    fit: Fit
    left: int
    now: bool
    change: int
    apart: bool = False
    wished: bool = False
    excluded: ExclusionKind | None = None

    @property
    def open(self) -> bool:
        """Whether one can move there."""
        return self.left > 0 and not self.now and not self.apart


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


def marked(
    found: Iterable[Option],
    mentee: PersonId,
    apart: Collection[frozenset[PersonId]],
    wished: Wished,
    excluded: Iterable[Exclusion],
) -> tuple[Option, ...]:
    """Return them with what one of the two has said, and not who of them; and what is entered."""
    kinds = {one.both: one.kind for one in excluded}
    both = ((one, frozenset((mentee, one.mentor))) for one in found)
    return tuple(
        replace(one, apart=two in apart, wished=two in wished, excluded=kinds.get(two))
        for one, two in both
    )
