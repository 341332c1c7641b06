"""What stands before a first match: the same for drafts, for seats and on the training page."""

import pytest

from plugin.mentoring.enrolment import Side
from plugin.mentoring.programme import Format, Stage
from plugin.services.training_gate import before_match
from tests.bench.pages import counted
from tests.mentoring.test_parts import part
from tests.services.databases import on_both
from tests.services.test_agreements import TERMS
from tests.services.test_circles import related
from tests.services.test_training import EN, desk, ready, shelf
from tests.stores import NORTHMOOR


@pytest.fixture
def programme(world):
    made = world.programme()
    world.answer(made, world.ada, Side.MENTOR)
    world.answer(made, world.ben, Side.MENTEE)
    return made


def test_r1_what_is_shown_at_a_later_stage_only_keeps_nobody_out_of_a_draft(world, programme):
    desk(world, programme, required=(Side.MENTOR,), stage=Stage.RUNNING)

    assert world.ada.person_id in ready(world, programme)
    assert shelf(world, programme, world.ada).left == ()


def test_r1_a_match_is_not_said_to_wait_for_training_after_it_was_made(world, programme):
    world.pair(programme)
    own = desk(world, programme, required=(Side.MENTOR,))

    seen = shelf(world, programme, world.ada)

    assert ([one.module.key for one in seen.asked], seen.left) == ([own.key], ())


def test_r1_before_a_mentees_match_stands_no_training_of_the_mentors(world, programme):
    desk(world, programme, required=(Side.MENTOR,))

    seen = shelf(world, programme, world.ben, side=Side.MENTOR)

    assert any(Side.MENTOR in one.module.required for one in seen.lines)
    assert (seen.asked, seen.left) == ((), ())


@on_both
def test_r1_who_left_a_circle_after_it_met_or_they_signed_was_matched_before(world, at):
    made = world.programme(template="first-year-circles")
    dan, eve = world.arrive("dan"), world.arrive("eve")
    everybody = ((world.ada, Side.MENTOR), *((x, Side.MENTEE) for x in (world.ben, dan, eve)))
    for who, side in everybody:
        world.answer(made, who, side)
    circle = related(world, made, Format.CIRCLE, *everybody)
    world.services.agreements.propose(
        circle, TERMS, version=0, part=part(circle, world.ben), actor=world.ben
    )
    world.services.memberships.leave(circle, actor=world.ben)
    world.services.sessions.book(circle, at(3, 10), actor=world.ada)
    world.clock.advance(days=30)
    world.services.memberships.leave(circle, actor=dan)
    desk(world, made, required=(Side.MENTEE,))

    assert ready(world, made) == {one.person_id for one, _side in everybody}
    for who in (world.ben, dan):
        assert shelf(world, made, who).left == ()


def test_what_stands_before_a_first_match_takes_one_query_where_nothing_is_asked(world):
    first, second = world.programme(), world.programme(title="Second")
    desk(world, second, required=(Side.MENTOR,), title="With us")

    def left(parts, actor):
        with counted(world.store.database) as queries:
            found = world.services.training.left(parts, actor=actor, **EN)
        return len(queries), {key: [x.title for x in some] for key, some in found.items()}

    parts = [(first, Side.MENTEE), (second, Side.MENTEE)]
    assert left(parts, world.ben) == (2, {})
    assert left([(second, Side.MENTOR)], world.ada) == (4, {second.programme_id: ["With us"]})


def test_r1_many_are_looked_up_together_and_somebody_alone_by_themselves(world, programme):
    desk(world, programme, required=(Side.MENTOR,))
    mentors = [world.ada, *(world.arrive(f"m{number}") for number in range(6))]
    sides = {one.person_id: Side.MENTOR for one in mentors}
    statements = []
    with world.store.look(NORTHMOOR) as work:
        for some in ({world.ada.person_id: Side.MENTOR}, dict(list(sides.items())[:2]), sides):
            with counted(world.store.database) as queries:
                found = before_match(work, programme, some)
            statements.append(list(queries))
            assert found.keys() == some.keys()

    assert [len(one) for one in statements] == [4, 4, 4]
    narrow = [sum("person_id = " in x.partition("WHERE")[2] for x in one) for one in statements]
    assert narrow[0] > narrow[1] == narrow[2]
