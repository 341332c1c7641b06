"""What each member brings: role or goals (T6), offers, seeks (T14), what to leave aside (T10)."""

from plugin.mentoring.enrolment import Side
from plugin.mentoring.parts import MOST_LINES, Part, left_aside


def part(relationship_id, actor):
    """Return a part that is enough on either side."""
    said = {"role": ("To listen",), "goals": ("A next step",)}
    return Part(relationship_id, actor.tenant_id, actor.person_id, **said)


def a_part(**said):
    return Part("r", "northmoor", "ada", **said)


def test_t6_a_mentor_says_a_role_and_everybody_else_goals():
    assert a_part(role=("To listen",)).says_enough(Side.MENTOR)
    assert not a_part(goals=("A next step",)).says_enough(Side.MENTOR)
    assert a_part(goals=("A next step",)).says_enough(Side.MENTEE)
    assert not a_part().kept().says_enough(Side.MENTEE)


def test_the_order_of_goals_is_kept_and_blanks_are_not():
    kept = a_part(goals=("  Second   thing ", "", "First", "First")).kept()

    assert kept.goals == ("Second thing", "First")
    assert len(a_part(seeks=tuple(map(str, range(99)))).kept().seeks) == MOST_LINES


def test_t10_what_is_left_aside_tells_nobodys_name():
    hers, his = a_part(aside=("Work", "family")), a_part(aside=("Faith", "Work"))

    assert left_aside((hers, his)) == left_aside((his, hers)) == ("Faith", "family", "Work")
