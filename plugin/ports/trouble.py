"""When something goes wrong between people: what the store keeps of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from plugin.mentoring.break_glass import Opening, OpeningId
from plugin.mentoring.concern import Concern, ConcernId
from plugin.mentoring.exclusions import Exclusion
from plugin.mentoring.people import PersonId
from plugin.mentoring.programme import ProgrammeId
from plugin.mentoring.relationship import RelationshipId


@dataclass(frozen=True, slots=True)
class Contact:
    """A place of the institution where people find help: what it is, and how it is reached."""

    what: str
    how: str


@dataclass(frozen=True, slots=True)
class Support:
    """What an institution says of help.

    Attributes:
        officers: who receives concerns when no coordinator may.

    """

    contacts: tuple[Contact, ...] = ()
    officers: tuple[PersonId, ...] = ()


class TroubleWork(Protocol):
    """The part of `Work` for pausing, ending, blocking and telling in confidence."""

    def support(self) -> Support: ...
    def save_support(self, support: Support) -> None: ...

    def blocks_of(self, person_id: PersonId) -> frozenset[PersonId]:
        """Return whom the person has blocked; nobody else ever asks."""
        ...

    def apart(
        self, people: Iterable[PersonId], programme_id: ProgrammeId
    ) -> frozenset[frozenset[PersonId]]:
        """Return the pairs of them who must not be brought together in the programme.

        One has blocked the other, or a coordinator has excluded the two there.
        """
        ...

    def exclusions(self, programme_id: ProgrammeId) -> Sequence[Exclusion]: ...
    def save_exclusion(self, made: Exclusion) -> None: ...
    def drop_exclusion(self, programme_id: ProgrammeId, one: PersonId, other: PersonId) -> bool:
        """Forget it; returns whether there was one."""
        ...

    def block(self, person_id: PersonId, other: PersonId, *, at: datetime) -> None: ...
    def unblock(self, person_id: PersonId, other: PersonId) -> None: ...

    def wishes_for_another(self, relationship_id: RelationshipId) -> frozenset[PersonId]: ...
    def wish_for_another(
        self, relationship_id: RelationshipId, person_id: PersonId, *, at: datetime
    ) -> None: ...
    def drop_wish_for_another(
        self, relationship_id: RelationshipId, person_id: PersonId
    ) -> None: ...

    def wishes_in(
        self, programme_id: ProgrammeId
    ) -> Mapping[RelationshipId, Sequence[PersonId]]: ...

    def opening(self, opening_id: OpeningId) -> Opening | None: ...
    def openings_in(self, programme_id: ProgrammeId) -> Sequence[Opening]: ...
    def openings_of(self, relationship_id: RelationshipId) -> Sequence[Opening]: ...
    def openings_to_tell(self, *, after: datetime, until: datetime) -> Sequence[Opening]:
        """Return those agreed to whose members are to be told within that time."""
        ...

    def save_opening(self, opening: Opening) -> None: ...

    def concern(self, concern_id: ConcernId) -> Concern | None: ...
    def concerns_of(self, person_id: PersonId) -> Sequence[Concern]:
        """Return those that the person raised or may read, the latest first."""
        ...

    def concerns_unseen(self, *, before: datetime) -> Sequence[Concern]:
        """Return those that nobody has opened, and whose time was over by then."""
        ...

    def save_concern(self, concern: Concern) -> None: ...

    def audit(
        self,
        event: str,
        *,
        by: PersonId | None,
        about: Iterable[PersonId] = (),
        programme: ProgrammeId | None = None,
        **facts: str,
    ) -> None:
        """Write one line that is never changed: who did or read what, about whom, without words."""
        ...
