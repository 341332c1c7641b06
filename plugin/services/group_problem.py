"""People who seek a circle or peers, as a solver sees them: numbers and nothing else."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import permutations

from plugin.mentoring.counted import Part
from plugin.mentoring.enrolment import Enrolment, Profile, Side
from plugin.mentoring.groups import Choices, Group, Trait, circle_sizes, trait_of
from plugin.mentoring.in_person import without_a_place
from plugin.mentoring.matching import Draft, Why
from plugin.mentoring.people import PersonId
from plugin.mentoring.programme import Bounds, Format
from plugin.mentoring.wishes import NOBODY, Wished
from plugin.ports.solving import GroupAnswer, GroupProblem, ScorePart
from plugin.services.match_problem import CELLS, ENOUGH_CELLS, alike, backgrounds, cells

HOUR_A_WEEK = 16
"""Quarters of an hour that all of a circle share in four weeks: an hour a week."""
GATHERED = 15.0
"""Points that two of a kind gain where a trait is gathered."""


@dataclass(frozen=True, slots=True)
class Gathering:
    """Who is to be grouped, in the order of the problem's numbers; seats of facilitators first.

    Attributes:
        seated: who has a seat in the problem; somebody who gathers two circles twice.
        sizes: of the circles; empty for peers.
        over: for whom no circle is left, with why.

    """

    kind: Format
    seated: tuple[Enrolment, ...]
    sizes: tuple[int, ...]
    over: tuple[tuple[PersonId, Why], ...]

    @classmethod
    def of(
        cls,
        kind: Format,
        ready: Iterable[Enrolment],
        taken: Mapping[PersonId, int],
        bounds: Bounds,
    ) -> "Gathering":
        """Say who can have a place; of more people than seats, those who were ready first."""
        people = sorted((e for e in ready if e.ready_at), key=lambda e: e.person_id)
        left = {e.person_id: max(e.capacity - taken.get(e.person_id, 0), 0) for e in people}
        free = [e for e in people if left[e.person_id]]
        if kind is Format.PEER:
            peers = tuple(e for e in free if e.side is Side.PEER)
            alone = tuple((e.person_id, Why.TOO_FEW) for e in peers) if len(peers) < 2 else ()
            return cls(kind, () if alone else peers, (), alone)
        members = sorted((e for e in free if e.side is Side.MENTEE), key=_by_readiness)
        leads = _leads([e for e in free if e.side is Side.MENTOR], left)
        sizes = circle_sizes(len(members), len(leads), bounds)
        seats = sum(sizes) - len(sizes)
        why = Why.TOO_FEW if leads else Why.NO_MENTORS
        late = [(e.person_id, Why.ALL_FULL if sizes else why) for e in members[seats:]]
        used = leads[: len(sizes)]
        idle = {e.person_id for e in leads} - {e.person_id for e in used}
        placed = sorted(members[:seats], key=lambda e: e.person_id)
        over = (*late, *((who, Why.NO_MENTEE) for who in sorted(idle)))
        return cls(kind, (*used, *placed), sizes, over)

    def problem(
        self,
        weights: Mapping[Part, int],
        choices: Choices,
        *,
        now: datetime,
        apart: Collection[frozenset[PersonId]] = (),
        wished: Wished = NOBODY,
    ) -> GroupProblem:
        """Return the problem in numbers; who may not meet is barred both ways."""
        people = [e.profile for e in self.seated]
        time = tuple(cells(one, now) for one in people)
        parts = (
            *alike(people, weights),
            *backgrounds(people, people),
            ScorePart(time, time, CELLS, weights[Part.TIME], ENOUGH_CELLS),
        )
        kept = frozenset(apart) | without_a_place(self.seated)
        circles, barred = len(self.sizes), tuple(self._barred(kept))
        wishes = tuple(self._wishes(wished))
        if not circles:
            return GroupProblem(parts, (), barred=barred, wishes=wishes)
        return GroupProblem(
            parts,
            self.sizes,
            leads=tuple(range(circles)),
            barred=barred,
            wishes=wishes,
            hours=time,
            common=HOUR_A_WEEK,
            spread=tuple(_spread(people, choices.spread, circles)),
            gather=tuple((_kinds(people, trait), GATHERED) for trait in choices.gather),
        )

    def _barred(self, apart: Collection[frozenset[PersonId]]) -> Iterator[tuple[int, int]]:
        if not apart:
            return
        seats = list(enumerate(one.person_id for one in self.seated))
        known = {who for both in apart for who in both}
        named = [(number, who) for number, who in seats if who in known]
        for one, who in named:
            yield from ((one, two) for two, other in named if frozenset((who, other)) in apart)

    def _wishes(self, wished: Wished) -> Iterator[tuple[int, int, float]]:
        """Yield each two both ways; whoever leads two circles is there twice."""
        seats: dict[PersonId, list[int]] = {}
        for number, one in enumerate(self.seated):
            seats.setdefault(one.person_id, []).append(number)
        for both, points in sorted(wished.items(), key=lambda line: sorted(line[0])):
            for who, other in permutations(both):
                yield from (
                    (a, b, float(points)) for a in seats.get(who, ()) for b in seats.get(other, ())
                )

    def draft(self, answer: GroupAnswer) -> Draft:
        """Return the answer as a draft."""
        found: dict[int, list[tuple[PersonId, Side]]] = {}
        alone: list[tuple[PersonId, Why]] = []
        for one, number in zip(self.seated, answer.of, strict=True):
            if number < 0:
                alone.append((one.person_id, Why.TOO_FEW))
            else:
                found.setdefault(number, []).append((one.person_id, one.side))
        groups = tuple(Group(self.kind, tuple(found[number])) for number in sorted(found))
        return Draft((), (*alone, *self.over), groups)


def _by_readiness(one: Enrolment) -> tuple[float, str]:
    return (one.ready_at.timestamp() if one.ready_at else 0, one.person_id)


def _leads(facilitators: Sequence[Enrolment], left: Mapping[PersonId, int]) -> list[Enrolment]:
    """Return a facilitator for each circle they offer; everybody once before anybody twice."""
    rounds = range(max(left.values(), default=0))
    return [e for number in rounds for e in facilitators if left[e.person_id] > number]


def _kinds(people: Sequence[Profile], trait: Trait) -> tuple[int, ...]:
    """Number what people say of a trait; -1 is nothing said."""
    known: dict[str, int] = {}
    said = (trait_of(one, trait) for one in people)
    return tuple(-1 if word is None else known.setdefault(word, len(known)) for word in said)


def _spread(
    people: Sequence[Profile], traits: Iterable[Trait], circles: int
) -> Iterable[tuple[tuple[int, ...], int]]:
    """Yield, for each kind of a trait, how many of it a circle may have at most."""
    for trait in traits:
        kinds = _kinds(people, trait)
        for kind, count in sorted(Counter(kinds).items()):
            if kind >= 0 and count > 1:
                only = tuple(0 if one == kind else -1 for one in kinds)
                yield only, -(-count // circles)
