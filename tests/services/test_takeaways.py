"""What one member takes along: everything of theirs, and nothing of anybody else's."""

import pytest

from plugin.mentoring.errors import UnknownThingError, WrongStateError
from plugin.mentoring.exchanges import ExchangeKind
from plugin.mentoring.notes import NoteKind
from tests.security.talk import been
from tests.services.test_goals import begins


@pytest.fixture
def pair(world):
    return world.pair(world.programme())


@pytest.fixture
def past(world, pair, at):
    session = world.services.sessions.book(pair, at(3, 10), actor=world.ada)
    return been(world, session.session_id)


def test_d7_a_portfolio_holds_ones_own_words_and_nobody_elses(world, pair, past):
    records, exchanges = world.services.records, world.services.exchanges
    ours = records.write(past, NoteKind.RECORD, "Ben began", actor=world.ben)
    records.write(past, NoteKind.RECORD, "Ben alone", actor=world.ben)
    records.rewrite(ours.note_id, "Ben began, Ada went on", version=1, actor=world.ada)
    records.write(past, NoteKind.RECORD, "Ada alone", actor=world.ada)
    how = {"urgent": False, "actor": world.ben}
    asked = exchanges.ask(pair, ExchangeKind.QUESTION, "Ben asks", "Why", **how)
    exchanges.write(asked.exchange_id, "Ada answers", "", actor=world.ada)
    goal = begins(world, pair, specific="Ben's goal")
    world.services.goals.add_milestone(goal.goal_id, "Step", actor=world.ben)

    taken = world.services.takeaways.own(pair, actor=world.ben)

    assert [one.body for one in taken.notes] == ["Ben alone"]
    assert [one.subject for one in taken.exchanges] == ["Ben asks"]
    assert taken.messages == ()
    assert [one.specific for one in taken.goals] == ["Ben's goal"]
    assert taken.unreadable == 0
    with pytest.raises(UnknownThingError):
        world.services.takeaways.own(pair, actor=world.cleo)


def test_a_certificate_wants_an_end_and_a_session_that_two_say_took_place(world, pair, past):
    takeaways, records = world.services.takeaways, world.services.records
    records.say_held(past, True, actor=world.ada)
    world.end(pair)
    with pytest.raises(WrongStateError):
        takeaways.certificate(pair, actor=world.ben)

    records.say_held(past, True, actor=world.ben)

    assert takeaways.certificate(pair, actor=world.ben).held == 1
    assert takeaways.closing(pair, actor=world.ben).certified
    with pytest.raises(UnknownThingError):
        takeaways.certificate(pair, actor=world.cleo)


def test_nobody_is_certified_while_it_goes_on(world, pair, past):
    for who in (world.ada, world.ben):
        world.services.records.say_held(past, True, actor=who)

    with pytest.raises(WrongStateError):
        world.services.takeaways.certificate(pair, actor=world.ben)
