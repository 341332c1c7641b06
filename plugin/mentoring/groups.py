"""Circles and peers of a draft: how many there are, who is together, what time they share."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from plugin.mentoring.enrolment import Profile, Side
from plugin.mentoring.formats import MOST_IN_CIRCLE
from plugin.mentoring.people import PersonId
from plugin.mentoring.programme import Bounds, Format
from plugin.mentoring.spans import Span


class Trait(StrEnum):
    """What a coordinator may spread over circles, or gather in them (M7)."""

    AIM = "aim"
    ENTRY = "entry"
    LANGUAGE = "language"
    LEARNS = "learns"
    TALKS = "talks"


@dataclass(frozen=True, slots=True)
class Choices:
    """What a draft is to be.

    Attributes:
        kind: which format is drafted; None is the programme's main one.
        spread: traits of which each circle has some of each kind, as far as there are.
        gather: traits of which a circle rather has one kind.

    """

    kind: Format | None = None
    spread: tuple[Trait, ...] = ()
    gather: tuple[Trait, ...] = ()


NO_CHOICES = Choices()


@dataclass(frozen=True, slots=True)
class Group:
    """People of a draft who are to be a circle or peers; facilitators first."""

    kind: Format
    members: tuple[tuple[PersonId, Side], ...]
    by_hand: bool = False

    @property
    def people(self) -> frozenset[PersonId]:
        """Everybody in it."""
        return frozenset(who for who, _side in self.members)

    def without(self, people: Iterable[PersonId]) -> "Group":
        """Return it without these; it may then be too small."""
        gone = set(people)
        return replace(self, members=tuple(one for one in self.members if one[0] not in gone))

    def joined_by(self, person: PersonId, side: Side) -> "Group":
        """Return it with one more, by hand."""
        both = sorted((*self.members, (person, side)), key=lambda one: one[1] is not Side.MENTOR)
        return replace(self, members=tuple(both), by_hand=True)


def is_kept_away(
    who: PersonId, others: Iterable[PersonId], apart: Collection[frozenset[PersonId]]
) -> bool:
    """Whether the person and one of the others are kept apart, whichever of them wished it."""
    return any(frozenset((who, one)) in apart for one in others)


def who_may_meet(
    people: Iterable[PersonId], apart: Collection[frozenset[PersonId]]
) -> tuple[PersonId, ...]:
    """Return the people in order, without whoever is kept apart from one named earlier."""
    kept: list[PersonId] = []
    for who in people:
        if not is_kept_away(who, kept, apart):
            kept.append(who)
    return tuple(kept)


def circle_sizes(members: int, facilitators: int, bounds: Bounds) -> tuple[int, ...]:
    """Return the sizes of the circles, facilitators counted, that so many people make.

    As many people as can be are in one, and circles differ by one seat at most.

    Args:
        members: who seek a circle.
        facilitators: circles that somebody offers to gather.
        bounds: of the programme.

    """
    most = min(bounds.circle_most, MOST_IN_CIRCLE) - 1
    least = min(max(bounds.circle_least - 1, 1), most)
    usual = (least + most) // 2
    circles = min(max(round(members / usual), -(-members // most)), members // least, facilitators)
    if circles < 1:
        return ()
    placed = min(members, circles * most)
    return tuple(1 + placed // circles + (at < placed % circles) for at in range(circles))


def trait_of(profile: Profile, trait: Trait) -> str | None:
    """Return what the person said first of it; None when nothing."""
    said: dict[Trait, Sequence[str]] = {
        Trait.AIM: profile.aims,
        Trait.ENTRY: (profile.entry,) if profile.entry else (),
        Trait.LANGUAGE: profile.languages,
        Trait.LEARNS: profile.learns,
        Trait.TALKS: profile.talks,
    }
    return next(iter(said[trait]), None)


def shared_hours(everybody: Iterable[Sequence[Span] | None]) -> float | None:
    """Return the hours a week that all of them share, of four weeks' spans; None if nobody said.

    Who said nothing is not waited for.
    """
    said = [spans for spans in everybody if spans is not None]
    if not said:
        return None
    edges = Counter[datetime]()
    for spans in said:
        for span in spans:
            edges[span.starts_at] += 1
            edges[span.ends_at] -= 1
    times = sorted(edges)
    both, here = timedelta(), 0
    for at, until in pairwise(times):
        here += edges[at]
        if here == len(said):
            both += until - at
    return round(both / timedelta(hours=4), 1)


def held_by_most(words: Iterable[Sequence[str]]) -> tuple[str, ...]:
    """Return the words that at least two, and at least half, of the people say; commonest first."""
    lists = list(words)
    shown: dict[str, str] = {}
    counts = Counter[str]()
    for said in lists:
        for word in said:
            shown.setdefault(word.casefold(), word)
        counts.update({word.casefold() for word in said})
    enough = max(2, -(-len(lists) // 2))
    found = [word for word, count in counts.items() if count >= enough]
    return tuple(shown[word] for word in sorted(found, key=lambda word: (-counts[word], word)))[:4]
