"""How relationships fare, for coordinators: who meets, who may want a kind word, no content."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from plugin.mentoring import policy
from plugin.mentoring.errors import UnknownThingError
from plugin.mentoring.people import Actor, Person
from plugin.mentoring.programme import Programme, ProgrammeId
from plugin.mentoring.relationship import RelationshipState
from plugin.ports.reads import Counts, Reads, RelationshipLine
from plugin.ports.store import Store
from plugin.ports.values import Clock

PATIENCE: Final = timedelta(days=14)


class Hint(StrEnum):
    """What would help, if anything. Nothing of it is anybody's fault."""

    ANOTHER = "another"
    AGREE = "agree"
    BOOK = "book"
    MEET = "meet"
    RESTS = "rests"
    ENDED = "ended"
    WELL = "well"


@dataclass(frozen=True, slots=True)
class HealthLine:
    """One relationship: how it fares, who asks for another match, who has not signed."""

    line: RelationshipLine
    hint: Hint
    wishing: tuple[Person, ...]
    unsigned: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class Health:
    """One page of a programme's relationships, those that may want a hand first."""

    programme: Programme
    counts: Counts
    lines: tuple[HealthLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Healths:
    """Health without content, in five queries however many people there are."""

    store: Store
    reads: Reads
    clock: Clock

    def of(self, programme_id: ProgrammeId, *, actor: Actor, page: int = 1) -> Health:
        """Return how a programme fares.

        Raises:
            UnknownThingError, NotAllowedError.

        """
        now, tenant = self.clock(), actor.tenant_id
        head = self.reads.programme(tenant, programme_id)
        if head is None or head.programme.course_id != actor.course_id:
            raise UnknownThingError
        policy.require(policy.may_coordinate(actor, head.programme))
        lines = self.reads.relationships(tenant, programme_id, now=now, page=page)
        with self.store.look(tenant) as work:
            wishes = work.wishes_in(programme_id)
        shown = [_health(one, wishes.get(one.relationship_id, ()), now) for one in lines]
        order = list(Hint)
        shown.sort(key=lambda one: order.index(one.hint))
        counts = self.reads.counts(tenant, programme_id, now=now)
        return Health(head.programme, counts, tuple(shown))


def _health(line: RelationshipLine, wishing: Sequence[str], now: datetime) -> HealthLine:
    return HealthLine(
        line,
        Hint.ANOTHER if wishing else _hint(line, now),
        tuple(one for one in line.people if one.person_id in wishing),
        tuple(one for one in line.people if one.person_id not in line.signed_by),
    )


def _hint(line: RelationshipLine, now: datetime) -> Hint:
    if line.state is RelationshipState.ENDED:
        return Hint.ENDED
    if line.rests:
        return Hint.RESTS
    since = now - line.created_at
    if line.next or since < PATIENCE:
        return Hint.WELL
    if not line.agreed:
        return Hint.AGREE
    if line.last_met_at is None:
        return Hint.BOOK
    return Hint.MEET if now - line.last_met_at > PATIENCE else Hint.WELL
