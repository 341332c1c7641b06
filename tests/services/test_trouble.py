"""T11, T15, P13: another match, keeping away, and concerns, over the real store."""

import pytest

from plugin.mentoring.concern import ANSWER_WITHIN, ConcernState
from plugin.mentoring.enrolment import Side
from plugin.mentoring.errors import (
    NobodyToTellError,
    NotAllowedError,
    ShapeError,
    UnknownThingError,
)
from plugin.mentoring.notices import News, NoticeState
from plugin.mentoring.people import CourseRole
from plugin.mentoring.relationship import RelationshipState
from plugin.mentoring.session import SessionState
from plugin.ports.trouble import Contact
from plugin.services.usefulness import is_useful
from plugin.store.audit import broken_line
from plugin.store.errors import StoreError
from plugin.store.tables import audit
from tests.services.databases import on_both
from tests.stores import NORTHMOOR

WORRY = "He shouts at me"


@pytest.fixture
def programme(world):
    return world.programme()


@pytest.fixture
def pair(world, programme):
    return world.pair(programme)


def tell(world, pair, to, *about, by=None):
    return world.services.concerns.tell(
        pair,
        WORRY,
        to=to.person_id,
        about=frozenset(one.person_id for one in about),
        actor=by or world.ben,
    )


def lines(world):
    with world.store.database.transaction(NORTHMOOR, write=False) as connection:
        return [(x.event, x.actor) for x in connection.execute(audit.select())]


@on_both
def test_t15_a_concern_is_read_by_whom_it_was_told_and_that_is_written_down(world, pair):
    key = tell(world, pair, world.cleo, world.ada)
    concerns = world.services.concerns

    shown = concerns.of(key, actor=world.cleo)
    read = concerns.read(key, actor=world.cleo)
    concerns.answer(key, "I call you today", version=read.concern.version, actor=world.cleo)

    assert shown.concern.text == ""
    assert read.concern.text == WORRY
    own = concerns.of(key, actor=world.ben).concern
    assert (own.text, own.answer, own.state) == (WORRY, "I call you today", ConcernState.ANSWERED)
    assert ("concern.read", world.cleo.person_id) in lines(world)


def test_t15_the_partner_learns_nothing_of_it(world, pair):
    key = tell(world, pair, world.cleo, world.ada)

    assert world.services.concerns.mine(actor=world.ada) == []
    with pytest.raises(UnknownThingError):
        world.services.concerns.of(key, actor=world.ada)
    with pytest.raises(UnknownThingError):
        world.services.concerns.read(key, actor=world.ada)


def test_p13_nobody_whom_it_names_is_told(world, pair):
    with pytest.raises(NobodyToTellError):
        tell(world, pair, world.cleo, world.cleo)
    with pytest.raises(NobodyToTellError):
        tell(world, pair, world.ada)


@on_both
def test_p13_a_concern_about_the_only_coordinator_goes_to_an_officer(world, pair):
    officer = world.arrive("olga")
    world.services.support.appoint(NORTHMOOR, officer.person_id)

    key = tell(world, pair, officer, world.cleo)

    assert world.services.concerns.read(key, actor=officer).concern.text == WORRY
    with pytest.raises(UnknownThingError):
        world.services.concerns.of(key, actor=world.cleo)


@on_both
def test_p13_what_nobody_opens_in_time_goes_on_to_others_but_never_to_whom_it_names(
    world, pair, programme, clock
):
    gil, olga = world.arrive("gil", role=CourseRole.INSTRUCTOR), world.arrive("olga")
    world.services.programmes.join_coordinators(programme.programme_id, actor=gil)
    world.services.support.appoint(NORTHMOOR, olga.person_id)
    key = tell(world, pair, gil, world.cleo)
    clock.advance(days=ANSWER_WITHIN.days, seconds=-1)
    assert world.services.concerns.pass_on(NORTHMOOR) == 0

    clock.advance(seconds=2)
    assert world.services.concerns.pass_on(NORTHMOOR) == 1

    told = world.services.concerns.of(key, actor=world.ben).concern.told
    assert told == (gil.person_id, olga.person_id)


def told(world, who):
    states = (NoticeState.WAITING,)
    return [x.news for x in world.kept("notices_of", who.person_id, *states)]


