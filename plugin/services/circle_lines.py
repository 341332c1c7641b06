"""The circles of a programme, as somebody sees them who looks for one."""

from collections.abc import Sequence
from dataclasses import dataclass

from plugin.mentoring.groups import is_kept_away
from plugin.mentoring.people import Person, PersonId
from plugin.mentoring.programme import Format, Programme
from plugin.mentoring.relationship import Relationship, RelationshipId, RelationshipState
from plugin.ports.store import Work


@dataclass(frozen=True, slots=True)
class CircleLine:
    """A circle as somebody sees it who is not in it: who gathers it, and how many seats are free.

    Attributes:
        waits: whether the reader waits for a seat.

    """

    relationship: Relationship
    facilitators: tuple[Person, ...]
    seats: int
    waits: bool


def circle_lines(
    work: Work, programme: Programme, me: PersonId, full: RelationshipId | None
) -> Sequence[CircleLine]:
    """Return the circles that the person could join, those with a free seat first.

    Nothing tells of somebody in one from whom they are kept apart: it is left out, as one is that
    has ended. One that they wait for, or that they just found full, stands there as full.

    Args:
        work: one transaction.
        programme: whose circles.
        me: who seeks one.
        full: the one whose last seat they were told is gone; it has none free.

    """
    found = _others(work, programme, me)
    everybody = {me, *(who for one in found for who in one.people)}
    apart = work.apart(everybody, programme.programme_id)
    people = work.people({who for one in found for who in one.mentors})
    lines = []
    for one in found:
        waits, told_full = me in one.waiting, one.relationship_id == full
        kept_away = is_kept_away(me, one.people, apart)
        if kept_away and not (waits or told_full):
            continue
        seats = 0 if kept_away or told_full else one.seats_left(programme.bounds)
        lines.append(CircleLine(one, tuple(people[who] for who in one.mentors), seats, waits))
    return sorted(lines, key=lambda line: (line.seats == 0, -line.seats))


def _others(work: Work, programme: Programme, me: PersonId) -> list[Relationship]:
    return [
        one
        for one in work.relationships_in(programme.programme_id)
        if one.format is Format.CIRCLE
        and one.state is not RelationshipState.ENDED
        and me not in one.people
    ]
