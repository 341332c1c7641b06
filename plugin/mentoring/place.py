"""The agreed place for documents: a folder whose access follows membership, or a link."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from plugin.mentoring.people import PersonId, TenantId
from plugin.mentoring.relationship import RelationshipId


class PlaceState(StrEnum):
    """How far the place is made."""

    QUEUED = "queued"
    READY = "ready"
    NEEDS_CONSENT = "needs consent"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Place:
    """Where the documents of a relationship are.

    Attributes:
        url: what a person opens; None until it exists.
        folder: the outside identity of the folder ("drive/item"); None for a plain link.
        open_to: who was confirmed to have access; nobody else is said to have it.
        problem: a code that `plugin.web.messages` has words for.
        changed_at: when something in the folder last changed, as far as the library has said.

    """

    relationship_id: RelationshipId
    tenant_id: TenantId
    state: PlaceState
    since: datetime
    url: str | None = None
    folder: str | None = None
    open_to: frozenset[PersonId] = frozenset()
    problem: str | None = None
    changed_at: datetime | None = None
    version: int = 0

    def at(self, state: PlaceState, *, now: datetime, problem: str | None = None) -> "Place":
        """Return the place in another state; `since` moves only when the state does."""
        since = self.since if state is self.state else now
        return replace(self, state=state, since=since, problem=problem)
