"""Goals that somebody set for themselves, their milestones, and reviews that show what moved."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final, NewType

from plugin.mentoring.agreement import Agreement
from plugin.mentoring.errors import GoalUnfinishedError, NotAllowedError, WrongStateError
from plugin.mentoring.people import PersonId, TenantId
from plugin.mentoring.relationship import Relationship, RelationshipId

GoalId = NewType("GoalId", str)
ReviewId = NewType("ReviewId", str)
LONGEST_PART: Final = 500
LONGEST_STEP: Final = 200
MOST_MILESTONES: Final = 12
NO_RHYTHM: Final = 12
"""Weeks between reviews where nothing was agreed."""
PARTS: Final = ("specific", "measurable", "achievable", "relevant")
"""What a goal says besides its day, which is the fifth part."""


class GoalState(StrEnum):
    """How a goal stands. That its day has passed is no state, and no mark."""

    DRAFT = "draft"
    SET = "set"
    REACHED = "reached"
    LET_GO = "let go"


class Course(StrEnum):
    """What a review says of a goal."""

    ON_TRACK = "on track"
    GAP = "gap"
    CHANGE = "change"


@dataclass(frozen=True, slots=True)
class Milestone:
    """A step on the way.

    Attributes:
        cheer, cheered_by: what a partner said to it.
        due_on: its own day; None for its goal's.

    """

    text: str
    reached_on: date | None = None
    cheered_by: PersonId | None = None
    cheer: str = ""
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Goal:
    """One member's goal.

    Attributes:
        specific: what is to be different; also how the goal is called.
        measurable: how one will see it; `achievable`: what makes it possible; `relevant`: why.
        skills: keys of the editable list.
        due_on: the fifth part; None only in a draft.
        cheer, cheered_by: what a partner said when it was reached.

    """

    goal_id: GoalId
    tenant_id: TenantId
    relationship_id: RelationshipId
    owner: PersonId
    specific: str
    measurable: str
    achievable: str
    relevant: str
    due_on: date | None
    made_at: datetime
    changed_at: datetime
    skills: tuple[str, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    state: GoalState = GoalState.DRAFT
    cheered_by: PersonId | None = None
    cheer: str = ""
    version: int = 0

    @property
    def missing(self) -> tuple[str, ...]:
        """The parts that are still to be said before it can be set."""
        left = [name for name in PARTS if not getattr(self, name)]
        return (*left, *(() if self.due_on else ("due_on",)))

    @property
    def steps(self) -> tuple[int, int]:
        """How many milestones were reached, of how many."""
        return sum(one.reached_on is not None for one in self.milestones), len(self.milestones)

    @property
    def named(self) -> frozenset[PersonId]:
        """Whoever is named in it: its owner, and who said something of it."""
        said = (self.cheered_by, *(one.cheered_by for one in self.milestones))
        return frozenset((self.owner, *(by for by in said if by is not None)))

    def is_past(self, today: date) -> bool:
        """Whether its day has passed; then another plan is offered."""
        return self.state is GoalState.SET and self.due_on is not None and self.due_on < today

    def written(self, said: "Goal", *, by: PersonId, now: datetime) -> "Goal":
        """Return it with other words.

        Raises:
            NotAllowedError: it is somebody else's.
            WrongStateError: it was reached or let go.
            GoalUnfinishedError: it is set, and a part would be missing.

        """
        self._require_open(by)
        changed = replace(
            self,
            specific=said.specific,
            measurable=said.measurable,
            achievable=said.achievable,
            relevant=said.relevant,
            due_on=said.due_on,
            skills=said.skills,
            changed_at=now,
        )
        if self.state is GoalState.SET and changed.missing:
            raise GoalUnfinishedError
        return changed

    def made_firm(self, *, by: PersonId, now: datetime) -> "Goal":
        """Return it set; raises GoalUnfinishedError while one of the five parts is missing."""
        self._require_open(by)
        if self.missing:
            raise GoalUnfinishedError
        return replace(self, state=GoalState.SET, changed_at=now)

    def ended(self, state: GoalState, *, by: PersonId, now: datetime) -> "Goal":
        """Return it reached, let go, or taken up again (set).

        Raises:
            NotAllowedError: it is somebody else's.
            WrongStateError: a draft is not reached.
            GoalUnfinishedError: it is taken up again with a part missing.

        """
        if by != self.owner:
            raise NotAllowedError
        if state is GoalState.REACHED and self.state is not GoalState.SET:
            raise WrongStateError
        if state is GoalState.SET and self.missing:
            raise GoalUnfinishedError
        return replace(self, state=state, changed_at=now)

    def with_milestone(
        self, text: str, *, by: PersonId, now: datetime, due_on: date | None = None
    ) -> "Goal":
        """Return it with one step more; raises WrongStateError where no more fit."""
        self._require_open(by)
        if len(self.milestones) >= MOST_MILESTONES:
            raise WrongStateError
        step = Milestone(text, due_on=due_on)
        return replace(self, milestones=(*self.milestones, step), changed_at=now)

    def milestone_reached(
        self, number: int, on: date | None, *, by: PersonId, now: datetime
    ) -> "Goal":
        """Return it with a step reached on a day, or not yet where `on` is None."""
        self._require_open(by)
        return self._with_step(number, now, reached_on=on)

    def milestone_moved(self, number: int, due_on: date, *, by: PersonId, now: datetime) -> "Goal":
        """Return it with another day for one step; the goal keeps its own."""
        self._require_open(by)
        return self._with_step(number, now, due_on=due_on)

    def cheered(self, number: int | None, words: str, *, by: PersonId, now: datetime) -> "Goal":
        """Return it with a partner's word to a step, or to the goal where `number` is None.

        Raises:
            NotAllowedError: one's own goal.
            WrongStateError: it is not reached, or another partner has said something to it.

        """
        if by == self.owner:
            raise NotAllowedError
        if number is None:
            if self.state is not GoalState.REACHED or self.cheered_by not in (None, by):
                raise WrongStateError
            return replace(self, cheered_by=by, cheer=words, changed_at=now)
        if not 0 <= number < len(self.milestones) or self.milestones[number].reached_on is None:
            raise WrongStateError
        if self.milestones[number].cheered_by not in (None, by):
            raise WrongStateError
        return self._with_step(number, now, cheered_by=by, cheer=words)

    def _with_step(self, number: int, now: datetime, **changed: object) -> "Goal":
        if not 0 <= number < len(self.milestones):
            raise WrongStateError
        step = replace(self.milestones[number], **changed)  # type: ignore[arg-type]
        steps = (*self.milestones[:number], step, *self.milestones[number + 1 :])
        return replace(self, milestones=steps, changed_at=now)

    def _require_open(self, by: PersonId) -> None:
        if by != self.owner:
            raise NotAllowedError
        if self.state not in (GoalState.DRAFT, GoalState.SET):
            raise WrongStateError


@dataclass(frozen=True, slots=True)
class Looked:
    """What a review says of one goal, with how far it was then."""

    goal_id: GoalId
    course: Course
    note: str
    reached: int
    of: int
    due_on: date | None


@dataclass(frozen=True, slots=True)
class Review:
    """One look at all goals."""

    review_id: ReviewId
    tenant_id: TenantId
    relationship_id: RelationshipId
    made_by: PersonId
    made_at: datetime
    looked: tuple[Looked, ...]


@dataclass(frozen=True, slots=True)
class Movement:
    """What changed with a goal since the last review.

    Attributes:
        last: what that review said; None where it did not know the goal.
        steps: milestones reached since.
        moved: whether its day is another one.

    """

    goal: Goal
    last: Looked | None
    steps: int
    moved: bool


def movements(goals: Sequence[Goal], last: Review | None) -> tuple[Movement, ...]:
    """Return what changed since the last review, goal by goal; drafts are nobody's to review."""
    known = {one.goal_id: one for one in last.looked} if last else {}
    found = []
    for goal in goals:
        before = known.get(goal.goal_id)
        if goal.state is GoalState.DRAFT:
            continue
        reached = goal.steps[0] - (before.reached if before else 0)
        moved = before is not None and before.due_on != goal.due_on
        found.append(Movement(goal, before, max(reached, 0), moved))
    return tuple(found)


def next_review(
    relationship: Relationship, agreement: Agreement | None, last: Review | None
) -> datetime:
    """Return when the members meant to look at their goals next, by what they agreed."""
    weeks = agreement.terms.review_weeks if agreement else NO_RHYTHM
    begun = agreement.proposed_at if agreement else relationship.created_at
    return (last.made_at if last else begun) + timedelta(weeks=weeks)
