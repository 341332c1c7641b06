"""What the library that holds the shared folders says: contents and changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


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
