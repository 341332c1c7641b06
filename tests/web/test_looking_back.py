"""P4: the page that looks back tells the cohort's own figures, and nobody's own answer."""

import re

import pytest

from plugin.mentoring.enrolment import Side
from plugin.mentoring.feedback import Feedback
from plugin.mentoring.programme import Stage
from plugin.mentoring.training import Said, Sent
from tests.security.house import PEOPLE, Tool, copied
from tests.stores import NORTHMOOR

COHORT = 6


@pytest.fixture
def tool(sqlite_template, tmp_path):
    tool = Tool(copied(sqlite_template, tmp_path), alone=True)
    yield tool
    tool.close()


def survey(world, key, people, mark):
    for one in people:
        said = Said({1: frozenset({mark})})
        world.services.training.answer(key, "how-it-goes", Sent(0, said), language="en", actor=one)


def feedback(world, programme, at, person):
    """A session that took place, and what its mentee says of it."""
    pair = world.pair(programme, mentee=person)
    start = world.clock.now.replace(hour=6 + at, minute=0)
    session = world.services.sessions.book(pair, start.replace(day=28), actor=person)
    said = Feedback(
        session.session_id, NORTHMOOR, pair, person.person_id, "", "", ("pace",), False,
        world.clock(),
    )  # fmt: skip
    world.save("feedback", said)


def text(page):
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_p4_it_tells_how_far_people_came_what_they_named_and_what_changed(tool):
    world, cleo = tool.world, tool.visitor("cleo", **PEOPLE["cleo"]).enter()
    programme = world.programme()
    key = programme.programme_id
    people = [world.arrive(f"person-{n}") for n in range(COHORT)]
    for at, one in enumerate(people):
        world.answer(programme, one, Side.MENTEE)
        feedback(world, programme, at, one)
    survey(world, key, people, 2)
    page = f"programmes/{key}/stage/retrospective"
    before = text(cleo.get(page).text)
    for to in (Stage.MATCHING, Stage.RUNNING, Stage.REVIEW):
        version = world.kept("programme", key).version
        world.services.stages.step(key, to, version=version, actor=world.cleo)
    survey(world, key, people, 4)

    after = text(cleo.get(page).text)

    assert "A change is shown once five people have answered" in before
    assert "the pace: 6" in after
    assert "I feel that I belong here. +2.0 n = 5" in after
    assert "I intend to stay" not in after
