"""What people confide works without being shown, and an unfinished profile is kept."""

from dataclasses import replace

import pytest
from sqlalchemy import text

from plugin.mentoring.agreement import Terms
from plugin.mentoring.confided import Confided, Ready
from plugin.mentoring.enrolment import Learn, Medium, Profile, Side, Talk
from plugin.mentoring.errors import DistanceError, WrongStateError
from plugin.mentoring.programme import Entry
from tests.mentoring.test_parts import part
from tests.services.databases import on_both
from tests.services.world import OFFICE
from tests.stores import NORTHMOOR


@pytest.fixture
def pair(world):
    programme = world.programme()
    world.answer(programme, world.ada, Side.MENTOR)
    return world.pair(programme), programme


@on_both
def test_m2_m4_s17_a_whole_profile_is_kept_and_what_is_confided_is_sealed(world):
    programme = world.programme()
    said = {
        "aims": ("Leading people",),
        "talks": (Talk.GENTLE,),
        "learns": (Learn.DOING, Learn.READING),
        "media": (Medium.PHONE, Medium.VIDEO),
        "entry": Entry.RETURNING,
        "confided": Confided(
            access="captions, owls",
            hopes="a farm",
            virtual_only=True,
            checked=(Ready.CURIOUS,),
        ),
    }
    world.answer(programme, world.ben, Side.MENTEE, **said)

    kept = world.kept("enrolment", programme.programme_id, world.ben.person_id).profile

    assert {name: getattr(kept, name) for name in said} == said
    with world.store.database.transaction(NORTHMOOR, write=False) as connection:
        row = connection.execute(text("SELECT * FROM enrolment")).one()
    assert not any(b"owls" in bytes(str(one), "utf-8") for one in row)


def test_what_does_not_open_is_not_overwritten(world, pair):
    _relationship, programme = pair
    world.answer(programme, world.ben, Side.MENTEE, confided=Confided(access="captions"))
    with world.store.database.transaction(NORTHMOOR) as connection:
        connection.execute(
            text("UPDATE enrolment SET confided = :junk WHERE side = 'mentee'"), {"junk": b"junk"}
        )
    broken = world.kept("enrolment", programme.programme_id, world.ben.person_id)
    assert not broken.profile.confided.readable

    world.save("enrolment", broken)

    with world.store.database.transaction(NORTHMOOR, write=False) as connection:
        kept = connection.execute(text("SELECT confided FROM enrolment WHERE side = 'mentee'"))
        assert kept.scalar_one() == b"junk"


def test_m12_nobody_agrees_to_meet_in_person_where_one_meets_at_a_distance(world, pair):
    relationship, programme = pair
    world.answer(programme, world.ben, Side.MENTEE, confided=Confided(virtual_only=True))
    propose = world.services.agreements.propose
    terms, own = Terms(medium=Medium.IN_PERSON), part(relationship, world.ada)

    with pytest.raises(DistanceError):
        propose(relationship, terms, version=0, actor=world.ada, part=own)
    phone = replace(terms, medium=Medium.PHONE)
    propose(relationship, phone, version=0, actor=world.ada, part=own)


def test_an_unfinished_profile_is_kept_and_matches_nobody(world):
    programme = world.programme()
    begin = world.services.enrolments.begin
    said = Profile(seeks=("Writing",), hours=OFFICE, zone="Europe/Berlin")
    begin(programme.programme_id, Side.MENTEE, said, capacity=1, actor=world.ben)

    _programme, mine = world.services.enrolments.mine(programme.programme_id, actor=world.ben)
    assert (mine.profile.seeks, mine.ready_at) == (("Writing",), None)

    world.answer(programme, world.ben, Side.MENTEE)
    with pytest.raises(WrongStateError):
        begin(programme.programme_id, Side.MENTEE, said, capacity=1, actor=world.ben)