def test_t15_whom_it_was_told_to_is_told_that_something_waits_and_nobody_else(
    world, pair, programme, clock
):
    gil = world.arrive("gil", role=CourseRole.INSTRUCTOR)
    world.services.programmes.join_coordinators(programme.programme_id, actor=gil)
    key = tell(world, pair, gil, world.ada)
    assert [told(world, x) for x in (gil, world.cleo, world.ada)] == [[News.CONFIDED], [], []]

    clock.advance(ANSWER_WITHIN)
    world.services.concerns.pass_on(NORTHMOOR)
    assert told(world, world.cleo) == [News.CONFIDED]

    read = world.services.concerns.read(key, actor=world.cleo).concern
    world.services.concerns.answer(key, "I call you", version=read.version, actor=world.cleo)
    [answered] = world.kept("notices_of", world.ben.person_id, NoticeState.WAITING)
    assert (answered.news, answered.thing) == (News.WRITTEN, f"relationship/{pair}")
    assert told(world, world.ada) == []
    with world.store.look(NORTHMOOR) as work:
        [late] = work.notices_of(gil.person_id, NoticeState.WAITING)
        assert not is_useful(work, late), "somebody looks after it already"


def test_who_raised_it_does_not_answer_it(world, pair):
    key = tell(world, pair, world.cleo)

    with pytest.raises(NotAllowedError):
        world.services.concerns.answer(key, "Never mind", version=1, actor=world.ben)


@on_both
def test_t11_a_block_ends_what_two_have_together_in_every_programme(world, pair, at):
    other = world.pair(world.programme(title="Another"), world.ben, world.ada)
    session = world.services.sessions.book(pair, at(3, 10), actor=world.ada)

    world.services.trouble.block(pair, world.ada.person_id, actor=world.ben)

    for key in (pair, other):
        assert world.kept("relationship", key).state is RelationshipState.ENDED
    assert world.session(session).state is SessionState.CANCELLED
    assert world.services.trouble.page(pair, actor=world.ada).blocked == frozenset()


def test_t11_only_somebody_one_works_with_is_kept_away(world, pair):
    stranger = world.arrive("stranger")
    for nobody in (stranger, world.ben):
        with pytest.raises(NotAllowedError):
            world.services.trouble.block(pair, nobody.person_id, actor=world.ben)

    assert world.kept("blocks_of", world.ben.person_id) == frozenset()


@on_both
def test_t11_no_draft_brings_blocked_people_together_again(world, pair, programme):
    world.services.trouble.block(pair, world.ada.person_id, actor=world.ben)
    world.answer(programme, world.ada, Side.MENTOR)
    world.answer(programme, world.ben, Side.MENTEE)
    key, matching = programme.programme_id, world.services.matching

    draft = matching.suggest(key, actor=world.cleo)

    assert draft.draft.pairs == ()
    version = world.kept("draft", key).version
    with pytest.raises(ShapeError):
        matching.move(
            key, world.ben.person_id, world.ada.person_id, version=version, actor=world.cleo
        )
    world.services.trouble.unblock(world.ada.person_id, actor=world.ben)
    assert len(matching.suggest(key, actor=world.cleo).draft.pairs) == 1


@on_both
def test_t11_either_side_asks_for_another_match_and_the_other_does_not_see_it(world, pair):
    trouble = world.services.trouble
    trouble.ask_another(pair, wanted=True, actor=world.ada)

    assert trouble.page(pair, actor=world.ada).wishes
    assert not trouble.page(pair, actor=world.ben).wishes

    trouble.ask_another(pair, wanted=False, actor=world.ada)
    assert not trouble.page(pair, actor=world.ada).wishes


def test_t15_the_places_of_help_stand_beside_it(world, pair):
    world.services.support.say(NORTHMOOR, (Contact("Counselling", "0123"),))

    assert world.services.trouble.page(pair, actor=world.ben).contacts[0].how == "0123"


@on_both
def test_a_line_of_the_audit_cannot_be_changed(world, pair):
    tell(world, pair, world.cleo)

    with pytest.raises(StoreError), world.store.database.transaction(NORTHMOOR) as connection:
        connection.execute(audit.update().values(event="nothing"))


@on_both
def test_the_audit_says_at_which_line_it_was_tampered_with(world, pair):
    for _ in range(3):
        tell(world, pair, world.cleo)
    database = world.store.database
    assert broken_line(database, NORTHMOOR) is None

    with database.transaction(NORTHMOOR) as connection:
        gone = audit.c.number == 2
        connection.execute(audit.delete().where(gone))

    assert broken_line(database, NORTHMOOR) == 3
