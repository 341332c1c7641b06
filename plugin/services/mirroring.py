"""Asking a worker to bring promises and steps to a person's To Do, where they wish it."""

from plugin.mentoring.goals import Goal
from plugin.mentoring.people import PersonId
from plugin.mentoring.promises import Promise
from plugin.mentoring.todo import Owed, action_of, actions_of
from plugin.ports.store import Work
from plugin.services.kinds import PUSH_TASK, READ_TASKS


def mirror(work: Work, *owed: Owed) -> None:
    """Have To Do follow what one person means to do, if they want that."""
    if owed and work.mirror(owed[0].owner) is not None:
        for one in owed:
            key = one.action_id
            work.queue(PUSH_TASK, {"action": key}, key=f"{PUSH_TASK}:{key}")


def mirror_promise(work: Work, promise: Promise) -> None:
    """Have To Do follow the promise."""
    mirror(work, action_of(promise).owed)


def mirror_steps(work: Work, before: Goal, goal: Goal) -> None:
    """Have To Do follow the steps that are not as they were."""
    known = frozenset(actions_of(before))
    mirror(work, *(one.owed for one in actions_of(goal) if one not in known))


def mirror_again(work: Work, person_id: PersonId) -> None:
    """Have the person's To Do read, and what it lacks sent."""
    if work.mirror(person_id) is not None:
        work.queue(READ_TASKS, {"person": person_id}, key=f"{READ_TASKS}:{person_id}")
