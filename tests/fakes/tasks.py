"""A Tasks port that remembers. `tests.gateways.test_graph_tasks` has the real one."""

from dataclasses import dataclass, field, replace
from itertools import count

from plugin.ports.errors import GoneError, OutsideError
from plugin.ports.todo import OutsideTask, OutsideTasks


@dataclass
class FakeTasks:
    """One list for each account; answers with `trouble` instead while it is set.

    Attributes:
        lost: called after a task was made, before the answer: the answer never comes.
        asked: how often anything was asked.

    """

    trouble: OutsideError | None = None
    lost: OutsideError | None = None
    lists: dict = field(default_factory=dict)
    removed: list = field(default_factory=list)
    made: int = 0
    asked: int = 0
    numbers: object = field(default_factory=lambda: count(1))

    def ensure_list(self, account):
        self._ask()
        for key, (owner, _tasks) in self.lists.items():
            if owner == account.object_id:
                return key
        key = f"list-{next(self.numbers)}"
        self.lists[key] = (account.object_id, {})
        return key

    def make(self, account, list_id, promise, *, zone, link):
        tasks = self._tasks(list_id)
        key = f"task-{next(self.numbers)}"
        tasks[key] = OutsideTask(key, False, promise.due_on, link)
        self.made += 1
        if self.lost:
            lost, self.lost = self.lost, None
            raise lost
        return key

    def find(self, account, list_id, link, *, zone):
        return next((one for one in self._tasks(list_id).values() if one.note == link), None)

    def change(self, account, list_id, task_id, to, *, zone):
        tasks = self._tasks(list_id)
        if task_id not in tasks:
            raise GoneError("404")
        tasks[task_id] = replace(tasks[task_id], done=to.done, due_on=to.due_on)

    def changes(self, account, list_id, since, *, zones):
        tasks = self._tasks(list_id)
        url = f"since-{next(self.numbers)}"
        return OutsideTasks(tuple(tasks.values()), tuple(self.removed), url, since is None)

    def _ask(self):
        self.asked += 1
        if self.trouble:
            raise self.trouble

    def _tasks(self, list_id):
        self._ask()
        if list_id not in self.lists:
            raise GoneError("404")
        return self.lists[list_id][1]
