"""Taking a list back within a day: exactly what nobody has touched since."""

from datetime import timedelta

import pytest

from plugin.mentoring.bringing import UNDONE_WITHIN, ListState, RowState
from plugin.mentoring.enrolment import Profile, Side
from plugin.mentoring.errors import (
    ListOpenError,
    NotAllowedError,
    UnknownThingError,
    WrongStateError,
)
from plugin.mentoring.hours import WeekHours
from plugin.ports.guests import Identity
from plugin.services import list_work
from tests.services.databases import on_both
from tests.services.desk import ADA, BEN, HEADS, Desk
from tests.stores import NORTHMOOR

RUT = "rut@alumni.example,mentor,2,Networking"


@pytest.fixture
def desk(world):
    return Desk(world)


def undo(desk, list_id=None):
    desk.lists.undo(desk.key, list_id or desk.latest().list_id, actor=desk.world.cleo)
    desk.world.run()
    return desk.counts()


@on_both
def test_c14_what_nobody_has_touched_is_as_it_was_before(desk, world):
    desk.choose(ADA, BEN, RUT, "nobody@x.example,mentee,,")
    desk.bring()

    assert undo(desk) == {"taken back": 3, "absent": 1}

    assert (desk.part(world.ada), desk.part(world.ben)) == (None, None)
    assert world.kept("guest_links", desk.key) == []
    assert desk.latest().state is ListState.UNDONE
    desk.choose(ADA, BEN, RUT)
    assert desk.bring() == {"prefilled": 2, "invited": 1}


@on_both
def test_c14_what_somebody_has_made_their_own_stays_and_is_listed(desk, world):
    eve = world.arrive("eve")
    desk.choose(ADA, BEN, RUT, "eve@northmoor.example,mentee,,", heads=HEADS)
    desk.bring()
    world.answer(desk.programme, world.ada, Side.MENTOR)
    begin = world.services.enrolments.begin
    begin(desk.key, Side.MENTEE, Profile(), capacity=1, actor=world.ben)
    with world.store.look(NORTHMOOR) as work:
        [row] = work.list_rows(desk.latest().list_id, {RowState.INVITED}, limit=5)
    world.services.guests.accept(
        row.secret, Identity("sandbox", "entra", "oid-rut", "Rut", "rut@alumni.example")
    )
    before = desk.part(world.ada), desk.part(world.ben)

    assert undo(desk) == {"gone on": 3, "taken back": 1}

    assert (desk.part(world.ada), desk.part(world.ben)) == before
    assert desk.part(eve) is None
    assert [link.person_id is not None for link in world.kept("guest_links", desk.key)] == [True]


@on_both
def test_c14_hours_that_somebody_has_kept_in_teams_make_a_draft_their_own(desk, world):
    desk.choose(ADA, BEN)
    desk.bring()
    world.services.tabs.keep_hours(WeekHours.office(12, 13), actor=world.ada)

    assert undo(desk) == {"gone on": 1, "taken back": 1}

    assert desk.part(world.ada).profile.hours == WeekHours.office(12, 13)


def test_c14_after_a_day_nothing_is_taken_back(desk, world):
    desk.choose(ADA)
    with pytest.raises(WrongStateError):
        undo(desk)
    desk.bring()
    world.clock.advance(UNDONE_WITHIN)

    with pytest.raises(WrongStateError):
        undo(desk)
    world.clock.advance(timedelta(seconds=-1))
    assert undo(desk) == {"taken back": 1}


def test_c14_an_earlier_list_is_taken_back_too_but_not_beside_an_open_one(desk, world):
    first = desk.choose(ADA)
    desk.bring()
    open_ = desk.choose(BEN)
    with pytest.raises(ListOpenError):
        undo(desk, first.list_id)

    desk.lists.discard(desk.key, version=open_.version, actor=world.cleo)
    undo(desk, first.list_id)

    assert desk.part(world.ada) is None


@on_both
def test_c14_x08_a_worker_that_dies_between_pieces_takes_back_the_rest(desk, world, monkeypatch):
    monkeypatch.setattr(list_work, "BROUGHT_AT_ONCE", 1)
    desk.choose(ADA, BEN)
    desk.bring()
    list_id = desk.latest().list_id
    desk.lists.undo(desk.key, list_id, actor=world.cleo)
    desk.lists.go_on(NORTHMOOR, list_id)
    assert desk.counts() == {"prefilled": 1, "taken back": 1}

    world.run()

    assert desk.counts() == {"taken back": 2}


def test_when_the_attempts_to_take_back_end_it_may_be_asked_again(desk, world):
    one = desk.choose(ADA)
    desk.bring()
    desk.lists.undo(desk.key, one.list_id, actor=world.cleo)
    desk.lists.gave_up(NORTHMOOR, one.list_id)

    assert desk.latest().state is ListState.DONE
    assert undo(desk) == {"taken back": 1}


def test_c14_a_list_that_is_being_taken_back_is_not_dropped_in_the_middle(desk, world, monkeypatch):
    monkeypatch.setattr(list_work, "BROUGHT_AT_ONCE", 1)
    desk.choose(ADA, BEN)
    desk.bring()
    desk.lists.undo(desk.key, desk.latest().list_id, actor=world.cleo)
    desk.lists.go_on(NORTHMOOR, desk.latest().list_id)

    with pytest.raises(WrongStateError):
        desk.lists.discard(desk.key, version=desk.latest().version, actor=world.cleo)

    world.run()
    assert desk.counts() == {"taken back": 2}


def test_p01_only_coordinators_take_a_list_back(desk, world):
    desk.choose(ADA)
    desk.bring()
    other = world.programme(title="Another")

    with pytest.raises(NotAllowedError):
        desk.lists.undo(desk.key, desk.latest().list_id, actor=world.ada)
    with pytest.raises(UnknownThingError):
        desk.lists.undo(other.programme_id, desk.latest().list_id, actor=world.cleo)
