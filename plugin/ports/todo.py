"""What mirroring promises and steps needs of a transaction and of the outside."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from plugin.mentoring.people import PersonId
from plugin.mentoring.todo import Action, ActionId, Mirror, Mirrored, Owed, Standing
from plugin.ports.values import Account


@dataclass(frozen=True, slots=True)
class OutsideTask:
    """A task as it stands in To Do; `due_on` is None where its owner took the day away."""

    task_id: str
    done: bool
    due_on: date | None
    note: str


@dataclass(frozen=True, slots=True)
class OutsideTasks:
    """What changed in a list.

    Attributes:
        gone: tasks that were deleted.
        changes_url: where the next question begins.
        whole: these are all there are.

    """

    tasks: tuple[OutsideTask, ...]
    gone: tuple[str, ...]
    changes_url: str
    whole: bool


class TodoWork(Protocol):
    """Part of `plugin.ports.store.Work`."""

    def mirror(self, person_id: PersonId) -> Mirror | None:
        """Return it; None where the person does not want one."""
        ...

    def save_mirror(self, mirror: Mirror) -> None:
        """Write it; raise ConflictError when somebody else did since it was read."""
        ...

    def drop_mirror(self, person_id: PersonId) -> None:
        """Forget it, and which task is whose action."""
        ...

    def mirrors(self) -> Sequence[Mirror]:
        """Return all that are on."""
        ...

    def action(self, action_id: ActionId) -> Action | None:
        """Return the promise or step, or None."""
        ...

    def mirrored(self, action_id: ActionId) -> Mirrored | None:
        """Return it as it is in To Do, or None."""
        ...

    def mirrored_of(self, person_id: PersonId) -> Sequence[Mirrored]:
        """Return all of a person."""
        ...

    def save_mirrored(self, one: Mirrored) -> None:
        """Write it; raise ConflictError as above."""
        ...

    def owed_by(self, person_id: PersonId) -> Sequence[Owed]:
        """Return the person's open promises, then the steps of goals set; opens no promise."""
        ...


class Tasks(Protocol):
    """One person's To Do.

    Each may raise TryLaterError, SignInNeededError, ConsentMissingError, RefusedError.
    """

    def ensure_list(self, account: Account) -> str:
        """Return the list of ours, found by its name or made."""
        ...

    def make(self, account: Account, list_id: str, action: Action, *, zone: str, link: str) -> str:
        """Make the task and return its id; `link` stands in it, and finds it again.

        Raises GoneError where the list is gone.
        """
        ...

    def find(self, account: Account, list_id: str, link: str, *, zone: str) -> OutsideTask | None:
        """Return the task in which the link stands; raises as `make`."""
        ...

    def change(
        self, account: Account, list_id: str, task_id: str, to: Standing, *, zone: str
    ) -> None:
        """Make it so. Repeatable; raises GoneError where the task or its list is gone."""
        ...

    def changes(
        self, account: Account, list_id: str, since: str | None, *, zones: Sequence[str]
    ) -> OutsideTasks:
        """Return what changed since; all there is for None. Raises as `make`.

        Args:
            account: whose.
            list_id: of ours.
            since: where an earlier answer said that the next question begins.
            zones: on whose clocks a day may begin there: the owner's, then those it had before.

        """
        ...
