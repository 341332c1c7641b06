"""P10: what brings people decides who may stand where, and which starter pack they are offered."""

from dataclasses import replace

import pytest

from plugin.gateways.starter_courses import starter_courses
from plugin.mentoring.eligibility import PACKS, asked, may_stand_with
from plugin.mentoring.enrolment import Profile, Side
from plugin.mentoring.errors import NotEligibleError
from plugin.mentoring.programme import Entry, Life
from plugin.mentoring.training import Kind
from tests.services.databases import on_both
from tests.services.test_training import EN, desk

RULE = ((Side.MENTEE.value, (Entry.NEW, Entry.RETURNING)), (Side.MENTOR.value, (Entry.NEW_POST,)))


@pytest.fixture
def programme(world):
    made = world.programme()
    life = replace(made.life, entries=(Entry.TURNING_POINT,), eligible=RULE)
    now = world.kept("programme", made.programme_id)
    world.save("programme", replace(now, life=life))
    return world.kept("programme", made.programme_id)


def shelf(world, programme, actor):
    found = world.services.training.shelf(programme.programme_id, actor=actor, **EN)
    return {one.module.key for one in found.lines}


def packs(world, programme, actor, entry):
    parts = [(programme.programme_id, entry)]
    found = world.services.training.packs(parts, actor=actor, **EN)
    return {one.title for one in found.values()}


@on_both
def test_p10_a_reason_decides_who_may_stand_on_a_side(world, programme):
    with pytest.raises(NotEligibleError):
        world.answer(programme, world.ben, Side.MENTEE, entry=Entry.NEW_POST)
    with pytest.raises(NotEligibleError):
        world.answer(programme, world.ben, Side.MENTEE)
    with pytest.raises(NotEligibleError):
        world.answer(programme, world.ada, Side.MENTOR, entry=Entry.NEW)

    assert world.kept("enrolment", programme.programme_id, world.ben.person_id) is None
    assert world.answer(programme, world.ben, Side.MENTEE, entry=Entry.NEW).ready_at
    assert world.answer(programme, world.ada, Side.MENTOR, entry=Entry.NEW_POST).ready_at


def test_p10_a_profile_that_was_sent_before_the_rule_stays_and_is_sent_again(world):
    made = world.programme()
    world.answer(made, world.ben, Side.MENTEE)
    life = replace(made.life, eligible=RULE)
    world.save("programme", replace(world.kept("programme", made.programme_id), life=life))

    assert world.answer(made, world.ben, Side.MENTEE, about="Still me").ready_at
    with pytest.raises(NotEligibleError):
        world.answer(made, world.ben, Side.MENTOR)


def test_p10_a_draft_of_a_profile_is_kept_whatever_brings_somebody(world, programme):
    begun = world.services.enrolments.begin(
        programme.programme_id,
        Side.MENTEE,
        Profile(entry=Entry.TURNING_POINT),
        capacity=1,
        actor=world.ben,
    )

    assert begun.ready_at is None


def test_p10_every_reason_that_a_rule_names_is_asked_and_a_side_without_one_takes_anybody():
    life = Life(entries=(Entry.TURNING_POINT,), eligible=RULE)

    assert asked(life) == tuple(Entry)
    assert asked(Life()) == ()
    assert may_stand_with(life, Side.PEER, None)
    assert may_stand_with(Life(), Side.MENTOR, None)


@on_both
def test_p10_each_is_offered_the_pack_of_their_own_reason_and_no_other(world, programme):
    world.answer(programme, world.ben, Side.MENTEE, entry=Entry.RETURNING)
    world.answer(programme, world.ada, Side.MENTOR, entry=Entry.NEW_POST)
    every = set(PACKS.values())

    assert shelf(world, programme, world.ben) & every == {PACKS[Entry.RETURNING]}
    assert shelf(world, programme, world.ada) & every == {PACKS[Entry.NEW_POST]}
    assert shelf(world, programme, world.arrive("nobody")) & every == set()
    assert packs(world, programme, world.ben, Entry.RETURNING) == {
        "Back from leave: where to begin"
    }


def test_p10_a_coordinator_puts_a_pack_of_their_own_in_its_place_or_leaves_it_out(world, programme):
    desk(world, programme, key=PACKS[Entry.NEW], title="Our first weeks", kind=Kind.CHECK_LIST)
    own = packs(world, programme, world.ben, Entry.NEW)
    kept = {one.key: one for one in world.kept("modules", programme.programme_id)}
    version = kept[PACKS[Entry.NEW]].version
    desk(world, programme, key=PACKS[Entry.NEW], title="Ours", hidden=True, version=version)

    assert own == {"Our first weeks"}
    assert packs(world, programme, world.ben, Entry.NEW) == set()


@pytest.mark.parametrize("language", ["en", "de"])
def test_p10_there_is_a_pack_for_each_reason_in_each_language(language):
    ours = {one.key: one for one in starter_courses(language)}

    assert set(PACKS) == set(Entry)
    assert all(ours[key].kind is Kind.CHECK_LIST for key in PACKS.values())
