"""The life of a programme, step by step and back."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from plugin.mentoring.errors import (
    CoordinatorMissingError,
    GoalMissingError,
    OutOfBoundsError,
    PilotFullError,
    ReviewMissingError,
    ToldError,
    WrongStateError,
)
from plugin.mentoring.people import CourseId, PersonId, TenantId
from plugin.mentoring.programme import (
    Format,
    Life,
    Programme,
    ProgrammeGoal,
    ProgrammeId,
    Stage,
)
from plugin.mentoring.stages import (
    Told,
    check_takes_profile,
    ends_at,
    is_paused,
    may_undo,
    paused,
    piloted,
    stepped,
    undone,
)

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
TODAY, SOON = date(2026, 3, 2), date(2026, 4, 1)
NOBODY = Told()


@pytest.fixture
def draft():
    return Programme(
        ProgrammeId("p1"), TenantId("t1"), CourseId("c1"), "Careers", "", (Format.CIRCLE,), True,
        "Help", (ProgrammeGoal("A next step", "8 in 10"),), (), "America/New_York",
        (PersonId("ada"),),
    )  # fmt: skip


@pytest.fixture
def pilot(draft):
    return piloted(draft, cap=6, review_due=SOON, today=TODAY)


def at(programme, stage):
    return replace(programme, stage=stage)


def test_a_programme_goes_through_its_life(draft):
    for to in (Stage.OPEN, Stage.MATCHING, Stage.RUNNING, Stage.REVIEW, Stage.CLOSED):
        draft = stepped(draft, to)
        assert draft.stage is to


@pytest.mark.parametrize(
    ("stage", "to"),
    [
        (Stage.DRAFT, Stage.RUNNING),
        (Stage.DRAFT, Stage.PILOT),
        (Stage.OPEN, Stage.DRAFT),
        (Stage.CLOSED, Stage.OPEN),
        (Stage.RUNNING, Stage.RUNNING),
    ],
)
def test_no_step_is_left_out_and_none_goes_back(draft, stage, to):
    with pytest.raises(WrongStateError):
        stepped(at(draft, stage), to)


def test_p6_a_pilot_has_a_cap_and_a_day_to_look_back(pilot):
    assert (pilot.stage, pilot.life.pilot_cap, pilot.life.review_due) == (Stage.PILOT, 6, SOON)


@pytest.mark.parametrize(("cap", "due"), [(1, SOON), (101, SOON), (6, TODAY)])
def test_p6_a_pilot_without_room_or_a_day_to_come_is_refused(draft, cap, due):
    with pytest.raises(OutOfBoundsError):
        piloted(draft, cap=cap, review_due=due, today=TODAY)


@pytest.mark.parametrize(
    ("changed", "error"),
    [({"goals": ()}, GoalMissingError), ({"coordinators": ()}, CoordinatorMissingError)],
)
def test_p3_p5_a_pilot_wants_a_whole_programme_too(draft, changed, error):
    with pytest.raises(error):
        piloted(replace(draft, **changed), cap=6, review_due=SOON, today=TODAY)


def test_p6_a_pilot_is_opened_to_all_only_when_it_was_looked_back_at(pilot):
    with pytest.raises(ReviewMissingError):
        stepped(pilot, Stage.OPEN)

    reviewed = replace(pilot, life=replace(pilot.life, pilot_review="Shorter sessions"))
    assert stepped(reviewed, Stage.OPEN).stage is Stage.OPEN


def test_a_pilot_matches_its_people_and_stays_a_pilot(pilot):
    assert pilot.running().stage is Stage.PILOT


@pytest.mark.parametrize(
    ("stage", "told", "back"),
    [
        (Stage.OPEN, Told(profiles=1), Stage.DRAFT),
        (Stage.PILOT, Told(profiles=1), Stage.DRAFT),
        (Stage.MATCHING, Told(relationships=1), Stage.OPEN),
        (Stage.RUNNING, Told(relationships=1), Stage.MATCHING),
        (Stage.REVIEW, None, Stage.RUNNING),
        (Stage.CLOSED, Told(followed=True), Stage.REVIEW),
    ],
)
def test_a_step_is_taken_back_until_somebody_was_told(draft, stage, told, back):
    programme = at(draft, stage)

    assert undone(programme, NOBODY).stage is back
    if told is not None:
        assert not may_undo(programme, told)
        with pytest.raises(ToldError):
            undone(programme, told)


def test_a_programme_opened_after_a_pilot_goes_back_to_it(pilot):
    opened = at(pilot, Stage.OPEN)

    assert undone(opened, Told(profiles=6)).stage is Stage.PILOT
    with pytest.raises(ToldError):
        undone(opened, Told(profiles=7))


def test_a_draft_has_nothing_to_take_back(draft):
    with pytest.raises(WrongStateError):
        undone(draft, NOBODY)


def test_t12_a_programme_ends_when_its_last_day_is_over_in_its_zone(draft):
    ending = at(replace(draft, ends_on=TODAY), Stage.RUNNING)

    assert ends_at(ending) == datetime(2026, 3, 3, 5, tzinfo=UTC)
    check_takes_profile(ending, others=0, now=datetime(2026, 3, 3, 4, 59, tzinfo=UTC))
    with pytest.raises(WrongStateError):
        check_takes_profile(ending, others=0, now=datetime(2026, 3, 3, 5, tzinfo=UTC))


def test_t12_a_last_midnight_that_the_clock_skips_is_the_moment_after(draft):
    havana = replace(draft, ends_on=date(2026, 3, 7), zone="America/Havana")

    assert ends_at(havana) == datetime(2026, 3, 8, 5, tzinfo=UTC)


def test_p6_a_pilot_takes_as_many_people_as_it_says(pilot):
    check_takes_profile(pilot, others=5, now=NOW)
    with pytest.raises(PilotFullError):
        check_takes_profile(pilot, others=6, now=NOW)


@pytest.mark.parametrize("stage", [Stage.DRAFT, Stage.REVIEW, Stage.CLOSED])
def test_a_programme_that_is_not_open_takes_no_profile(draft, stage):
    with pytest.raises(WrongStateError):
        check_takes_profile(at(draft, stage), others=0, now=NOW)


def test_p14_a_pause_has_a_day_on_which_it_goes_on_by_itself(draft):
    resting = paused(at(draft, Stage.RUNNING), date(2026, 3, 9), now=NOW)

    assert is_paused(resting, now=datetime(2026, 3, 9, 3, tzinfo=UTC))
    assert not is_paused(resting, now=datetime(2026, 3, 9, 4, tzinfo=UTC))
    assert paused(resting, None, now=NOW).life == Life()


@pytest.mark.parametrize("until", [TODAY, date(2027, 3, 4)])
def test_p14_a_pause_ends_on_a_day_to_come_within_a_year(draft, until):
    with pytest.raises(OutOfBoundsError):
        paused(at(draft, Stage.RUNNING), until, now=NOW)


def test_p14_only_what_people_know_of_is_paused(draft):
    with pytest.raises(WrongStateError):
        paused(draft, SOON, now=NOW)
