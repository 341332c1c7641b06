"""M13: a second mentor comes to a pair, with the same rights, once they have signed."""

from datetime import timedelta

import pytest

from plugin.mentoring.enrolment import Profile, Side
from plugin.mentoring.errors import (
    AgreementMissingError,
    AlreadyPairedError,
    NotAllowedError,
    ShapeError,
    TrainingMissingError,
    UnknownThingError,
)
from plugin.mentoring.notices import NoticeState
from tests.mentoring.test_parts import part
from tests.services.databases import on_both
from tests.services.test_agreements import TERMS
from tests.services.test_guests import came
from tests.services.test_matching import leave
from tests.services.test_training import desk, do


@pytest.fixture
def programme(world):
    return world.programme(formal=True)


@pytest.fixture
def gus(world, programme):
    gus = world.arrive("gus")
    world.answer(programme, gus, Side.MENTOR)
    return gus


@pytest.fixture
def pair(world, programme):
    key = world.pair(programme)
    for who, side in ((world.ada, Side.MENTOR), (world.ben, Side.MENTEE)):
        world.answer(programme, who, side)
    agreements = world.services.agreements
    agreements.propose(key, TERMS, version=0, part=part(key, world.ben), actor=world.ben)
    agreements.sign(key, 1, part=part(key, world.ada), actor=world.ada)
    return key


def bring(world, pair, who, by=None):
    return world.services.side_by_side.bring(pair, who.person_id, actor=by or world.cleo)


@on_both
def test_m13_a_second_mentor_signs_and_then_has_the_same_rights(world, programme, pair, gus, at):
    offered = world.services.side_by_side.page(programme.programme_id, actor=world.cleo)
    bring(world, pair, gus)
    bring(world, pair, gus)
    services = world.services
    with pytest.raises(AgreementMissingError):
        services.sessions.book(pair, at(3, 10), actor=gus)

    services.agreements.sign(pair, 1, part=part(pair, gus), actor=gus)
    session = services.sessions.book(pair, at(3, 10), actor=gus)

    assert [one.given for one in offered.mentors] == ["Gus"]
    assert world.kept("relationship", pair).mentors == (world.ada.person_id, gus.person_id)
    assert session.people == {one.person_id for one in (world.ada, world.ben, gus)}
    assert session.organiser == gus.person_id
    for who in (world.ada, world.ben):
        told = world.kept("notices_of", who.person_id, NoticeState.WAITING)
        assert [one.news for one in told].count("members") == 1
    found = services.side_by_side.page(programme.programme_id, actor=world.cleo)
    assert found.mentors == ()


def test_m13_a_mentor_without_a_place_or_kept_away_is_not_brought(world, programme, pair, gus):
    other = world.pair(programme, gus, world.arrive("eve"))
    with pytest.raises(AlreadyPairedError):
        bring(world, pair, gus)
    world.end(other)
    with world.store.work(gus.tenant_id) as work:
        work.block(world.ben.person_id, gus.person_id, at=world.clock() - timedelta(days=1))

    with pytest.raises(NotAllowedError):
        bring(world, pair, gus)

    assert gus.person_id not in world.kept("relationship", pair).people


def test_m13_a_mentor_who_left_the_course_is_not_offered_and_a_guest_is(
    world, programme, pair, gus
):
    rut = came(world, programme)
    world.answer(programme, rut, Side.MENTOR)
    leave(world, "gus")

    offered = world.services.side_by_side.page(programme.programme_id, actor=world.cleo)

    assert [one.person_id for one in offered.mentors] == [rut.person_id]
    with pytest.raises(AlreadyPairedError):
        bring(world, pair, gus)


def test_m13_nobody_but_a_mentor_is_brought_and_by_nobody_but_a_coordinator(
    world, programme, pair, gus
):
    finn = world.arrive("finn")
    world.answer(programme, finn, Side.MENTEE)
    for who in (finn, world.arrive("nobody")):
        with pytest.raises(UnknownThingError):
            bring(world, pair, who)
    for by in (world.ada, world.ben, gus):
        with pytest.raises(NotAllowedError):
            bring(world, pair, gus, by=by)


def test_m13_nobody_is_brought_to_what_is_no_pairing_or_before_their_profile_is_sent(
    world, programme, pair, gus
):
    hal = world.arrive("hal")
    world.services.enrolments.begin(
        programme.programme_id, Side.MENTOR, Profile(), capacity=1, actor=hal
    )

    for where, who in (("nothing", gus), (pair, hal)):
        with pytest.raises(UnknownThingError):
            bring(world, where, who)


def test_m13_r1_a_second_mentor_is_trained_first(world, programme, pair, gus):
    own = desk(world, programme, required=(Side.MENTOR,))
    with pytest.raises(TrainingMissingError):
        bring(world, pair, gus)

    do(world, programme, own.key, gus, _1=1)
    bring(world, pair, gus)

    assert gus.person_id in world.kept("relationship", pair).mentors


def test_m13_one_mentee_has_four_mentors_at_most(world, programme, pair):
    for name in ("gus", "hal", "ida"):
        who = world.arrive(name)
        world.answer(programme, who, Side.MENTOR)
        bring(world, pair, who)
    fifth = world.arrive("jon")
    world.answer(programme, fifth, Side.MENTOR)

    with pytest.raises(ShapeError):
        bring(world, pair, fifth)
