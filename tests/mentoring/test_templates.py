"""Starting points for a programme."""

import pytest

from plugin.mentoring.enrolment import LONGEST_WORD, MOST_SKILLS
from plugin.mentoring.templates import TEMPLATES, VALUES, template

EACH = pytest.mark.parametrize("one", TEMPLATES, ids=lambda one: one.key)


@EACH
def test_a_template_is_found_by_its_key(one):
    assert template(one.key) is one


def test_the_most_usual_is_offered_first():
    assert TEMPLATES[0].key == "career-one-to-one"


def test_an_unknown_key_finds_nothing():
    assert template("nothing") is None


@EACH
def test_p3_each_template_brings_a_goal_and_its_measure(one):
    assert one.goal.text
    assert one.goal.measure


@EACH
def test_each_template_suggests_what_it_allows(one):
    one.bounds.check_length(one.bounds.length_min)

    assert one.bounds.capacity >= 1


@EACH
def test_every_word_offered_is_short_enough_to_be_kept(one):
    assert all(len(word) <= LONGEST_WORD for word in (*one.skills, *VALUES))
    assert len(set(one.skills)) == len(one.skills) <= MOST_SKILLS
