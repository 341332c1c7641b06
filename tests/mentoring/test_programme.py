"""A programme from draft to running."""

from dataclasses import replace

import pytest

from plugin.mentoring.errors import (
    CoordinatorMissingError,
    GoalMissingError,
    OutOfBoundsError,
    WrongStateError,
)
from plugin.mentoring.people import CourseId, PersonId, TenantId
from plugin.mentoring.programme import (
    Bounds,
    Format,
    Programme,
    ProgrammeGoal,
    ProgrammeId,
    Stage,
)

ADA, BEN = PersonId("ada"), PersonId("ben")


@pytest.fixture
def programme():
    return Programme(
        ProgrammeId("p1"), TenantId("t1"), CourseId("c1"), "Careers", "career-one-to-one",
        (Format.ONE_TO_ONE,), True, "Help", (ProgrammeGoal("A next step", "8 in 10"),), (),
        "Europe/Paris", (ADA,),
    )  # fmt: skip


def test_a_complete_draft_opens_and_then_runs(programme):
    opened = programme.opened()

    assert opened.stage is Stage.OPEN
    assert opened.running().stage is Stage.RUNNING
    assert opened.running().running().stage is Stage.RUNNING


@pytest.mark.parametrize(
    "goals",
    [(), (ProgrammeGoal(" ", "8 in 10"),), (ProgrammeGoal("A next step", "\n"),)],
)
def test_p3_no_programme_opens_without_a_goal_and_its_measure(programme, goals):
    with pytest.raises(GoalMissingError):
        replace(programme, goals=goals).opened()


def test_one_whole_goal_is_enough(programme):
    goals = (ProgrammeGoal("Half", ""), *programme.goals)

    assert replace(programme, goals=goals).opened().stage is Stage.OPEN


def test_p5_no_programme_opens_without_a_coordinator(programme):
    with pytest.raises(CoordinatorMissingError):
        replace(programme, coordinators=()).opened()


@pytest.mark.parametrize("stage", [Stage.OPEN, Stage.RUNNING, Stage.CLOSED])
def test_only_a_draft_opens(programme, stage):
    with pytest.raises(WrongStateError):
        replace(programme, stage=stage).opened()


@pytest.mark.parametrize("stage", [Stage.DRAFT, Stage.CLOSED])
def test_neither_a_draft_nor_a_closed_programme_runs(programme, stage):
    with pytest.raises(WrongStateError):
        replace(programme, stage=stage).running()


def test_coordinators_stand_in_order_of_appointment_and_once(programme):
    both = programme.with_coordinator(BEN)

    assert both.coordinators == (ADA, BEN)
    assert both.with_coordinator(ADA) == both


@pytest.mark.parametrize("capacity", [0, 3])
def test_a_mentor_may_take_up_to_the_bound(capacity):
    Bounds(capacity=3).check_capacity(capacity)

    with pytest.raises(OutOfBoundsError):
        Bounds(capacity=capacity).check_capacity(capacity + 1)


def test_a_session_lasts_what_the_programme_offers():
    Bounds(lengths_min=(30, 45)).check_length(45)

    with pytest.raises(OutOfBoundsError):
        Bounds(lengths_min=(30, 45)).check_length(60)
