"""The rest of the Places port, by Microsoft Graph: what lies in the folders, and what changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from graph.drive_items import Change, DriveItems, Item
from graph.errors import GraphConflictError
from graph.files import folder_name
from graph.transport import Transport
from plugin.gateways.graph_errors import translated
from plugin.gateways.graph_places import GraphPlaces
from plugin.ports.errors import ConflictError
from plugin.ports.folders import FileLine, FolderChanges


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphFolders(GraphPlaces):
    """Makes folders, keeps their access, and reads and fills them.

    Attributes:
        transport: authorised for the application.

    """

    transport: Transport

    def files_of(self, drive_id: str) -> DriveItems:
        """Return the items of a library."""
        return DriveItems(self.transport, drive_id=drive_id)

    def files_in(self, folder: str) -> Sequence[FileLine]:
        """See `plugin.ports.outside.Places.files_in`.

        Raises:
            TryLaterError, ConsentMissingError, RefusedError.
            GoneError: the folder is not there any more.

        """
        drive_id, _, item_id = folder.partition("/")
        with translated():
            return [_line(item) for item in self.files_of(drive_id).children(item_id)]

    def add(self, folder: str, name: str, content: bytes) -> None:
        """See `plugin.ports.outside.Places.add`.

        Raises:
            TryLaterError, ConsentMissingError, RefusedError, GoneError.
            ConflictError: another file has the name.

        """
        drive_id, _, item_id = folder.partition("/")
        with translated():
            try:
                self.files_of(drive_id).add(item_id, folder_name(name), content)
            except GraphConflictError as error:
                raise ConflictError("another file has the name") from error

    def changes(self, since: str | None) -> FolderChanges:
        """See `plugin.ports.outside.Places.changes`. After a full reading nothing counts as gone.

        Raises:
            TryLaterError, ConsentMissingError, RefusedError.

        """
        with translated():
            drive_id = self.files.drive().drive_id
            found = self.files_of(drive_id).changes(since)
        changed: dict[str, datetime] = {}
        for one in found.changes:
            _note(changed, drive_id, one)
        gone = {f"{drive_id}/{one.item_id}" for one in found.changes if one.gone}
        return FolderChanges(changed, frozenset(gone), found.link)


def _note(changed: dict[str, datetime], drive_id: str, one: Change) -> None:
    """Note the moment for the item itself and for the folder that it lies in."""
    if one.changed_at is None:
        return
    for item_id in (one.item_id, one.parent_id):
        folder = f"{drive_id}/{item_id}"
        changed[folder] = max(one.changed_at, changed.get(folder, one.changed_at))


def _line(item: Item) -> FileLine:
    return FileLine(item.name, item.web_url, item.size_bytes, item.is_folder, item.changed_at)
