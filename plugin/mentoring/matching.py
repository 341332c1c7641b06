"""Who would work well with whom: a score in parts, the reasons behind it, and a whole draft.

The same people and profiles give the same draft to the byte. Nothing but the profile enters the
score: no name, address, role or group does.
"""

from bisect import insort
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from plugin.mentoring.assignment import assign
from plugin.mentoring.counted import COUNTED, ENOUGH_HOURS, WEIGHTS, Part
from plugin.mentoring.enrolment import Enrolment, Profile, Side
from plugin.mentoring.groups import Group, held_by_most
from plugin.mentoring.people import PersonId
from plugin.mentoring.spans import Span

MOST_RANKED = 12
"""Mentors whom one mentee is shown."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why two people suit: the part, and what they share, e.g. the skills' names."""

    part: Part
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fit:
    """How a mentee and a mentor suit.

    Attributes:
        parts: points by part, each from 0 to its weight.
        hours: usual hours a week in common; None when one of them has not said.
        barrier: why the two may not be matched; None when they may.

    """

    parts: Mapping[Part, int]
    reasons: tuple[Reason, ...]
    hours: float | None
    barrier: Part | None = None

    @property
    def score(self) -> int:
        """Points in all, from 0 to 100."""
        return sum(self.parts.values())

    def points(self, parts: Iterable[Part]) -> int:
        """Points of some parts."""
        return sum(self.parts[one] for one in parts)


