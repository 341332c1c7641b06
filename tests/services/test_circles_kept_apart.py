"""T15: no list of circles tells of a block, whichever of two wished it."""

import pytest

from plugin.mentoring.enrolment import Side
from plugin.mentoring.errors import FullError
from plugin.mentoring.programme import Format
from tests.services.databases import on_both
from tests.services.test_circles import related
from tests.services.test_memberships import circle as circle
from tests.services.test_memberships import others as others
from tests.services.test_memberships import people, waiting
from tests.services.test_memberships import programme as programme
from tests.stores import NORTHMOOR


def keep_away(world, one, other):
    with world.store.work(NORTHMOOR) as work:
        work.block(one.person_id, other.person_id, at=world.clock())


def shown(world, programme, actor):
    _programme, lines = world.services.memberships.circles(programme.programme_id, actor=actor)
    return [(line.relationship.relationship_id, line.seats, line.waits) for line in lines]


@on_both
@pytest.mark.parametrize("whose", ["a member's", "the facilitator's", "their own"])
def test_t15_who_is_kept_from_a_circle_is_not_offered_it_whoever_wished_it(
    world, programme, circle, others, whose
):
    kept, anybody = others[2], others[3]
    inside = world.ada if whose == "the facilitator's" else world.ben
    keep_away(world, *((kept, inside) if whose == "their own" else (inside, kept)))

    assert shown(world, programme, anybody) == [(circle, 1, False)]
    assert shown(world, programme, kept) == []


def test_t15_who_is_kept_from_a_circle_finds_its_last_seat_gone_and_may_wait(
    world, programme, circle, others
):
    kept, memberships = others[2], world.services.memberships
    keep_away(world, world.ben, kept)

    with pytest.raises(FullError):
        memberships.join(circle, actor=kept)
    memberships.wait(circle, actor=kept)

    assert kept.person_id not in people(world, circle)
    assert waiting(world, circle) == (kept.person_id,)
    assert shown(world, programme, kept) == [(circle, 0, True)]
    memberships.leave(circle, actor=others[0])
    assert shown(world, programme, kept) == [(circle, 0, True)]
    memberships.wait(circle, actor=kept, waits=False)
    assert waiting(world, circle) == ()


def test_t15_a_seat_that_is_free_after_all_is_given_once_nobody_is_in_the_way(
    world, programme, circle, others
):
    kept, memberships = others[2], world.services.memberships
    keep_away(world, world.ben, kept)
    memberships.wait(circle, actor=kept)

    memberships.leave(circle, actor=world.ben)

    assert kept.person_id in people(world, circle)


def test_t15_who_keeps_a_facilitator_away_is_shown_their_circle_only_to_stop_waiting(
    world, programme, circle, others
):
    mine, memberships = others[2], world.services.memberships
    other = related(
        world, programme, Format.CIRCLE, (world.cleo, Side.MENTOR), (others[3], Side.MENTEE)
    )
    keep_away(world, mine, world.cleo)
    keep_away(world, mine, world.ada)
    memberships.wait(circle, actor=mine)

    assert [key for key, _seats, _waits in shown(world, programme, mine)] == [circle]
    assert other not in [key for key, *_rest in shown(world, programme, mine)]


def test_t15_a_circle_that_was_found_full_is_shown_so(world, programme, circle, others):
    found = world.services.memberships.circles(programme.programme_id, actor=others[2], full=circle)

    assert [line.seats for line in found[1]] == [0]
