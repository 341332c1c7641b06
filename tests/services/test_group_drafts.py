"""Circles and peers: drafted by a worker, changed by hand, taken back, published."""

import pytest

from plugin.mentoring.enrolment import Side
from plugin.mentoring.errors import ShapeError, WrongStateError
from plugin.mentoring.groups import Choices, Trait
from plugin.mentoring.hours import WeekHours
from plugin.mentoring.matching import Why
from plugin.mentoring.programme import Format
from plugin.mentoring.relationship import RelationshipState
from plugin.ports.errors import ConflictError

MORNING, EVENING = WeekHours.office(8, 12), WeekHours.office(16, 20)


def people(world, programme, names, side, **said):
    found = []
    for name in names.split():
        found.append(world.arrive(name))
        world.answer(programme, found[-1], side, **said)
    return found


@pytest.fixture
def circles(world):
    """Two facilitators; six who learn early, six late."""
    programme = world.programme(template="first-year-circles")
    people(world, programme, "fay", Side.MENTOR, hours=MORNING)
    people(world, programme, "fritz", Side.MENTOR, hours=EVENING)
    people(world, programme, "m1 m2 m3 m4 m5 m6", Side.MENTEE, hours=MORNING, aims=("Teaching",))
    people(world, programme, "e1 e2 e3 e4 e5 e6", Side.MENTEE, hours=EVENING, aims=("Leading",))
    return programme.programme_id


def draft(world, key, choices=None):
    world.services.match_runs.ask(key, importance=None, actor=world.cleo, choices=choices)
    world.run()
    return page(world, key)


def page(world, key):
    return world.services.matching.page(key, actor=world.cleo)


def names(line):
    return {one.name for one in (*line.facilitators, *line.members)}


def test_circles_share_free_time_and_have_somebody_who_gathers_them(world, circles):
    shown = draft(world, circles)

    assert [len(one.facilitators) for one in shown.groups] == [1, 1]
    assert {frozenset(names(one)) for one in shown.groups} == {
        frozenset({"Fay", *(f"M{n}" for n in range(1, 7))}),
        frozenset({"Fritz", *(f"E{n}" for n in range(1, 7))}),
    }
    assert all(one.hours >= 20 for one in shown.groups)


def test_p09_the_same_people_make_the_same_circles(world, circles):
    first, again = draft(world, circles), draft(world, circles)

    assert first.saved.draft == again.saved.draft


def test_m7_a_trait_is_spread_over_the_circles(world):
    programme = world.programme(template="first-year-circles")
    people(world, programme, "fay fritz", Side.MENTOR)
    people(world, programme, "a1 a2 a3 a4 a5 a6", Side.MENTEE, aims=("Teaching",))
    people(world, programme, "b1 b2 b3 b4 b5 b6", Side.MENTEE, aims=("Leading",))

    shown = draft(world, programme.programme_id, Choices(spread=(Trait.AIM,)))

    assert [sum(n.startswith("A") for n in names(one)) for one in shown.groups] == [3, 3]


def test_published_circles_begin_and_nobody_is_placed_twice(world, circles):
    draft(world, circles)

    made = world.services.matching.publish(circles, version=1, actor=world.cleo)

    kept = [world.kept("relationship", one) for one in made]
    assert {one.format for one in kept} == {Format.CIRCLE}
    assert all(one.state is RelationshipState.ACTIVE and len(one.people) == 7 for one in kept)
    assert draft(world, circles).groups == ()


def test_somebody_moves_to_another_circle_and_back(world, circles):
    before = draft(world, circles)
    who = next(p for line in before.groups for p in line.members if p.name == "M1")
    here = next(line.number for line in before.groups if "M1" in names(line))

    world.services.matching.regroup(circles, who.person_id, 1 - here, version=1, actor=world.cleo)
    moved = page(world, circles)
    world.services.matching.undo(circles, version=2, actor=world.cleo)

    assert "M1" in names(moved.groups[1 - here])
    assert moved.groups[1 - here].hours == 0, "the page says what the move costs"
    assert page(world, circles).saved.draft == before.saved.draft


def test_x04_a_second_coordinator_does_not_overwrite_the_first(world, circles):
    draft(world, circles)
    who = page(world, circles).groups[0].members[0].person_id
    world.services.matching.regroup(circles, who, None, version=1, actor=world.cleo)

    with pytest.raises(ConflictError):
        world.services.matching.regroup(circles, who, 0, version=1, actor=world.cleo)
    assert (who, Why.BY_HAND) in page(world, circles).saved.draft.unplaced


def test_nothing_is_taken_back_where_nothing_was_changed(world, circles):
    draft(world, circles)

    with pytest.raises(WrongStateError):
        world.services.matching.undo(circles, version=1, actor=world.cleo)
    with pytest.raises(ShapeError):
        world.services.matching.regroup(
            circles, world.cleo.person_id, 7, version=1, actor=world.cleo
        )


def test_too_few_for_a_circle_end_in_a_draft_that_says_so(world):
    programme = world.programme(template="first-year-circles")
    people(world, programme, "fay", Side.MENTOR)
    people(world, programme, "m1 m2", Side.MENTEE)

    shown = draft(world, programme.programme_id)

    assert shown.groups == ()
    assert {who.name: why for who, _side, why in shown.unplaced} == {
        "Fay": Why.NO_MENTEE,
        "M1": Why.TOO_FEW,
        "M2": Why.TOO_FEW,
    }


def test_peers_are_paired_and_an_odd_one_makes_a_three(world):
    programme = world.programme(template="returning-peers")
    people(world, programme, "p1 p2", Side.PEER, seeks=("Statistics",))
    people(world, programme, "q1 q2 q3", Side.PEER, seeks=("Academic writing",))
    key = programme.programme_id

    shown = draft(world, key)

    assert {frozenset(names(one)) for one in shown.groups} == {
        frozenset({"P1", "P2"}),
        frozenset({"Q1", "Q2", "Q3"}),
    }
    made = world.services.matching.publish(key, version=1, actor=world.cleo)
    assert {world.kept("relationship", one).format for one in made} == {Format.PEER}
