"""Whom the rows of a list mean, what is left of them, and who may have to do with them."""

import pytest
from sqlalchemy import update

from plugin.mentoring.bringing import RowState
from plugin.mentoring.enrolment import Side
from plugin.mentoring.errors import (
    NotAllowedError,
    UnknownThingError,
    UnreadableListError,
    WrongStateError,
)
from plugin.mentoring.people import CourseRole
from plugin.store.tables import course_member
from tests.services.desk import ADA, BEN, HEADS, Desk
from tests.stores import NORTHMOOR, SOUTHMOOR


@pytest.fixture
def desk(world):
    return Desk(world)


def test_c12_a_list_makes_nobody_a_coordinator_and_the_others_come_in(desk, world):
    desk.choose("ada@northmoor.example,coordinator,,", BEN)

    assert desk.bring() == {"prefilled": 1, "wrong": 1}
    assert world.kept("programme", desk.key).coordinators == (world.cleo.person_id,)


def test_c05_doubles_are_told_and_never_merged(desk, world):
    desk.choose(
        ADA, "ADA@NORTHMOOR.EXAMPLE ,mentee,,", "ada+two@northmoor.example,mentee,,",
        "ada,mentee,,", heads=HEADS,
    )  # fmt: skip

    rows = desk.rows()
    assert [rows[n].state for n in (2, 3, 4, 5)] == [
        RowState.PREFILL, RowState.WRONG, RowState.ABSENT, RowState.WRONG,
    ]  # fmt: skip
    assert (rows[3].faults[0].why, rows[3].faults[0].other) == ("twice", 2)


def test_c05_an_address_that_two_members_have_finds_neither(desk, world):
    world.arrive("ada2", email="ada@northmoor.example")
    desk.choose(ADA)

    assert [x.why for x in desk.rows()[2].faults] == ["two members"]
    desk.lists.discard(desk.key, version=desk.latest().version, actor=world.cleo)
    desk.choose("ada2,mentor", heads="id,side")
    assert desk.rows()[2].state is RowState.PREFILL


@pytest.mark.parametrize("changed", [{"active": False}, None])
def test_who_left_the_course_or_is_a_preview_user_is_not_found(desk, world, changed):
    tim = world.arrive("tim", is_test=changed is None)
    here = course_member.c.person_id == tim.person_id
    if changed:
        world.store.database.run(
            NORTHMOOR, lambda c: c.execute(update(course_member).where(here).values(changed))
        )

    desk.choose("tim@northmoor.example,mentee,,")

    assert desk.counts() == {"absent": 1}


def test_nobody_is_found_by_a_name(desk, world):
    desk.choose("Ada,other@northmoor.example,mentee", heads="name,email,side")

    assert desk.counts() == {"absent": 1}


def test_c06_people_of_elsewhere_are_as_unknown_as_nobody(desk, world):
    world.arrive("sue", tenant=SOUTHMOOR)
    world.arrive("tim", context_id="course-2")
    desk.choose(*(f"{x},mentee,," for x in ("sue@southmoor.example", "tim@northmoor.example",
                                            "nobody@x.example")))  # fmt: skip

    assert {(row.state, row.person_id, row.faults) for row in desk.rows().values()} == {
        (RowState.ABSENT, None, ())
    }


def test_c18_who_was_erased_and_comes_back_is_new(desk, world):
    world.answer(desk.programme, world.ben, Side.MENTEE, about="Of old")
    with world.store.work(NORTHMOOR) as work:
        work.erase(world.ben.person_id)
    anew = world.arrive("ben")
    desk.choose(BEN)

    assert desk.bring() == {"prefilled": 1}
    assert anew.person_id != world.ben.person_id
    part = desk.part(anew)
    assert (part.ready_at, part.profile.about) == (None, "")


def test_rows_that_were_left_come_back_as_a_list_with_reasons(desk, world):
    desk.choose("=1+1,mentor,,", "nobody@x.example,mentee,2,", ADA)
    desk.bring()

    wrong, absent = desk.left()
    assert (wrong["email"], wrong["problem"]) == ("'=1+1", "address")
    assert (absent["email"], absent["capacity"], absent["problem"]) == (
        "nobody@x.example", "2", "absent",
    )  # fmt: skip


def test_c08_a_file_of_ours_reads_back_as_it_was(desk, world):
    world.arrive("plus", email="+plus@northmoor.example")
    desk.choose("'+plus@northmoor.example,mentor,,")

    assert desk.rows()[2].state is RowState.PREFILL


def test_the_empty_list_reads_as_one(desk, world):
    content = desk.lists.template(desk.key, actor=world.cleo)
    desk.lists.choose(desk.key, content + b"ada@northmoor.example,,,mentor\r\n", actor=world.cleo)

    assert desk.counts() == {"prefill": 1}


def test_a_file_that_cannot_be_read_leaves_nothing(desk, world):
    with pytest.raises(UnreadableListError):
        desk.lists.choose(desk.key, b"PK\x03\x04", actor=world.cleo)

    assert desk.latest() is None


def test_a_list_that_is_over_is_forgotten_on_a_press_and_an_open_one_is_not(desk, world):
    one = desk.choose("nobody@x.example,mentee,,")
    with pytest.raises(WrongStateError):
        desk.lists.forget(desk.key, one.list_id, actor=world.cleo)
    desk.bring()

    desk.lists.forget(desk.key, one.list_id, actor=world.cleo)

    assert desk.latest() is None


@pytest.mark.parametrize(
    "use", ["page", "template", "choose", "bring", "discard", "left", "forget"]
)
def test_p01_nobody_but_a_coordinator_has_to_do_with_lists(desk, world, use):
    one = desk.choose(ADA)
    given = {
        "choose": (b"email\na@x.example\n",),
        "left": (one.list_id, str),
        "forget": (one.list_id,),
    }.get(use, ())
    more = {"version": one.version} if use in ("bring", "discard") else {}
    teacher = world.arrive("gil", role=CourseRole.INSTRUCTOR)

    for who in (world.ada, teacher):
        with pytest.raises(NotAllowedError):
            getattr(desk.lists, use)(desk.key, *given, **more, actor=who)


@pytest.mark.parametrize("use", ["left", "forget"])
def test_p02_a_list_of_another_programme_is_not_there(desk, world, use):
    one, other = desk.choose(ADA), world.programme(title="Another")
    more = (str,) if use == "left" else ()

    with pytest.raises(UnknownThingError):
        getattr(desk.lists, use)(other.programme_id, one.list_id, *more, actor=world.cleo)
    for use_open in ("bring", "discard"):
        with pytest.raises(UnknownThingError):
            getattr(desk.lists, use_open)(other.programme_id, version=1, actor=world.cleo)
