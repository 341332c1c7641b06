"""M5: what counts of a background is switched on with a reason, and deleted when switched off."""

import pytest
from sqlalchemy import select

from plugin.mentoring.background import Background
from plugin.mentoring.confided import Confided
from plugin.mentoring.counted import WEIGHTS
from plugin.mentoring.enrolment import Side
from plugin.mentoring.errors import NotAllowedError, ReasonMissingError
from plugin.mentoring.groups import NO_CHOICES
from plugin.mentoring.programme import Format
from plugin.services.group_problem import Gathering
from plugin.services.match_problem import Cohort
from plugin.services.standing_drafts import ready_people, with_background
from plugin.store import tables
from tests.services.databases import on_both
from tests.services.test_group_drafts import draft
from tests.stores import NORTHMOOR

WHY = "Half of you are the first here; meet somebody who was"


@pytest.fixture
def programme(world):
    """Two mentors and two mentees, alike in all but their background."""
    made = world.programme()
    world.dan, world.eve = world.arrive("dan"), world.arrive("eve")
    return made


@pytest.fixture
def key(programme):
    return programme.programme_id


def switch(world, key, field=Background.FIRST, reason=WHY, actor=None):
    world.services.backgrounds.switch_on(key, field, reason, actor=actor or world.cleo)


def off(world, key, field=Background.FIRST):
    world.services.backgrounds.switch_off(key, field, actor=world.cleo)


def everybody(world, programme, **said):
    """Have all four answer; `said` is what each says of their background."""
    sides = {"ada": Side.MENTOR, "dan": Side.MENTOR, "ben": Side.MENTEE, "eve": Side.MENTEE}
    for name, side in sides.items():
        confided = Confided(background=tuple(said.get(name, {}).items()))
        world.answer(programme, getattr(world, name), side, confided=confided)


def kept(world, key, who):
    return world.kept("enrolment", key, who.person_id).profile.confided.background


def pairs(shown):
    return {one.mentee.name: one.mentor.name for one in shown.pairs}


def problems(world, key):
    """What a solver would be given now, of pairs and of peers."""
    with world.store.look(NORTHMOOR) as work:
        programme = work.programme(key)
        ready = with_background(programme, ready_people(work, programme))
    now = world.clock()
    gathered = Gathering(Format.PEER, tuple(ready.values()), (), ())
    return (
        Cohort.of(ready.values(), {}).problem(WEIGHTS, now=now),
        gathered.problem(WEIGHTS, NO_CHOICES, now=now),
    )


@on_both
def test_m5_off_whatever_is_said_gives_the_same_problem_and_draft_to_the_byte(
    world, programme, key
):
    everybody(world, programme)
    silent, first = problems(world, key), draft(world, key).saved.draft
    everybody(world, programme, ada={"first": "yes", "gender": "woman"}, ben={"first": "yes"},
              dan={"age": "50 and over"}, eve={"origin": "asia"})  # fmt: skip

    assert problems(world, key) == silent
    assert draft(world, key).saved.draft == first
    assert kept(world, key, world.ada) == ()


@on_both
def test_m5_on_an_answer_in_common_counts_and_no_page_shows_it(world, programme, key):
    switch(world, key)
    everybody(world, programme, ada={"first": "no"}, dan={"first": "yes"}, ben={"first": "yes"},
              eve={"first": "no"})  # fmt: skip
    shown = draft(world, key)
    everybody(world, programme, ada={"first": "yes"}, dan={"first": "no"}, ben={"first": "yes"},
              eve={"first": "no"})  # fmt: skip
    other = draft(world, key)

    assert pairs(shown) == {"Ben": "Dan", "Eve": "Ada"}
    assert pairs(other) == {"Ben": "Ada", "Eve": "Dan"}
    fits = [one.fit for one in (*shown.pairs, *other.pairs)]
    assert all((one.score, one.reasons) == (fits[0].score, fits[0].reasons) for one in fits)


@on_both
def test_m5_switched_off_what_was_answered_is_deleted_and_counts_no_more(world, programme, key):
    everybody(world, programme)
    silent = problems(world, key)
    switch(world, key)
    switch(world, key, Background.GENDER)
    everybody(world, programme, ada={"first": "yes", "gender": "man"}, ben={"first": "yes"})
    before = (kept(world, key, world.ada), problems(world, key) == silent)
    off(world, key)
    left = kept(world, key, world.ada)
    off(world, key, Background.GENDER)
    off(world, key, Background.GENDER)

    assert before == ((("gender", "man"), ("first", "yes")), False)
    assert left == (("gender", "man"),)
    assert (kept(world, key, world.ada), kept(world, key, world.ben)) == ((), ())
    assert problems(world, key) == silent


def test_m5_a_reason_is_required_and_the_decision_is_audited(world, key):
    with pytest.raises(ReasonMissingError):
        switch(world, key, reason="  ")
    assert world.kept("programme", key).life.background == ()

    switch(world, key)
    off(world, key)

    with world.store.look(NORTHMOOR) as work:
        events = [row.event for row in work.rows(select(tables.audit.c.event))]
    assert events.count("background.on") == events.count("background.off") == 1


def test_m5_only_coordinators_decide(world, key):
    with pytest.raises(NotAllowedError):
        switch(world, key, actor=world.ada)
    with pytest.raises(NotAllowedError):
        world.services.backgrounds.page(key, actor=world.ben)
    with pytest.raises(NotAllowedError):
        world.services.backgrounds.switch_off(key, Background.AGE, actor=world.ben)

    assert world.kept("programme", key).life.background == ()


def test_m5_the_answers_are_sealed_where_they_are_kept(world, programme, key):
    switch(world, key, Background.ORIGIN)
    everybody(world, programme, ben={"origin": "oceania"})
    with world.store.look(NORTHMOOR) as work:
        rows = work.rows(select(tables.enrolment.c.profile, tables.enrolment.c.confided))

    assert not any("oceania" in str(row) for row in rows)
    assert kept(world, key, world.ben) == (("origin", "oceania"),)
