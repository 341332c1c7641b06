"""M8: a programme that meets in person brings people together where they share a place."""

from dataclasses import replace

import pytest

from plugin.mentoring.confided import Confided, Ready
from plugin.mentoring.enrolment import Side
from plugin.mentoring.errors import ElsewhereError, PlaceMissingError
from plugin.mentoring.matching import Why
from plugin.mentoring.programme import Format, SelfMatch
from plugin.mentoring.templates import VALUES
from tests.services.databases import on_both
from tests.services.test_circles import related
from tests.services.test_group_drafts import draft, names, people

READY = Confided(checked=tuple(Ready))


def meeting(world, *places, **changed):
    """A programme that meets there."""
    made = world.programme(**changed)
    return meets(world, made.programme_id, *places)


def meets(world, key, *places, **life):
    now = world.kept("programme", key)
    world.save("programme", replace(now, life=replace(now.life, places=places, **life)))
    return world.kept("programme", key)


def pairs(shown):
    return {one.mentee.name: one.mentor.name for one in shown.pairs}


@on_both
def test_m8_pairs_share_a_place_and_whoever_has_none_in_common_is_told_why(world):
    programme = meeting(world, "North", "South")
    world.answer(programme, world.ada, Side.MENTOR, places=("North",), values=VALUES[:2])
    world.answer(programme, world.arrive("dan"), Side.MENTOR, places=("South", "North"))
    world.answer(programme, world.ben, Side.MENTEE, places=("South",), values=VALUES[:2])
    world.answer(programme, world.arrive("eve"), Side.MENTEE, places=("South",))

    shown = draft(world, programme.programme_id)

    assert set(pairs(shown).values()) == {"Dan"}
    assert [why for _who, side, why in shown.unplaced if side is Side.MENTEE] == [Why.ALL_FULL]
    (pair,) = shown.pairs
    assert ("South",) in [one.words for one in pair.fit.reasons]


def test_m8_the_reasons_of_a_pair_name_the_place_when_it_is_published(world):
    programme = meeting(world, "North", "South")
    world.answer(programme, world.ada, Side.MENTOR, places=("North",))
    world.answer(programme, world.ben, Side.MENTEE, places=("North", "South"))
    draft(world, programme.programme_id)
    version = world.kept("draft", programme.programme_id).version
    (made,) = world.services.matching.publish(
        programme.programme_id, version=version, actor=world.cleo
    )

    reasons = world.kept("relationship", made).reasons
    assert ("North",) in [one.words for one in reasons]


@on_both
def test_m8_switched_off_the_same_answers_change_nothing_to_the_byte(world):
    programme = meeting(world, "North", "South")
    key = programme.programme_id
    for who, side in ((world.ada, Side.MENTOR), (world.ben, Side.MENTEE)):
        world.answer(programme, who, side, places=("North",) if who == world.ada else ("South",))
    apart = draft(world, key).saved.draft
    meets(world, key)
    off = draft(world, key).saved.draft
    for who, side in ((world.ada, Side.MENTOR), (world.ben, Side.MENTEE)):
        world.answer(programme, who, side, places=())

    assert apart.pairs == ()
    assert len(off.pairs) == 1
    assert draft(world, key).saved.draft == off


def test_m8_a_place_is_asked_of_everybody_where_it_counts_and_of_nobody_else(world):
    programme = meeting(world, "North")
    with pytest.raises(PlaceMissingError):
        world.answer(programme, world.ben, Side.MENTEE)
    assert world.answer(programme, world.ben, Side.MENTEE, places=("North",)).ready_at

    assert world.answer(meets(world, programme.programme_id), world.ben, Side.MENTEE).ready_at


def test_m8_who_sent_a_profile_before_it_met_in_person_waits_until_they_say_where(world):
    programme = world.programme()
    for who, side in ((world.ada, Side.MENTOR), (world.ben, Side.MENTEE)):
        world.answer(programme, who, side)
    key = programme.programme_id
    meets(world, key, "North")
    before = draft(world, key)
    for who, side in ((world.ada, Side.MENTOR), (world.ben, Side.MENTEE)):
        world.answer(programme, who, side, places=("North",))

    assert before.pairs == ()
    assert [why for _who, side, why in before.unplaced if side is Side.MENTEE] == [
        Why.NO_COMMON_PLACE
    ]
    assert pairs(draft(world, key)) == {"Ben": "Ada"}


def test_m8_peers_share_a_place(world):
    programme = meeting(world, "North", "South", template="returning-peers")
    people(world, programme, "n1 n2", Side.PEER, places=("North",), values=VALUES[:1])
    people(world, programme, "s1 s2", Side.PEER, places=("South",), values=VALUES[:1])

    shown = draft(world, programme.programme_id)

    assert {frozenset(names(one)) for one in shown.groups} == {
        frozenset({"N1", "N2"}), frozenset({"S1", "S2"}),
    }  # fmt: skip


def test_m8_circles_share_a_place_and_nobody_joins_one_elsewhere(world):
    programme = meeting(world, "North", "South", template="first-year-circles")
    people(world, programme, "fay", Side.MENTOR, places=("North",))
    people(world, programme, "fritz", Side.MENTOR, places=("South",))
    inside = people(world, programme, "n1 n2 n3 n4", Side.MENTEE, places=("North",))
    people(world, programme, "s1 s2 s3 s4", Side.MENTEE, places=("South",))
    shown = draft(world, programme.programme_id)

    sides = ((world.arrive("fay"), Side.MENTOR), *((one, Side.MENTEE) for one in inside[:3]))
    circle = related(world, programme, Format.CIRCLE, *sides)
    world.answer(programme, world.ben, Side.MENTEE, places=("South",))

    assert {frozenset(names(one)) for one in shown.groups} == {
        frozenset({"Fay", "N1", "N2", "N3", "N4"}), frozenset({"Fritz", "S1", "S2", "S3", "S4"}),
    }  # fmt: skip
    with pytest.raises(ElsewhereError):
        world.services.memberships.join(circle, actor=world.ben)
    assert world.ben.person_id not in world.kept("relationship", circle).people
    world.answer(programme, world.ben, Side.MENTEE, places=("South", "North"))
    joined = world.services.memberships.join(circle, actor=world.ben)
    assert world.ben.person_id in joined.people


def test_m8_a_mentee_who_chooses_is_shown_mentors_of_their_own_places(world):
    programme = meeting(world, "North", "South")
    programme = meets(world, programme.programme_id, "North", "South", self_match=SelfMatch())
    world.answer(programme, world.ada, Side.MENTOR, places=("North",))
    world.answer(programme, world.arrive("dan"), Side.MENTOR, places=("South",))
    world.answer(programme, world.ben, Side.MENTEE, places=("South",), confided=READY)

    page = world.services.mentor_requests.page(programme.programme_id, actor=world.ben)

    assert [who.name for who, _fit in page.suggestions] == ["Dan"]


def test_m8_what_counts_at_this_moment_is_kept_nowhere(world):
    programme = meeting(world, "North")
    world.answer(programme, world.ada, Side.MENTOR, places=("North",))
    world.answer(programme, world.ben, Side.MENTEE, places=("North",))
    draft(world, programme.programme_id)
    version = world.kept("draft", programme.programme_id).version
    world.services.matching.publish(programme.programme_id, version=version, actor=world.cleo)

    kept = world.kept("enrolment", programme.programme_id, world.ben.person_id)
    assert (kept.profile.places, kept.profile.here) == (("North",), ())
