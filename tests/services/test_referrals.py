"""M9: a person is proposed by a link, and nothing is kept of them before they say yes."""

from dataclasses import replace

import pytest

from plugin.mentoring.enrolment import Side
from plugin.mentoring.errors import (
    LinkOverError,
    NotAllowedError,
    OutOfBoundsError,
    ShapeError,
    UnknownThingError,
    WrongStateError,
)
from plugin.mentoring.guest import MOST_REFERRED, Standing
from plugin.mentoring.notices import News, NoticeState
from plugin.mentoring.people import CourseRole
from plugin.mentoring.programme import Format
from plugin.ports.errors import TryLaterError
from tests.services.test_guests import somebody
from tests.services.test_own_data import FullDisk
from tests.stores import NORTHMOOR

WHY = "Kept bees for nine years and explains patiently"


@pytest.fixture
def programme(world):
    return world.programme()


def refer(world, programme, actor=None, side=Side.MENTOR):
    use = world.services.referrals.refer
    return use(programme.programme_id, WHY, actor=actor or world.ben, side=side)


def said_yes(world, programme, who=None, side=Side.MENTOR):
    """Refer somebody who signs in; return their link."""
    secret = refer(world, programme, side=side)
    answer = world.services.guests.accept(secret, who or somebody())
    assert answer is None
    return world.kept("guest_links", programme.programme_id)[0]


def standings(world, programme):
    _programme, found = world.services.referrals.mine(programme.programme_id, actor=world.ben)
    return [standing for _link, standing in found]


def people(world):
    with world.store.database.transaction(NORTHMOOR, write=False) as connection:
        return connection.exec_driver_sql("SELECT count(*) FROM person").scalar()


def test_m9_nothing_is_kept_of_who_is_referred_before_they_say_yes(world, programme):
    before = people(world)
    secret = refer(world, programme)
    world.services.guests.invited(secret)

    assert people(world) == before
    (link,) = world.kept("guest_links", programme.programme_id)
    assert (link.person_id, link.memo) == (None, WHY)


def test_m9_who_says_no_leaves_nothing_and_the_link_is_over(world, programme):
    before, secret = people(world), refer(world, programme)
    world.services.guests.refuse(secret)

    assert people(world) == before
    assert standings(world, programme) == [Standing.ENDED]
    with pytest.raises(LinkOverError):
        world.services.guests.accept(secret, somebody())


def test_m9_a_yes_opens_nothing_before_a_coordinator_lets_them_in(world, programme):
    guests, link = world.services.guests, said_yes(world, programme)
    assert guests.again(somebody()) == []
    with pytest.raises(LinkOverError):
        guests.still(NORTHMOOR, link.person_id, programme.programme_id)

    guests.admit(programme.programme_id, link.link_id, actor=world.cleo)

    (found,) = guests.again(somebody())
    rut = guests.still(NORTHMOOR, found.person_id, programme.programme_id)
    assert world.answer(programme, rut, Side.MENTOR).ready_at
    assert standings(world, programme) == [Standing.ACCEPTED]


def test_m9_who_is_not_let_in_is_removed_altogether(world, programme):
    link = said_yes(world, programme)
    world.services.guests.end(programme.programme_id, link.link_id, actor=world.cleo)

    person = world.kept("person", link.person_id)
    assert (person.name, person.email) == (None, None)
    assert world.kept("account", link.person_id) is None
    assert world.kept("guest_links", programme.programme_id) == []


def test_m9_k10_who_is_not_let_in_is_written_down_first_and_removed_by_the_next_try(
    world, programme
):
    disk, link = FullDisk(), said_yes(world, programme)
    privacy = replace(world.services.privacy, removals=disk)
    guests = replace(world.services.guests, remove=privacy.reapply)
    with pytest.raises(TryLaterError):
        guests.end(programme.programme_id, link.link_id, actor=world.cleo)
    before = world.kept("person", link.person_id).name

    disk.room = True
    guests.end(programme.programme_id, link.link_id, actor=world.cleo)

    assert [who for _tenant, who, _at in disk.lines] == [link.person_id]
    assert (before, world.kept("person", link.person_id).name) == ("Rut Vance", None)


def test_m9_who_is_known_from_a_course_is_not_removed_by_a_no(world, programme):
    world.connect(world.ada, object_id="oid-ada")
    link = said_yes(world, programme, somebody("oid-ada"))

    world.services.guests.end(programme.programme_id, link.link_id, actor=world.cleo)

    assert world.kept("person", world.ada.person_id).name == "Ada"
    assert world.kept("account", world.ada.person_id)


def test_m9_coordinators_are_told_of_a_yes_and_the_person_of_theirs(world, programme):
    link = said_yes(world, programme)
    world.services.guests.admit(programme.programme_id, link.link_id, actor=world.cleo)

    told = {
        who: [one.news for one in world.kept("notices_of", who, *NoticeState)]
        for who in (world.cleo.person_id, link.person_id)
    }
    assert told == {world.cleo.person_id: [News.REFERRED], link.person_id: [News.ADMITTED]}


def test_m9_the_words_about_them_go_once_it_is_decided(world, programme):
    link = said_yes(world, programme)
    assert link.memo == WHY

    world.services.guests.admit(programme.programme_id, link.link_id, actor=world.cleo)

    assert world.kept("guest_link", link.link_id).memo == ""


def test_nobody_is_let_in_who_did_not_ask(world, programme):
    refer(world, programme)
    (link,) = world.kept("guest_links", programme.programme_id)

    with pytest.raises(WrongStateError):
        world.services.guests.admit(programme.programme_id, link.link_id, actor=world.cleo)


def test_p01_a_participant_lets_nobody_in(world, programme):
    link = said_yes(world, programme)

    with pytest.raises(NotAllowedError):
        world.services.guests.admit(programme.programme_id, link.link_id, actor=world.ben)


def test_a_person_refers_a_few_at_a_time(world, programme):
    for _turn in range(MOST_REFERRED):
        refer(world, programme)

    with pytest.raises(OutOfBoundsError):
        refer(world, programme)


def test_nobody_is_referred_where_nobody_mentors(world, programme):
    world.save("programme", replace(_now(world, programme), formats=(Format.PEER,)))

    with pytest.raises(ShapeError):
        refer(world, programme)


def test_p01_a_preview_user_and_a_stranger_refer_nobody(world, programme):
    preview = world.arrive("tess", is_test=True)
    stranger = world.arrive("sam", role=CourseRole.NONE)

    with pytest.raises(NotAllowedError):
        refer(world, programme, preview)
    with pytest.raises(UnknownThingError):
        refer(world, programme, stranger)


def test_p02_another_persons_referral_is_not_there_to_take_back(world, programme):
    refer(world, programme)
    (link,) = world.kept("guest_links", programme.programme_id)

    with pytest.raises(UnknownThingError):
        world.services.referrals.take_back(programme.programme_id, link.link_id, actor=world.ada)
    world.services.referrals.take_back(programme.programme_id, link.link_id, actor=world.ben)
    assert standings(world, programme) == [Standing.ENDED]


def _now(world, programme):
    return world.kept("programme", programme.programme_id)
