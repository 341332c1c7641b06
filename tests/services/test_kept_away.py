"""T11: no programme brings two people together of whom one keeps the other away."""

from itertools import combinations

import pytest

from plugin.mentoring.enrolment import Side
from plugin.mentoring.errors import FullError, ShapeError
from plugin.mentoring.groups import is_kept_away, who_may_meet
from plugin.mentoring.matching import Why
from plugin.mentoring.people import CourseRole
from plugin.mentoring.programme import Format
from plugin.ports.errors import ConflictError
from plugin.ports.groups import SeenGroup
from tests.services.databases import on_both
from tests.services.test_circles import related
from tests.services.test_course_groups import OFFERED
from tests.services.test_exclusions import enter
from tests.stores import NORTHMOOR


def keep_away(world, one, other):
    with world.store.work(NORTHMOOR) as work:
        work.block(one.person_id, other.person_id, at=world.clock())


def answered(world, programme, names, side, **said):
    found = [world.arrive(name) for name in names.split()]
    for one in found:
        world.answer(programme, one, side, **said)
    return found


def drafted(world, key):
    world.services.match_runs.ask(key, importance=None, actor=world.cleo)
    world.run()
    return world.kept("draft", key)


def together(draft, one, other):
    both = {one.person_id, other.person_id}
    groups = [group.people for group in draft.draft.groups]
    pairs = [{pair.mentee, pair.mentor} for pair in draft.draft.pairs]
    return any(both <= people for people in (*groups, *pairs))


@pytest.fixture
def programme(world):
    return world.programme(template="first-year-circles")


@pytest.fixture
def circles(world, programme):
    """Fay and Fritz gather; eight seek a circle."""
    leads = answered(world, programme, "fay fritz", Side.MENTOR)
    return leads, answered(world, programme, "a b c d e f g h", Side.MENTEE)


def test_t11_whoever_is_named_first_stays_and_nobody_says_who_wished_it():
    apart = {frozenset("ab"), frozenset("cd")}

    assert who_may_meet("abcd", apart) == ("a", "c")
    assert who_may_meet("bacd", apart) == ("b", "c")
    assert is_kept_away("a", "xb", apart)
    assert not is_kept_away("a", "acd", apart)


def test_t11_a_draft_of_pairs_finds_both_somebody_else(world):
    programme = world.programme()
    first, second = answered(world, programme, "fay fritz", Side.MENTOR, offers=("Networking",))
    third, fourth = answered(world, programme, "ada ben", Side.MENTEE, seeks=("Networking",))
    keep_away(world, first, third)
    keep_away(world, fourth, second)

    draft = drafted(world, programme.programme_id)

    assert together(draft, second, third)
    assert together(draft, first, fourth)


def test_t11_a_draft_of_circles_keeps_them_in_different_ones(world, programme, circles):
    (fay, _fritz), members = circles
    first = drafted(world, programme.programme_id)
    one, two = next(x for x in combinations(members, 2) if together(first, *x))
    with_fay = next(x for x in members if together(first, x, fay) and x not in (one, two))
    keep_away(world, one, two)
    keep_away(world, with_fay, fay)

    draft = drafted(world, programme.programme_id)

    assert not together(draft, one, two)
    assert not together(draft, with_fay, fay)
    assert len(draft.draft.placed) == 10, "everybody has a place, only another one"


def test_t11_a_draft_of_peers_keeps_them_apart_and_leaves_alone_who_has_nobody(world):
    programme = world.programme(template="returning-peers")
    p1, p2 = answered(world, programme, "p1 p2", Side.PEER, seeks=("Statistics",))
    q1, q2 = answered(world, programme, "q1 q2", Side.PEER, seeks=("Writing",))
    keep_away(world, p2, p1)

    draft = drafted(world, programme.programme_id)
    assert not together(draft, p1, p2)
    assert len(draft.draft.placed) == 4

    for one in (q1, q2):
        for other in (p1, p2):
            keep_away(world, one, other)
    draft = drafted(world, programme.programme_id)
    assert together(draft, q1, q2)
    assert draft.draft.placed == {q1.person_id, q2.person_id}


def test_t11_peers_of_a_draft_made_before_are_shown_alone(world):
    programme = world.programme(template="returning-peers")
    p1, p2 = answered(world, programme, "p1 p2", Side.PEER)
    drafted(world, programme.programme_id)
    keep_away(world, p1, p2)

    shown = world.services.matching.page(programme.programme_id, actor=world.cleo)

    assert shown.groups == ()
    alone = {(who.person_id, why) for who, _side, why in shown.unplaced}
    assert (p2.person_id, Why.TOO_FEW) in alone


def test_t11_nobody_is_moved_by_hand_to_whom_they_keep_away(world, programme, circles):
    (_fay, fritz), members = circles
    key, matching = programme.programme_id, world.services.matching
    draft = drafted(world, key)
    who = next(x for x in members if not together(draft, x, fritz))
    there = next(n for n, x in enumerate(draft.draft.groups) if fritz.person_id in x.people)
    keep_away(world, fritz, who)

    with pytest.raises(ShapeError) as refused:
        matching.regroup(key, who.person_id, there, version=1, actor=world.cleo)
    with pytest.raises(ShapeError) as impossible:
        matching.regroup(key, world.cleo.person_id, there, version=1, actor=world.cleo)

    assert refused.value.args == impossible.value.args == ("circle: side",)


