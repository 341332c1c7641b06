"""G2: which side follows, where a promise stands in its owner's To Do too."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from plugin.mentoring.promises import Promise, PromiseState
from plugin.mentoring.todo import Mirrored, Standing, followed, standing

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
    assert standing(replace(PROMISE, state=state)) == Standing(MONDAY, done)


def test_g2_a_task_is_known_from_when_it_is_held():
    held = Mirrored("p-1", "northmoor", "ben").holding("task", TOLD, zone="Europe/Berlin")

    assert (held.task_id, held.told, held.zone, held.gone) == ("task", TOLD, "Europe/Berlin", False)
