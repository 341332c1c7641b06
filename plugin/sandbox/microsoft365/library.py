"""Folders, files, and who may open them: in the programme site's library and in OneDrives.

A grant on a folder holds for everything below it. The app alone gets into the library through
Sites.Selected and the role that the site gives to it; a person through the app gets no further
than their grants. A OneDrive is its person's: the app gets there only with them.
"""

import base64
from typing import Any

from .accounts import Account
from .calls import Caller
from .drives import drive_of, own_root_id
from .odata import GraphProblem, new_id, stamp
from .state import Document
from .world import CLIENT_ID, ROOT_ID, SITE_ID, World

_FORBIDDEN = set('"*:<>?/\\|')
_WIDE_READ = ("Files.Read.All", "Sites.Read.All")
_WIDE_WRITE = ("Files.ReadWrite.All", "Sites.ReadWrite.All")


class Library:
    """Items by id; `ROOT_ID` is the top."""

    def __init__(self, world: World) -> None:
        self._world, self._state = world, world.state

    def seed(self) -> None:
        """Make the empty library."""
        self._make_root(ROOT_ID, None)

    def own_root(self, account: Account) -> Document:
        """Return the top of a person's OneDrive, which is there once it is asked for."""
        key = own_root_id(account.oid)
        return self._state.get("item", key) or self._make_root(key, account.oid)

    def _make_root(self, key: str, holder: str | None) -> Document:
        root = {"id": key, "name": "root", "parent": None, "folder": True, "version": 1}
        made = {**root, "holder": holder, **self._times()}
        self._state.put("item", key, made, owner="")
        return made

    def drive_id(self, item: Document) -> str:
        """Return the drive that an item is in."""
        return drive_of(self._line(item)[-1])

    def holder(self, item: Document) -> str | None:
        """Return whose OneDrive an item is in; None for the programme's library."""
        found: str | None = self._line(item)[-1].get("holder")
        return found

    def item(self, item_id: str, root_id: str = ROOT_ID) -> Document:
        """Return an item.

        Raises:
            GraphProblem: there is none (404).

        """
        kept = self._state.get("item", root_id if item_id == "root" else item_id)
        if kept is None:
            raise GraphProblem(404, "itemNotFound", "Item not found")
        return kept

    def at(self, top: Document, path: str) -> Document:
        """Return the item at a path below `top`; letter case does not matter.

        Raises:
            GraphProblem: there is none (404).

        """
        for name in filter(None, path.split("/")):
            found = self.named(top, name)
            if found is None:
                raise GraphProblem(404, "itemNotFound", "The resource could not be found.")
            top = found
        return top

    def children(self, item: Document) -> list[Document]:
        """Return what lies directly in a folder."""
        return self._state.every("item", owner=item["id"])

    def named(self, folder: Document, name: str) -> Document | None:
        """Return the child of this name, or None."""
        wanted = name.casefold()
        return next((c for c in self.children(folder) if c["name"].casefold() == wanted), None)

    def add(self, parent: Document, name: str, *, folder: bool, conflict: str) -> Document:
        """Put a new item into a folder; `conflict` is fail, rename or replace.

        Raises:
            GraphProblem: the name is taken (409) or cannot be one (400).

        """
        if not name.strip() or _FORBIDDEN & set(name) or len(name) > 255:
            raise GraphProblem(400, "invalidRequest", "The provided name cannot contain that.")
        with self._state.changing():
            taken = self.named(parent, name)
            if taken and (conflict == "fail" or (conflict == "replace" and folder)):
                words = "An item with the same name already exists under the parent"
                raise GraphProblem(409, "nameAlreadyExists", words)
            if taken and conflict == "replace":
                return taken
            number = 1
            while taken:
                name, number = (
                    f"{name.rsplit(' ', 1)[0] if number > 1 else name} {number}",
                    number + 1,
                )
                taken = self.named(parent, name)
            item = {"id": f"01{new_id().upper()}", "name": name, "parent": parent["id"], "size": 0}
            return self.keep(item | {"folder": folder, "version": 0, **self._times()})

    def keep(self, item: Document) -> Document:
        """Save an item that changed; its etag changes."""
        item |= {"version": item["version"] + 1, "changed_at": stamp(self._world.clock())}
        self._state.put("item", item["id"], item, owner=item["parent"] or "")
        self._log(item, gone=False)
        return item

    def changes_after(self, number: int, root: Document) -> list[Document]:
        """Return what changed in a drive after that change, the latest of each item, in order."""
        here = [d for d in self._state.every("change") if d["root"] == root["id"]]
        later = [d for d in here if d["number"] > number]
        latest = {d["item"]: d for d in sorted(later, key=lambda d: d["number"])}
        return list(latest.values())

    def newest_change(self) -> int:
        """Return the number of the latest change."""
        return int((self._state.get("change_count", "all") or {"number": 0})["number"])

    def everything(self, root: Document | None = None) -> list[Document]:
        """Return every item there is, or those of one drive."""
        items = self._state.every("item")
        return [one for one in items if root is None or self._line(one)[-1]["id"] == root["id"]]

    def _log(self, item: Document, *, gone: bool) -> None:
        """Write down the change of an item and, as OneDrive does, of every folder above it."""
        touched = [item]
        while touched[-1]["parent"] is not None:
            above = self._state.get("item", touched[-1]["parent"])
            if above is None:
                break
            touched.append(above)
        for one in touched:
            number = self.newest_change() + 1
            self._state.put("change_count", "all", {"number": number})
            body = {"number": number, "item": one["id"], "parent": one["parent"]}
            body["root"] = touched[-1]["id"]
            if one is not item:
                one |= {"changed_at": stamp(self._world.clock())}
                self._state.put("item", one["id"], one, owner=one["parent"] or "")
            self._state.put("change", str(number), body | {"gone": gone and one is item})

    def remove(self, item: Document) -> None:
        """Take an item out, with all below it.

        Raises:
            GraphProblem: it is the top (400).

        """
        if item["parent"] is None:
            raise GraphProblem(400, "invalidRequest", "The root cannot be deleted.")
        with self._state.changing():
            for child in self.children(item):
                self.remove(child)
            for grant in self.grants(item):
                self._state.remove("grant", grant["id"])
            self._state.remove("content", item["id"])
            self._state.remove("item", item["id"])
            self._log(item, gone=True)

    def write(self, item: Document, content: bytes, *, kind: str) -> Document:
        """Set the content of a file."""
        with self._state.changing():
            kept = {"base64": base64.b64encode(content).decode()}
            self._state.put("content", item["id"], kept)
            return self.keep(item | {"size": len(content), "mime": kind})

    def read(self, item: Document) -> bytes:
        """Return the content of a file."""
        kept = self._state.get("content", item["id"])
        return base64.b64decode(kept["base64"]) if kept else b""

    def copy(self, item: Document, parent: Document, name: str) -> Document:
        """Copy an item with all below it, without its grants.

        Raises:
            GraphProblem: the name is taken (409).

        """
        with self._state.changing():
            made = self.add(parent, name, folder=item["folder"], conflict="fail")
            if not item["folder"]:
                return self.write(made, self.read(item), kind=item.get("mime", ""))
            for child in self.children(item):
                self.copy(child, made, child["name"])
            return made

    def grants(self, item: Document) -> list[Document]:
        """Return the grants given on this very item."""
        return self._state.every("grant", owner=item["id"])

    def inherited(self, item: Document) -> list[Document]:
        """Return the grants that hold here because they were given above."""
        parents = self._line(item)[1:]
        return [grant for parent in parents for grant in self.grants(parent)]

    def grant(self, item: Document, account: Account, roles: list[str]) -> Document:
        """Let somebody in; the same grant twice is one grant."""
        with self._state.changing():
            for known in self.grants(item):
                if known["oid"] == account.oid:
                    known["roles"] = roles
                    self._state.put("grant", known["id"], known, owner=item["id"])
                    return known
            grant = {"id": new_id(), "item": item["id"], "oid": account.oid, "roles": roles}
            self._state.put("grant", grant["id"], grant, owner=item["id"])
            return grant

    def rights(self, account: Account, item: Document) -> set[str]:
        """Return what a person may do with an item: a set of "read" and "write"."""
        held = {r for g in (*self.grants(item), *self.inherited(item)) if g["oid"] == account.oid
                for r in g["roles"]}  # fmt: skip
        if self.holder(item) == account.oid:
            held |= {"owner", "write"}
        return held | ({"read"} if held & {"write", "owner"} else set())

    def site_roles(self) -> list[str]:
        """Return the roles that the site gives to the app."""
        kept = self._state.get("site_permission", CLIENT_ID)
        return ["write"] if kept is None else list(kept["roles"])

    def check(self, caller: Caller, item: Document, *, write: bool = False) -> None:
        """Let the caller at an item, or refuse.

        Raises:
            GraphProblem: the caller may not (403).

        """
        person = caller.account
        wide = caller.may(*(_WIDE_WRITE if write else _WIDE_WRITE + _WIDE_READ))
        holder = self.holder(item)
        own = person is not None and holder in (None, person.oid)
        own = own and caller.may("Files.ReadWrite" if write else "Files.Read")
        allowed = wide or own or (holder is None and self._site_lets(caller, write=write))
        if person is not None:
            allowed = allowed and ("write" if write else "read") in self.rights(person, item)
        if not allowed:
            raise GraphProblem(403, "accessDenied", "Access denied")

    def check_site(self, caller: Caller, site_id: str) -> None:
        """Let the caller at the site.

        Raises:
            GraphProblem: no such site (404), or it is not given to the app (403).

        """
        if site_id != SITE_ID:
            raise GraphProblem(404, "itemNotFound", "Requested site could not be found")
        if not (caller.may(*_WIDE_READ, *_WIDE_WRITE) or self._site_lets(caller, write=False)):
            raise GraphProblem(403, "accessDenied", "Access denied")

    def _site_lets(self, caller: Caller, *, write: bool) -> bool:
        roles = set(self.site_roles()) if caller.may("Sites.Selected") else set()
        return bool(roles & ({"write", "owner", "fullcontrol"} | (set() if write else {"read"})))

    def _line(self, item: Document) -> list[Document]:
        line = [item]
        while line[-1]["parent"] is not None:
            line.append(self.item(line[-1]["parent"]))
        return line

    def path(self, item: Document) -> str:
        """Return the path of an item below the root, "" for the root."""
        return "/".join(i["name"] for i in reversed(self._line(item)[:-1]))

    def _times(self) -> dict[str, Any]:
        now = stamp(self._world.clock())
        return {"made_at": now, "changed_at": now}


def drive_item_etag(item: Document) -> str:
    """Return the etag of an item."""
    return f'"{{{item["id"]}}},{item["version"]}"'
