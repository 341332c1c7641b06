"""What a person's home page offers next, and that it is theirs to do."""

from dataclasses import replace
from datetime import date

from plugin.mentoring.enrolment import Side
from plugin.mentoring.programme import Bounds, Format, Stage
from tests.services.test_circles import related, sign_all


def test_p12_whoever_was_a_mentee_is_invited_to_mentor_in_the_next_cohort(scene):
    world, ben = scene.tool.world, scene["ben"]
    before = world.kept("programme", scene.things.programme)
    following = world.programme(title="Next cohort").programme_id
    link = f"programmes/{following}/profile/?side=mentor"
    assert link not in ben.get("mine").text

    world.save("programme", replace(before, stage=Stage.CLOSED))

    assert link in ben.get("mine").text
    assert link not in scene["ada"].get("mine").text
    page = ben.get(link).text
    assert 'value="mentor" checked' in page
    assert 'value="mentee" checked' not in page


def test_who_does_not_book_is_not_told_to_choose_a_time(scene):
    world = scene.tool.world
    programme = world.programme(template="first-year-circles", title="Circles")
    programme = replace(programme, version=2, bounds=Bounds(members_book=False))
    world.save("programme", programme)
    who = [world.ada, world.ben, *(world.arrive(f"new{n}") for n in range(2))]
    seats = [(one, Side.MENTEE if at else Side.MENTOR) for at, one in enumerate(who)]
    circle = related(world, programme, Format.CIRCLE, *seats, title="Owls")
    sign_all(world, circle, who)
    times = f"relationships/{circle}/times/"

    ada, ben = (scene[name].get("mine").text for name in ("ada", "ben"))

    assert times in ada
    assert times not in ben
    assert "The facilitators choose the time." in ben
    version = world.kept("programme", programme.programme_id).version
    world.services.stages.pause(
        programme.programme_id, date(2026, 3, 20), version=version, actor=world.cleo
    )
    assert times not in scene["ada"].get("mine").text
