"""Goals over the real store: whose they are, and who is shown them."""

from dataclasses import replace

import pytest

from plugin.mentoring.errors import (
    GoalUnfinishedError,
    NotAllowedError,
    UnknownThingError,
    WrongStateError,
)
from plugin.mentoring.goals import Course, GoalState
from plugin.mentoring.notices import News, NoticeState
from plugin.ports.errors import ConflictError
from plugin.services.usefulness import is_useful
from tests.mentoring.test_goals import goal
from tests.mentoring.test_parts import part
from tests.services.databases import on_both
from tests.services.test_agreements import TERMS
from tests.stores import NORTHMOOR


@pytest.fixture
def programme(world):
    return world.programme()


@pytest.fixture
def pair(world, programme):
    return world.pair(programme)


def begins(world, pair, *, firm=True, by=None, **changed):
    who = by or world.ben
    said = goal(relationship_id=pair, tenant_id=who.tenant_id, owner=who.person_id, **changed)
    return world.services.goals.begin(said, firm=firm, actor=who)


def seen(world, pair, who):
    return [one.specific for one in world.services.goals.page(pair, actor=who).goals]


@on_both
def test_g1_a_draft_is_its_owners_alone_until_it_is_set(world, pair):
    made = begins(world, pair, firm=False, measurable="")
    before = (seen(world, pair, world.ben), seen(world, pair, world.ada))
    goals, kept = world.services.goals, world.kept("goal", made.goal_id)
    with pytest.raises(GoalUnfinishedError):
        goals.write(made.goal_id, kept, firm=True, actor=world.ben)

    goals.write(made.goal_id, replace(kept, measurable="Three"), firm=True, actor=world.ben)

    assert before == (["Write to three people"], [])
    assert seen(world, pair, world.ada) == ["Write to three people"]


@on_both
def test_g3_g9_steps_cheers_and_skills_are_kept(world, pair):
    made = begins(world, pair, skills=("time", "agility"))
    goals, today = world.services.goals, world.clock().date()
    goals.add_milestone(made.goal_id, "Ask the first", actor=world.ben)
    goals.reach(made.goal_id, 0, today, actor=world.ben)

    goals.cheer(made.goal_id, 0, "Well done", actor=world.ada)

    kept = world.kept("goal", made.goal_id)
    step = kept.milestones[0]
    assert (step.reached_on, step.cheer, step.cheered_by) == (
        today, "Well done", world.ada.person_id,
    )  # fmt: skip
    assert kept.skills == ("time", "agility")


@on_both
def test_coordinators_see_goals_once_all_say_yes_and_no_longer_once_one_does_not(
    world, programme, pair
):
    begins(world, pair)
    begins(world, pair, firm=False, specific="A draft")
    goals, key = world.services.goals, programme.programme_id

    def shown():
        return [one.specific for one in goals.shared(key, actor=world.cleo)[1]]

    none = shown()
    goals.share(pair, True, actor=world.ben)
    half = shown()
    goals.share(pair, True, actor=world.ada)
    whole = shown()
    goals.share(pair, False, actor=world.ben)

    assert (none, half, whole, shown()) == ([], [], ["Write to three people"], [])
    with pytest.raises(NotAllowedError):
        goals.shared(key, actor=world.ada)


def test_every_word_on_whether_goals_are_seen_stays_in_ones_history(world, pair):
    for yes in (True, False, True):
        world.services.goals.share(pair, yes, actor=world.ben)
        world.clock.advance(minutes=1)

    said = world.services.privacy.held(actor=world.ben).consents

    assert [(one.what, one.given) for one in said] == [
        ("goals", True), ("goals", False), ("goals", True),
    ]  # fmt: skip
    assert world.kept("goal_sharing", pair) == {world.ben.person_id: True}


@on_both
def test_who_reads_goals_that_were_shared_is_told_to_their_owner(world, programme, pair):
    begins(world, pair)
    goals, key = world.services.goals, programme.programme_id
    for who in (world.ada, world.ben):
        goals.share(pair, True, actor=who)
    unread = world.services.privacy.seen(actor=world.ben)

    goals.shared(key, actor=world.cleo)

    (line,) = world.services.privacy.seen(actor=world.ben)
    assert unread == []
    assert (line.event, line.label, line.at) == ("goals.read", "Cleo", world.clock())
    assert world.services.privacy.seen(actor=world.ada) == []


