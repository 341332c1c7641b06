"""Mentors from outside the course: invited by a link, known by (tenant, object id)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from plugin.mentoring import policy
from plugin.mentoring.enrolment import Profile, Side
from plugin.mentoring.errors import (
    LinkOverError,
    NotAllowedError,
    OnlyDoorError,
    ShapeError,
    UnknownThingError,
)
from plugin.mentoring.guest import LASTS
from plugin.mentoring.people import Actor, CourseRole
from plugin.mentoring.programme import Format, Stage
from plugin.mentoring.relationship import RelationshipState
from plugin.ports.guests import Identity
from tests.services.databases import on_both
from tests.stores import NORTHMOOR


def somebody(oid="oid-rut", **changed):
    said = {"name": "Rut Vance", "address": "rut@alumni.example"} | changed
    return Identity("sandbox", "entra", oid, **said)


@pytest.fixture
def programme(world):
    return world.programme()


@pytest.fixture
def guests(world):
    return world.services.guests


def link(world, programme, memo="Rut"):
    return world.services.guests.invite(programme.programme_id, memo, actor=world.cleo)


def came(world, programme, who=None):
    return world.services.guests.accept(link(world, programme), who or somebody())


def kept_links(world, programme):
    return world.kept("guest_links", programme.programme_id)


def test_who_signs_in_by_a_link_becomes_a_person_who_mentors_in_that_programme(world, programme):
    rut = came(world, programme)

    part = world.answer(programme, rut, Side.MENTOR, offers=("Writing",))
    assert (part.person_id, part.side) == (rut.person_id, Side.MENTOR)
    assert world.kept("person", rut.person_id).name == "Rut Vance"
    assert world.kept("account", rut.person_id).object_id == "oid-rut"


def test_a_guest_stands_on_no_other_side(world, programme):
    rut = came(world, programme)

    with pytest.raises(NotAllowedError):
        world.answer(programme, rut, Side.MENTEE)
    with pytest.raises(NotAllowedError):
        world.services.enrolments.begin(
            programme.programme_id, Side.MENTEE, Profile(), capacity=1, actor=rut
        )


def test_p01_a_guest_sees_their_programme_and_no_other_of_the_course(world, programme):
    other, rut = world.programme(title="Another"), came(world, programme)

    assert policy.may_see_programme(rut, programme)
    assert not policy.may_see_programme(rut, other)
    assert not policy.may_coordinate(rut, programme)
    with pytest.raises(UnknownThingError):
        world.services.enrolments.mine(other.programme_id, actor=rut)


@pytest.mark.parametrize("use", ["page", "invite", "end"])
def test_p01_a_guest_invites_nobody(world, programme, guests, use):
    rut = came(world, programme)
    more = {"page": (), "invite": ("x",), "end": ("x",)}[use]

    with pytest.raises(NotAllowedError):
        getattr(guests, use)(programme.programme_id, *more, actor=rut)


def test_a_link_is_good_once(world, programme, guests):
    secret = link(world, programme)
    guests.accept(secret, somebody())

    with pytest.raises(LinkOverError):
        guests.accept(secret, somebody("oid-eve"))
    with pytest.raises(LinkOverError):
        guests.invited(secret)


def test_a_link_lapses(world, programme, guests, clock):
    secret = link(world, programme)
    clock.advance(LASTS)

    with pytest.raises(LinkOverError):
        guests.accept(secret, somebody())


def test_a_link_that_was_taken_back_lets_nobody_in(world, programme, guests):
    secret = link(world, programme)
    (made,) = kept_links(world, programme)
    guests.end(programme.programme_id, made.link_id, actor=world.cleo)

    with pytest.raises(LinkOverError):
        guests.accept(secret, somebody())


def test_m9_a_link_into_a_programme_that_is_over_lets_nobody_in(world, programme, guests):
    secret = link(world, programme)
    kept = world.kept("programme", programme.programme_id)
    world.save("programme", replace(kept, stage=Stage.CLOSED))

    for use in (guests.invited, guests.refuse, lambda one: guests.accept(one, somebody())):
        with pytest.raises(LinkOverError):
            use(secret)
    assert kept_links(world, programme)[0].person_id is None


class Vanishing:
    """A store whose links are gone when one looks again."""

    def __init__(self, store):
        self.store = store

    def __getattr__(self, name):
        return getattr(self.store, name)

    def guest_link_of(self, secret_hash):
        found = self.store.guest_link_of(secret_hash)
        with self.store.database.transaction(NORTHMOOR) as connection:
            connection.exec_driver_sql("DELETE FROM guest_link")
        return found


def test_m9_a_link_that_is_removed_at_this_moment_is_over(world, programme, guests):
    secret = link(world, programme)

    with pytest.raises(LinkOverError):
        replace(guests, store=Vanishing(world.store)).accept(secret, somebody())
    assert world.kept("owner_of", "sandbox", "entra", "oid-rut") is None


def test_an_invented_link_is_answered_like_one_that_is_over(guests):
    with pytest.raises(LinkOverError):
        guests.invited("invented")


def test_looking_at_a_link_uses_nothing_up(world, programme, guests):
    secret = link(world, programme)
    guests.invited(secret)

    assert guests.invited(secret).by.person_id == world.cleo.person_id


def test_the_secret_is_kept_nowhere_and_the_memo_goes_once_they_came(world, programme, guests):
    secret = link(world, programme)
    (before,) = kept_links(world, programme)
    guests.accept(secret, somebody())
    (after,) = kept_links(world, programme)

    assert secret not in str(before)
    assert (before.memo, after.memo) == ("Rut", "")


def test_the_memo_of_a_link_that_nobody_used_goes_once_it_is_over(world, programme, clock):
    link(world, programme)
    memos = []
    for passed in (LASTS - timedelta(seconds=1), timedelta(seconds=1)):
        clock.advance(passed)
        world.services.retention.forget(NORTHMOOR)
        memos.append(kept_links(world, programme)[0].memo)

    assert memos == ["Rut", ""]


def test_the_same_account_is_the_same_person_whatever_its_address_says(world, programme):
    second = world.programme(title="Second")
    first = came(world, programme)
    again = came(world, second, somebody(address="other@alumni.example", name="R. V."))

    assert again.person_id == first.person_id


def test_another_account_with_the_same_address_is_somebody_else(world, programme):
    first = came(world, programme)
    other = came(world, programme, somebody("oid-other"))

    assert other.person_id != first.person_id


def test_somebody_known_from_a_course_by_that_account_stays_who_they_are(world, programme):
    world.connect(world.ada, object_id="oid-ada")

    assert came(world, programme, somebody("oid-ada")).person_id == world.ada.person_id


def test_a_guest_is_known_again_by_the_account_alone(world, programme, guests):
    rut = came(world, programme)

    (found,) = guests.again(somebody(address="moved@alumni.example"))
    assert (found.person_id, found.programme_id) == (rut.person_id, programme.programme_id)
    assert guests.again(somebody("oid-nobody")) == []
    assert guests.still(NORTHMOOR, rut.person_id, programme.programme_id) == rut


def test_ending_a_part_ends_pairs_and_matching_and_the_way_in(world, programme, guests):
    rut = came(world, programme)
    world.answer(programme, rut, Side.MENTOR)
    pair = world.pair(programme, mentor=rut)
    (made,) = kept_links(world, programme)

    guests.end(programme.programme_id, made.link_id, actor=world.cleo)
    guests.end(programme.programme_id, made.link_id, actor=world.cleo)

    assert world.kept("relationship", pair).state is RelationshipState.ENDED
    assert world.kept("enrolment", programme.programme_id, rut.person_id).ready_at is None
    assert guests.again(somebody()) == []
    with pytest.raises(LinkOverError):
        guests.still(NORTHMOOR, rut.person_id, programme.programme_id)


@on_both
def test_a_guest_is_drafted_published_and_gathered_with_the_mentors(world, programme):
    rut, matching = came(world, programme), world.services.matching
    world.answer(programme, rut, Side.MENTOR)
    world.answer(programme, world.ben, Side.MENTEE)
    key = programme.programme_id

    matching.suggest(key, actor=world.cleo)
    saved = world.kept("draft", key)
    (pair,) = matching.publish(key, version=saved.version, actor=world.cleo)
    world.answer(programme, world.ada, Side.MENTOR)
    (circle,) = world.services.mentor_circles.gather(key, "Mentors", actor=world.cleo)

    assert world.kept("relationship", pair).mentors == (rut.person_id,)
    assert world.kept("relationship", circle).people == {rut.person_id, world.ada.person_id}


def test_a_guest_whose_part_is_over_or_who_is_not_let_in_yet_is_not_drafted(world, programme):
    key, rut = programme.programme_id, came(world, programme)
    world.answer(programme, rut, Side.MENTOR)
    (made,) = kept_links(world, programme)
    assert world.kept("guests_in", key) == {rut.person_id}
    world.services.guests.end(key, made.link_id, actor=world.cleo)
    secret = world.services.referrals.refer(key, "Knows", actor=world.ben)
    world.services.guests.accept(secret, somebody("oid-asks"))

    assert world.kept("guests_in", key) == frozenset()


def test_p02_a_link_of_another_programme_is_not_there(world, programme, guests):
    other = world.programme(title="Another")
    link(world, other)
    (made,) = kept_links(world, other)

    with pytest.raises(UnknownThingError):
        guests.end(programme.programme_id, made.link_id, actor=world.cleo)


def test_nobody_is_invited_to_mentor_where_nobody_mentors(world, guests):
    peers = replace(world.kept("programme", world.programme().programme_id), formats=(Format.PEER,))
    world.save("programme", peers)

    with pytest.raises(ShapeError):
        link(world, peers)


def test_a_guest_does_not_disconnect_the_account_they_come_in_by(world, programme):
    rut = came(world, programme)

    with pytest.raises(OnlyDoorError):
        world.services.accounts.disconnect(actor=rut)
    assert world.kept("account", rut.person_id)


def test_a_guest_can_have_everything_removed_all_the_same(world, programme, guests):
    rut = came(world, programme)
    world.services.privacy.ask_removal(actor=rut)
    world.clock.advance(hours=13)
    world.run()

    assert world.kept("account", rut.person_id) is None
    assert guests.again(somebody()) == []


def test_in_teams_the_same_account_opens_the_same_people(world, programme):
    rut = came(world, programme)
    pair = world.pair(programme, mentor=rut)
    account = world.store.account_of("sandbox", "entra", "oid-rut")
    in_teams = Actor(account.tenant_id, account.person_id, None, CourseRole.NONE)

    facts, _waiting = world.services.tabs.people(actor=in_teams)

    assert [one.relationship_id for one in facts.lines] == [pair]
