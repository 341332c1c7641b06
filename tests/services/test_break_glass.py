"""Sealed pages opened by two people, for a day, with every look written down and told."""

from datetime import timedelta

import pytest

from plugin.mentoring.break_glass import FRESH_FOR, Category
from plugin.mentoring.enrolment import Side
from plugin.mentoring.errors import (
    NotAllowedError,
    NotFreshError,
    ReasonMissingError,
    UnknownThingError,
    WrongStateError,
)
from plugin.mentoring.notes import NoteKind
from plugin.mentoring.notices import News, NoticeState
from plugin.mentoring.people import CourseRole
from plugin.mentoring.programme import Format
from tests.services.databases import on_both
from tests.services.test_circles import related
from tests.stores import NORTHMOOR


@pytest.fixture
def pair(world):
    programme = world.programme()
    gil = world.arrive("gil", role=CourseRole.INSTRUCTOR)
    world.services.programmes.join_coordinators(programme.programme_id, actor=gil)
    return world.pair(programme)


@pytest.fixture
def gil(world, pair):
    return world.arrive("gil", role=CourseRole.INSTRUCTOR)


@pytest.fixture
def written(world, pair, at):
    session = world.services.sessions.book(pair, at(3, 10), actor=world.ada)
    records = world.services.records
    records.write(session.session_id, NoteKind.RECORD, "Shared", actor=world.ada)
    records.write(session.session_id, NoteKind.JOTTING, "Private", actor=world.ada)


def ask(world, pair, **how):
    return world.services.break_glass.ask(
        pair, Category.SAFETY, "A threat", actor=world.cleo, **how
    )


@on_both
def test_two_people_open_what_is_shared_and_the_members_see_it(world, pair, gil, written):
    key = ask(world, pair)
    glass = world.services.break_glass
    with pytest.raises(NotAllowedError):
        glass.read(key, entered_at=world.clock(), actor=world.cleo)
    glass.decide(key, True, actor=gil)

    sealed = glass.read(key, entered_at=world.clock(), actor=world.cleo)

    assert [note.body for note in sealed.notes] == ["Shared"]
    for member in (world.ada, world.ben):
        (line,) = world.services.privacy.seen(actor=member)
        assert (line.event, line.label) == ("break-glass.view", "Cleo")
    assert world.services.trouble.page(pair, actor=world.ben).opened == 1


def test_nobody_agrees_to_their_own_wish(world, pair):
    key = ask(world, pair)

    with pytest.raises(NotAllowedError):
        world.services.break_glass.decide(key, True, actor=world.cleo)


def test_who_agreed_does_not_read_and_a_member_learns_nothing_of_the_wish(world, pair, gil):
    key = ask(world, pair)
    world.services.break_glass.decide(key, True, actor=gil)

    with pytest.raises(NotAllowedError):
        world.services.break_glass.read(key, entered_at=world.clock(), actor=gil)
    for member in (world.ada, world.ben):
        with pytest.raises(UnknownThingError):
            world.services.break_glass.page(key, actor=member)


def test_it_closes_after_a_day(world, pair, gil, clock):
    key = ask(world, pair)
    world.services.break_glass.decide(key, True, actor=gil)
    clock.advance(days=1)

    with pytest.raises(NotAllowedError):
        world.services.break_glass.read(key, entered_at=world.clock(), actor=world.cleo)


def test_it_is_decided_once_and_within_a_week(world, pair, gil, clock):
    key, late = ask(world, pair), ask(world, pair)
    world.services.break_glass.decide(key, False, actor=gil)
    with pytest.raises(WrongStateError):
        world.services.break_glass.decide(key, True, actor=gil)

    clock.advance(days=7, seconds=1)

    with pytest.raises(WrongStateError):
        world.services.break_glass.decide(late, True, actor=gil)


def test_p05_a_coordinator_who_is_a_member_neither_asks_nor_decides(world, pair):
    programme = world.kept("relationship", pair).programme_id
    own = world.pair(world.kept("programme", programme), world.cleo, world.ben)

    with pytest.raises(NotAllowedError):
        world.services.break_glass.ask(own, Category.LAW, "Mine", actor=world.cleo)


@on_both
def test_members_are_told_later_for_a_legal_reason_only(world, pair, gil, clock):
    later = clock() + timedelta(days=30)
    with pytest.raises(ReasonMissingError):
        ask(world, pair, tell_at=later)
    with pytest.raises(ReasonMissingError):
        ask(world, pair, tell_at=clock() + timedelta(days=91), legal_reason="The police asked")
    key = ask(world, pair, tell_at=later, legal_reason="The police asked")
    world.services.break_glass.decide(key, True, actor=gil)
    world.services.break_glass.read(key, entered_at=world.clock(), actor=world.cleo)
    assert world.services.privacy.seen(actor=world.ben) == []

    clock.advance(days=30)

    assert len(world.services.privacy.seen(actor=world.ben)) == 1