@on_both
def test_t11_a_draft_made_before_is_not_published_with_them(world, programme, circles):
    _leads, members = circles
    key, matching = programme.programme_id, world.services.matching
    draft = drafted(world, key)
    one, two = next(x for x in combinations(members, 2) if together(draft, *x))
    keep_away(world, one, two)

    with pytest.raises(ConflictError):
        matching.publish(key, version=1, actor=world.cleo)

    assert not together(world.kept("draft", key), one, two)
    made = matching.publish(key, version=world.kept("draft", key).version, actor=world.cleo)
    found = [world.kept("relationship", x).people for x in made]
    assert not any({one.person_id, two.person_id} <= people for people in found)


def test_t11_the_page_of_one_person_counts_no_pair_that_cannot_be(world):
    programme = world.programme()
    (fay,) = answered(world, programme, "fay", Side.MENTOR)
    (ben,) = answered(world, programme, "ben", Side.MENTEE)
    drafted(world, programme.programme_id)
    keep_away(world, ben, fay)

    page = world.services.matching.person(programme.programme_id, ben.person_id, actor=world.cleo)

    assert [option.now for option in page.options] == [False]


@pytest.fixture
def circle(world, programme):
    """Ada gathers ben; two seats are free, and fay seeks one."""
    world.answer(programme, world.ben, Side.MENTEE)
    members = ((world.ada, Side.MENTOR), (world.ben, Side.MENTEE))
    return related(world, programme, Format.CIRCLE, *members, title="Owls")


@on_both
@pytest.mark.parametrize("wished_by", ["member", "facilitator", "reader", "coordinators"])
def test_t11_their_circle_is_not_offered_and_has_no_seat_for_them(
    world, programme, circle, wished_by
):
    fay, gil = answered(world, programme, "fay gil", Side.MENTEE)
    memberships, key = world.services.memberships, programme.programme_id
    if wished_by == "coordinators":
        enter(world, key, world.ben, fay)
    else:
        pairs = {"member": (world.ben, fay), "facilitator": (world.ada, fay)}
        keep_away(world, *pairs.get(wished_by, (fay, world.ben)))

    assert memberships.circles(key, actor=fay)[1] == []
    (offered,) = memberships.circles(key, actor=gil)[1]
    assert offered.seats > 0
    (found_full,) = memberships.circles(key, actor=fay, full=circle)[1]
    assert found_full.seats == 0
    with pytest.raises(FullError):
        memberships.join(circle, actor=fay)
    assert fay.person_id not in world.kept("relationship", circle).people
    memberships.join(circle, actor=gil)


def test_t11_a_free_seat_goes_past_whoever_is_kept_away_and_they_wait_on(world, programme, circle):
    names = " ".join(f"m{number}" for number in range(programme.bounds.circle_most))
    *joined, fay, gil = answered(world, programme, names, Side.MENTEE)
    memberships = world.services.memberships
    for one in joined:
        memberships.join(circle, actor=one)
    with pytest.raises(FullError):
        memberships.join(circle, actor=fay)
    for one in (fay, gil):
        memberships.wait(circle, actor=one)
    keep_away(world, fay, world.ada)

    memberships.leave(circle, actor=joined[0])

    kept = world.kept("relationship", circle)
    assert gil.person_id in kept.people
    assert kept.waiting == (fay.person_id,)


@pytest.fixture
def groups(world):
    """Ada mentors a0 to a2 in one group of the course; ben mentors and is in none."""
    world.cleo = world.arrive("cleo", role=CourseRole.INSTRUCTOR, **OFFERED)
    programme = world.programme(template="first-year-circles")
    for one in (world.ada, world.ben):
        world.answer(programme, one, Side.MENTOR)
    members = answered(world, programme, "a0 a1 a2 a3", Side.MENTEE)
    world.groups.groups = [SeenGroup("1", "A", ("ada", "a0", "a1", "a2", "a3"))]
    world.services.course_groups.ask(programme.programme_id, actor=world.cleo)
    world.run()
    return programme.programme_id, members


def test_t11_a_circle_of_a_course_group_begins_without_whoever_is_kept_away(world, groups):
    key, members = groups
    keep_away(world, members[3], world.ada)

    (made,) = world.services.course_groups.make(key, {"1": None}, actor=world.cleo)

    people = world.kept("relationship", made).people
    assert people == {x.person_id for x in (world.ada, *members[:3])}


def test_t11_two_facilitators_who_are_kept_apart_begin_no_circle(world, groups):
    key, _members = groups
    world.groups.groups = [SeenGroup("1", "A", ("ada", "ben", "a0", "a1", "a2"))]
    world.services.course_groups.ask(key, actor=world.cleo)
    world.run()
    keep_away(world, world.ben, world.ada)

    with pytest.raises(ShapeError):
        world.services.course_groups.make(key, {"1": None}, actor=world.cleo)
