"""Bringing a list of people into a programme, over the whole house."""

from dataclasses import replace
from datetime import timedelta

import pytest

from plugin.mentoring.bringing import KEPT, ListState
from plugin.mentoring.enrolment import Profile, Side
from plugin.mentoring.errors import (
    ListOpenError,
    WrongStateError,
)
from plugin.mentoring.list_file import read_list
from plugin.mentoring.notices import News, NoticeState
from plugin.mentoring.programme import Stage
from plugin.ports.errors import ConflictError
from plugin.services import list_work, people_lists
from tests.services.databases import on_both
from tests.services.desk import ADA, BEN, Desk
from tests.stores import NORTHMOOR


@pytest.fixture
def desk(world):
    return Desk(world)


@on_both
def test_a_list_is_looked_at_first_and_then_begins_drafts_that_count_once_sent(desk, world):
    desk.choose(ADA, BEN, "nobody@elsewhere.example,mentee,,", "x,boss,9,Owls")
    assert desk.latest().state is ListState.CHECKED
    assert desk.counts() == {"prefill": 2, "absent": 1, "wrong": 1}
    assert (desk.part(world.ada), desk.part(world.ben)) == (None, None)

    assert desk.bring() == {"prefilled": 2, "absent": 1, "wrong": 1}

    ada = desk.part(world.ada)
    assert (ada.side, ada.capacity, ada.profile.offers) == (Side.MENTOR, 2, ("Networking",))
    assert (ada.ready_at, ada.from_list) == (None, True)
    assert desk.latest().state is ListState.DONE

    world.answer(desk.programme, world.ada, Side.MENTOR, offers=ada.profile.offers)
    assert desk.part(world.ada).ready_at
    assert not desk.part(world.ada).from_list


def test_who_has_a_draft_from_a_list_is_told_until_they_keep_it(desk, world):
    desk.choose(ADA, BEN)
    desk.bring()
    told = {x.person_id for x in notices(world)}
    assert told == {world.ada.person_id, world.ben.person_id}

    begin = world.services.enrolments.begin
    begin(desk.key, Side.MENTEE, Profile(), capacity=1, actor=world.ben)
    world.clock.advance(timedelta(days=1))
    world.services.notices.deliver_due(NORTHMOOR)
    world.run()

    assert [letter.address for letter in world.post.letters] == ["ada@northmoor.example"]


@on_both
def test_c10_the_same_list_again_changes_nothing(desk, world):
    desk.choose(ADA, BEN)
    desk.bring()
    before = desk.part(world.ada), desk.part(world.ben)

    desk.choose(ADA, BEN)

    assert desk.counts() == {"said": 2}
    assert desk.bring() == {"said": 2}
    assert (desk.part(world.ada), desk.part(world.ben)) == before


def test_what_a_person_has_said_is_never_touched(desk, world):
    world.services.enrolments.begin(
        desk.key, Side.MENTEE, Profile(seeks=("Networking",)), capacity=1, actor=world.ada
    )
    before = desk.part(world.ada)
    desk.choose(ADA)

    assert desk.bring() == {"said": 1}
    assert desk.part(world.ada) == before


def test_what_a_person_says_between_looking_and_bringing_stays(desk, world):
    desk.choose(ADA)
    world.answer(desk.programme, world.ada, Side.MENTEE)

    assert desk.bring() == {"said": 1}
    assert desk.part(world.ada).side is Side.MENTEE


def test_who_left_the_course_between_looking_and_bringing_gets_no_draft(desk, world):
    desk.choose(ADA, BEN)
    world.rosters.members = []
    with world.store.work(NORTHMOOR) as work:
        erased = work.erase(world.ben.person_id)
    assert erased

    assert desk.bring() == {"prefilled": 1}
    assert desk.part(world.ben) is None


@on_both
def test_the_second_of_two_who_choose_at_once_is_told(desk, world):
    desk.choose(ADA)

    with pytest.raises(ListOpenError):
        desk.choose(BEN)

    assert desk.counts() == {"prefill": 1}
    assert len(desk.page().lists) == 1


def test_of_two_who_decide_the_second_sees_what_is_there_now(desk, world):
    version = desk.choose(ADA).version
    desk.lists.bring(desk.key, version=version, actor=world.cleo)

    with pytest.raises(WrongStateError):
        desk.lists.bring(desk.key, version=version, actor=world.cleo)
    with pytest.raises(WrongStateError):
        desk.lists.discard(desk.key, version=version, actor=world.cleo)


def test_a_press_on_an_older_page_decides_nothing(desk, world):
    old = desk.choose(ADA).version
    desk.lists.discard(desk.key, version=old, actor=world.cleo)
    desk.choose(BEN)
    stale = old - 1

    with pytest.raises(ConflictError):
        desk.lists.bring(desk.key, version=stale, actor=world.cleo)
    with pytest.raises(ConflictError):
        desk.lists.discard(desk.key, version=stale, actor=world.cleo)


