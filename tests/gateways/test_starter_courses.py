"""The training that comes with the tool: what there is, and that both languages ask the same."""

import pytest

from plugin.gateways.starter_courses import COURSES, starter_courses
from plugin.mentoring.course_text import BlockKind, all_blocks
from plugin.mentoring.enrolment import Side
from plugin.mentoring.training import Kind

ENGLISH = {one.key: one for one in starter_courses("en")}
FIVE_SKILLS = ["trust", "rules", "intention", "boundaries", "together"]
READ_A_MINUTE = 130


def shape(module):
    return [
        [(b.kind, b.number, b.many, b.right, len(b.choices)) for b in page.blocks if b.number]
        for page in module.pages
    ]


def test_r2_there_is_a_module_for_each_of_the_five_skills():
    mentors = [key for key, one in ENGLISH.items() if one.sides == (Side.MENTOR,)]

    assert mentors == FIVE_SKILLS


@pytest.mark.parametrize("key", [*FIVE_SKILLS, "culture", "mentee"])
def test_r2_each_takes_five_to_eight_minutes_asks_and_lets_reflect(key):
    module = ENGLISH[key]
    words = len(module.text.split())

    assert 5 <= module.minutes <= 8
    assert words / READ_A_MINUTE <= module.minutes
    assert len(all_blocks(module.text, BlockKind.QUESTION)) >= 2
    assert len(all_blocks(module.text, BlockKind.REFLECTION)) >= 2
    assert all(
        choice.feedback
        for question in all_blocks(module.text, BlockKind.QUESTION)
        for choice in question.choices
    )


def test_r3_r4_mentees_have_modules_of_their_own_and_bias_is_for_all():
    of_mentees = {k for k, x in ENGLISH.items() if Side.MENTEE in x.sides}

    assert of_mentees == {"mentee", "feedback", "culture"}
    assert set(ENGLISH["culture"].sides) == set(Side)


def test_r5_g6_help_with_the_tool_is_apart_and_all_five_kinds_are_there():
    kinds = {one.kind for one in ENGLISH.values()}

    assert kinds == set(Kind)
    assert [k for k, x in ENGLISH.items() if x.kind is Kind.HELP] == ["how", "calendar"]


@pytest.mark.parametrize("language", sorted(one.name for one in COURSES.iterdir()))
def test_every_language_asks_the_same_in_the_same_order(language):
    theirs = starter_courses(language)

    assert {one.key: shape(one) for one in theirs} == {k: shape(x) for k, x in ENGLISH.items()}
    assert [(x.key, x.kind, x.sides, x.stage) for x in theirs] == [
        (x.key, x.kind, x.sides, x.stage) for x in ENGLISH.values()
    ]


def test_a_language_without_words_is_english_and_is_never_a_path():
    assert starter_courses("fr_FR") == starter_courses("en_GB") == starter_courses("../de")