def test_an_officer_of_the_institution_may_decide_and_other_people_may_not(world, pair):
    olga, key = world.arrive("olga"), ask(world, pair)
    with pytest.raises(UnknownThingError):
        world.services.break_glass.decide(key, True, actor=olga)
    world.services.support.appoint(NORTHMOOR, olga.person_id)

    world.services.break_glass.decide(key, True, actor=olga)

    assert world.services.break_glass.page(key, actor=world.cleo).open


def news(world, who):
    return [x.news for x in world.kept("notices_of", who.person_id, NoticeState.WAITING)]


def test_who_may_decide_is_told_that_a_word_is_wanted_and_members_once_it_was_given(
    world, pair, gil
):
    olga = world.arrive("olga")
    world.services.support.appoint(NORTHMOOR, olga.person_id)

    key = ask(world, pair)
    assert [news(world, x) for x in (gil, olga)] == [[News.OPENING_ASKED]] * 2
    assert [news(world, x) for x in (world.cleo, world.ada, world.ben)] == [[], [], []]

    world.services.break_glass.decide(key, True, actor=olga)
    assert [news(world, x) for x in (world.ada, world.ben)] == [[News.OPENED]] * 2


@on_both
def test_for_a_legal_reason_members_are_told_on_the_day_named_and_once(world, pair, gil, clock):
    later = clock() + timedelta(days=30)
    key = ask(world, pair, tell_at=later, legal_reason="The police asked")
    glass = world.services.break_glass
    glass.decide(key, True, actor=gil)

    clock.advance(days=30, seconds=-1)
    glass.tell_late(NORTHMOOR)
    assert news(world, world.ben) == []

    clock.advance(seconds=1)
    for _ in range(2):
        glass.tell_late(NORTHMOOR)
    assert news(world, world.ben) == [News.OPENED]


def test_members_are_told_though_no_worker_came_by_for_weeks(world, pair, gil, clock):
    later = clock() + timedelta(days=30)
    key = ask(world, pair, tell_at=later, legal_reason="The police asked")
    world.services.break_glass.decide(key, True, actor=gil)
    clock.advance(days=60)

    world.services.break_glass.tell_late(NORTHMOOR)

    assert news(world, world.ben) == [News.OPENED]


def test_who_was_a_member_when_it_was_decided_is_told_and_not_who_came_later(world, clock):
    dora, eve = world.arrive("dora"), world.arrive("eve")
    programme = world.programme()
    members = (world.ada, Side.MENTOR), (world.ben, Side.MENTEE), (dora, Side.MENTEE)
    circle = related(world, programme, Format.CIRCLE, *members)
    later = clock() + timedelta(days=30)
    key = ask(world, circle, tell_at=later, legal_reason="The police asked")
    world.services.support.appoint(NORTHMOOR, eve.person_id)
    world.services.break_glass.decide(key, True, actor=eve)
    world.services.memberships.leave(circle, actor=dora)
    newcomer = world.arrive("finn")
    world.answer(programme, newcomer, Side.MENTEE)
    world.services.memberships.join(circle, actor=newcomer)
    clock.advance(days=30)

    world.services.break_glass.tell_late(NORTHMOOR)

    assert [News.OPENED in news(world, x) for x in (world.ben, dora, newcomer)] == [
        True, True, False,
    ]  # fmt: skip


def test_a_wish_that_was_refused_tells_members_nothing(world, pair, gil):
    world.services.break_glass.decide(ask(world, pair), False, actor=gil)
    world.services.break_glass.tell_late(NORTHMOOR)

    assert news(world, world.ben) == []


@on_both
def test_sealed_pages_open_only_soon_after_coming_in(world, pair, gil, written):
    key = ask(world, pair)
    glass = world.services.break_glass
    glass.decide(key, True, actor=gil)
    entered = world.clock()
    world.clock.advance(minutes=15)

    with pytest.raises(NotFreshError):
        glass.read(key, entered_at=entered, actor=world.cleo)

    just_in_time = world.clock() - FRESH_FOR + timedelta(seconds=1)
    sealed = glass.read(key, entered_at=just_in_time, actor=world.cleo)
    assert [note.body for note in sealed.notes] == ["Shared"]
