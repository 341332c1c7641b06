"""What lies in a folder, putting files into it, and what changed in a library.

https://learn.microsoft.com/graph/api/driveitem-list-children, /driveitem-createuploadsession and
/driveitem-delta. Needs what `graph.files` needs.

Every file goes up by an upload session, small ones too: only a session takes "fail" for a name that
exists, and a file of somebody else's is never replaced.
"""

from dataclasses import dataclass
from datetime import datetime

from marshmallow import fields

from graph._shapes import Shape, load, segment, stamp, web_link
from graph.delta import read_delta
from graph.errors import (
    GraphConflictError,
    GraphNotFoundError,
    GraphOutcomeUnknownError,
)
from graph.transport import Request, Transport
from graph.uploads import Uploads

ROOT = "root"
SHOWN = {"$select": "id,name,webUrl,size,folder,lastModifiedDateTime", "$top": "200"}


@dataclass(frozen=True, slots=True)
class Item:
    """A file or a folder. `web_url` is where people open it."""

    item_id: str
    name: str
    web_url: str | None
    size_bytes: int
    is_folder: bool
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Change:
    """One line of a delta: an item that is new, other than before, or gone."""

    item_id: str
    parent_id: str | None
    gone: bool
    changed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed since a link was given out.

    Attributes:
        link: opaque; where the next question begins.
        whole: the old link no longer counted, so these are all items there are.

    """

    changes: tuple[Change, ...]
    link: str
    whole: bool


class DriveItems:
    """One library's items."""

    def __init__(self, transport: Transport, *, drive_id: str) -> None:
        self._transport = transport
        self._drive = f"/drives/{segment(drive_id)}"

    def children(self, folder_id: str) -> list[Item]:
        """Return what lies directly in the folder, by name.

        Raises:
            GraphNotFoundError: the folder is gone.
            GraphError: any other kind.

        """
        found = self._transport.pages(f"{self._path(folder_id)}/children", params=SHOWN)
        return sorted(map(_item, found), key=_by_name)

    def add(self, folder_id: str, name: str, content: bytes) -> Item:
        """Put a new file into the folder; one that is there already is not touched (G36).

        Where an answer was lost, the file is looked for, and it is ours if its size is: so a
        repeat makes no second one.

        Raises:
            GraphConflictError: another file has the name.
            GraphUnavailableError: nothing, or not everything, arrived. Nothing is visible there.
            GraphError: any other kind.

        """
        path = f"{self._path(folder_id)}:/{segment(name)}"
        body = {"item": {"@microsoft.graph.conflictBehavior": "fail", "name": name}}
        request = Request("POST", f"{path}:/createUploadSession", json=body)
        try:
            session = load(_SessionShape, self._transport.send(request), "an upload session")
            made = Uploads(self._transport).send(session["upload_url"], content)
            return _item(made)
        except (GraphOutcomeUnknownError, GraphConflictError) as doubt:
            try:
                there = _item(self._transport.get(path))
            except GraphNotFoundError:
                raise doubt from None
            if isinstance(doubt, GraphOutcomeUnknownError) and there.size_bytes == len(content):
                return there
            raise GraphConflictError("another file has the name") from doubt

    def changes(self, link: str | None) -> Changes:
        """Return what changed since `link` was given out; None begins with all there is.

        A link that no longer counts (G17) is replaced by a full reading.
        """
        found = read_delta(self._transport, f"{self._path(ROOT)}/delta", link)
        return Changes(tuple(map(_change, found.lines)), found.link, found.whole)

    def _path(self, item_id: str) -> str:
        return f"{self._drive}/items/{segment(item_id)}"


def _by_name(item: Item) -> tuple[bool, str]:
    return not item.is_folder, item.name.casefold()


class _ParentShape(Shape):
    item_id = fields.String(load_default=None, allow_none=True, data_key="id")


class _ItemShape(Shape):
    item_id = fields.String(required=True, data_key="id")
    name = fields.String(load_default="", allow_none=True)
    web_url = fields.String(load_default=None, allow_none=True, data_key="webUrl")
    size = fields.Integer(load_default=0, allow_none=True)
    folder = fields.Raw(load_default=None, allow_none=True)
    changed_at = fields.String(required=True, data_key="lastModifiedDateTime")


class _ChangeShape(Shape):
    item_id = fields.String(required=True, data_key="id")
    parent = fields.Nested(
        _ParentShape, load_default=None, allow_none=True, data_key="parentReference"
    )
    deleted = fields.Raw(load_default=None, allow_none=True)
    removed = fields.Raw(load_default=None, allow_none=True, data_key="@removed")
    changed_at = fields.String(load_default=None, allow_none=True, data_key="lastModifiedDateTime")


class _SessionShape(Shape):
    upload_url = fields.String(required=True, data_key="uploadUrl")


def _item(body: object) -> Item:
    values = load(_ItemShape, body, "an item")
    return Item(
        values["item_id"],
        values["name"] or "",
        web_link(values["web_url"]),
        values["size"] or 0,
        values["folder"] is not None,
        stamp(values["changed_at"]),
    )


def _change(body: object) -> Change:
    values = load(_ChangeShape, body, "a change")
    moment = values["changed_at"]
    return Change(
        values["item_id"],
        (values["parent"] or {}).get("item_id"),
        values["deleted"] is not None or values["removed"] is not None,
        stamp(moment) if moment else None,
    )
