"""Folders in a programme's document library or a person's OneDrive, and who may open them.

https://learn.microsoft.com/graph/api/resources/driveitem

Needs Sites.Selected with the write role on the one site, or Files.ReadWrite of the one person;
nothing wider.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from marshmallow import fields

from graph._shapes import Shape, load, segment, web_link
from graph.errors import GraphConflictError, GraphContractError, GraphNotFoundError
from graph.transport import Request, Transport

Role = Literal["read", "write"]
_UNWANTED = re.compile(r'["*:<>?/\\|#%~&{}\x00-\x1f]+')


@dataclass(frozen=True, slots=True)
class Drive:
    """A document library."""

    drive_id: str
    web_url: str | None


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder. `web_url` is where people open it."""

    drive_id: str
    item_id: str
    name: str
    web_url: str | None


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who is let in: an Entra object id, or the address of somebody outside. Just one of them."""

    object_id: str | None = None
    address: str | None = None

    def __post_init__(self) -> None:
        if bool(self.object_id) == bool(self.address):
            raise ValueError("a recipient has an object id or an address, not both")


@dataclass(frozen=True, slots=True)
class Grant:
    """Somebody may open a folder.

    Attributes:
        object_id, address: of the person; either may be None, SharePoint names not always both.
        inherited: comes from a folder above and cannot be revoked here.

    """

    grant_id: str
    roles: tuple[str, ...]
    object_id: str | None
    address: str | None
    inherited: bool


class Files:
    """One site's default document library, or the OneDrive of whoever signed in.

    Args:
        transport: authorised for the application, or, without a site, for the person.
        site_id: None for the person's own OneDrive.

    """

    def __init__(self, transport: Transport, *, site_id: str | None = None) -> None:
        self._transport = transport
        self._home = "/me/drive" if site_id is None else f"/sites/{segment(site_id)}/drive"

    def drive(self) -> Drive:
        """Return the library of the site, or the OneDrive.

        Raises:
            GraphForbiddenError: the site was not assigned to this app, or not yet.
            GraphNotFoundError: the person has no OneDrive.
            GraphError: any other kind.

        """
        body = self._transport.get(self._home)
        values = load(_ItemShape, body, "a drive")
        return Drive(values["item_id"], web_link(values["web_url"]))

    def ensure_folder(self, drive_id: str, name: str, *, parent_id: str = "root") -> Folder:
        """Return the folder of that name, made if need be: safe to call again at any time.

        Args:
            drive_id: from `drive`.
            name: from `folder_name`; the same thing must always get the same name.
            parent_id: folder to make it in.

        """
        body = {"name": name, "folder": {}, "@microsoft.graph.conflictBehavior": "fail"}
        url = f"{_item(drive_id, parent_id)}/children"
        try:
            made = self._transport.send(Request("POST", url, json=body))
        except GraphConflictError:
            made = self._transport.get(f"{_item(drive_id, parent_id)}:/{segment(name)}")
        return _folder(drive_id, made)

    def grants(self, folder: Folder) -> list[Grant]:
        """Return who may open the folder. Links are left out: we make none."""
        url = f"{_item(folder.drive_id, folder.item_id)}/permissions"
        found = (_grant(each) for each in self._transport.pages(url))
        return [grant for grant in found if grant is not None]

    def grant(
        self,
        folder: Folder,
        recipients: Sequence[Recipient],
        *,
        role: Role = "write",
        invite: bool = False,
    ) -> list[Grant]:
        """Let people in and return the grants made; whoever is missing in it was refused.

        Granting twice leaves one grant. Each call costs SharePoint dearly: all of a folder at once.

        Args:
            folder: which.
            recipients: who.
            role: what they may do.
            invite: whether SharePoint writes to them; it must for somebody outside the tenant.

        """
        body = {
            "recipients": [_recipient(each) for each in recipients],
            "roles": [role],
            "requireSignIn": True,
            "sendInvitation": invite,
        }
        url = f"{_item(folder.drive_id, folder.item_id)}/invite"
        answer = self._transport.send(Request("POST", url, json=body, repeatable=not invite))
        made = answer.get("value")
        if not isinstance(made, list):
            raise GraphContractError("grants without their list")
        found = (_grant(each) for each in made if not _is_refused(each))
        return [grant for grant in found if grant is not None]

    def remove(self, folder: Folder) -> None:
        """Delete a folder with everything in it; into the bin, as SharePoint does."""
        url = _item(folder.drive_id, folder.item_id)
        self._transport.send(Request("DELETE", url))

    def revoke(self, folder: Folder, grant_id: str) -> bool:
        """Take a grant back; False when it was gone already."""
        url = f"{_item(folder.drive_id, folder.item_id)}/permissions/{segment(grant_id)}"
        try:
            self._transport.send(Request("DELETE", url))
        except GraphNotFoundError:
            return False
        return True


def folder_name(text: str) -> str:
    """Return a name SharePoint accepts, as near to `text` as it can be; "Folder" for nothing.

    https://support.microsoft.com/office/64883a5d-228e-48f5-b3d2-eb39e07630fa
    """
    name = _UNWANTED.sub(" ", text).replace("_vti_", " ")
    name = " ".join(name.split()).strip(". ")[:120].strip(". ")
    return name or "Folder"


class _ItemShape(Shape):
    item_id = fields.String(required=True, data_key="id")
    name = fields.String(load_default="", allow_none=True)
    web_url = fields.String(load_default=None, allow_none=True, data_key="webUrl")
    folder = fields.Raw(load_default=None, allow_none=True)


class _UserShape(Shape):
    object_id = fields.String(load_default=None, allow_none=True, data_key="id")
    address = fields.String(load_default=None, allow_none=True, data_key="email")


class _IdentityShape(Shape):
    user = fields.Nested(_UserShape, load_default=None, allow_none=True)


class _InvitationShape(Shape):
    address = fields.String(load_default=None, allow_none=True, data_key="email")


class _GrantShape(Shape):
    grant_id = fields.String(required=True, data_key="id")
    roles = fields.List(fields.String(), load_default=[], allow_none=True)
    whom = fields.Nested(_IdentityShape, load_default=None, allow_none=True, data_key="grantedToV2")
    invitation = fields.Nested(_InvitationShape, load_default=None, allow_none=True)
    inherited = fields.Raw(load_default=None, allow_none=True, data_key="inheritedFrom")
    link = fields.Raw(load_default=None, allow_none=True)


def _folder(drive_id: str, body: object) -> Folder:
    values = load(_ItemShape, body, "a folder")
    if values["folder"] is None:
        raise GraphConflictError("a file has the folder's name")
    return Folder(drive_id, values["item_id"], values["name"] or "", web_link(values["web_url"]))


def _grant(body: object) -> Grant | None:
    values = load(_GrantShape, body, "a grant")
    if values["link"]:
        return None
    user = (values["whom"] or {}).get("user") or {}
    return Grant(
        grant_id=values["grant_id"],
        roles=tuple(values["roles"] or ()),
        object_id=user.get("object_id"),
        address=user.get("address") or (values["invitation"] or {}).get("address"),
        inherited=bool(values["inherited"]),
    )


def _is_refused(body: object) -> bool:
    return isinstance(body, Mapping) and "error" in body


def _recipient(recipient: Recipient) -> dict[str, Any]:
    if recipient.object_id:
        return {"objectId": recipient.object_id}
    return {"email": recipient.address}


def _item(drive_id: str, item_id: str) -> str:
    return f"/drives/{segment(drive_id)}/items/{segment(item_id)}"
