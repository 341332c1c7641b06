"""What the library that holds the shared folders says, and what is kept of the folders."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from plugin.mentoring.people import PersonId
from plugin.mentoring.place import Place
from plugin.mentoring.relationship import RelationshipId


@dataclass(frozen=True, slots=True)
class FileLine:
    """One file, or folder, as it lies in a shared folder. `url` is where people open it."""

    name: str
    url: str | None
    size_bytes: int
    is_folder: bool
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class FolderChanges:
    """What changed in the library that holds the shared folders.

    Attributes:
        changed: when something in a folder last changed, by folder; others' folders are in it too.
        gone: folders that are not there any more, as far as the library says so.
        since: what to ask with next time.

    """

    changed: Mapping[str, datetime]
    gone: frozenset[str]
    since: str


class PlaceWork(Protocol):
    """The part of `Work` that holds where the documents of relationships are."""

    def place(self, relationship_id: RelationshipId) -> Place | None:
        """Return the relationship's place, or None."""
        ...

    def save_place(self, place: Place) -> None:
        """Write it; raises ConflictError where somebody else has since it was read."""
        ...

    def places_of_folders(self, folders: Iterable[str]) -> Mapping[str, RelationshipId]:
        """Return whose folders these are, by folder; what is nobody's is left out."""
        ...

    def drive_holders(self) -> Sequence[PersonId]:
        """Return in whose OneDrives folders lie that are in use."""
        ...

    def places_held_by(self, holder: PersonId) -> Sequence[Place]:
        """Return the places whose folders lie in that person's OneDrive and are in use."""
        ...
