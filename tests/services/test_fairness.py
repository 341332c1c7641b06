"""M6: what a draft does for people, told without the small groups."""

import pytest

from plugin.mentoring.enrolment import Side
from plugin.mentoring.errors import NotAllowedError
from plugin.mentoring.hours import WeekHours
from plugin.mentoring.matching import Why


@pytest.fixture
def key(world):
    """Six mentors in Berlin, seven mentees there, and one in Kolkata who shares no hour."""
    programme = world.programme()
    for n in range(6):
        who = world.arrive(f"mentor{n}")
        world.answer(programme, who, Side.MENTOR, languages=("en", "de"), offers=("Writing",))
    for n in range(7):
        who, languages = world.arrive(f"mentee{n}"), ("en",) if n else ("fr", "en")
        world.answer(programme, who, Side.MENTEE, languages=languages)
    alone = world.arrive("alone")
    hours = WeekHours.office(1, 3)
    world.answer(programme, alone, Side.MENTEE, zone="Asia/Kolkata", hours=hours)
    return programme.programme_id


def page(world, key, actor=None):
    return world.services.fairness.page(key, actor=actor or world.cleo)


def test_m6_the_pool_of_mentors_is_told_before_any_draft(world, key):
    shown = page(world, key)

    assert (shown.drafted, shown.mentors) == (False, 6)
    assert shown.variety == ((("de", 6), ("en", 6)), (("Europe/Berlin", 6),), (("Writing", 6),))


def test_m6_who_is_left_is_told_with_the_reason(world, key):
    world.services.matching.suggest(key, actor=world.cleo)
    shown = page(world, key)

    assert (shown.people, shown.placed) == (14, 12)
    assert shown.left == ((Side.MENTEE, Why.ALL_FULL, 1), (Side.MENTEE, Why.NO_COMMON_TIME, 1))


def test_m6_outcomes_leave_out_who_would_be_alone_in_their_group(world, key):
    world.services.matching.suggest(key, actor=world.cleo)
    shown = page(world, key)

    assert {(one.name, one.people, one.placed) for one in shown.sides} == {
        ("mentor", 6, 6), ("mentee", 8, 6),
    }  # fmt: skip
    assert shown.zones == ()
    assert [(one.name, one.people) for one in shown.languages] == [("de", 6), (None, 8)]


def test_m6_the_weakest_pairs_come_first(world, key):
    world.services.matching.suggest(key, actor=world.cleo)
    shown = page(world, key)

    scores = [pair.fit.score for pair in shown.worst]
    assert (scores, len(scores)) == (sorted(scores), 5)
    assert shown.spread.lowest == scores[0]


def test_p01_nobody_but_a_coordinator_reads_it(world, key):
    with pytest.raises(NotAllowedError):
        page(world, key, world.ada)
