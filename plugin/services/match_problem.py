"""People as a solver sees them: numbers, and nothing but what a score is made of.

No name, address, role or group of a person is in it, so nothing of that can weigh.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import permutations

from plugin.mentoring.background import POINTS, Background
from plugin.mentoring.counted import COUNTED, ENOUGH_HOURS, Counted, Part, Said
from plugin.mentoring.enrolment import Enrolment, Profile, Side
from plugin.mentoring.matching import Draft, Suggestion, Why, fit, usual, why_not
from plugin.mentoring.people import PersonId
from plugin.mentoring.wishes import NOBODY, Wished
from plugin.ports.solving import CohortAnswer, CohortProblem, Marks, ScorePart

CELL = timedelta(minutes=15)
"""Zones differ by quarters of an hour."""
WEEKS = 4
ENOUGH_TOPICS = 2
CELLS = WEEKS * timedelta(weeks=1) // CELL
ENOUGH_CELLS = ENOUGH_HOURS * WEEKS * (timedelta(hours=1) / CELL)
MOST_SAID = 500
"""Of so many people the reason is looked for one by one why they are left."""


@dataclass(frozen=True, slots=True)
class Cohort:
    """Who is to be placed, and where there are seats; in the order of the problem's numbers."""

    mentees: tuple[Enrolment, ...]
    mentors: tuple[Enrolment, ...]
    left: Mapping[PersonId, int]

    @classmethod
    def of(cls, ready: Iterable[Enrolment], taken: Mapping[PersonId, int]) -> "Cohort":
        """Sort people by identifier, so that the same people make the same problem."""
        people = sorted((e for e in ready if e.ready_at), key=lambda e: e.person_id)
        left = {e.person_id: max(e.capacity - taken.get(e.person_id, 0), 0) for e in people}
        mentees = (e for e in people if e.side is Side.MENTEE and left[e.person_id])
        return cls(tuple(mentees), tuple(e for e in people if e.side is Side.MENTOR), left)

    def problem(
        self,
        weights: Mapping[Part, int],
        *,
        now: datetime,
        apart: Collection[frozenset[PersonId]] = (),
        wished: Wished = NOBODY,
    ) -> CohortProblem:
        """Return the problem in numbers; the kept `apart` are barred, the `wished` have more."""
        a, b = ([e.profile for e in side] for side in (self.mentees, self.mentors))
        parts = [
            _part(_numbered(a, one.sought), _numbered(b, one.given), weights[one.part], one)
            for one in COUNTED
            if one.part is not Part.PLACE or any(x.here for x in (*a, *b))
        ]
        mine, theirs = (tuple(cells(p, now) for p in side) for side in (a, b))
        parts.append(ScorePart(mine, theirs, CELLS, weights[Part.TIME], ENOUGH_CELLS, 1))
        parts.extend(backgrounds(a, b))
        seats = tuple(self.left[e.person_id] for e in self.mentors)
        rows, columns = (
            {one.person_id: at for at, one in enumerate(side)}
            for side in (self.mentees, self.mentors)
        )
        barred = tuple(
            (rows[one], columns[two])
            for both in sorted(apart, key=sorted)
            for one, two in permutations(both)
            if one in rows and two in columns
        )
        points = tuple(
            (rows[one], columns[two], float(more))
            for both, more in sorted(wished.items(), key=lambda line: sorted(line[0]))
            for one, two in permutations(both)
            if one in rows and two in columns
        )
        return CohortProblem(tuple(parts), seats, wishes=points, barred=barred)

    def draft(self, answer: CohortAnswer, *, now: datetime) -> Draft:
        """Return the answer as a draft, with why people are left."""
        pairs = tuple(
            Suggestion(mentee.person_id, self.mentors[column].person_id)
            for mentee, column in zip(self.mentees, answer.of, strict=True)
            if column >= 0
        )
        alone = [m for m, column in zip(self.mentees, answer.of, strict=True) if column < 0]
        whys = [(m.person_id, self._why(m, at, now)) for at, m in enumerate(alone)]
        busy = {pair.mentor for pair in pairs}
        idle = (m for m in self.mentors if m.person_id not in busy)
        free = [
            (m.person_id, Why.NO_MENTEE)
            for m in idle
            if self.left[m.person_id] == m.capacity and m.capacity
        ]
        return Draft(pairs, (*whys, *free))

    def _why(self, mentee: Enrolment, at: int, now: datetime) -> Why:
        if at >= MOST_SAID:
            return Why.ALL_FULL
        return why_not([fit(mentee.profile, m.profile, now=now) for m in self.mentors])


def backgrounds(left: Sequence[Profile], right: Sequence[Profile]) -> tuple[ScorePart, ...]:
    """Return what of a background counts; nothing where nobody switched any of it on (M5)."""
    if not any(one.alike for one in (*left, *right)):
        return ()
    known = {
        text: n for n, text in enumerate(sorted({x for p in (*left, *right) for x in p.alike}))
    }
    sides: list[Marks] = [
        tuple(tuple(sorted(known[text] for text in p.alike)) for p in side)
        for side in (left, right)
    ]
    fields = len(Background)
    return (ScorePart(sides[0], sides[1], len(known), POINTS * fields, fields),)


def _numbered(people: Sequence[Profile], said: Said) -> list[list[str]]:
    return [[word.casefold() for word in said(one)] for one in people]


def _part(
    left: list[list[str]], right: list[list[str]], weight: float, counted: Counted
) -> ScorePart:
    known: dict[str, int] = {}
    for words in (*left, *right):
        for word in words:
            known.setdefault(word, len(known))
    sides: list[Marks] = [
        tuple(tuple(sorted({known[word] for word in words})) for words in side)
        for side in (left, right)
    ]
    width = max(len(known), 1)
    return ScorePart(sides[0], sides[1], width, weight, counted.enough, counted.need)


def alike(people: Sequence[Profile], weights: Mapping[Part, int]) -> tuple[ScorePart, ...]:
    """Return what the same people share with one another; what they seek and offer are topics."""
    parts = []
    for one in COUNTED:
        if one.part is Part.PLACE:  # a group has to share one: see who is barred
            continue
        topics = one.part is Part.SKILLS
        words = _numbered(people, _topics if topics else one.sought)
        shared = replace(one, enough=ENOUGH_TOPICS if topics else one.enough, need=0)
        parts.append(_part(words, words, weights[one.part], shared))
    return tuple(parts)


def _topics(profile: Profile) -> Sequence[str]:
    return (*profile.seeks, *profile.offers)


def cells(profile: Profile, now: datetime) -> tuple[int, ...]:
    """Return which quarters of an hour of four weeks are usual ones, touched ones included."""
    found: list[int] = []
    for span in usual(profile, now) or ():
        first = (span.starts_at - now) // CELL
        last = -((now - span.ends_at) // CELL)
        found += range(max(first, 0), min(last, CELLS))
    return tuple(dict.fromkeys(found))
