"""G6: a module whose text is changed keeps what people answered to what is still asked."""

import pytest

from plugin.mentoring.enrolment import Side
from plugin.mentoring.training import Said, Sent
from tests.services.databases import on_both
from tests.services.test_training import EN, SURVEY, desk

ASKED = "# One\n? What?\n( ) No\n(x) Yes\n! And you?\n"
MORE = "# One\n! Before that?\n? What?\n( ) No :: Think again.\n(x) Yes\n! And you?\n"
MINE = Said({1: frozenset({1})}, {2: "My own words"})


@pytest.fixture
def programme(world):
    made = world.programme()
    world.answer(made, world.ben, Side.MENTEE)
    return made


def answer(world, made, key, said, actor):
    sent = Sent(0, said)
    return world.services.training.answer(made.programme_id, key, sent, actor=actor, **EN)


def by_question(world, made, key):
    """What ben reads: each question with what he answered to it."""
    line = world.services.training.open(made.programme_id, key, actor=world.ben, **EN).line
    said = line.progress.said
    return {
        one.text: said.words.get(one.number) or said.chosen.get(one.number)
        for page in line.module.pages
        for one in page.blocks
    }


@on_both
def test_g6_answers_stay_with_their_questions_when_the_text_is_changed_and_back(world, programme):
    made = desk(world, programme, text=ASKED)
    answer(world, programme, made.key, MINE, world.ben)

    changed = desk(world, programme, key=made.key, version=1, text=MORE)
    more = by_question(world, programme, made.key)
    numbers = [one.number for one in changed.pages[0].blocks]
    answer(world, programme, made.key, Said(MINE.chosen, {3: "Nothing", 2: "Mine"}), world.ben)
    desk(world, programme, key=made.key, version=2, text=ASKED)
    back = by_question(world, programme, made.key)
    desk(world, programme, key=made.key, version=3, text=ASKED + "! And then?\n")

    assert numbers == [3, 1, 2]
    assert more == {"Before that?": None, "What?": {1}, "And you?": "My own words"}
    assert back == {"What?": {1}, "And you?": "Mine"}
    assert by_question(world, programme, made.key) == back | {"And then?": None}


def test_g6_answers_to_other_words_are_not_put_under_new_ones(world, programme):
    made = desk(world, programme, text=ASKED)
    answer(world, programme, made.key, MINE, world.ben)

    desk(world, programme, key=made.key, version=1, text=ASKED.replace("And you?", "Why?"))

    assert by_question(world, programme, made.key) == {"What?": {1}, "Why?": None}


def test_p13_a_survey_that_was_changed_before_anybody_answered_is_counted(world, programme):
    made = desk(
        world, programme, **{name: getattr(SURVEY, name) for name in ("kind", "title", "text")}
    )
    text = "= I am heard.\n= I belong here.\n"
    changed = desk(
        world, programme, kind=SURVEY.kind, title=SURVEY.title, key=made.key, version=1, text=text
    )
    new, old = (one.number for one in changed.pages[0].blocks)
    for number in range(5):
        who = world.arrive(f"p{number}")
        said = Said({new: frozenset({2}), old: frozenset({4})})
        answer(world, programme, made.key, said, who)

    _module, (cohort,) = world.services.training_desk.figures(
        programme.programme_id, made.key, actor=world.cleo, **EN
    )

    assert (new, old) == (2, 1)
    means = [[one.value for one in row.by_round.values() if one] for row in cohort.figures]
    assert means == [[2], [4]]
