"""A programme's life and settings, as its coordinators lead it."""

from dataclasses import replace
from datetime import date

import pytest

from plugin.mentoring.enrolment import Side
from plugin.mentoring.errors import (
    CoordinatorMissingError,
    NotAllowedError,
    OutOfBoundsError,
    PilotFullError,
    ShapeError,
    ToldError,
)
from plugin.mentoring.people import CourseRole
from plugin.mentoring.programme import Bounds, Entry, Format, ProgrammeGoal, Stage
from plugin.ports.errors import ConflictError
from plugin.services.editing import Change
from tests.services.databases import on_both
from tests.services.world import PLAN

CHANGE = Change(
    title=" Next steps, again ",
    purpose="Find one",
    goals=(ProgrammeGoal("One", "8 in 10"), ProgrammeGoal(" ", ""), ProgrammeGoal("Two", "half")),
    skills=("Owls", "  owls ", "Bees"),
    formats=(Format.ONE_TO_ONE, Format.CIRCLE),
    formal=True,
    zone="Asia/Tokyo",
    bounds=Bounds(cadence_weeks=3, length_min=30, capacity=2, circle_least=3, circle_most=6),
    entries=(Entry.RETURNING,),
    eligible=(("mentor", (Entry.NEW_POST,)),),
    starts_on=date(2026, 4, 1),
    ends_on=date(2026, 7, 1),
    meeting_reports=True,
)


@pytest.fixture
def draft(world):
    return world.services.programmes.start(PLAN, actor=world.cleo).programme_id


def stages(world):
    return world.services.stages


def version(world, key):
    return world.kept("programme", key).version


def pilot(world, key, cap=2):
    stages(world).pilot(
        key, cap=cap, review_due=date(2026, 4, 1), version=version(world, key), actor=world.cleo
    )


@on_both
def test_p6_a_pilot_takes_its_people_is_looked_back_at_and_then_opens(world, draft):
    pilot(world, draft)
    programme = world.kept("programme", draft)
    world.answer(programme, world.ada, Side.MENTOR)
    world.answer(programme, world.ben, Side.MENTEE)
    with pytest.raises(PilotFullError):
        world.answer(programme, world.arrive("eve"), Side.MENTEE)
    world.answer(programme, world.ben, Side.MENTEE, about="said once more")

    stages(world).look_back(draft, " Shorter ", version=version(world, draft), actor=world.cleo)
    stages(world).step(draft, Stage.OPEN, version=version(world, draft), actor=world.cleo)

    kept = world.kept("programme", draft)
    assert (kept.stage, kept.life.pilot_review, kept.life.pilot_cap) == (Stage.OPEN, "Shorter", 2)
    assert kept.life.review_due == date(2026, 4, 1)
    world.answer(kept, world.arrive("eve"), Side.MENTEE)


def test_opening_is_taken_back_until_a_profile_came(world, draft):
    stages(world).step(draft, Stage.OPEN, version=1, actor=world.cleo)
    assert stages(world).undo(draft, version=2, actor=world.cleo) is Stage.DRAFT
    stages(world).step(draft, Stage.OPEN, version=3, actor=world.cleo)

    world.answer(world.kept("programme", draft), world.ben, Side.MENTEE)

    with pytest.raises(ToldError):
        stages(world).undo(draft, version=4, actor=world.cleo)


def test_of_two_coordinators_who_step_at_once_one_is_told(world, draft):
    stages(world).step(draft, Stage.OPEN, version=1, actor=world.cleo)

    with pytest.raises(ConflictError):
        stages(world).step(draft, Stage.OPEN, version=1, actor=world.cleo)


def test_nobody_but_a_coordinator_leads(world, draft):
    with pytest.raises(NotAllowedError):
        stages(world).step(draft, Stage.OPEN, version=1, actor=world.ben)


def test_p14_a_pause_is_kept_and_ended(world):
    key = world.programme().programme_id
    stages(world).pause(key, date(2026, 3, 20), version=2, actor=world.cleo)
    assert world.kept("programme", key).life.paused_until == date(2026, 3, 20)

    stages(world).pause(key, None, version=3, actor=world.cleo)
    assert world.kept("programme", key).life.paused_until is None


def test_p4_the_next_cohort_begins_with_what_the_last_one_taught_and_once(world):
    key = world.programme(ends_on=date(2026, 6, 1)).programme_id
    stages(world).look_back(key, "Start earlier", version=2, actor=world.cleo)

    first = stages(world).begin_next(key, actor=world.cleo)
    second = stages(world).begin_next(key, actor=world.cleo)

    assert first.programme_id == second.programme_id != key
    kept = world.kept("programme", first.programme_id)
    assert (kept.life.lessons, kept.life.follows) == ("Start earlier", key)
    assert (kept.stage, kept.ends_on, kept.title) == (Stage.DRAFT, None, PLAN.title)


@on_both
def test_p3_p10_every_setting_is_changed_afterwards(world, draft):
    world.services.editing.change(draft, CHANGE, version=1, actor=world.cleo)

    kept = world.kept("programme", draft)
    assert (kept.title, kept.skills, kept.formats) == (
        "Next steps, again",
        ("Owls", "Bees"),
        CHANGE.formats,
    )
    assert [goal.text for goal in kept.goals] == ["One", "Two"]
    assert (kept.formal, kept.zone, kept.ends_on) == (True, "Asia/Tokyo", CHANGE.ends_on)
    assert kept.bounds == CHANGE.bounds
    assert kept.life.entries == (Entry.RETURNING,)
    assert kept.life.meeting_reports
    assert kept.life.eligible == (("mentor", (Entry.NEW_POST,)),)


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"formats": ()}, ShapeError),
        ({"bounds": Bounds(length_min=44)}, OutOfBoundsError),
        ({"bounds": Bounds(circle_least=6, circle_most=5)}, OutOfBoundsError),
        ({"bounds": Bounds(capacity=0)}, OutOfBoundsError),
        ({"ends_on": date(2026, 3, 1)}, OutOfBoundsError),
    ],
)
def test_settings_that_cannot_be_are_refused(world, draft, changed, error):
    with pytest.raises(error):
        world.services.editing.change(
            draft, replace(CHANGE, **changed), version=1, actor=world.cleo
        )


def test_a_format_that_somebody_chose_stays(world):
    programme = world.programme()
    world.answer(programme, world.ada, Side.MENTOR)

    with pytest.raises(ShapeError, match="in use"):
        world.services.editing.change(
            programme.programme_id,
            replace(CHANGE, formats=(Format.PEER,)),
            version=2,
            actor=world.cleo,
        )


def test_p5_a_team_is_appointed_from_the_staff_and_keeps_its_last_one(world, draft):
    dora = world.arrive("dora", role=CourseRole.ASSISTANT)
    editing = world.services.editing
    with pytest.raises(NotAllowedError):
        editing.appoint(draft, world.ben.person_id, version=1, actor=world.cleo)

    editing.appoint(draft, dora.person_id, version=1, actor=world.cleo)
    team = editing.team(draft, actor=dora)
    assert [one.label for one in team.coordinators] == ["Cleo", "Dora"]

    editing.release(draft, world.cleo.person_id, version=2, actor=dora)
    with pytest.raises(CoordinatorMissingError):
        editing.release(draft, dora.person_id, version=3, actor=dora)
