"""`/sites` and `/drives`: Graph's words to and from the library's."""

from typing import Any
from urllib.parse import quote

from .calls import Call, text
from .drives import drive_of, root_of
from .library import Library, drive_item_etag
from .odata import Answer, GraphProblem, Json, new_id, selected, top
from .state import Document
from .world import CLIENT_ID, DRIVE_ID, SITE_ID, World

_CONFLICT = "@microsoft.graph.conflictBehavior"
_ROLES = {"read", "write", "owner"}


class FileOperations:
    """The operations."""

    def __init__(self, world: World, library: Library) -> None:
        self._world, self._library = world, library

    def site(self, call: Call) -> Answer:
        """Return the site."""
        self._library.check_site(call.caller, call.path["site-id"])
        body = {
            "id": SITE_ID,
            "name": "mentoring",
            "displayName": "Mentoring programme",
            "webUrl": f"{self._world.base_url}/files",
        }
        return Answer(200, selected(body, call.query))

    def drive(self, call: Call) -> Answer:
        """Return the site's library."""
        self._library.check_site(call.caller, call.path["site-id"])
        body = {"id": DRIVE_ID, "name": "Documents", "driveType": "documentLibrary"}
        address = {"webUrl": f"{self._world.base_url}/files"}
        return Answer(200, selected({**body, **address}, call.query))

    def own_drive(self, call: Call) -> Answer:
        """Return the caller's OneDrive."""
        owner = call.owner
        if not self._world.switch("onedrives"):
            raise GraphProblem(404, "ResourceNotFound", "User's mysite not found.")
        body = {"id": drive_of(self._library.own_root(owner)), "name": "OneDrive"}
        address = {"webUrl": f"{self._world.base_url}/onedrive/{owner.key}"}
        return Answer(200, selected({**body, "driveType": "business", **address}, call.query))

    def get(self, call: Call) -> Answer:
        """Return an item, by id or by path."""
        item = self._item(call)
        self._library.check(call.caller, item)
        return Answer(200, selected(self.shown(item), call.query))

    def children(self, call: Call) -> Answer:
        """Return what lies in a folder."""
        item = self._item(call)
        self._library.check(call.caller, item)
        shown = [self.shown(child) for child in self._library.children(item)]
        return Answer(200, {"value": shown[: top(call.query, default=200)]})

    def make_folder(self, call: Call) -> Answer:
        """Make a folder."""
        parent = self._item(call)
        self._library.check(call.caller, parent, write=True)
        if "folder" not in call.body:
            raise GraphProblem(400, "invalidRequest", "Only folders are made here; PUT a file.")
        name, conflict = text(call.body, "name"), text(call.body, _CONFLICT, "fail")
        if conflict not in ("fail", "rename", "replace"):
            raise GraphProblem(400, "invalidRequest", "Unknown conflictBehavior.")
        return Answer(
            201, self.shown(self._library.add(parent, name, folder=True, conflict=conflict))
        )

    def rename(self, call: Call) -> Answer:
        """Rename or move an item."""
        item = self._item(call)
        self._library.check(call.caller, item, write=True)
        self._check_version(call, item)
        parent = self._target(call, item)
        name = text(call.body, "name", item["name"])
        taken = self._library.named(parent, name)
        if taken and taken["id"] != item["id"]:
            raise GraphProblem(409, "nameAlreadyExists", "Name already exists")
        return Answer(
            200, self.shown(self._library.keep(item | {"name": name, "parent": parent["id"]}))
        )

    def delete(self, call: Call) -> Answer:
        """Delete an item."""
        item = self._item(call)
        self._library.check(call.caller, item, write=True)
        self._check_version(call, item)
        self._library.remove(item)
        return Answer(204)

    def content(self, call: Call) -> Answer:
        """Return what a file holds."""
        item = self._item(call)
        self._library.check(call.caller, item)
        return Answer(
            200, self._library.read(item), {"Content-Type": item.get("mime") or "text/plain"}
        )

    def upload(self, call: Call) -> Answer:
        """Write a small file at a path below an item."""
        folder = self._item(call, with_path=False)
        self._library.check(call.caller, folder, write=True)
        where, _, name = call.path["path"].rpartition("/")
        folder = self._library.at(folder, where)
        known = self._library.named(folder, name)
        item = known or self._library.add(folder, name, folder=False, conflict="fail")
        kind = "application/octet-stream"
        shown = self.shown(self._library.write(item, call.content, kind=kind))
        return Answer(200 if known else 201, shown)

    def copy(self, call: Call) -> Answer:
        """Begin a copy; the answer is an address to ask whether it is done."""
        item = self._item(call)
        self._library.check(call.caller, item)
        parent = self._target(call, item)
        made = self._library.copy(item, parent, text(call.body, "name", item["name"]))
        operation = new_id()
        self._world.state.put("copy", operation, {"item": made["id"], "asked": 0})
        return Answer(202, None, {"Location": f"{self._world.base_url}/monitor/{operation}"})

    def invite(self, call: Call) -> Answer:
        """Let people in; whoever cannot be let in is named in the answer (207)."""
        item = self._item(call)
        self._library.check(call.caller, item, write=True)
        roles, recipients = call.body.get("roles"), call.body.get("recipients")
        if not isinstance(roles, list) or not roles or not set(roles) <= _ROLES:
            raise GraphProblem(400, "invalidRequest", "roles must be read, write or owner.")
        if not isinstance(recipients, list) or not recipients:
            raise GraphProblem(400, "invalidRequest", "recipients must be given.")
        value = [self._invited(item, recipient, roles) for recipient in recipients]
        failed = ["error" in entry for entry in value]
        if all(failed):
            raise GraphProblem(400, "sharingDisabled", "External sharing is turned off.")
        return Answer(207 if any(failed) else 200, {"value": value})

    def permissions(self, call: Call) -> Answer:
        """Return who may open an item, here or from above."""
        item = self._item(call)
        self._library.check(call.caller, item)
        value = [self._permission(g) for g in self._library.grants(item)]
        for grant in self._library.inherited(item):
            source = {"id": grant["item"], "driveId": self._library.drive_id(item)}
            value.append({**self._permission(grant), "inheritedFrom": source})
        if holder := self._library.holder(item):
            owner = {"id": "owner", "oid": holder, "roles": ["owner"]}
            return Answer(200, {"value": [self._permission(owner), *value]})
        app = {"application": {"id": CLIENT_ID, "displayName": "Alongside"}}
        roles = self._library.site_roles()
        own = [{"id": "app", "roles": roles, "grantedToV2": app}] if roles else []
        return Answer(200, {"value": [*own, *value]})

    def revoke(self, call: Call) -> Answer:
        """Take a grant back."""
        item = self._item(call)
        self._library.check(call.caller, item, write=True)
        known = {grant["id"] for grant in self._library.grants(item)}
        if call.path["permission-id"] not in known:
            raise GraphProblem(404, "itemNotFound", "The permission could not be found.")
        self._world.state.remove("grant", call.path["permission-id"])
        return Answer(204)

    def monitor(self, operation: str) -> Json:
        """Return how far a copy is: the first question comes too early."""
        kept = self._world.state.get("copy", operation)
        if kept is None:
            raise GraphProblem(404, "itemNotFound", "The operation could not be found.")
        self._world.state.put("copy", operation, kept | {"asked": kept["asked"] + 1})
        if kept["asked"] == 0:
            return {"status": "inProgress", "percentageComplete": 40.0}
        return {"status": "completed", "percentageComplete": 100.0, "resourceId": kept["item"]}

    def _item(self, call: Call, *, with_path: bool = True) -> Document:
        root_id = root_of(call.path["drive-id"])
        item = self._library.item(call.path.get("driveItem-id", "root"), root_id)
        if self._library.drive_id(item) != call.path["drive-id"]:
            raise GraphProblem(404, "itemNotFound", "Item not found")
        path = call.path.get("path") if with_path else None
        return self._library.at(item, path) if path else item

    def _target(self, call: Call, item: Document) -> Document:
        """Return the folder that a copy or a move goes to: the item's own if none is named."""
        named = (call.body.get("parentReference") or {}).get("id") or item["parent"]
        parent = self._library.item(str(named))
        self._library.check(call.caller, parent, write=True)
        return parent

    @staticmethod
    def _check_version(call: Call, item: Document) -> None:
        if call.if_match not in (None, "*", drive_item_etag(item)):
            raise GraphProblem(
                412, "preconditionFailed", "ETag does not match current item's value"
            )

    def _invited(self, item: Document, recipient: Any, roles: list[str]) -> Json:
        named = recipient.get("objectId") or recipient.get("email") or recipient.get("alias")
        account = self._world.accounts.find(named)
        if account is None:
            error = {"code": "sharingDisabled", "message": "External sharing is turned off."}
            return {"roles": roles, "invitation": {"email": named}, "error": error}
        return self._permission(self._library.grant(item, account, roles))

    def _permission(self, grant: Document) -> Json:
        account = self._world.accounts.of(grant["oid"])
        user = {"id": account.oid, "displayName": account.name}
        who = {"grantedToV2": {"user": user}, "grantedTo": {"user": user}}
        return {"id": grant["id"], "roles": grant["roles"], **who}

    def shown(self, item: Document) -> Json:
        """Return an item as Graph writes it."""
        address, holder = quote(self._library.path(item)), self._library.holder(item)
        top = f"onedrive/{self._world.accounts.of(holder).key}" if holder else "files"
        body: Json = {
            "id": item["id"],
            "name": item["name"],
            "eTag": drive_item_etag(item),
            "createdDateTime": item["made_at"],
            "lastModifiedDateTime": item["changed_at"],
            "size": item.get("size", 0),
            "webUrl": f"{self._world.base_url}/{top}/{address}".rstrip("/"),
        }
        if item["parent"]:
            body["parentReference"] = {
                "driveId": self._library.drive_id(item),
                "id": item["parent"],
            }
        else:
            body["root"] = {}
        if item["folder"]:
            return {**body, "folder": {"childCount": len(self._library.children(item))}}
        return {**body, "file": {"mimeType": item.get("mime") or "application/octet-stream"}}
