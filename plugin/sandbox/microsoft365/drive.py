"""Upload sessions, and what changed in the library: the parts of `/drives` with a memory."""

import re
from datetime import timedelta
from typing import Any

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from .calls import Call, text
from .drives import drive_of, root_of
from .files import FileOperations
from .library import Library
from .odata import Answer, GraphProblem, new_id, parse_stamp, stamp
from .state import Document
from .world import World

STEP = 320 * 1024
LARGEST_FRAGMENT = 60 * 1024 * 1024
_CONFLICT = "@microsoft.graph.conflictBehavior"
_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+)")


class DriveOperations:
    """The operations. Fragments go to an address outside Graph that asks for no token."""

    def __init__(self, world: World, library: Library, files: FileOperations) -> None:
        self._world, self._library, self._files = world, library, files

    def blueprint(self) -> Blueprint:
        """Return the route of the fragments."""
        bp = Blueprint("uploads", __name__, url_prefix="/upload")
        bp.add_url_rule("/<session>", view_func=self.fragment, methods=["PUT", "GET", "DELETE"])
        return bp

    def begin(self, call: Call) -> Answer:
        """Begin an upload of a new file below a folder."""
        folder = self._library.item(call.path["driveItem-id"], root_of(call.path["drive-id"]))
        self._library.check(call.caller, folder, write=True)
        item = call.body.get("item") or {}
        conflict = text(item, _CONFLICT, "rename")
        name = call.path["path"]
        if conflict == "fail" and self._library.named(folder, name):
            raise GraphProblem(409, "nameAlreadyExists", "The name already exists.")
        session = new_id()
        ends_at = stamp(self._world.clock() + timedelta(hours=24))
        kept = {"folder": folder["id"], "name": name, "conflict": conflict, "ends_at": ends_at}
        self._world.state.put("upload", session, kept | {"received": 0, "parts": []})
        body = {"uploadUrl": f"{self._world.base_url}/upload/{session}"}
        return Answer(200, {**body, "expirationDateTime": ends_at, "nextExpectedRanges": ["0-"]})

    def fragment(self, session: str) -> ResponseReturnValue:
        """Take a fragment, or say how far the session is, or drop it."""
        kept = self._world.state.get("upload", session)
        if "Authorization" in request.headers:
            return _error(401, "unauthenticated")
        if kept is None or parse_stamp(kept["ends_at"]) <= self._world.clock():
            return _error(404, "itemNotFound")
        if request.method == "GET":
            return jsonify(_standing(kept))
        if request.method == "DELETE":
            self._world.state.remove("upload", session)
            return "", 204
        return self._taken(session, kept)

    def _taken(self, session: str, kept: Document) -> ResponseReturnValue:
        found = _RANGE.fullmatch(request.headers.get("Content-Range", ""))
        content = request.get_data()
        if not found:
            return _error(400, "invalidRange")
        first, last, whole = map(int, found.groups())
        if first != kept["received"]:
            return _error(416, "invalidRange")
        final = last + 1 == whole
        if len(content) != last - first + 1 or (len(content) % STEP and not final):
            return _error(400, "invalidRange")
        kept["received"] += len(content)
        part = f"{session}-{len(kept['parts'])}"
        kept["parts"].append(part)
        self._world.state.put("upload_part", part, {"hex": content.hex()})
        if not final:
            self._world.state.put("upload", session, kept)
            return jsonify(_standing(kept)), 202
        return self._finished(session, kept)

    def _finished(self, session: str, kept: Document) -> ResponseReturnValue:
        parts = [self._world.state.remove("upload_part", name) or {} for name in kept["parts"]]
        self._world.state.remove("upload", session)
        try:
            folder = self._library.item(kept["folder"])
            made = self._library.add(folder, kept["name"], folder=False, conflict=kept["conflict"])
        except GraphProblem as problem:
            return _error(problem.status, problem.code)
        content = b"".join(bytes.fromhex(part["hex"]) for part in parts)
        written = self._library.write(made, content, kind="application/octet-stream")
        return jsonify(self._files.shown(written)), 201

    def delta(self, call: Call) -> Answer:
        """Return what changed since a token, or everything; old tokens are no good any more."""
        root_id = root_of(call.path["drive-id"])
        root = self._library.item(call.path["driveItem-id"], root_id)
        if root["parent"] is not None:
            raise GraphProblem(400, "notSupported", "Only the root has a delta in this library.")
        self._library.check(call.caller, root)
        since = call.query.get("token") or call.query.get("$deltatoken") or ""
        oldest = (self._world.state.get("delta", "oldest") or {"number": 0})["number"]
        newest = self._library.newest_change()
        if since.isdigit() and int(since) < oldest:
            where = self._delta_address(root)
            raise GraphProblem(
                410, "resyncRequired", "Resync required.", headers={"Location": where}
            )
        value: list[Any] = []
        if not since:
            value = [self._files.shown(item) for item in self._library.everything(root)]
        elif since.isdigit():
            value = [self._line(d, root) for d in self._library.changes_after(int(since), root)]
        link = f"{self._delta_address(root)}?token={newest}"
        return Answer(200, {"value": value, "@odata.deltaLink": link})

    def _delta_address(self, root: Document) -> str:
        return f"{self._world.base_url}/v1.0/drives/{drive_of(root)}/items/{root['id']}/delta"

    def _line(self, change: Document, root: Document) -> Any:
        if change["gone"]:
            parent = {"driveId": drive_of(root), "id": change["parent"]}
            gone = {"state": "deleted"}
            return {"id": change["item"], "deleted": gone, "parentReference": parent}
        return self._files.shown(self._library.item(change["item"]))


def _standing(kept: Document) -> Any:
    return {
        "expirationDateTime": kept["ends_at"],
        "nextExpectedRanges": [f"{kept['received']}-"],
    }


def _error(status: int, code: str) -> ResponseReturnValue:
    return jsonify(error={"code": code, "message": code}), status
