"""G2: which side follows, where a promise stands in its owner's To Do too."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from plugin.mentoring.goals import Goal, GoalState, Milestone
from plugin.mentoring.promises import Promise, PromiseState
from plugin.mentoring.todo import (
    Mirrored,
    Standing,
    action_of,
    actions_of,
    followed,
    step_of,
)

MONDAY, FRIDAY, SUNDAY = date(2026, 3, 2), date(2026, 3, 6), date(2026, 3, 8)
TOLD = Standing(MONDAY, done=False)
MADE = datetime(2026, 3, 1, tzinfo=UTC)
PROMISE = Promise("p-1", "northmoor", "r-1", None, "ben", "ada", "Read it", MONDAY, MADE)


@pytest.mark.parametrize(
    ("ours", "theirs", "kept"),
    [
        (TOLD, TOLD, TOLD),
        (TOLD, replace(TOLD, done=True), replace(TOLD, done=True)),
        (TOLD, replace(TOLD, due_on=FRIDAY), replace(TOLD, due_on=FRIDAY)),
        (replace(TOLD, due_on=FRIDAY), TOLD, replace(TOLD, due_on=FRIDAY)),
        (replace(TOLD, due_on=FRIDAY), Standing(SUNDAY, True), Standing(FRIDAY, True)),
        (replace(TOLD, done=True), replace(TOLD, due_on=FRIDAY), Standing(FRIDAY, True)),
    ],
)
def test_g2_what_was_changed_there_alone_is_followed_and_else_ours_stays(ours, theirs, kept):
    assert followed(ours, TOLD, theirs) == kept


@pytest.mark.parametrize(
    ("state", "done"),
    [(PromiseState.OPEN, False), (PromiseState.DONE, True), (PromiseState.LET_GO, True)],
)
def test_g2_what_was_let_go_is_over_there_too(state, done):
    assert action_of(replace(PROMISE, state=state)).standing == Standing(MONDAY, done)


def test_g2_a_task_is_known_from_when_it_is_held():
    held = Mirrored("p-1", "northmoor", "ben").holding("task", TOLD, zone="Europe/Berlin")

    assert (held.task_id, held.told, held.zone, held.gone) == ("task", TOLD, "Europe/Berlin", False)


STEPS = (Milestone("Ask Ruth"), Milestone("Write it", due_on=MONDAY), Milestone("Read it", MONDAY))
GOAL = Goal(
    "g-1", "northmoor", "r-1", "ben", "Write more", "A paper", "An hour a day", "It is my trade",
    FRIDAY, MADE, MADE, milestones=STEPS, state=GoalState.SET,
)  # fmt: skip


def test_g2_a_step_has_its_goals_day_unless_it_has_its_own():
    found = actions_of(GOAL)

    assert [(one.text, one.due_on, one.done) for one in found] == [
        ("Ask Ruth", FRIDAY, False), ("Write it", MONDAY, False), ("Read it", FRIDAY, True),
    ]  # fmt: skip
    assert [step_of(one.action_id) for one in found] == [("g-1", 0), ("g-1", 1), ("g-1", 2)]
    assert step_of(action_of(PROMISE).action_id) is None


@pytest.mark.parametrize(
    ("state", "over"),
    [(GoalState.DRAFT, []), (GoalState.REACHED, [True] * 3), (GoalState.LET_GO, [True] * 3)],
)
def test_g2_a_draft_has_nothing_in_to_do_and_what_is_over_is_over_there(state, over):
    assert [one.done for one in actions_of(replace(GOAL, state=state))] == over
