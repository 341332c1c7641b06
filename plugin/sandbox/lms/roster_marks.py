"""Telling whether and how a roster has changed: an ETag, and an address of the differences."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from flask import request

from plugin.sandbox.lms.current import lms
from plugin.sandbox.lms.services import refuse

Member = dict[str, Any]


def offer(members: Sequence[Member]) -> Mapping[str, str]:
    """Return the headers by which a tool can ask later, as switched on; keeps the list for it."""
    mark = hashlib.sha256(json.dumps(members).encode()).hexdigest()[:16]
    marks = {}
    if lms().switch("roster_etag"):
        marks["ETag"] = f'"{mark}"'
    if lms().switch("roster_changes"):
        lms().state.put("roster_list", mark, {"members": list(members)})
        marks["Link"] = f'<{lms().base_url}{request.path}?since={mark}>; rel="differences"'
    return marks


def with_marks(headers: Mapping[str, str], marks: Mapping[str, str]) -> Mapping[str, str]:
    """Return both; a page's Link header names the next page and the differences."""
    links = [found for one in (headers, marks) if (found := one.get("Link"))]
    return {**headers, **marks, **({"Link": ", ".join(links)} if links else {})}


def changed_since(mark: str | None, members: Sequence[Member]) -> list[Member]:
    """Return whoever came, changed or left since a list; everybody where none is named."""
    if mark is None:
        return list(members)
    kept = lms().state.get("roster_list", mark)
    if kept is None:
        refuse(404, "no such list any more")
    before = {one["user_id"]: one for one in kept["members"]}
    now = {one["user_id"]: one for one in members}
    gone = [{**one, "status": "Deleted"} for who, one in before.items() if who not in now]
    return [*(one for who, one in now.items() if before.get(who) != one), *gone]
