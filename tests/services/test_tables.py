"""P7: what a coordinator takes along says that people meet, and nothing of what they say."""

import csv
import io
from dataclasses import replace

import pytest

from plugin.mentoring.errors import NotAllowedError
from plugin.mentoring.goals import Goal, GoalId
from plugin.services.tables import Table
from tests.stores import NORTHMOOR


@pytest.fixture
def programme(world):
    return world.programme()


@pytest.fixture
def pair(world, programme):
    return world.pair(programme)


def taken(world, programme, table, actor=None):
    content = world.services.tables.take(
        programme.programme_id, table, actor=actor or world.cleo
    ).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(content, newline="")))


def test_p7_matches_have_a_line_for_each_member(world, programme, pair):
    found = taken(world, programme, Table.MATCHES)

    assert [(x["match"], x["person"], x["side"], x["state"]) for x in found] == [
        (pair, "Ada", "mentor", "active"),
        (pair, "Ben", "mentee", "active"),
    ]


def test_p7_sessions_have_their_time_on_the_programmes_clock_and_no_topics(
    world, programme, pair, at
):
    session = world.services.sessions.book(pair, at(1, 10), actor=world.ben)
    world.save("session", replace(world.session(session), agenda="Owls at night"))

    (found,) = taken(world, programme, Table.SESSIONS)

    assert found["people"] == "Ada; Ben"
    assert found["starts"].endswith("11:00+01:00")
    assert "Owls" not in str(found)


def test_p7_goals_are_those_that_all_let_be_seen_without_words(world, programme, pair, clock):
    _goal(world, pair, clock)
    assert taken(world, programme, Table.GOALS) == []
    for who in (world.ada, world.ben):
        with world.store.work(NORTHMOOR) as work:
            work.save_goal_sharing(pair, who.person_id, True)

    (found,) = taken(world, programme, Table.GOALS)

    assert (found["state"], found["due"]) == ("set", "2026-06-01")
    assert "Beekeeping" not in str(found)


def test_c08_p7_a_name_that_is_a_formula_is_text(world, programme):
    eve = world.arrive("eve", name='=HYPERLINK("https://x.example")')
    world.pair(programme, mentee=eve)

    people = {one["person"] for one in taken(world, programme, Table.MATCHES)}

    assert people == {"Ada", '\'=HYPERLINK("https://x.example")'}


@pytest.mark.parametrize("table", Table)
def test_p01_nobody_but_a_coordinator_takes_one(world, programme, pair, table):
    with pytest.raises(NotAllowedError):
        taken(world, programme, table, actor=world.ada)


def _goal(world, pair, clock):
    day = clock.now.date().replace(month=6, day=1)
    words = ("Beekeeping", "Hives", "Possible", "Matters")
    goal = Goal(
        GoalId("goal-1"), NORTHMOOR, pair, world.ben.person_id, *words, day, clock(), clock()
    )
    world.save("goal", replace(goal, state=goal.state.SET))


@pytest.mark.parametrize("table", Table)
def test_p7_a_table_of_nothing_has_its_heads(world, programme, table):
    assert taken(world, programme, table) == []
