"""Drafting pairs, changing the draft, and publishing exactly what was seen."""

from dataclasses import replace
from threading import Thread

import pytest

from plugin.mentoring.counted import WEIGHTS, Part
from plugin.mentoring.enrolment import Side
from plugin.mentoring.errors import AlreadyPairedError, ShapeError, WrongStateError
from plugin.mentoring.matching import Why, weighed
from plugin.mentoring.people import CourseRole
from plugin.mentoring.place import PlaceState
from plugin.mentoring.programme import Stage
from plugin.ports.errors import ConflictError
from plugin.ports.values import RosterMember
from tests.services.databases import on_both, on_postgres
from tests.stores import NORTHMOOR


@pytest.fixture
def programme(world):
    return world.programme()


@pytest.fixture
def key(programme):
    return programme.programme_id


@pytest.fixture
def dan(world):
    return world.arrive("dan")


@pytest.fixture
def ready(world, programme, dan):
    """Ada mentors two at most; ben and dan seek a mentor."""
    world.answer(programme, world.ada, Side.MENTOR, capacity=2, offers=("Networking",))
    world.answer(programme, world.ben, Side.MENTEE, seeks=("Networking",))
    world.answer(programme, dan, Side.MENTEE)


@pytest.fixture
def draft(world, key, ready):
    world.services.matching.suggest(key, actor=world.cleo)
    return world.kept("draft", key)


def page(world, key):
    return world.services.matching.page(key, actor=world.cleo)


def publish(world, key, version):
    return world.services.matching.publish(key, version=version, actor=world.cleo)


def pairs(world, key):
    return [(one.mentee.name, one.mentor.name) for one in page(world, key).pairs]


def test_before_the_first_suggestion_the_page_shows_who_is_there(world, key, ready):
    shown = page(world, key)

    assert (shown.saved, shown.pairs, shown.unplaced) == (None, (), ())
    assert [(person.name, seats) for person, seats in shown.mentors] == [("Ada", 2)]


def test_a_suggestion_pairs_those_who_are_ready_and_says_why(world, key, draft):
    shown = page(world, key)

    assert pairs(world, key) == [("Ben", "Ada"), ("Dan", "Ada")]
    assert Part.SKILLS in [reason.part for reason in shown.pairs[0].fit.reasons]
    assert [seats for _, seats in shown.mentors] == [0]


def test_n11_who_left_the_course_is_not_matched(world, key, ready):
    leave(world, "dan")

    world.services.matching.suggest(key, actor=world.cleo)

    assert pairs(world, key) == [("Ben", "Ada")]


def leave(world, *subjects):
    """The LMS's list without these."""
    world.rosters.members = [
        RosterMember(one, one.title(), None, CourseRole.LEARNER, active=True)
        for one in ("ada", "ben", "cleo", "dan")
        if one not in subjects
    ]
    world.services.rosters.read(NORTHMOOR, world.cleo.course_id)
    with world.store.work(NORTHMOOR) as work:
        waiting = work.proposal(world.cleo.course_id)
        (programme, *_) = work.programmes_in(world.cleo.course_id)
    if waiting is not None:
        world.services.rosters.settle(
            programme.programme_id, version=waiting.version, remove=True, actor=world.cleo
        )


def test_a_programme_that_is_no_longer_open_suggests_nothing(world, programme, key):
    world.save("programme", replace(world.kept("programme", key), stage=Stage.CLOSED))

    with pytest.raises(WrongStateError):
        world.services.matching.suggest(key, actor=world.cleo)


def test_a_second_suggestion_takes_the_place_of_the_first(world, key, draft):
    move(world, key, world.ben, None, version=draft.version)

    world.services.matching.suggest(key, actor=world.cleo)

    assert len(pairs(world, key)) == 2


def move(world, key, mentee, mentor, *, version):
    world.services.matching.move(
        key,
        mentee.person_id,
        mentor.person_id if mentor else None,
        version=version,
        actor=world.cleo,
    )


def test_a_mentee_taken_out_is_left_over_by_hand_and_may_come_back(world, key, draft):
    move(world, key, world.ben, None, version=1)
    out = page(world, key)

    move(world, key, world.ben, world.ada, version=2)

    assert [(person.name, why) for person, _, why in out.unplaced] == [("Ben", Why.BY_HAND)]
    assert [pair.by_hand for pair in page(world, key).pairs] == [True, False]


def test_a_mentor_without_mentees_is_said_to_be_free(world, key, draft, dan):
    move(world, key, world.ben, None, version=1)
    move(world, key, dan, None, version=2)

    unplaced = {person.name: why for person, _, why in page(world, key).unplaced}
    assert unplaced == {"Ben": Why.BY_HAND, "Dan": Why.BY_HAND, "Ada": Why.NO_MENTEE}


def test_nobody_is_moved_before_there_is_a_draft(world, key, ready):
    with pytest.raises(WrongStateError):
        move(world, key, world.ben, world.ada, version=0)


@pytest.mark.parametrize(("mentee", "mentor"), [("ada", "ada"), ("cleo", "ada"), ("ben", "cleo")])
def test_only_a_mentee_is_given_to_a_mentor(world, key, draft, mentee, mentor):
    with pytest.raises(ShapeError):
        move(world, key, getattr(world, mentee), getattr(world, mentor), version=1)


def test_a_mentor_is_given_no_more_mentees_than_they_offered(world, programme, key, draft):
    eve = world.arrive("eve")
    world.answer(programme, eve, Side.MENTEE)

    with pytest.raises(AlreadyPairedError):
        move(world, key, eve, world.ada, version=1)