def test_nobody_is_told_that_they_read_goals_of_their_own(world, programme):
    ours = world.pair(programme, mentor=world.cleo)
    begins(world, ours)
    for who in (world.cleo, world.ben):
        world.services.goals.share(ours, True, actor=who)

    _programme, read, _people = world.services.goals.shared(
        programme.programme_id, actor=world.cleo
    )

    assert len(read) == 1
    assert world.services.privacy.seen(actor=world.ben) == []


@on_both
def test_g7_g8_a_review_is_kept_and_the_next_is_due_by_the_agreement(world, pair):
    made = begins(world, pair)
    goals, agreements = world.services.goals, world.services.agreements
    agreements.propose(
        pair, replace(TERMS, review_weeks=4), version=0, actor=world.ben, part=part(pair, world.ben)
    )
    agreements.sign(pair, 1, actor=world.ada, part=part(pair, world.ada))
    due = goals.page(pair, actor=world.ben).review_at
    world.clock.advance(days=28)

    goals.review(pair, {made.goal_id: (Course.GAP, "Busy")}, actor=world.ada)

    page = goals.page(pair, actor=world.ben)
    assert due == world.clock()
    assert (page.review_at - world.clock()).days == 28
    assert [(one.last.course, one.last.note) for one in page.movements] == [(Course.GAP, "Busy")]


def test_a_review_names_goals_of_this_relationship_only(world, programme, pair):
    other = world.pair(programme, world.arrive("dora"), world.arrive("eve"))
    theirs = begins(world, other, by=world.arrive("eve"))

    with pytest.raises(UnknownThingError):
        world.services.goals.review(pair, {theirs.goal_id: (Course.GAP, "")}, actor=world.ben)


def test_of_two_windows_that_change_a_goal_the_later_is_told(world, pair):
    made = begins(world, pair)
    goals, kept = world.services.goals, world.kept("goal", made.goal_id)
    goals.write(made.goal_id, replace(kept, specific="Write to two"), firm=False, actor=world.ben)

    with pytest.raises(ConflictError):
        goals.write(made.goal_id, kept, firm=False, actor=world.ben)


def test_a_goal_is_nobody_elses_to_change_and_of_nobody_outside(world, pair):
    made = begins(world, pair)
    goals, key = world.services.goals, made.goal_id

    with pytest.raises(NotAllowedError):
        goals.end(key, GoalState.REACHED, version=1, actor=world.ada)
    with pytest.raises(UnknownThingError):
        goals.of(key, actor=world.ada)
    for who in (world.cleo, world.arrive("dora")):
        with pytest.raises(UnknownThingError):
            goals.cheer(key, None, "x", actor=who)


def test_after_the_end_goals_are_read_and_not_written(world, pair):
    made = begins(world, pair)
    world.end(pair)

    with pytest.raises(WrongStateError):
        world.services.goals.add_milestone(made.goal_id, "More", actor=world.ben)
    assert seen(world, pair, world.ada) == ["Write to three people"]


@on_both
def test_g3_the_partner_is_told_once_of_a_step_that_is_reached_and_of_no_other(world, pair):
    made, draft = begins(world, pair), begins(world, pair, firm=False, measurable="")
    goals, today = world.services.goals, world.clock().date()
    for key in (made.goal_id, draft.goal_id):
        goals.add_milestone(key, "Ask the first", actor=world.ben)
        goals.reach(key, 0, today, actor=world.ben)
    goals.reach(made.goal_id, 0, None, actor=world.ben)
    (told,) = world.kept("notices_of", world.ada.person_id, NoticeState.WAITING)
    with world.store.look(NORTHMOOR) as work:
        idle = is_useful(work, told)

    goals.reach(made.goal_id, 0, today, actor=world.ben)
    goals.end(made.goal_id, GoalState.REACHED, version=5, actor=world.ben)

    waiting = world.kept("notices_of", world.ada.person_id, NoticeState.WAITING)
    with world.store.look(NORTHMOOR) as work:
        useful = [is_useful(work, one) for one in waiting]
    assert (idle, useful) == (False, [True, True])
    assert {one.news for one in waiting} == {News.REACHED}
    assert not world.kept("notices_of", world.ben.person_id, NoticeState.WAITING)
