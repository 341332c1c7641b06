"""What the page of one session says at its head, and of whether it took place."""

from dataclasses import replace
from itertools import count

import pytest

from plugin.mentoring.presence import Seen
from tests.security.talk import been

DAYS = count(20)
"""Ago, of each test's own session: the house is shared, and nobody is in two at once."""
TOGETHER, ALONE, ABSENT = Seen.TOGETHER, Seen.ALONE, Seen.ABSENT


def test_how_it_is_held_stands_for_itself(tool, things):
    shown = tool.visitor("ben").enter().get(f"sessions/{things.session}/").text

    assert '<p class="small soft">By video' in shown


@pytest.fixture
def past(tool, things):
    return been(tool.world, things.session, days=next(DAYS))


def shown(tool, past, who="ben"):
    page = tool.visitor(who).enter().get(f"sessions/{past}/").text
    return page.partition('id="held"')[2].partition("</form>")[0]


def saw(tool, past, ada, ben):
    with tool.store.work(tool.world.ada.tenant_id) as work:
        people = {tool.world.ada.person_id: ada, tool.world.ben.person_id: ben}
        work.save_seen(past, people)


@pytest.mark.parametrize(
    ("ada", "ben", "words"),
    [
        (TOGETHER, TOGETHER, ("It took place", "Teams says that you were both there.")),
        (ABSENT, ALONE, ("Not known yet", "Teams saw nobody but you")),
        (ALONE, ABSENT, ("Not known yet", "Teams saw Ada, and not together.")),
        (ABSENT, ABSENT, ("Not known yet", "Teams saw none of you for long")),
    ],
)
def test_it_says_what_teams_saw_and_what_that_makes_known(tool, past, ada, ben, words):
    saw(tool, past, ada, ben)

    assert [one for one in words if one not in shown(tool, past)] == []


@pytest.mark.parametrize(
    ("said", "who", "words"),
    [
        ({"ada": True}, "ben", ("It took place", "Ada says so.", "you were both there")),
        ({"ada": True}, "ada", ("It took place", "You say so.", "you were both there")),
        ({"ben": False}, "ben", ("Not known", "You say it did not.", "you were both there")),
        ({"ben": False}, "ada", ("Not known", "Ben says it did not, and a word counts more.")),
        (
            {"ada": False, "ben": False},
            "ben",
            ("It did not take place", "you were both there. What you say counts."),
        ),
    ],
)
def test_a_word_stands_first_and_teams_beside_it(tool, past, said, who, words):
    saw(tool, past, TOGETHER, TOGETHER)
    for name, word in said.items():
        actor = getattr(tool.world, name)
        tool.world.services.records.say_held(past, word, actor=actor)

    assert [one for one in words if one not in shown(tool, past, who)] == []


@pytest.mark.parametrize("asks", [True, False])
def test_that_teams_will_be_asked_stands_beside_a_session_to_come(tool, things, asks):
    programme = tool.world.kept("programme", things.programme)
    life = replace(programme.life, meeting_reports=asks)
    tool.world.save("programme", replace(programme, life=life))
    page = tool.visitor("ben").enter().get(f"sessions/{things.session}/").text

    assert ("Teams may be asked which of you were there" in page) is asks
