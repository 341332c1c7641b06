"""G2: steps of a person's own goals in their To Do, by the same consent and both ways."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from plugin.mentoring.goals import GoalState
from plugin.mentoring.notices import News
from plugin.store import tables
from tests.services.databases import on_both
from tests.services.test_goals import begins
from tests.services.test_todo import DAY, by_hand, held, look, promise
from tests.stores import NORTHMOOR


@pytest.fixture
def today(clock):
    return clock.now.date()


@pytest.fixture
def pair(world):
    """Ada mentors Ben; Ada is connected."""
    world.connect()
    return world.pair(world.programme())


@pytest.fixture
def on(world, pair):
    """Ada wants her promises and steps in To Do."""
    world.services.todo.switch_on(NORTHMOOR, world.ada.person_id)
    world.run()
    return pair


def a_goal(world, pair, *steps, owner=None, due_on=None, **said):
    """Ada's goal, set, with these steps; it is for in a month unless said otherwise."""
    who = owner or world.ada
    day = due_on or world.clock.now.date() + 30 * DAY
    made = begins(world, pair, by=who, due_on=day, **said)
    for text in steps:
        world.services.goals.add_milestone(made.goal_id, text, actor=who)
    world.run()
    return made


def step(world, made, number=0):
    return world.kept("goal", made.goal_id).milestones[number]


@on_both
def test_g2_ones_own_steps_are_there_from_when_the_goal_is_set(world, pair, today):
    made = a_goal(world, pair, "Ask Ruth", due_on=today + DAY)
    a_goal(world, pair, "Not hers", owner=world.ben)
    before = world.tasks.asked
    world.services.todo.switch_on(NORTHMOOR, world.ada.person_id)
    world.run()
    world.services.goals.add_milestone(
        made.goal_id, "Write it", due_on=today + 2 * DAY, actor=world.ada
    )
    world.run()

    assert before == 0
    assert [(one.due_on, one.done) for one in held(world)] == [
        (today + DAY, False), (today + 2 * DAY, False),
    ]  # fmt: skip
    look(world)
    assert world.tasks.made == 2
    assert not world.services.todo.on_the_way(actor=world.ada)


def test_g2_a_draft_is_not_in_to_do(world, on):
    made = begins(world, on, firm=False, by=world.ada)
    world.services.goals.add_milestone(made.goal_id, "Ask Ruth", actor=world.ada)
    world.run()
    before = held(world)
    kept = world.kept("goal", made.goal_id)
    world.services.goals.write(made.goal_id, kept, firm=True, actor=world.ada)
    world.run()

    assert (before, len(held(world))) == ([], 1)


@on_both
def test_g2_a_step_reached_here_is_done_there_and_done_there_is_reached_here(world, on, today):
    made, goals = a_goal(world, on, "Ask Ruth"), world.services.goals
    by_hand(world, done=True)
    reached = step(world, made).reached_on
    by_hand(world, done=False)
    again = step(world, made).reached_on
    goals.reach(made.goal_id, 0, today, actor=world.ada)
    world.run()

    assert (reached, again) == (today, None)
    assert [one.done for one in held(world)] == [True]


@on_both
def test_g2_another_day_there_is_the_steps_and_the_goal_keeps_its_own(world, on, today):
    made = a_goal(world, on, "Ask Ruth", due_on=today + 9 * DAY)
    by_hand(world, due_on=today + DAY)
    goal = world.kept("goal", made.goal_id)

    assert (goal.milestones[0].due_on, goal.due_on) == (today + DAY, today + 9 * DAY)
    look(world)
    assert [one.due_on for one in held(world)] == [today + DAY]


def test_g2_a_goal_that_is_let_go_is_over_there_and_open_when_it_is_taken_up(world, on):
    made, goals = a_goal(world, on, "Ask Ruth"), world.services.goals
    kept = world.kept("goal", made.goal_id)
    goals.end(made.goal_id, GoalState.LET_GO, version=kept.version, actor=world.ada)
    world.run()
    over = [one.done for one in held(world)]
    goals.end(made.goal_id, GoalState.SET, version=kept.version + 1, actor=world.ada)
    world.run()

    assert (over, [one.done for one in held(world)]) == ([True], [False])


def test_g2_a_goal_with_another_day_moves_the_steps_that_have_none_of_their_own(world, on, today):
    made = a_goal(world, on, "Ask Ruth", due_on=today + DAY)
    kept = world.kept("goal", made.goal_id)
    later = replace(kept, due_on=today + 5 * DAY)
    world.services.goals.write(made.goal_id, later, firm=True, actor=world.ada)
    world.run()

    assert [one.due_on for one in held(world)] == [today + 5 * DAY]


def test_g2_a_partner_is_told_of_a_step_ticked_there_as_of_one_ticked_here(world, on):
    a_goal(world, on, "Ask Ruth")
    by_hand(world, done=True)

    with world.store.look(NORTHMOOR) as work:
        rows = work.rows(
            select(tables.notice.c.person_id).where(tables.notice.c.news == News.REACHED)
        )
    assert [row.person_id for row in rows] == [world.ben.person_id]


def test_g2_a_step_that_is_deleted_there_is_never_made_again_and_stays_here(world, on, today):
    made = a_goal(world, on, "Ask Ruth")
    (tasks,) = [tasks for _owner, tasks in world.tasks.lists.values()]
    world.tasks.removed += list(tasks)
    tasks.clear()
    look(world)
    world.services.goals.reach(made.goal_id, 0, today, actor=world.ada)
    world.run()
    look(world)

    assert (held(world), world.tasks.made) == ([], 1)
    assert step(world, made).reached_on == today


@on_both
def test_g2_who_stops_and_begins_again_has_no_step_twice_and_promises_stand_beside(
    world, on, today
):
    made = a_goal(world, on, "Ask Ruth")
    promise(world, on, today)
    world.services.todo.switch_off(actor=world.ada)
    with world.store.look(NORTHMOOR) as work:
        (left,) = work.rows(select(func.count().label("n")).select_from(tables.todo_step))
    world.services.todo.switch_on(NORTHMOOR, world.ada.person_id)
    world.run()
    look(world)

    assert left.n == 0
    assert world.tasks.made == 2
    assert step(world, made).reached_on is None


def test_g2_after_the_end_a_tick_there_reaches_nothing_here(world, on):
    made = a_goal(world, on, "Ask Ruth")
    world.end(on)
    by_hand(world, done=True)

    assert step(world, made).reached_on is None
