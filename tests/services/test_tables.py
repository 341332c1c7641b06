"""P7: what a coordinator takes along says that people meet, and nothing of what they say."""

import csv
import io
from dataclasses import replace

import pytest

from plugin.mentoring.errors import NotAllowedError
from plugin.mentoring.goals import Goal, GoalId
from plugin.mentoring.training import Kind
from plugin.services.tables import Table
from tests.services.databases import on_both
from tests.services.test_training import desk, do, people
from tests.stores import NORTHMOOR


@pytest.fixture
def programme(world):
    return world.programme()


@pytest.fixture
def pair(world, programme):
    return world.pair(programme)


def taken(world, programme, table, actor=None):
    content = world.services.tables.take(
        programme.programme_id, table, language="en", actor=actor or world.cleo
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


@on_both
def test_p7_a_survey_is_told_by_means_that_five_answers_stand_behind(world, programme):
    text = "= I belong here.\n! And you?\n= I learn.\n"
    survey = desk(world, programme, kind=Kind.SURVEY, text=text)
    everybody = people(world, programme, 5)
    for one in everybody[:4]:
        do(world, programme, survey.key, one, _1=2, _3=5)
    before = taken(world, programme, Table.SURVEYS)

    do(world, programme, survey.key, everybody[4], _1=5)

    assert before == []
    assert taken(world, programme, Table.SURVEYS) == [
        {
            "survey": "Our own",
            "statement": "I belong here.",
            "round": "start",
            "mean": "2.60",
            "answers": "5",
        }
    ]


def test_p7_of_a_survey_nobodys_words_and_nobodys_other_answers_are_taken(world, programme):
    survey = desk(world, programme, kind=Kind.SURVEY, text="= I belong here.\n! And you?\n")
    own = desk(world, programme, kind=Kind.ASSESSMENT, text="= I listen.\n", title="Myself")
    for one in people(world, programme, 5):
        do(world, programme, survey.key, one, _1=3)
        do(world, programme, own.key, one, _1=3)

    found = taken(world, programme, Table.SURVEYS)

    assert [one["survey"] for one in found] == ["Our own"]
    assert "My own words" not in str(found)


def test_c08_p7_a_statement_that_is_a_formula_is_text(world, programme):
    title, text = "=1+1", '= =HYPERLINK("https://x.example")\n'
    survey = desk(world, programme, kind=Kind.SURVEY, title=title, text=text)
    for one in people(world, programme, 5):
        do(world, programme, survey.key, one, _1=3)

    (found,) = taken(world, programme, Table.SURVEYS)

    assert found["survey"] == "'=1+1"
    assert found["statement"] == '\'=HYPERLINK("https://x.example")'


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
