"""What the privacy centre keeps and reads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from plugin.mentoring.people import PersonId, TenantId
from plugin.mentoring.programme import ProgrammeId
from plugin.mentoring.relationship import RelationshipId


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asked for about their own data: a "copy", or its "removal"."""

    person: PersonId
    wish: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy of what is held about a person; its content is sealed, and taken once."""

    export_id: str
    person_id: PersonId
    asked_at: datetime
    made_at: datetime | None = None
    taken_at: datetime | None = None
    expires_at: datetime | None = None

    def ready(self, now: datetime) -> bool:
        """Whether it can be taken."""
        return self.expires_at is not None and self.taken_at is None and now < self.expires_at


@dataclass(frozen=True, slots=True)
class Erasure:
    """A removal: asked for, or done with a count by kind."""

    person_id: PersonId
    asked_at: datetime
    done_at: datetime | None = None
    counts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class KeyRemoval:
    """The key of a relationship, by its id, and when it was destroyed with the words in it."""

    relationship_id: RelationshipId
    key_id: str
    removed_at: datetime


class Removals(Protocol):
    """Where removals stand apart from the database."""

    def add(self, tenant_id: TenantId, person_id: PersonId, at: datetime) -> None:
        """Add one; the same one twice does no harm.

        Raises:
            TryLaterError: it cannot be written now.

        """
        ...

    def add_key(self, tenant_id: TenantId, one: KeyRemoval) -> None:
        """Add that a relationship's key is destroyed, likewise."""
        ...


@dataclass(frozen=True, slots=True)
class Ending:
    """A programme that is closed, and since when."""

    programme_id: ProgrammeId
    title: str
    ended_on: date

    def goes_on(self, days: int) -> date:
        """Return the day on which its words are deleted."""
        return self.ended_on + timedelta(days=days + 1)


@dataclass(frozen=True, slots=True)
class Consent:
    """One yes, or one taking back.

    Attributes:
        what: "recording" of a session, "participation" told to the grade book, "goals" seen by
            coordinators, or "shown" to the course.

    """

    what: str
    given: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Opened:
    """A line of the audit: somebody opened what another person wrote."""

    event: str
    by: PersonId
    at: datetime


class PrivacyWork(Protocol):
    """The part of `Work` that looks after people's own data."""

    def own_data(self, person_id: PersonId) -> Mapping[str, Sequence[Mapping[str, str]]]: ...
    def accounts_of(self, person_id: PersonId) -> Sequence[PersonId]:
        """Return the person, and whoever was joined to them."""
        ...

    def erase(self, person_id: PersonId) -> Mapping[str, int]: ...
    def erasure(self, person_id: PersonId) -> Erasure | None: ...
    def erasures(self) -> Sequence[Erasure]: ...
    def save_erasure(self, erasure: Erasure) -> None: ...
    def copies_of(self, person_id: PersonId) -> Sequence[Copy]: ...
    def save_copy(self, copy: Copy, bundle: bytes | None = None) -> None: ...
    def bundle(self, export_id: str) -> bytes | None: ...
    def consents_of(self, person_id: PersonId) -> Sequence[Consent]: ...
    def opened_of(self, person_id: PersonId, *, now: datetime) -> Sequence[Opened]: ...
    def end_visits(self, person_id: PersonId) -> int: ...
    def endings(self) -> Sequence[Ending]: ...
    def forget_written(self, *, ended_before: date) -> Mapping[str, int]: ...
    def keys_to_forget(self, *, ended_before: date, at: datetime) -> Sequence[KeyRemoval]:
        """Return the keys that `forget_written` will destroy."""
        ...

    def key_removals(self) -> Sequence[KeyRemoval]: ...
    def remove_key(self, one: KeyRemoval) -> bool:
        """Destroy it once more; False where it is not here."""
        ...

    def forget_old(
        self, *, drafts: datetime, log: datetime, now: datetime
    ) -> Mapping[str, int]: ...
    def tenant_setting(self, name: str) -> Any: ...
    def save_tenant_setting(self, name: str, value: object) -> None: ...
