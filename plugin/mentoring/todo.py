"""A person's own promises, and steps of their goals, in their To Do: which side follows the other.

To Do owns the words that a person writes there; what is mirrored owns its own. The two agree on the
day and on whether it is done.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import NewType

from plugin.mentoring.goals import Goal, GoalId, GoalState, Milestone
from plugin.mentoring.people import PersonId, TenantId
from plugin.mentoring.promises import Promise, PromiseState
from plugin.mentoring.relationship import RelationshipId

ActionId = NewType("ActionId", str)
"""What is mirrored: a promise by its id, a step by its goal's id, a dot, and its number."""


class MirrorState(StrEnum):
    """How a person's mirror stands; every state but ON waits for the person."""

    ON = "on"
    LIST_GONE = "list gone"
    NEEDS_CONSENT = "needs consent"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Mirror:
    """That a person wants what they mean to do in To Do.

    Attributes:
        list_id: of the list in To Do; None until it is made or found.
        changes_url: where the next question for changes begins; None asks for everything.

    """

    person_id: PersonId
    tenant_id: TenantId
    since: datetime
    state: MirrorState = MirrorState.ON
    list_id: str | None = None
    changes_url: str | None = None
    version: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """What the two sides agree on."""

    due_on: date
    done: bool


@dataclass(frozen=True, slots=True)
class Mirrored:
    """One promise or step in To Do.

    Attributes:
        task_id: None while it is being made, so that whoever goes on looks for it first.
        told: what To Do was last known to hold; None as above.
        zone: on whose clock its day begins there; None where nobody has noted it.
        gone: deleted there by its owner; it is not made again, and what it mirrors stays.

    """

    action_id: ActionId
    tenant_id: TenantId
    person_id: PersonId
    task_id: str | None = None
    told: Standing | None = None
    gone: bool = False
    zone: str | None = None
    version: int = 0

    def holding(self, task_id: str, told: Standing, *, zone: str) -> "Mirrored":
        """Return it as To Do is known to hold it, its day on the clock of `zone`."""
        return replace(self, task_id=task_id, told=told, zone=zone)


@dataclass(frozen=True, slots=True)
class Owed:
    """Something that its owner still means to do, without its words: to compare takes none."""

    action_id: ActionId
    relationship_id: RelationshipId
    owner: PersonId
    due_on: date

    @property
    def standing(self) -> Standing:
        """What To Do is to hold."""
        return Standing(self.due_on, done=False)


@dataclass(frozen=True, slots=True)
class Action:
    """A promise, or a step of a goal, as To Do is to hold it."""

    action_id: ActionId
    tenant_id: TenantId
    relationship_id: RelationshipId
    owner: PersonId
    text: str
    due_on: date
    done: bool

    @property
    def standing(self) -> Standing:
        """What To Do is to hold."""
        return Standing(self.due_on, self.done)

    @property
    def owed(self) -> Owed:
        """The same without its words."""
        return Owed(self.action_id, self.relationship_id, self.owner, self.due_on)


def action_of(promise: Promise) -> Action:
    """Return a promise as an action: what was let go is as over there as what was done."""
    return Action(
        ActionId(promise.promise_id),
        promise.tenant_id,
        promise.relationship_id,
        promise.owner,
        promise.text,
        promise.due_on,
        promise.state is not PromiseState.OPEN,
    )


def actions_of(goal: Goal) -> tuple[Action, ...]:
    """Return the steps of a goal as actions; of a draft none, which its owner has yet to set.

    A goal that is reached or let go is over with all of its steps.
    """
    day = goal.due_on
    if goal.state is GoalState.DRAFT or day is None:
        return ()
    return tuple(_step(goal, n, one, day) for n, one in enumerate(goal.milestones))


def _step(goal: Goal, number: int, one: Milestone, day: date) -> Action:
    return Action(
        ActionId(f"{goal.goal_id}.{number}"),
        goal.tenant_id,
        goal.relationship_id,
        goal.owner,
        one.text,
        one.due_on or day,
        one.reached_on is not None or goal.state is not GoalState.SET,
    )


def step_of(action_id: ActionId) -> tuple[GoalId, int] | None:
    """Return which step of which goal it is; None for a promise."""
    goal, dot, number = action_id.rpartition(".")
    return (GoalId(goal), int(number)) if dot else None


def to_send(owed: Iterable[Owed], known: Iterable[Mirrored]) -> list[Owed]:
    """Return what To Do is not known to hold as it is; what was deleted there is not sent."""
    there = {one.action_id: one for one in known}
    return [
        one
        for one in owed
        if (at := there.get(one.action_id)) is None or (not at.gone and at.told != one.standing)
    ]


def followed(ours: Standing, told: Standing, theirs: Standing) -> Standing:
    """Return what ours becomes: what was changed there alone. Changed on both sides, ours stays."""
    due_on = theirs.due_on if ours.due_on == told.due_on else ours.due_on
    return Standing(due_on, theirs.done if ours.done == told.done else ours.done)