@on_both
def test_x04_the_second_of_two_coordinators_is_told_and_nothing_is_lost(world, key, draft):
    move(world, key, world.ben, None, version=1)

    with pytest.raises(ConflictError):
        move(world, key, world.ben, world.ada, version=1)
    with pytest.raises(ConflictError):
        publish(world, key, 1)

    assert world.kept("relationships_in", key) == []
    assert pairs(world, key) == [("Dan", "Ada")]


def test_x04_a_draft_is_published_once(world, key, draft):
    made = publish(world, key, 1)

    with pytest.raises(WrongStateError):
        publish(world, key, 1)

    assert [one.relationship_id for one in world.kept("relationships_in", key)] == sorted(made)


@on_both
def test_publishing_makes_relationships_and_asks_for_their_places(world, key, draft):
    made = publish(world, key, 1)

    relationship = world.kept("relationship", made[0])
    assert relationship.organiser == world.ada.person_id
    assert world.kept("place", made[0]).state is PlaceState.QUEUED
    assert world.kept("programme", key).stage is Stage.RUNNING
    assert world.kept("draft", key) is None
    assert world.run() == 2
    assert world.kept("place", made[0]).state is PlaceState.READY


def test_below_level_2_no_place_is_promised(world, level0, key, draft):
    made = level0.services.matching.publish(key, version=1, actor=world.cleo)

    assert world.kept("place", made[0]) is None


def test_an_empty_draft_is_not_published(world, key, ready):
    leave(world, "ada")
    world.services.matching.suggest(key, actor=world.cleo)

    with pytest.raises(WrongStateError):
        publish(world, key, 1)


def test_a_profile_edited_while_the_draft_is_open_gives_the_reasons_it_has_now(
    world, programme, key, draft
):
    world.answer(programme, world.ben, Side.MENTEE, seeks=("Something else",), values=("Calm",))

    made = publish(world, key, 1)

    reasons = [one for key in made for one in world.kept("relationship", key).reasons]
    assert Part.SKILLS not in [reason.part for reason in reasons]


CHANGES = {
    "left the course": lambda world, programme, dan: leave(world, "dan"),
    "changed sides": lambda world, programme, dan: world.answer(programme, dan, Side.MENTOR),
    "was placed elsewhere": lambda world, programme, dan: world.pair(
        programme, world.arrive("eve"), dan
    ),
    "offers less": lambda world, programme, dan: world.answer(
        programme, world.ada, Side.MENTOR, capacity=1
    ),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_x04_a_pair_that_cannot_be_any_more_is_seen_before_the_rest_is_published(
    world, programme, key, draft, dan, change
):
    change(world, programme, dan)
    before = len(world.kept("relationships_in", key))

    with pytest.raises(ConflictError):
        publish(world, key, 1)
    shown = pairs(world, key)
    made = publish(world, key, 2)

    assert shown == [("Ben", "Ada")]
    assert len(made) == 1
    assert len(world.kept("relationships_in", key)) == before + 1


def test_who_loses_a_partner_in_the_draft_is_listed_with_a_reason(world, programme, key, draft):
    leave(world, "ada")

    unplaced = {person.name: why for person, _, why in page(world, key).unplaced}

    assert unplaced == {"Ben": Why.ALL_FULL, "Dan": Why.ALL_FULL}


def test_a_pair_that_cannot_be_any_more_does_not_block_the_others(world, key, draft, dan):
    leave(world, "dan")

    move(world, key, world.ben, None, version=1)

    assert pairs(world, key) == []


@on_postgres
def test_x04_capacity_lowered_at_the_moment_of_publishing_is_a_conflict(
    world, programme, key, draft
):
    told = []

    def lower():
        with pytest.raises(ConflictError) as raised:
            world.answer(programme, world.ada, Side.MENTOR, capacity=1)
        told.append(raised.value)

    thread = Thread(target=lower)

    def new_id():
        if thread.ident is None:
            thread.start()
            thread.join(0.5)  # it has read, and waits for this transaction to end
        return world.new_id()

    replace(world.services.matching, new_id=new_id).publish(key, version=1, actor=world.cleo)
    thread.join()

    assert len(told) == 1
    assert len(world.kept("relationships_in", key)) == 2


def test_the_page_of_one_person_says_what_a_move_costs(world, programme, key, ready):
    world.answer(programme, world.arrive("eve"), Side.MENTOR, capacity=2)
    world.services.matching.suggest(key, actor=world.cleo)

    seen = world.services.matching.person(key, world.ben.person_id, actor=world.cleo)

    ada, eve = seen.options
    assert (seen.people[ada.mentor].name, ada.now, ada.change) == ("Ada", True, 0)
    assert (eve.now, eve.open) == (False, True)
    assert eve.change == -WEIGHTS[Part.SKILLS]


def test_the_same_draft_is_shown_with_other_weights_and_nothing_is_kept(world, key, draft):
    only_time = weighed({Part.TIME: 10})

    tried = world.services.matching.page(key, actor=world.cleo, weights=only_time)

    assert {pair.fit.score for pair in tried.pairs} == {100}
    assert page(world, key).pairs[0].fit.score < 100
    assert world.kept("draft", key) == draft


def test_a_change_is_taken_back(world, key, draft):
    move(world, key, world.ben, None, version=draft.version)

    world.services.matching.undo(key, version=draft.version + 1, actor=world.cleo)

    assert pairs(world, key) == [("Ben", "Ada"), ("Dan", "Ada")]
