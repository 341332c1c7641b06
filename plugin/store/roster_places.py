"""What becomes of each member of a course when a list is read: pure, no rows and no statements."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from plugin.mentoring.people import CourseRole, PersonId
from plugin.mentoring.roster import Told
from plugin.ports.values import RosterMember

Brake = Callable[[int, int], bool]
"""Takes how many would leave and how many are active; says whether a person must look first."""


class Place(NamedTuple):
    """What somebody is in a course: the columns of `course_member` by name."""

    role: str
    active: bool
    since: datetime
    launched_as: str | None
    listed_as: str | None
    told: str | None
    told_since: datetime | None
    kept_at: datetime | None

    @property
    def waits(self) -> bool:
        """Whether the list would end it and nobody has decided."""
        return self.active and _away(self.told) and self.kept_at is None


@dataclass(frozen=True, slots=True)
class List:
    """A list, by the people it is about.

    Attributes:
        members: what it says of each.
        silent: known members of whom it says nothing, not even that they are gone.
        tests: preview users, on the list or not: they end without a question.

    """

    members: Mapping[PersonId, RosterMember]
    silent: frozenset[PersonId] = frozenset()
    tests: frozenset[PersonId] = frozenset()


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be written.

    Attributes:
        changed: new and different places.
        joined, left, total: of active members.
        waiting: who would have left and stays for now.
        anew: whether somebody waits who did not wait before.

    """

    changed: Mapping[PersonId, Place]
    joined: int
    left: int
    total: int
    waiting: int
    anew: bool


def plan(before: Mapping[PersonId, Place], told: List, *, now: datetime, brake: Brake) -> Plan:
    """Return what to write so that the course's list is what the LMS says.

    Who joins and what changes is taken in always; who leaves, unless `brake` asks for a look.
    """
    after = {who: _listed(before.get(who), said, now) for who, said in told.members.items()}
    for who, at in before.items():
        if who not in after:
            after[who] = at if who in told.silent else _told(at, Told.ABSENT, now)
    leaving = [who for who, at in after.items() if at.waits]
    real = [who for who in leaving if who not in told.tests]
    held = brake(len(real), sum(at.active and who not in told.tests for who, at in before.items()))
    for who in told.tests.intersection(leaving) if held else leaving:
        after[who] = after[who]._replace(active=False, since=now)
    waiting = real if held else []
    return Plan(
        changed={who: at for who, at in after.items() if before.get(who) is not at},
        joined=sum(at.active and not _was_active(before, who) for who, at in after.items()),
        left=sum(at.active and not after[who].active for who, at in before.items()),
        total=sum(at.active for at in after.values()),
        waiting=len(waiting),
        anew=any(not before[who].waits for who in waiting),
    )


def _listed(before: Place | None, said: RosterMember, now: datetime) -> Place:
    told = Told.ACTIVE if said.active else Told.INACTIVE
    if before is None:
        return Place(
            said.role.value, said.active, now, None, said.role.value, told.value, now, None
        )
    active = before.active or said.active  # an end is decided for all together
    if (before.told, before.listed_as, before.active) == (told, said.role, active):
        return before
    role, at = _role(before, said), _told(before, told, now)
    since = at.since if (role, active) == (at.role, at.active) else now
    return at._replace(role=role, active=active, since=since, listed_as=said.role.value)


def _role(before: Place, said: RosterMember) -> str:
    """Return the role that was said last and differs: a list that repeats itself is no news.

    Some lists call a teacher who may not edit a learner. The launch knows better, until the list
    says something else than it did.
    """
    is_news = before.listed_as not in (None, said.role)
    return said.role.value if is_news or before.launched_as is None else before.role


def _told(before: Place, told: Told, now: datetime) -> Place:
    if before.told == told:
        return before
    kept_at = before.kept_at if _away(before.told) and _away(told) else None
    return before._replace(told=told.value, told_since=now, kept_at=kept_at)


def _away(told: str | None) -> bool:
    return told in {Told.ABSENT, Told.INACTIVE}


def _was_active(before: Mapping[PersonId, Place], who: PersonId) -> bool:
    at = before.get(who)
    return at is not None and at.active


_RANK = (CourseRole.INSTRUCTOR, CourseRole.ASSISTANT, CourseRole.LEARNER, CourseRole.NONE)


def of_one_person(
    members: Sequence[RosterMember], known_as: Mapping[str, str]
) -> Sequence[RosterMember]:
    """Return the list with one line for a person of two accounts: the higher role, and active once.

    Args:
        members: as the LMS lists them.
        known_as: by which subject such a person is known, for each other one of theirs.

    """
    if not known_as:
        return members
    found: dict[str, RosterMember] = {}
    for one in members:
        subject = known_as.get(one.subject, one.subject)
        first, second = found.get(subject), replace(one, subject=subject)
        found[subject] = second if first is None else _both(first, second)
    return tuple(found.values())


def _both(first: RosterMember, second: RosterMember) -> RosterMember:
    read = [one for one in (first, second) if not one.unread] or [first]
    return replace(
        read[0],
        role=min((one.role for one in read), key=_RANK.index),
        active=any(one.active for one in read),
    )
