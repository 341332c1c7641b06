"""Microsoft To Do: the lists of one person, and the tasks in one of them.

https://learn.microsoft.com/graph/api/resources/todo-overview. Needs Tasks.ReadWrite.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from marshmallow import fields

from graph._shapes import MomentShape, Shape, load, moment_from, segment
from graph.delta import read_delta
from graph.transport import Request, Transport
from graph.zones import windows_name

LISTS = "/me/todo/lists"
COMPLETED = "completed"
LONGEST_TITLE = 255


@dataclass(frozen=True, slots=True)
class TaskList:
    """One list; `name` is what people see."""

    list_id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskDraft:
    """A task to be made.

    Attributes:
        due_on: a day on the clock of `zone`, an IANA name; To Do keeps days, not hours.
        note: its text, by which it can be found again.
        link: where it came from, shown beneath it.

    """

    title: str
    due_on: date
    zone: str
    note: str
    link: str


@dataclass(frozen=True, slots=True)
class Task:
    """A task as To Do holds it. `due_at` is a midnight on its owner's clock; None without a day."""

    task_id: str
    completed: bool
    due_at: datetime | None
    note: str


@dataclass(frozen=True, slots=True)
class TaskChanges:
    """What changed in a list since a link was given out.

    Attributes:
        link: opaque; where the next question begins.
        whole: these are all tasks there are; what is not among them is gone.

    """

    tasks: tuple[Task, ...]
    gone: tuple[str, ...]
    link: str
    whole: bool


class ToDo:
    """The To Do of one person."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def lists(self) -> list[TaskList]:
        """Return the person's lists."""
        return [_list(one) for one in self._transport.pages(LISTS)]

    def make_list(self, name: str) -> TaskList:
        """Make a list.

        Raises:
            GraphOutcomeUnknownError: look through `lists` first; To Do takes two of one name.
            GraphError: any other kind.

        """
        request = Request("POST", LISTS, json={"displayName": name}, repeatable=False)
        return _list(self._transport.send(request))

    def make(self, list_id: str, draft: TaskDraft) -> Task:
        """Make a task.

        Raises:
            GraphOutcomeUnknownError: look through `changes` first; To Do takes two alike.
            GraphNotFoundError: the list is gone.
            GraphError: any other kind.

        """
        title = draft.title[:LONGEST_TITLE]
        body = {
            "title": title,
            "dueDateTime": _due(draft.due_on, draft.zone),
            "body": {"content": draft.note, "contentType": "text"},
            "linkedResources": [
                {"webUrl": draft.link, "applicationName": "Alongside", "displayName": title}
            ],
        }
        request = Request("POST", f"{_path(list_id)}/tasks", json=body, repeatable=False)
        return _task(self._transport.send(request))

    def change(
        self, list_id: str, task_id: str, *, completed: bool, due_on: date, zone: str
    ) -> Task:
        """Say whether it is done and when it is due; its words stay as they are.

        Raises:
            GraphNotFoundError: the task or the list is gone.
            GraphError: any other kind.

        """
        body = {
            "status": COMPLETED if completed else "notStarted",
            "dueDateTime": _due(due_on, zone),
        }
        path = f"{_path(list_id)}/tasks/{segment(task_id)}"
        return _task(self._transport.send(Request("PATCH", path, json=body)))

    def changes(self, list_id: str, link: str | None) -> TaskChanges:
        """Return what changed since `link` was given out; None begins with all there is.

        A link that no longer counts (G17) is replaced by a full reading.

        Raises:
            GraphNotFoundError: the list is gone.
            GraphError: any other kind.

        """
        found = read_delta(self._transport, f"{_path(list_id)}/tasks/delta", link)
        gone = tuple(one for line in found.lines if (one := _removed(line)))
        there = tuple(_task(one) for one in found.lines if not _removed(one))
        return TaskChanges(there, gone, found.link, found.whole)


class _ListShape(Shape):
    list_id = fields.String(required=True, data_key="id")
    name = fields.String(load_default="", allow_none=True, data_key="displayName")


class _NoteShape(Shape):
    content = fields.String(load_default="", allow_none=True)


class _TaskShape(Shape):
    task_id = fields.String(required=True, data_key="id")
    status = fields.String(load_default="")
    due = fields.Nested(MomentShape, load_default=None, allow_none=True, data_key="dueDateTime")
    note = fields.Nested(_NoteShape, load_default=None, allow_none=True, data_key="body")


def _list(body: object) -> TaskList:
    values = load(_ListShape, body, "a task list")
    return TaskList(values["list_id"], values["name"] or "")


def _task(body: object) -> Task:
    values = load(_TaskShape, body, "a task")
    due, note = values["due"], values["note"] or {}
    return Task(
        values["task_id"],
        values["status"] == COMPLETED,
        moment_from(due) if due else None,
        note.get("content") or "",
    )


def _removed(line: object) -> str | None:
    """Return which task is gone, where the line says that one is."""
    return str(line.get("id")) if isinstance(line, dict) and "@removed" in line else None


def _due(day: date, zone: str) -> dict[str, Any]:
    return {"dateTime": f"{day.isoformat()}T00:00:00", "timeZone": windows_name(zone) or "UTC"}


def _path(list_id: str) -> str:
    return f"{LISTS}/{segment(list_id)}"
