"""Whom coordinators enter as not to be matched: kept by every way in, and told to nobody else."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from plugin.mentoring.enrolment import Side
from plugin.mentoring.errors import (
    ExcludedError,
    FullError,
    NotAllowedError,
    ShapeError,
    UnknownThingError,
)
from plugin.mentoring.exclusions import ExclusionKind
from plugin.mentoring.programme import Format, SelfMatch
from plugin.mentoring.templates import VALUES
from plugin.store import tables
from tests.services.databases import on_both
from tests.services.test_circles import related
from tests.services.test_group_drafts import draft, names, page, people
from tests.services.test_mentor_requests import READY
from tests.stores import NORTHMOOR


@pytest.fixture
def programme(world):
    """Ada and dan mentor one each; what ben says speaks for ada."""
    made = world.programme()
    world.answer(made, world.ada, Side.MENTOR, values=VALUES[:1])
    world.answer(made, world.arrive("dan"), Side.MENTOR)
    world.answer(made, world.ben, Side.MENTEE, values=VALUES[:1], confided=READY)
    return made


@pytest.fixture
def key(programme):
    return programme.programme_id


def enter(world, key, one, other, *, reason="", actor=None, kind=ExclusionKind.DEPARTMENT):
    two = (one.person_id, other.person_id)
    world.services.exclusions.enter(key, two, kind, reason, actor=actor or world.cleo)


def mentor_of_ben(world, key):
    return next((one.mentor.name for one in draft(world, key).pairs), None)


@on_both
def test_s07_a_draft_brings_nobody_together_who_is_entered_until_they_are_let_be(world, key):
    before = mentor_of_ben(world, key)
    enter(world, key, world.ben, world.ada)
    entered = mentor_of_ben(world, key)
    world.services.exclusions.lift(key, world.ada.person_id, world.ben.person_id, actor=world.cleo)

    assert (before, entered, mentor_of_ben(world, key)) == ("Ada", "Dan", "Ada")


def test_a_pair_that_is_entered_falls_out_of_a_draft_that_has_it(world, key):
    draft(world, key)
    enter(world, key, world.ada, world.ben)

    assert page(world, key).pairs == ()


def test_s07_the_workbench_says_why_and_no_move_by_hand_goes_round_it(world, key):
    enter(world, key, world.ada, world.ben, kind=ExclusionKind.CONFLICT)
    made, matching = draft(world, key), world.services.matching
    seen = matching.person(key, world.ben.person_id, actor=world.cleo)
    marks = {one.mentor: (one.excluded, one.open) for one in seen.options}
    with pytest.raises(ExcludedError):
        matching.move(
            key, world.ben.person_id, world.ada.person_id, version=made.saved.version,
            actor=world.cleo,
        )  # fmt: skip

    assert marks[world.ada.person_id] == (ExclusionKind.CONFLICT, False)
    assert marks[world.arrive("dan").person_id] == (None, False)


def test_circles_and_moves_between_them_keep_two_apart(world):
    programme = world.programme(template="first-year-circles")
    people(world, programme, "fay fritz", Side.MENTOR)
    members = people(world, programme, "a1 a2 a3 a4 a5 a6 a7 a8", Side.MENTEE)
    for other in members[1:4]:
        enter(world, programme.programme_id, members[0], other)

    made = draft(world, programme.programme_id)

    (with_first,) = [one for one in made.groups if "A1" in names(one)]
    assert names(with_first).isdisjoint({"A2", "A3", "A4"})
    target = next(n for n, one in enumerate(made.groups) if "A2" in names(one))
    with pytest.raises(ExcludedError):
        world.services.matching.regroup(
            programme.programme_id, members[0].person_id, target, version=made.saved.version,
            actor=world.cleo,
        )  # fmt: skip


def test_peers_are_kept_apart(world):
    programme = world.programme(template="returning-peers")
    one, other, *_rest = people(world, programme, "p1 p2 p3 p4", Side.PEER, values=VALUES[:1])
    enter(world, programme.programme_id, one, other)

    made = draft(world, programme.programme_id)

    assert len(made.groups) == 2
    assert not any({"P1", "P2"} <= names(group) for group in made.groups)


def test_a_mentee_who_chooses_is_not_shown_who_is_entered(world, programme, key):
    life = replace(programme.life, self_match=SelfMatch())
    world.save("programme", replace(world.kept("programme", key), life=life))
    choose = world.services.mentor_requests

    def offered():
        return {who.name for who, _fit in choose.page(key, actor=world.ben).suggestions}

    before = offered()
    asked = choose.ask(key, world.ada.person_id, "", actor=world.ben)
    enter(world, key, world.ada, world.ben)

    assert before == {"Ada", "Dan"}
    assert offered() == {"Dan"}
    with world.store.look(NORTHMOOR) as work:
        waiting = work.mentor_requests_for(world.ada.person_id, now=world.clock())
    assert asked not in {one.request_id for one in waiting}


def test_a_circle_is_full_for_whom_somebody_in_it_is_entered(world):
    programme = world.programme(template="first-year-circles")
    inside = people(world, programme, "fay", Side.MENTOR) + people(
        world, programme, "a1 a2 a3", Side.MENTEE
    )
    world.answer(programme, world.ben, Side.MENTEE)
    sides = zip(inside, (Side.MENTOR, *(Side.MENTEE,) * 3), strict=True)
    circle = related(world, programme, Format.CIRCLE, *sides)
    enter(world, programme.programme_id, world.ben, inside[2])

    with pytest.raises(FullError):
        world.services.memberships.join(circle, actor=world.ben)
    assert world.ben.person_id not in world.kept("relationship", circle).people


def test_a_second_mentor_is_not_brought_who_is_entered_with_one_of_the_two(world, key):
    pair = world.pair(world.kept("programme", key))
    dan = world.arrive("dan")
    enter(world, key, dan, world.ben)

    with pytest.raises(ExcludedError):
        world.services.side_by_side.bring(pair, dan.person_id, actor=world.cleo)
    assert dan.person_id not in world.kept("relationship", pair).people


def test_another_programme_is_not_bound_by_it(world, key):
    other = world.programme()
    world.answer(other, world.ada, Side.MENTOR)
    world.answer(other, world.ben, Side.MENTEE)
    enter(world, key, world.ada, world.ben)

    assert mentor_of_ben(world, other.programme_id) == "Ada"


@on_both
def test_coordinators_alone_read_it_and_each_look_is_audited(world, key):
    world.pair(world.kept("programme", key))
    enter(world, key, world.ada, world.ben, reason="A grievance")
    enter(world, key, world.ben, world.ada, reason="A grievance, settled")

    found = world.services.exclusions.page(key, actor=world.cleo)

    assert [one.reason for one in found.exclusions] == ["A grievance, settled"]
    assert found.together == {frozenset((world.ada.person_id, world.ben.person_id))}
    with world.store.look(NORTHMOOR) as work:
        events = [row.event for row in work.rows(select(tables.audit.c.event))]
    assert events.count("exclusion.entered") == 2
    assert "exclusions.read" in events
    for member in (world.ada, world.ben):
        with pytest.raises(NotAllowedError):
            world.services.exclusions.page(key, actor=member)


def test_only_coordinators_enter_and_only_who_takes_part(world, key):
    with pytest.raises(NotAllowedError):
        enter(world, key, world.ada, world.ben, actor=world.ada)
    with pytest.raises(UnknownThingError):
        enter(world, key, world.ada, world.arrive("stranger"))
    with pytest.raises(ShapeError):
        enter(world, key, world.ada, world.ada)
    with pytest.raises(NotAllowedError):
        world.services.exclusions.lift(
            key, world.ada.person_id, world.ben.person_id, actor=world.ben
        )

    assert world.kept("exclusions", key) == []


def test_what_was_entered_is_in_nobodys_copy_and_goes_with_either_of_the_two(world, key):
    enter(world, key, world.ada, world.ben, reason="A grievance")
    with world.store.work(NORTHMOOR) as work:
        copies = [str(work.own_data(who.person_id)) for who in (world.ada, world.ben)]
        work.erase(world.ben.person_id)

    assert not any("grievance" in one or "exclusion" in one for one in copies)
    assert world.kept("exclusions", key) == []
