"""The agreed place for documents: a folder whose access follows membership, or a link.

A folder lies in the institution's site, or in the OneDrive of who gathers the people.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from plugin.mentoring.people import PersonId, TenantId
from plugin.mentoring.relationship import Relationship, RelationshipId, RelationshipState


class PlaceState(StrEnum):
    """How far the place is made."""

    QUEUED = "queued"
    READY = "ready"
    NEEDS_CONSENT = "needs consent"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Shelves:
    """Where an institution lets folders be made.

    Attributes:
        site: in its own site.
        drives: in people's own OneDrives, where each of them says yes.

    """

    site: bool
    drives: bool

    def in_drive(self, *, wished: bool) -> bool:
        """Whether a new folder lies in a OneDrive, for a programme that wishes so or not."""
        return self.drives and (wished or not self.site)


@dataclass(frozen=True, slots=True)
class Earlier:
    """A folder in the OneDrive of somebody who left: its members may read it while they stay."""

    holder: PersonId
    folder: str
    url: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where the documents of a relationship are.

    Attributes:
        url: what a person opens; None until it exists.
        folder: the outside identity of the folder ("drive/item"); None for a plain link.
        open_to: who was confirmed to have access; nobody else is said to have it.
        problem: a code that `plugin.web.messages` has words for.
        changed_at: when something in the folder last changed, as far as the library has said.
        holder: in whose OneDrive the folder lies or is to lie; None for the site.
        earlier: the folders before this one, the latest last.

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
    holder: PersonId | None = None
    earlier: tuple[Earlier, ...] = ()

    def held_for(self, relationship: Relationship, *, in_drive: bool) -> "Place":
        """Return the place with who is to hold its folder as the relationship stands.

        What was made stays where it is, but not with somebody who left: then the next one holds a
        new folder, and the old one may be read.
        """
        over = relationship.state is RelationshipState.ENDED
        stays = self.holder is None or self.holder in relationship.people
        if over or (self.folder is not None and stays):
            return self
        holder = relationship.organiser if in_drive else None
        if self.folder is None or self.holder is None:
            return replace(self, holder=holder)
        before = Earlier(self.holder, self.folder, self.url or "")
        earlier = (*self.earlier, before)
        left = replace(self, holder=holder, earlier=earlier, folder=None, url=None)
        return replace(left, open_to=frozenset(), changed_at=None)

    @property
    def holders(self) -> frozenset[PersonId]:
        """In whose OneDrives folders lie, those who left included."""
        before = {one.holder for one in self.earlier}
        return frozenset(before | ({self.holder} if self.holder else set()))

    def at(self, state: PlaceState, *, now: datetime, problem: str | None = None) -> "Place":
        """Return the place in another state; `since` moves only when the state does."""
        since = self.since if state is self.state else now
        return replace(self, state=state, since=since, problem=problem)
