"""A person's own promises in their To Do: what stands on either side, and which side follows.

To Do owns the words that a person writes there; the promise owns its own. The two agree on the day
and on whether it is done.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from plugin.mentoring.people import PersonId, TenantId
from plugin.mentoring.promises import Promise, PromiseId, PromiseState
from plugin.mentoring.relationship import RelationshipId


class MirrorState(StrEnum):
    """How a person's mirror stands; every state but ON waits for the person."""

    ON = "on"
    LIST_GONE = "list gone"
    NEEDS_CONSENT = "needs consent"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Mirror:
    """That a person wants their promises in To Do.

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
    """One promise in To Do.

    Attributes:
        task_id: None while it is being made, so that whoever goes on looks for it first.
        told: what To Do was last known to hold; None as above.
        zone: on whose clock its day begins there; None where nobody has noted it.
        gone: deleted there by its owner; it is not made again, and the promise stays.

    """

    promise_id: PromiseId
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
    """An open promise of its owner's, without its words: to compare takes none."""

    promise_id: PromiseId
    relationship_id: RelationshipId
    owner: PersonId
    due_on: date

    @property
    def standing(self) -> Standing:
        """What To Do is to hold."""
        return Standing(self.due_on, done=False)


def to_send(owed: Iterable[Owed], known: Iterable[Mirrored]) -> list[Owed]:
    """Return what To Do is not known to hold as it is; what was deleted there is not sent."""
    there = {one.promise_id: one for one in known}
    return [
        one
        for one in owed
        if (at := there.get(one.promise_id)) is None or (not at.gone and at.told != one.standing)
    ]


def standing(promise: Promise) -> Standing:
    """Return what To Do is to hold: what was let go is as over there as what was done."""
    return Standing(promise.due_on, promise.state is not PromiseState.OPEN)


def followed(ours: Standing, told: Standing, theirs: Standing) -> Standing:
    """Return what ours becomes: what was changed there alone. Changed on both sides, ours stays."""
    due_on = theirs.due_on if ours.due_on == told.due_on else ours.due_on
    return Standing(due_on, theirs.done if ours.done == told.done else ours.done)