class Why(StrEnum):
    """Why somebody is left without a partner."""

    NO_MENTORS = "no mentors"
    NO_COMMON_TIME = "no common time"
    NO_COMMON_LANGUAGE = "no common language"
    NO_COMMON_PLACE = "no common place"
    ALL_FULL = "all full"
    NO_MENTEE = "no mentee"
    TOO_FEW = "too few"
    BY_HAND = "by hand"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One pair of a draft. `by_hand` when a coordinator made it."""

    mentee: PersonId
    mentor: PersonId
    by_hand: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """A whole draft: every ready person without a partner is in it, or among the unplaced."""

    pairs: tuple[Suggestion, ...]
    unplaced: tuple[tuple[PersonId, Why], ...]
    groups: tuple[Group, ...] = ()

    @property
    def by_hand(self) -> bool:
        """Whether somebody has changed it, so that what was proven of it need not hold."""
        moved = [one.by_hand for one in self.pairs] + [one.by_hand for one in self.groups]
        return any(moved) or any(why is Why.BY_HAND for _who, why in self.unplaced)

    @property
    def placed(self) -> frozenset[PersonId]:
        """Everybody who has a place in it."""
        both = {who for pair in self.pairs for who in (pair.mentee, pair.mentor)}
        return frozenset(both.union(*(one.people for one in self.groups)))


def weighed(importance: Mapping[Part, int]) -> Mapping[Part, int]:
    """Return points by part, 100 together, in proportion; the usual ones where all count nothing.

    Args:
        importance: how much each part counts, 0 or more; a part that is not there counts nothing.

    """
    total = sum(importance.values())
    if total <= 0:
        return WEIGHTS
    exact = {part: 100 * importance.get(part, 0) / total for part in Part}
    points = {part: int(share) for part, share in exact.items()}
    rest = sorted(Part, key=lambda part: points[part] - exact[part])
    for part in rest[: 100 - sum(points.values())]:
        points[part] += 1
    return points


def fit(
    mentee: Profile, mentor: Profile, *, now: datetime, weights: Mapping[Part, int] = WEIGHTS
) -> Fit:
    """Say how the two suit, over the four weeks from `now`.

    No common usual hour in four weeks, or no common language, is a barrier, where both have said;
    no common place is one where the programme meets in person.
    """
    return _fit(mentee, mentor, common_hours(mentee, mentor, now=now), weights)


def _fit(
    mentee: Profile,
    mentor: Profile,
    hours: float | None,
    weights: Mapping[Part, int] = WEIGHTS,
) -> Fit:
    shared = {one.part: _shared(one.sought(mentee), one.given(mentor)) for one in COUNTED}
    parts = {
        one.part: _points(weights[one.part], len(shared[one.part]), one.full(mentee))
        for one in COUNTED
    }
    parts[Part.TIME] = _points(weights[Part.TIME], hours or 0, ENOUGH_HOURS)
    shared[Part.MEDIA] = shared[Part.MEDIA][:1]
    reasons = [
        Reason(part, words) for part, words in shared.items() if words and part is not Part.STYLE
    ]
    if hours:
        reasons.append(Reason(Part.TIME, (f"{hours:g}",)))
    apart = bool(mentee.languages and mentor.languages) and not shared[Part.LANGUAGES]
    elsewhere = bool(mentee.here and mentor.here) and not shared[Part.PLACE]
    barrier = Part.LANGUAGES if apart else Part.PLACE if elsewhere else None
    barrier = Part.TIME if hours == 0 else barrier
    return Fit(parts, tuple(reasons), hours, barrier)


def ranked(
    mentee: Profile,
    mentors: Mapping[PersonId, Profile],
    *,
    now: datetime,
    weights: Mapping[Part, int] = WEIGHTS,
    most: int = MOST_RANKED,
) -> list[tuple[PersonId, Fit]]:
    """Return the mentors who suit one mentee best, the best first, without those who cannot.

    The time in common takes long to find, so it is looked for only where it could still matter.
    """
    bare = {who: _fit(mentee, one, None, weights) for who, one in mentors.items()}
    order = sorted((who for who, one in bare.items() if not one.barrier),
                   key=lambda who: (-bare[who].score, who))  # fmt: skip
    mine, found = usual(mentee, now), list[tuple[int, PersonId, Fit]]()
    for who in order:
        if len(found) == most and bare[who].score + weights[Part.TIME] < -found[-1][0]:
            break
        one = _fit(mentee, mentors[who], _together(mine, usual(mentors[who], now)), weights)
        if one.barrier is None:
            insort(found, (-one.score, who, one), key=lambda line: line[:2])
            del found[most:]
    return [(who, one) for _score, who, one in found]


def reasons_of(profiles: Sequence[Profile]) -> tuple[Reason, ...]:
    """Say what brings a circle or peers together: what most of them say."""
    said = {
        Part.SKILLS: [(*one.seeks, *one.offers) for one in profiles],
        Part.VALUES: [one.values for one in profiles],
        Part.LANGUAGES: [one.languages for one in profiles],
        Part.PLACE: [one.here for one in profiles],
    }
    found = ((part, held_by_most(words)) for part, words in said.items())
    return tuple(Reason(part, words) for part, words in found if words)


def common_hours(one: Profile, other: Profile, *, now: datetime) -> float | None:
    """Return the usual hours a week in common, of the next four weeks; None when not known."""
    return _together(usual(one, now), usual(other, now))


def usual(profile: Profile, now: datetime) -> list[Span] | None:
    """Return the usual hours of the four weeks from `now`; None when not said."""
    if not (profile.zone and profile.hours.cells):
        return None
    return profile.hours.spans(Span(now, now + timedelta(weeks=4)), profile.zone)


def _together(mine: Sequence[Span] | None, theirs: Sequence[Span] | None) -> float | None:
    """Walk along both lists, each in order and joined, once."""
    if mine is None or theirs is None:
        return None
    both, a, b = timedelta(), 0, 0
    while a < len(mine) and b < len(theirs):
        start = max(mine[a].starts_at, theirs[b].starts_at)
        both += max(min(mine[a].ends_at, theirs[b].ends_at) - start, timedelta())
        if mine[a].ends_at <= theirs[b].ends_at:
            a += 1
        else:
            b += 1
    return round(both / timedelta(hours=4), 1)


def _shared(one: Sequence[str], other: Sequence[str]) -> tuple[str, ...]:
    """Return the words of `one` that are in `other` too, in whatever case they were typed."""
    known = {word.casefold() for word in other}
    return tuple(word for word in one if word.casefold() in known)


def _points(weight: int, have: float, full: float) -> int:
    return round(weight * min(have / full, 1.0))


def suggest(
    enrolments: Sequence[Enrolment], *, taken: Mapping[PersonId, int], now: datetime
) -> Draft:
    """Pair as many people as can be, with the highest total score.

    Args:
        enrolments: of one programme, in any order; those without a sent profile are passed over.
        taken: partners that people have already, of those they offered to take.
        now: from when common time is counted.

    Cost: O(m² s) for m mentees and s offered seats; some seconds at 300 of each, so it belongs to
    a worker beyond that.

    """
    ready = sorted((e for e in enrolments if e.ready_at), key=lambda e: e.person_id)
    left = {e.person_id: max(e.capacity - taken.get(e.person_id, 0), 0) for e in ready}
    mentees = [e for e in ready if e.side is Side.MENTEE and left[e.person_id]]
    mentors = [e for e in ready if e.side is Side.MENTOR]  # full ones say why nobody fits in
    fits = _fits(mentees, mentors, now)
    scores = [[None if one.barrier else one.score for one in row] for row in fits]
    chosen = assign(scores, [left[b.person_id] for b in mentors])
    pairs = tuple(
        Suggestion(mentees[row].person_id, mentors[column].person_id)
        for row, column in enumerate(chosen)
        if column is not None
    )
    alone = tuple(
        (mentees[row].person_id, why_not(fits[row]))
        for row, column in enumerate(chosen)
        if column is None
    )
    return Draft(pairs, (*alone, *_idle(mentors, left, taken, pairs)))


def _fits(
    mentees: Sequence[Enrolment], mentors: Sequence[Enrolment], now: datetime
) -> list[list[Fit]]:
    known = {e.person_id: usual(e.profile, now) for e in (*mentees, *mentors)}
    return [
        [
            _fit(a.profile, b.profile, _together(known[a.person_id], known[b.person_id]))
            for b in mentors
        ]
        for a in mentees
    ]


def _idle(
    mentors: Sequence[Enrolment],
    left: Mapping[PersonId, int],
    taken: Mapping[PersonId, int],
    pairs: Sequence[Suggestion],
) -> tuple[tuple[PersonId, Why], ...]:
    busy = {pair.mentor for pair in pairs} | {who for who, count in taken.items() if count}
    waiting = (e.person_id for e in mentors if left[e.person_id])
    return tuple((who, Why.NO_MENTEE) for who in waiting if who not in busy)


def why_not(fits: Sequence[Fit]) -> Why:
    """Say why a mentee is left over, from the fit with every mentor, full ones too."""
    if not fits:
        return Why.NO_MENTORS
    barriers = {one.barrier for one in fits}
    if None in barriers:
        return Why.ALL_FULL
    if Part.TIME in barriers:
        return Why.NO_COMMON_TIME
    return Why.NO_COMMON_PLACE if Part.PLACE in barriers else Why.NO_COMMON_LANGUAGE
