"""To Do: lists of a person, tasks in them, and what changed.

https://learn.microsoft.com/graph/api/resources/todo-overview
"""

from typing import Any

from .calls import Call, text
from .odata import Answer, GraphProblem, Json, new_id, stamp
from .state import Document
from .world import World
from .zones import UnknownZoneError, to_utc

STATUSES = ("notStarted", "inProgress", "completed", "waitingOnOthers", "deferred")


class ToDoOperations:
    """`/me/todo/lists` and below. What a person does in the app itself is at the end."""

    def __init__(self, world: World) -> None:
        self._world = world

    def lists(self, call: Call) -> Answer:
        """Return the caller's lists."""
        found = self._world.state.every("todo_list", owner=call.owner.oid)
        return Answer(200, {"value": [_list(one) for one in found]})

    def make_list(self, call: Call) -> Answer:
        """Make a list; two of one name are two."""
        name = text(call.body, "displayName", "")
        if not name:
            raise GraphProblem(400, "invalidRequest", "The list has no name.")
        made = {"id": new_id(), "name": name}
        self._world.state.put("todo_list", made["id"], made, owner=call.owner.oid)
        return Answer(201, _list(made))

    def make(self, call: Call) -> Answer:
        """Make a task."""
        if not text(call.body, "title", ""):
            raise GraphProblem(400, "invalidRequest", "The task has no title.")
        with self._world.state.changing():
            kept = self._list_of(call)
            now = stamp(self._world.clock())
            task: Document = {
                "id": new_id(),
                "list": kept["id"],
                "made": now,
                "status": STATUSES[0],
            }
            made = self._save(task | _said(call.body))
        return Answer(201, _task(made))

    def change(self, call: Call) -> Answer:
        """Change what the body names of a task."""
        with self._world.state.changing():
            kept = self._list_of(call)
            task = self._world.state.get("todo_task", call.path["todoTask-id"])
            if task is None or task["list"] != kept["id"] or task.get("gone"):
                raise _no_item()
            changed = self._save(task | _said(call.body))
        return Answer(200, _task(changed))

    def delta(self, call: Call) -> Answer:
        """Return what changed since a token, or everything; old tokens are no good any more."""
        kept = self._list_of(call)
        since = call.query.get("$deltatoken") or ""
        oldest = (self._world.state.get("delta", "oldest-task") or {"number": 0})["number"]
        if since.isdigit() and int(since) < oldest:
            raise GraphProblem(410, "syncStateNotFound", "The sync state is not found.")
        tasks = self._world.state.every("todo_task", owner=kept["id"])
        if since.isdigit():
            lines = [_line(one) for one in tasks if one["number"] > int(since)]
        else:
            lines = [_task(one) for one in tasks if not one.get("gone")]
        link = f"{self._world.base_url}{call.address}?$deltatoken={self._number()}"
        return Answer(200, {"value": lines, "@odata.deltaLink": link})

    def tasks_of(self, oid: str) -> list[Document]:
        """Return what stands in all lists of a person."""
        lists = self._world.state.every("todo_list", owner=oid)
        found = [x for one in lists for x in self._world.state.every("todo_task", owner=one["id"])]
        return [one for one in found if not one.get("gone")]

    def by_hand(self, task_id: str, **changed: Any) -> None:
        """Change a task as its owner does in the app; `gone=True` deletes it."""
        with self._world.state.changing():
            task = self._world.state.get("todo_task", task_id)
            if task is not None:
                self._save(task | changed)

    def drop_list(self, list_id: str) -> None:
        """Delete a list as its owner does in the app."""
        self._world.state.remove("todo_list", list_id)

    def _list_of(self, call: Call) -> Document:
        kept = self._world.state.get("todo_list", call.path["todoTaskList-id"])
        mine = self._world.state.every("todo_list", owner=call.owner.oid)
        if kept is None or kept not in mine:
            raise _no_item()
        return kept

    def _save(self, task: Document) -> Document:
        number = self._number() + 1
        self._world.state.put("delta", "newest-task", {"number": number})
        kept = task | {"number": number, "changed": stamp(self._world.clock())}
        self._world.state.put("todo_task", kept["id"], kept, owner=kept["list"])
        return kept

    def _number(self) -> int:
        return int((self._world.state.get("delta", "newest-task") or {"number": 0})["number"])


def _no_item() -> GraphProblem:
    return GraphProblem(404, "ErrorItemNotFound", "The specified object was not found.")


def _said(body: Json) -> Document:
    """Return what a body sets. A day is kept as the moment at which it begins on its own clock."""
    said: Document = {name: body[name] for name in ("title", "body", "status") if name in body}
    if said.get("status", STATUSES[0]) not in STATUSES:
        raise GraphProblem(400, "invalidRequest", "No such status.")
    if "dueDateTime" in body:
        said["due"] = _midnight(body["dueDateTime"])
    return said


def _midnight(due: Json | None) -> str | None:
    if due is None:
        return None
    try:
        return stamp(to_utc(due["dateTime"], due.get("timeZone") or "UTC"))
    except (KeyError, ValueError, UnknownZoneError) as error:
        raise GraphProblem(400, "invalidRequest", "No such moment.") from error


def _list(kept: Document) -> Json:
    return {
        "id": kept["id"],
        "displayName": kept["name"],
        "isOwner": True,
        "isShared": False,
        "wellknownListName": "none",
    }


def _line(task: Document) -> Json:
    if task.get("gone"):
        return {"@removed": {"reason": "deleted"}, "id": task["id"]}
    return _task(task)


def _task(task: Document) -> Json:
    due = task.get("due")
    shown: Json = {
        "id": task["id"],
        "title": task["title"],
        "status": task["status"],
        "importance": "normal",
        "isReminderOn": False,
        "createdDateTime": task["made"],
        "lastModifiedDateTime": task["changed"],
        "body": task.get("body") or {"content": "", "contentType": "text"},
    }
    if due:
        shown["dueDateTime"] = {"dateTime": due.removesuffix("Z"), "timeZone": "UTC"}
    return shown
