"""The Tasks port, by Microsoft To Do."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import time
from zoneinfo import ZoneInfo

from graph.tasks import Task, TaskDraft, ToDo
from graph.transport import Transport
from plugin.gateways.graph_errors import translated
from plugin.mentoring.todo import Action, Standing
from plugin.ports.todo import OutsideTask, OutsideTasks
from plugin.ports.values import Account

LIST = "Alongside"


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphTasks:
    """Keeps one list. Its tasks are known by the address that stands in them."""

    transport_of: Callable[[Account], Transport]

    def ensure_list(self, account: Account) -> str:
        """See `plugin.ports.todo.Tasks.ensure_list`."""
        with translated():
            todo = self._todo(account)
            ours = [one for one in todo.lists() if one.name == LIST]
            return (ours[0] if ours else todo.make_list(LIST)).list_id

    def make(self, account: Account, list_id: str, action: Action, *, zone: str, link: str) -> str:
        """See `plugin.ports.todo.Tasks.make`."""
        draft = TaskDraft(title=action.text, due_on=action.due_on, zone=zone, note=link, link=link)
        with translated():
            return self._todo(account).make(list_id, draft).task_id

    def find(self, account: Account, list_id: str, link: str, *, zone: str) -> OutsideTask | None:
        """See `plugin.ports.todo.Tasks.find`."""
        with translated():
            found = self._todo(account).changes(list_id, None)
        return next((_outside(one, [zone]) for one in found.tasks if link in one.note), None)

    def change(
        self, account: Account, list_id: str, task_id: str, to: Standing, *, zone: str
    ) -> None:
        """See `plugin.ports.todo.Tasks.change`."""
        with translated():
            todo = self._todo(account)
            todo.change(list_id, task_id, completed=to.done, due_on=to.due_on, zone=zone)

    def changes(
        self, account: Account, list_id: str, since: str | None, *, zones: Sequence[str]
    ) -> OutsideTasks:
        """See `plugin.ports.todo.Tasks.changes`."""
        with translated():
            found = self._todo(account).changes(list_id, since)
        tasks = tuple(_outside(one, zones) for one in found.tasks)
        return OutsideTasks(tasks, found.gone, found.link, found.whole)

    def _todo(self, account: Account) -> ToDo:
        return ToDo(self.transport_of(account))


def _outside(task: Task, zones: Sequence[str]) -> OutsideTask:
    """Return it with its day, where To Do tells a midnight in UTC: on which clock, it does not say.

    It is the first clock on which it is midnight, so that no day moves when its owner does.
    """
    day = None
    if task.due_at:
        on_clocks = [task.due_at.astimezone(ZoneInfo(zone)) for zone in zones]
        day = next((one for one in on_clocks if one.time() == time()), on_clocks[0]).date()
    return OutsideTask(task.task_id, task.completed, day, task.note)
