"""Circles and peers of a draft, as its page shows them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from plugin.mentoring.enrolment import Enrolment, Side
from plugin.mentoring.groups import Group, shared_hours
from plugin.mentoring.matching import Draft, Reason, reasons_of, usual
from plugin.mentoring.people import Person, PersonId
from plugin.mentoring.programme import Format


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A circle or peers of a draft.

    Attributes:
        number: how a move names it, from 0.
        hours: a week that all who said their hours share; None when nobody did.
        silent: how many of them did not say their hours.

    """

    number: int
    kind: Format
    facilitators: tuple[Person, ...]
    members: tuple[Person, ...]
    reasons: tuple[Reason, ...]
    hours: float | None
    silent: int
    by_hand: bool

    @property
    def size(self) -> int:
        """How many people, facilitators counted."""
        return len(self.facilitators) + len(self.members)


def group_lines(
    draft: Draft,
    ready: Mapping[PersonId, Enrolment],
    people: Mapping[PersonId, Person],
    *,
    now: datetime,
) -> tuple[GroupLine, ...]:
    """Return the groups of a draft with what they share."""
    return tuple(
        _line(number, group, ready, people, now) for number, group in enumerate(draft.groups)
    )


def _line(
    number: int,
    group: Group,
    ready: Mapping[PersonId, Enrolment],
    people: Mapping[PersonId, Person],
    now: datetime,
) -> GroupLine:
    profiles = [ready[who].profile for who, _side in group.members]
    spans = [usual(one, now) for one in profiles]
    lead = [people[who] for who, side in group.members if side is Side.MENTOR]
    rest = [people[who] for who, side in group.members if side is not Side.MENTOR]
    return GroupLine(
        number,
        group.kind,
        tuple(lead),
        tuple(sorted(rest, key=lambda one: one.label)),
        reasons_of(profiles),
        shared_hours(spans),
        sum(1 for one in spans if one is None),
        group.by_hand,
    )
