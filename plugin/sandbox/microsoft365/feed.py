"""The activity feed of the pretend Teams, and who has installed the app."""

import json
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit
from uuid import uuid4

from .accounts import Account
from .calls import Call, text
from .odata import Answer, GraphProblem
from .world import World

DEEP = "https://teams.microsoft.com/l/entity/"


def install(world: World, account: Account) -> None:
    """Let the person have the app, with the permission that comes with it."""
    world.state.put("installed", account.oid, {"oid": account.oid})


def is_installed(world: World, account: Account) -> bool:
    """Return whether the person has it."""
    return world.state.get("installed", account.oid) is not None


class FeedOperations:
    """`sendActivityNotification`."""

    def __init__(self, world: World) -> None:
        self._world = world

    def send(self, call: Call) -> Answer:
        """Put a line into the feed, in place of an earlier one of its chain."""
        if not is_installed(self._world, call.owner):
            words = "Application with AppId is not authorized to generate notifications."
            raise GraphProblem(403, "Forbidden", words)
        topic = call.body.get("topic")
        kind = text(call.body, "activityType")
        if not isinstance(topic, dict) or topic.get("source") != "text" or not kind:
            raise GraphProblem(400, "BadRequest", "topic and activityType are needed.")
        url = str(topic.get("webUrl") or "")
        if not url.startswith(DEEP):
            raise GraphProblem(400, "BadRequest", "webUrl must be a Microsoft Teams deep link.")
        preview = call.body.get("previewText") or {}
        chain = call.body.get("chainId")
        body = {
            "kind": kind,
            "text": str(preview.get("content") or topic.get("value")),
            "link": url,
            "url": f"/teams/{call.owner.key}?{urlencode(_place(url))}",
        }
        key = f"{call.owner.oid}/{chain or uuid4()}"
        self._world.state.put("activity", key, body, owner=call.owner.oid)
        return Answer(204, None)


def _place(url: str) -> dict[str, str]:
    """Return where in the pretend Teams a deep link leads."""
    parts = urlsplit(url)
    found: dict[str, Any] = json.loads(parse_qs(parts.query).get("context", ["{}"])[0])
    entity = parts.path.rstrip("/").rpartition("/")[2]
    return {"tab": entity, "thing": str(found.get("subEntityId") or "")}
