"""What a draft does for the people of a programme, and how varied its mentors are (M6)."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import mean

from plugin.mentoring.enrolment import Enrolment, Side
from plugin.mentoring.fairness import SMALL, Outcome, Spread, outcomes, spread_of, told_apart
from plugin.mentoring.matching import Why
from plugin.mentoring.people import Actor, PersonId
from plugin.mentoring.programme import Programme, ProgrammeId
from plugin.services.group_lines import GroupLine
from plugin.services.matching import DraftPair, Matching

MOST_WORST = 5
Said = Callable[[Enrolment], Iterable[str]]


def _side(one: Enrolment) -> Sequence[str]:
    return (one.side,)


def _languages(one: Enrolment) -> Sequence[str]:
    return one.profile.languages


def _zone(one: Enrolment) -> Sequence[str]:
    return (one.profile.zone,) if one.profile.zone else ()


def _offers(one: Enrolment) -> Sequence[str]:
    return one.profile.offers


@dataclass(frozen=True, slots=True)
class FairnessPage:
    """What coordinators see beside a draft.

    Attributes:
        people, placed: who could be placed, and who is.
        left: how many are left, by side and reason.
        spread: of the scores; None of fewer than five pairs.
        worst: the pairs with the lowest scores, the lowest first.
        sides, languages, zones: what the draft does for each group.
        mentors: how many there are; `variety`: of them by language, zone, and what they offer.

    """

    programme: Programme
    drafted: bool
    people: int
    placed: int
    left: tuple[tuple[Side, Why, int], ...]
    spread: Spread | None
    worst: tuple[DraftPair, ...]
    sides: tuple[Outcome, ...]
    languages: tuple[Outcome, ...]
    zones: tuple[Outcome, ...]
    mentors: int
    variety: tuple[tuple[tuple[str | None, int], ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fairness:
    """Outcomes by group, the small ones kept back."""

    matching: Matching

    def page(self, programme_id: ProgrammeId, *, actor: Actor) -> FairnessPage:
        """Return how a draft does by people.

        Raises:
            UnknownThingError, NotAllowedError.

        """
        shown = self.matching.page(programme_id, actor=actor)
        programme, ready = shown.programme, shown.ready
        scores = _scores(shown.pairs)
        placed = {*scores, *(who for one in shown.groups for who in _members(one))}
        everybody = placed | {who.person_id for who, _side, _why in shown.unplaced}
        inside = {who: one for who, one in ready.items() if who in everybody}
        left = Counter((side, why) for _who, side, why in shown.unplaced)
        mentors = [one for one in ready.values() if one.side is Side.MENTOR]

        by = [
            outcomes(_grouped(inside.values(), said), inside, placed, scores)
            for said in (_side, _languages, _zone)
        ]
        return FairnessPage(
            programme,
            shown.saved is not None,
            len(everybody),
            len(placed),
            tuple((side, why, n) for (side, why), n in sorted(left.items())),
            spread_of([pair.fit.score for pair in shown.pairs]),
            tuple(sorted(shown.pairs, key=lambda pair: pair.fit.score)[:MOST_WORST]),
            by[0],
            by[1],
            by[2],
            len(mentors),
            (_variety(mentors, _languages), _variety(mentors, _zone), _offered(mentors)),
        )


def _members(line: GroupLine) -> Iterable[PersonId]:
    return (one.person_id for one in (*line.facilitators, *line.members))


def _scores(pairs: Iterable[DraftPair]) -> Mapping[PersonId, float]:
    """Return the mean score of each person's pairs."""
    found: defaultdict[PersonId, list[int]] = defaultdict(list)
    for pair in pairs:
        for who in (pair.mentee, pair.mentor):
            found[who.person_id].append(pair.fit.score)
    return {who: mean(scores) for who, scores in found.items()}


def _grouped(people: Iterable[Enrolment], said: Said) -> dict[str, set[PersonId]]:
    found: defaultdict[str, set[PersonId]] = defaultdict(set)
    for one in people:
        for word in said(one):
            found[word].add(one.person_id)
    return found


def _variety(mentors: Sequence[Enrolment], said: Said) -> tuple[tuple[str | None, int], ...]:
    """Return how many mentors there are of each kind that may be told of."""
    everybody = [one.person_id for one in mentors]
    found = told_apart(_grouped(mentors, said), everybody)
    return tuple((name, len(people)) for name, people in found.items())


def _offered(mentors: Sequence[Enrolment]) -> tuple[tuple[str | None, int], ...]:
    """Return what many mentors offer, and how many; what each offers is shown to whoever seeks."""
    found = ((name, len(people)) for name, people in _grouped(mentors, _offers).items())
    many = [one for one in found if one[1] >= SMALL]
    return tuple(sorted(many, key=lambda one: (-one[1], one[0])))
