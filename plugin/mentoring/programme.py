"""A mentoring programme in a course: its purpose, bounds, people in charge and stages."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final, NewType

from plugin.mentoring.background import Switch
from plugin.mentoring.errors import (
    CoordinatorMissingError,
    GoalMissingError,
    OutOfBoundsError,
    ReviewMissingError,
    WrongStateError,
)
from plugin.mentoring.people import CourseId, PersonId, TenantId

ProgrammeId = NewType("ProgrammeId", str)


class Format(StrEnum):
    """How the people of a relationship stand to one another."""

    ONE_TO_ONE = "one-to-one"
    PEER = "peer"
    CIRCLE = "circle"


class Stage(StrEnum):
    """Where a programme stands, in order; only the pilot may be left out."""

    DRAFT = "draft"
    PILOT = "pilot"
    OPEN = "open"
    MATCHING = "matching"
    RUNNING = "running"
    REVIEW = "review"
    CLOSED = "closed"


TAKES_PROFILES = frozenset({Stage.PILOT, Stage.OPEN, Stage.MATCHING, Stage.RUNNING})


class Entry(StrEnum):
    """What brings people to a programme (P10)."""

    NEW = "new"
    NEW_POST = "new post"
    RETURNING = "returning"
    TURNING_POINT = "turning point"


@dataclass(frozen=True, slots=True)
class ProgrammeGoal:
    """What the programme is for, and how one will see that it came true."""

    text: str
    measure: str


LENGTHS: Final = (15, 20, 30, 45, 60, 90)
"""Minutes of a session that coordinators may let people choose between."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a relationship may choose between.

    Attributes:
        cadence_weeks: weeks from one session to the next, as the agreement first suggests.
        length_min: minutes of a session, as first suggested.
        lengths_min: what people may choose instead.
        capacity: how many mentees a mentor may take at most.
        circle_least, circle_most: people of a circle when it begins, and at most; facilitators
            are counted.
        writing_weeks: after how many weeks without a common time a round in writing is offered.
        members_book: whether anybody of a circle books its sessions, or its facilitators only.
        cadence_least, cadence_most: weeks between sessions that an agreement may name.

    """

    cadence_weeks: int = 2
    length_min: int = 45
    lengths_min: tuple[int, ...] = (30, 45, 60)
    capacity: int = 3
    circle_least: int = 4
    circle_most: int = 8
    members_book: bool = True
    writing_weeks: int = 4
    cadence_least: int = 1
    cadence_most: int = 8

    def checked(self) -> "Bounds":
        """Return them; raise OutOfBoundsError where what is usual lies outside of them."""
        self.check_cadence(self.cadence_weeks)
        self.check_length(self.length_min)
        if not 2 <= self.circle_least <= self.circle_most or self.capacity < 1:
            raise OutOfBoundsError
        return self

    def allows_cadence(self, weeks: int) -> bool:
        """Whether people may meet every so many weeks."""
        return self.cadence_least <= weeks <= self.cadence_most

    def check_cadence(self, weeks: int) -> None:
        """Raise OutOfBoundsError unless people may meet every so many weeks."""
        if not self.allows_cadence(weeks):
            raise OutOfBoundsError

    def check_length(self, minutes: int) -> None:
        """Raise OutOfBoundsError unless a session may last so long."""
        if minutes not in self.lengths_min:
            raise OutOfBoundsError

    def check_capacity(self, mentees: int) -> None:
        """Raise OutOfBoundsError unless a mentor may take so many."""
        if not 0 <= mentees <= self.capacity:
            raise OutOfBoundsError


@dataclass(frozen=True, slots=True)
class SelfMatch:
    """How mentees choose a mentor themselves, beside what coordinators draft.

    Attributes:
        most_open: requests of one mentee that may wait at once.
        most_waiting: requests that may wait for one mentor; who has so many is shown to nobody.
        days: how long a request waits for the next word.

    """

    most_open: int = 2
    most_waiting: int = 3
    days: int = 10

    def checked(self) -> "SelfMatch":
        """Return it; raise OutOfBoundsError where a number lets nobody ask, or everybody."""
        if not all(1 <= getattr(self, name) <= most for name, most in CHOOSING.items()):
            raise OutOfBoundsError
        return self


CHOOSING: Mapping[str, int] = {"most_open": 10, "most_waiting": 20, "days": 60}
"""The highest of each number of `SelfMatch`; the lowest is one."""


@dataclass(frozen=True, slots=True)
class Life:
    """What a programme learns and decides as it goes on.

    Attributes:
        pilot_cap: how many people may take part in the pilot; 0 where there was none.
        review_due: by when the pilot is looked back at.
        pilot_review: what came out of that; a programme is not opened to all without it (P6).
        paused_until: the first day on which it goes on; None while it is not paused.
        entries: for whom it is meant; empty for everybody.
        lessons: what the cohort before taught, and what this one does (P4).
        follows: the programme whose next cohort this is.
        mentors_of: the programme whose mentors meet here among themselves (R7).
        self_match: how mentees ask mentors themselves; None where they do not.
        wishes: whether people say with whom they would like to work, and with whom not.
        own_drives: whether documents are kept in the OneDrive of who gathers the people, where the
            institution has a site as well.
        meeting_reports: whether Teams is asked who was in its meetings, where that is offered.
        eligible: by side, what has to bring people who stand on it; a side that is not there, or
            names nothing, takes anybody (P10).
        background: what a coordinator switched on of people's background, and why (M5).
        places: where it meets in person; empty where place plays no part (M8).

    """

    pilot_cap: int = 0
    review_due: date | None = None
    pilot_review: str = ""
    paused_until: date | None = None
    entries: tuple[Entry, ...] = ()
    lessons: str = ""
    follows: ProgrammeId | None = None
    mentors_of: ProgrammeId | None = None
    self_match: SelfMatch | None = None
    wishes: bool = False
    own_drives: bool = False
    meeting_reports: bool = False
    eligible: tuple[tuple[str, tuple[Entry, ...]], ...] = ()
    places: tuple[str, ...] = ()
    background: tuple[Switch, ...] = ()


@dataclass(frozen=True, slots=True)
class Programme:
    """One programme in one course.

    Attributes:
        formats: which kinds of relationship it brings about, the main one first.
        formal: every member signs the agreement before session 1.
        zone: IANA name; the programme's dates begin and end in it.
        coordinators: whom participants may turn to, in order of appointment.
        skills: what people may seek and offer; editable, in the order shown.
        starts_on, ends_on: days of the programme's zone; the last one counts whole.
        version: counts saved changes.

    """

    programme_id: ProgrammeId
    tenant_id: TenantId
    course_id: CourseId
    title: str
    template: str
    formats: tuple[Format, ...]
    formal: bool
    purpose: str
    goals: tuple[ProgrammeGoal, ...]
    skills: tuple[str, ...]
    zone: str
    coordinators: tuple[PersonId, ...]
    starts_on: date | None = None
    ends_on: date | None = None
    bounds: Bounds = Bounds()
    stage: Stage = Stage.DRAFT
    version: int = 0
    life: Life = Life()

    def check_whole(self) -> None:
        """Raise unless it has what people need to see before they take part.

        Raises:
            GoalMissingError: no goal with its measure (P3).
            CoordinatorMissingError: nobody to turn to (P5).

        """
        if not any(goal.text.strip() and goal.measure.strip() for goal in self.goals):
            raise GoalMissingError
        if not self.coordinators:
            raise CoordinatorMissingError

    def opened(self) -> "Programme":
        """Return the programme open for everybody's profiles.

        Raises:
            WrongStateError: it is neither a draft nor a pilot.
            ReviewMissingError: a pilot that nobody has looked back at (P6).
            GoalMissingError, CoordinatorMissingError: it is not complete.

        """
        if self.stage not in (Stage.DRAFT, Stage.PILOT):
            raise WrongStateError
        if self.stage is Stage.PILOT and not self.life.pilot_review.strip():
            raise ReviewMissingError
        self.check_whole()
        return replace(self, stage=Stage.OPEN)

    def running(self) -> "Programme":
        """Return the programme with its first relationships published; a pilot stays one.

        Raises:
            WrongStateError: it is a draft, at its end or over. Repeatable otherwise.

        """
        if self.stage not in TAKES_PROFILES:
            raise WrongStateError
        return self if self.stage is Stage.PILOT else replace(self, stage=Stage.RUNNING)

    def with_coordinator(self, person: PersonId) -> "Programme":
        """Return the programme with `person` among the coordinators; repeatable."""
        if person in self.coordinators:
            return self
        return replace(self, coordinators=(*self.coordinators, person))
