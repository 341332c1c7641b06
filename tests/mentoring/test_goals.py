"""Goals: five parts before one is set, no mark where a day has passed, and who may say what."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from plugin.mentoring.errors import GoalUnfinishedError, NotAllowedError, WrongStateError
from plugin.mentoring.goals import (
    MOST_MILESTONES,
    PARTS,
    Course,
    Goal,
    GoalState,
    Looked,
    Review,
    movements,
)

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
DUE = date(2026, 4, 1)


def goal(**changed):
    said = {
        "goal_id": "g", "tenant_id": "t", "relationship_id": "r", "owner": "ben",
        "specific": "Write to three people", "measurable": "Three answers",
        "achievable": "An hour a week", "relevant": "I know too few", "due_on": DUE,
        "made_at": NOW, "changed_at": NOW,
    }  # fmt: skip
    return Goal(**(said | changed))


@pytest.mark.parametrize("part", [*PARTS, "due_on"])
def test_g1_a_goal_is_set_with_its_five_parts_and_not_with_four(part):
    short = goal(**{part: None if part == "due_on" else ""})

    with pytest.raises(GoalUnfinishedError):
        short.made_firm(by="ben", now=NOW)
    with pytest.raises(GoalUnfinishedError):
        goal(state=GoalState.SET).written(short, by="ben", now=NOW)
    assert goal().made_firm(by="ben", now=NOW).state is GoalState.SET


def test_g4_a_day_that_has_passed_is_planned_anew_and_is_no_state():
    late = goal(state=GoalState.SET, due_on=date(2026, 2, 1))

    again = late.written(replace(late, due_on=DUE), by="ben", now=NOW)

    assert late.is_past(NOW.date())
    assert (again.state, again.is_past(NOW.date())) == (GoalState.SET, False)
    assert {one.value for one in GoalState} == {"draft", "set", "reached", "let go"}


def test_g3_a_step_is_reached_by_its_owner_and_celebrated_by_somebody_else():
    made = goal().with_milestone("Ask the first", by="ben", now=NOW)
    with pytest.raises(WrongStateError):
        made.cheered(0, "Well done", by="ada", now=NOW)
    reached = made.milestone_reached(0, DUE, by="ben", now=NOW)
    with pytest.raises(NotAllowedError):
        reached.cheered(0, "Well done me", by="ben", now=NOW)

    cheered = reached.cheered(0, "Well done", by="ada", now=NOW)

    assert (cheered.milestones[0].cheer, cheered.steps) == ("Well done", (1, 1))


@pytest.mark.parametrize("number", [None, 0], ids=["goal", "step"])
def test_g3_nobody_puts_their_word_in_place_of_another_partners(number):
    made = goal(state=GoalState.SET).with_milestone("Ask the first", by="ben", now=NOW)
    made = made.milestone_reached(0, DUE, by="ben", now=NOW)
    made = made.ended(GoalState.REACHED, by="ben", now=NOW)
    said = made.cheered(number, "Well done", by="ada", now=NOW)
    with pytest.raises(WrongStateError):
        said.cheered(number, "Me too", by="dora", now=NOW)

    assert said.cheered(number, "Better", by="ada", now=NOW) != said


@pytest.mark.parametrize("number", [-1, 1])
def test_a_step_that_is_not_there_is_neither_reached_nor_celebrated(number):
    made = goal().with_milestone("Ask the first", by="ben", now=NOW)

    with pytest.raises(WrongStateError):
        made.milestone_reached(number, DUE, by="ben", now=NOW)
    with pytest.raises(WrongStateError):
        made.cheered(number, "Well done", by="ada", now=NOW)


def test_nobody_but_its_owner_changes_a_goal():
    other = {"by": "ada", "now": NOW}
    for change in (
        lambda: goal().written(goal(), **other),
        lambda: goal().made_firm(**other),
        lambda: goal().ended(GoalState.LET_GO, **other),
        lambda: goal().with_milestone("x", **other),
    ):
        with pytest.raises(NotAllowedError):
            change()


def test_what_does_not_follow_is_refused():
    full = goal()
    for number in range(MOST_MILESTONES):
        full = full.with_milestone(str(number), by="ben", now=NOW)
    for change in (
        lambda: full.with_milestone("more", by="ben", now=NOW),
        lambda: goal().ended(GoalState.REACHED, by="ben", now=NOW),
        lambda: goal(state=GoalState.REACHED).written(goal(), by="ben", now=NOW),
        lambda: goal(state=GoalState.SET).cheered(None, "x", by="ada", now=NOW),
    ):
        with pytest.raises(WrongStateError):
            change()
    with pytest.raises(GoalUnfinishedError):
        goal(state=GoalState.LET_GO, relevant="").ended(GoalState.SET, by="ben", now=NOW)


def test_g7_a_review_shows_what_moved_since_the_last():
    made = goal(state=GoalState.SET).with_milestone("One", by="ben", now=NOW)
    last = Review("v", "t", "r", "ada", NOW, (Looked("g", Course.GAP, "Busy", 0, 1, DUE),))
    after = made.milestone_reached(0, DUE, by="ben", now=NOW)
    after = replace(after, due_on=date(2026, 5, 1))

    (moved,) = movements([after, goal(goal_id="draft")], last)

    assert (moved.steps, moved.moved, moved.last.course) == (1, True, Course.GAP)
    assert movements([after], None)[0].last is None
