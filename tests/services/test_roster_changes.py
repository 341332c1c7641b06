"""N16: where an LMS tells changes alone, everybody else stays, and now and then all are read."""

from dataclasses import replace

import pytest

from plugin.mentoring.people import CourseRole
from plugin.ports.rosters import ListMark
from plugin.ports.values import RosterMember
from tests.services.databases import on_both
from tests.stores import NORTHMOOR

MARK = ListMark('"a"', None)
NAMES = ("ada", "ben", "cleo", *(f"p{number}" for number in range(7)))


def member(name, **changed):
    return replace(RosterMember(name, name.title(), None, CourseRole.LEARNER, True), **changed)


def read(world):
    return world.services.rosters.read(NORTHMOOR, world.cleo.course_id)


def active(world):
    members = world.kept("course_members", world.cleo.course_id)
    return sorted(one.person.label for one in members if one.active)


@pytest.fixture
def programme(world):
    return world.programme()


@pytest.fixture
def marked(world):
    """A list was read whole, with a mark; a whole reading from now on would find one member."""
    world.rosters.members, world.rosters.mark = [member(name) for name in NAMES], MARK
    read(world)
    world.rosters.members = [member("cleo")]
    return world


@on_both
def test_n16_nothing_new_leaves_everybody_and_counts_as_read(marked, clock):
    before = active(marked)
    clock.advance(hours=1)

    change = read(marked)

    assert (change.joined, change.left, change.total) == (0, 0, len(before))
    assert active(marked) == before
    assert marked.kept("course", marked.cleo.course_id).roster_at == clock()


@on_both
def test_n16_changes_are_taken_in_and_nobody_else_is_removed(marked):
    marked.rosters.changes = [member("ada", active=False), member("dan")]

    change = read(marked)

    assert (change.joined, change.left) == (1, 1)
    assert "Dan" in active(marked)
    assert "Ada" not in active(marked)
    assert "Ben" in active(marked)


def test_n08_n16_many_leaving_by_changes_wait_for_a_coordinator_too(marked):
    marked.rosters.changes = [member(name, active=False) for name in NAMES[3:]]

    assert read(marked).waiting == 7


def whole_again(world):
    """Whether the next reading asks for everybody, of whom there is one now."""
    return read(world).waiting > 0


def test_n16_after_a_week_everybody_is_asked_for(marked, clock):
    clock.advance(days=6)
    before = whole_again(marked)
    clock.advance(days=1)

    assert (before, whole_again(marked)) == (False, True)


def test_n16_a_coordinator_who_asks_gets_everybody(marked, programme):
    marked.services.rosters.ask(programme.programme_id, actor=marked.cleo)

    assert whole_again(marked)


def test_n16_a_mark_is_of_one_address(marked):
    with marked.store.work(NORTHMOOR) as work:
        course = work.course(marked.cleo.course_id)
        work.save_course(replace(course, memberships_url="https://lms.example/other"))

    assert whole_again(marked)


def test_n16_whoever_is_not_marked_is_read_whole(marked):
    marked.rosters.mark = ListMark('"b"', None)

    assert whole_again(marked)