@on_both
def test_x08_a_worker_that_dies_between_pieces_leaves_each_row_once(desk, world, monkeypatch):
    monkeypatch.setattr(list_work, "BROUGHT_AT_ONCE", 2)
    many = [world.arrive(f"p{number}") for number in range(5)]
    desk.choose(*(f"p{number}@northmoor.example,mentee,," for number in range(5)))
    desk.lists.bring(desk.key, version=desk.latest().version, actor=world.cleo)
    list_id = desk.latest().list_id

    desk.lists.go_on(NORTHMOOR, list_id)
    assert desk.counts() == {"prefilled": 2, "prefill": 3}
    with pytest.raises(KeyboardInterrupt):
        _a_piece_that_is_killed(world, list_id)
    assert desk.counts() == {"prefilled": 2, "prefill": 3}
    world.run()

    assert desk.counts() == {"prefilled": 5}
    assert all(desk.part(who).version == 1 for who in many)
    assert desk.latest().state is ListState.DONE


@on_both
def test_a_long_list_is_checked_piece_by_piece(desk, world, monkeypatch):
    monkeypatch.setattr(list_work, "CHECKED_AT_ONCE", 2)
    desk.choose("x1@x.example,mentee,,", "x2@x.example,mentee,,", ADA, BEN, "X1@x.example,mentee,,")
    assert desk.latest().state is ListState.CHECKING
    with pytest.raises(WrongStateError):
        desk.lists.bring(desk.key, version=desk.latest().version, actor=world.cleo)

    world.run()

    assert desk.latest().state is ListState.CHECKED
    assert desk.counts() == {"prefill": 2, "absent": 2, "wrong": 1}
    assert desk.rows()[6].faults[0].other == 2


def test_what_a_list_said_is_forgotten_once_it_is_brought_in(desk, world):
    desk.choose(ADA, "nobody@x.example,mentee,,")
    assert world.kept("list_file", desk.latest().list_id) is None
    desk.bring()

    assert [(x.cells is None) for x in desk.rows().values()] == [True, False]


def test_rows_are_kept_for_seven_days_at_most(desk, world):
    desk.choose("nobody@x.example,mentee,,")
    found = []
    for passed in (KEPT, timedelta(seconds=1)):
        world.clock.advance(passed)
        world.services.retention.forget(NORTHMOOR)
        found.append(len(desk.page().lists))

    assert found == [1, 0]


def test_a_programme_that_takes_nobody_stops_it_and_it_may_go_on(desk, world):
    desk.choose(ADA)
    world.save("programme", replace(world.kept("programme", desk.key), stage=Stage.CLOSED))
    desk.bring()
    assert (desk.latest().state, desk.part(world.ada)) == (ListState.FAILED, None)

    world.save("programme", replace(world.kept("programme", desk.key), stage=Stage.OPEN))
    assert desk.bring() == {"prefilled": 1}


def test_when_the_attempts_end_the_page_says_so_and_offers_to_go_on(desk, world):
    one = desk.choose(ADA)
    desk.lists.gave_up(NORTHMOOR, one.list_id)
    assert desk.latest().state is ListState.CHECKED

    desk.lists.bring(desk.key, version=one.version, actor=world.cleo)
    desk.lists.gave_up(NORTHMOOR, one.list_id)
    assert desk.latest().state is ListState.FAILED
    assert desk.bring() == {"prefilled": 1}


@on_both
def test_a_list_of_which_only_some_rows_were_looked_at_brings_nobody_in(desk, world, monkeypatch):
    monkeypatch.setattr(list_work, "CHECKED_AT_ONCE", 1)
    one = desk.choose(ADA, BEN)
    assert desk.counts() == {"prefill": 1}
    desk.lists.gave_up(NORTHMOOR, one.list_id)

    with pytest.raises(WrongStateError):
        desk.bring()

    assert (desk.latest().state, desk.part(world.ada)) == (ListState.UNREAD, None)
    desk.lists.discard(desk.key, version=desk.latest().version, actor=world.cleo)
    desk.choose(ADA, BEN)
    world.run()
    assert desk.bring() == {"prefilled": 2}


def test_others_write_while_a_worker_reads_the_file(desk, world, monkeypatch):
    monkeypatch.setattr(list_work, "CHECKED_AT_ONCE", 1)
    desk.choose(ADA, BEN)
    written = []

    def slowly(content):
        written.append(desk.part(world.ada))
        world.answer(desk.programme, world.ada, Side.MENTOR)
        return read_list(content)

    monkeypatch.setattr(people_lists, "read_list", slowly)
    world.run()

    assert (written, desk.latest().state) == ([None], ListState.CHECKED)


def test_p08_whoever_is_removed_takes_their_rows_along(desk, world):
    desk.choose(ADA, BEN)
    with world.store.work(NORTHMOOR) as work:
        counts = work.erase(world.ben.person_id)

    assert counts["people_list_row"] == 1
    assert [row.number for row in desk.page().rows] == [2]


def _a_piece_that_is_killed(world, list_id):
    with world.store.work(NORTHMOOR) as work:
        list_work.go_on(work, list_id, world.services.people_lists._means())
        raise KeyboardInterrupt


def notices(world):
    with world.store.look(NORTHMOOR) as work:
        people = (world.ada.person_id, world.ben.person_id)
        found = [one for who in people for one in work.notices_of(who, NoticeState.WAITING)]
    return [one for one in found if one.news is News.PREFILLED]
