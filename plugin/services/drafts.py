"""What becomes of a draft when people are moved in it, or change meanwhile."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from plugin.mentoring.enrolment import Enrolment, Side
from plugin.mentoring.errors import AlreadyPairedError, ShapeError
from plugin.mentoring.formats import check_shape
from plugin.mentoring.groups import Group, is_kept_away, who_may_meet
from plugin.mentoring.matching import Draft, Suggestion, Why
from plugin.mentoring.people import Person, PersonId
from plugin.mentoring.relationship import Relationship, RelationshipState


def partners(relationships: Sequence[Relationship]) -> Counter[PersonId]:
    """Count, by person, the partners that people have in relationships that go on."""
    return Counter(
        person
        for one in relationships
        if one.state is not RelationshipState.ENDED
        for person in one.people
    )


def seats(
    draft: Draft,
    ready: Mapping[PersonId, Enrolment],
    people: Mapping[PersonId, Person],
    taken: Mapping[PersonId, int],
) -> tuple[tuple[Person, int], ...]:
    """Return the mentors by name, with the seats that the draft leaves them."""
    used = Counter(pair.mentor for pair in draft.pairs)
    mentors = [
        (people[who], max(one.capacity - taken.get(who, 0) - used[who], 0))
        for who, one in ready.items()
        if one.side is Side.MENTOR
    ]
    return tuple(sorted(mentors, key=lambda line: line[0].label))


def standing(
    draft: Draft,
    ready: Mapping[PersonId, Enrolment],
    taken: Mapping[PersonId, int],
    apart: Collection[frozenset[PersonId]] = (),
) -> Draft:
    """Return the draft without pairs that cannot be any more; the first ones keep their seats.

    `apart` are pairs of whom one keeps the other away; nobody is told which of them does. Of two
    such people in a group, whoever is named first stays, so that it keeps its facilitator.
    """
    used: Counter[PersonId] = Counter(taken)
    kept: list[Suggestion] = []
    lost: set[PersonId] = set()
    for pair in draft.pairs:
        both = (pair.mentee, pair.mentor)
        together = frozenset(both) not in apart and _on_their_sides(pair, ready)
        if together and all(used[w] < ready[w].capacity for w in both):
            used.update(both)
            kept.append(pair)
        else:
            lost.update(both)
    groups = []
    for group in draft.groups:
        gone = {w for w, side in group.members if not _has_place(w, side, ready, used)}
        gone |= group.people.difference(who_may_meet(_names(group.without(gone)), apart))
        remaining = group.without(gone)
        lost |= gone
        if is_shape(remaining):
            used.update(remaining.people)
            groups.append(remaining)
        else:
            lost |= remaining.people
    after = Draft(tuple(kept), (), tuple(groups))
    left = {**dict(draft.unplaced), **_free(lost - after.placed, ready, taken)}
    still = tuple((who, why) for who, why in left.items() if who in ready)
    return replace(after, unplaced=still)


def moved(
    draft: Draft,
    ready: Mapping[PersonId, Enrolment],
    taken: Mapping[PersonId, int],
    mentee: PersonId,
    mentor: PersonId | None,
) -> Draft:
    """Return the draft with the mentee elsewhere, or nowhere where `mentor` is None.

    Raises:
        ShapeError: not a mentee, or not a mentor, of this draft.
        AlreadyPairedError: the mentor has no seat left.

    """
    if mentee not in ready or ready[mentee].side is not Side.MENTEE:
        raise ShapeError
    pairs = [pair for pair in draft.pairs if pair.mentee != mentee]
    if mentor is not None:
        pairs.append(Suggestion(mentee, mentor, by_hand=True))
        if not _on_their_sides(pairs[-1], ready):
            raise ShapeError
    after = Draft(tuple(pairs), (), draft.groups)
    _check_seats(after, ready, taken)
    return replace(after, unplaced=_left_over(draft, after, ready, mentee))


def regrouped(
    draft: Draft,
    ready: Mapping[PersonId, Enrolment],
    person: PersonId,
    target: int | None,
    apart: Collection[frozenset[PersonId]] = (),
) -> Draft:
    """Return the draft with the person in another circle, or in none where `target` is None.

    Raises:
        ShapeError: the person has no profile here, there is no such circle, one of the two
            circles would not be one any more, or people would meet who are kept `apart`.

    """
    if person not in ready or (target is not None and not 0 <= target < len(draft.groups)):
        raise ShapeError("circle: side")
    groups = []
    for number, group in enumerate(draft.groups):
        if number == target and person not in group.people:
            if is_kept_away(person, group.people, apart):
                raise ShapeError("circle: side")  # the words of any person who cannot go there
            group = group.joined_by(person, ready[person].side)
        elif number != target and person in group.people and ready[person].side is not Side.MENTOR:
            group = group.without([person])
        check_shape(group.kind, group.members)
        groups.append(group)
    alone = dict(draft.unplaced)
    after = replace(draft, groups=tuple(groups))
    if person in after.placed:
        alone.pop(person, None)
    else:
        alone[person] = alone.get(person, Why.BY_HAND)
    return replace(after, unplaced=tuple(alone.items()))


def is_shape(group: Group) -> bool:
    """Whether these people can be what the group is to be."""
    try:
        check_shape(group.kind, group.members)
    except ShapeError:
        return False
    return True


def _free(
    people: Iterable[PersonId],
    ready: Mapping[PersonId, Enrolment],
    taken: Mapping[PersonId, int],
) -> dict[PersonId, Why]:
    """Say of those who lost their partner in the draft, and could have one, why they have none."""
    left = (who for who in sorted(people) if who in ready)
    whys = {Side.MENTEE: Why.ALL_FULL, Side.MENTOR: Why.NO_MENTEE, Side.PEER: Why.TOO_FEW}
    return {w: whys[ready[w].side] for w in left if taken.get(w, 0) < ready[w].capacity}


def _left_over(
    before: Draft, after: Draft, ready: Mapping[PersonId, Enrolment], mentee: PersonId
) -> tuple[tuple[PersonId, Why], ...]:
    """Keep the reasons that still hold; a mentee taken out by hand could be placed again."""
    placed = after.placed
    known = dict(before.unplaced)
    freed = [pair.mentor for pair in before.pairs if pair.mentor not in placed]
    alone = {**known, **dict.fromkeys(freed, Why.NO_MENTEE)}
    if mentee not in placed:
        alone[mentee] = known.get(mentee, Why.BY_HAND)
    return tuple((who, why) for who, why in alone.items() if who not in placed and who in ready)


def _check_seats(
    draft: Draft, ready: Mapping[PersonId, Enrolment], taken: Mapping[PersonId, int]
) -> None:
    """Raise AlreadyPairedError where the draft gives somebody more partners than offered."""
    used = Counter(who for pair in draft.pairs for who in (pair.mentee, pair.mentor))
    for who, count in used.items():
        if who not in ready or taken.get(who, 0) + count > ready[who].capacity:
            raise AlreadyPairedError


def _names(group: Group) -> Iterator[PersonId]:
    return (who for who, _side in group.members)


def _has_place(
    who: PersonId, side: Side, ready: Mapping[PersonId, Enrolment], used: Mapping[PersonId, int]
) -> bool:
    one = ready.get(who)
    return one is not None and one.side is side and used.get(who, 0) < one.capacity


def _on_their_sides(pair: Suggestion, ready: Mapping[PersonId, Enrolment]) -> bool:
    sides = ((pair.mentee, Side.MENTEE), (pair.mentor, Side.MENTOR))
    return all(who in ready and ready[who].side is side for who, side in sides)
