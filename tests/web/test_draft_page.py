"""What the page of a draft counts."""

import re

import pytest

from plugin.mentoring.enrolment import Side
from tests.conftest import FixedClock
from tests.security.house import Tool, copied


@pytest.fixture
def counted(sqlite_template, tmp_path):
    """Return the figures of a draft of so many pairs, with one learner to spare."""
    tool = Tool(copied(sqlite_template, tmp_path), clock=FixedClock())
    world, programme = tool.world, tool.world.programme()

    def count(pairs):
        mentors, mentees = ("ada", "dora")[:pairs], ("ben", "eve", "gus")[: pairs + 1]
        for side, names in ((Side.MENTOR, mentors), (Side.MENTEE, mentees)):
            for name in names:
                world.answer(programme, world.arrive(name), side)
        world.services.matching.suggest(programme.programme_id, actor=world.cleo)
        shown = tool.visitor("cleo").enter().get(f"programmes/{programme.programme_id}/matching/")
        return re.findall(r"<div><b>(\d+)</b><span>([^<]+)</span>", shown.text)[:2]

    yield count
    tool.close()


@pytest.mark.parametrize(("pairs", "words"), [(1, "pair"), (2, "pairs")])
def test_one_of_a_kind_is_named_as_one(counted, pairs, words):
    assert counted(pairs) == [(str(pairs), words), ("1", "learner without a mentor")]
