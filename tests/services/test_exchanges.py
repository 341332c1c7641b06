"""Asking and answering in writing over the real store."""

from datetime import timedelta

import pytest

from plugin.mentoring.enrolment import Medium, Side
from plugin.mentoring.errors import (
    AgreementMissingError,
    UnknownThingError,
    UnusableLinkError,
    WrongStateError,
)
from plugin.mentoring.evidence import Held
from plugin.mentoring.exchanges import ExchangeKind
from plugin.mentoring.notes import NoteKind
from plugin.mentoring.programme import Format
from plugin.mentoring.relationship import Membership, Relationship, RelationshipId
from plugin.ports.errors import ConflictError
from tests.mentoring.test_parts import part
from tests.services.databases import on_both
from tests.services.test_agreements import TERMS
from tests.stores import NORTHMOOR


@pytest.fixture
def pair(world):
    return world.pair(world.programme())


def asks(world, pair, kind=ExchangeKind.QUESTION, *, by=None):
    return world.services.exchanges.ask(
        pair, kind, "Two offers", "Which one?", urgent=False, actor=by or world.ben
    )


def writes(world, exchange, by, body="Take the second", link=""):
    return world.services.exchanges.write(exchange.exchange_id, body, link, actor=by)[0]


@on_both
def test_a1_a_question_is_answered_with_no_meeting(world, pair):
    asked = asks(world, pair)
    world.clock.advance(hours=3)

    writes(world, asked, world.ada, link="https://video.example/answer")

    page = world.services.exchanges.of(asked.exchange_id, actor=world.ben)
    assert [(one.body, one.link) for one in page.messages] == [
        ("Take the second", "https://video.example/answer")
    ]
    assert (page.exchange.context, page.exchange.waits) == ("Which one?", False)


def test_a4_how_long_an_answer_took_is_told_to_who_gave_it(world, pair):
    asked = asks(world, pair)
    world.clock.advance(days=3)
    writes(world, asked, world.ada)

    exchanges, key = world.services.exchanges, asked.exchange_id
    took = exchanges.of(key, actor=world.ada).took
    assert took == timedelta(hours=24)
    assert exchanges.of(key, actor=world.ben).took is None


@on_both
def test_p9_s9_a_round_that_all_have_written_in_is_a_session_that_took_place(world, pair):
    asked = asks(world, pair, ExchangeKind.ROUND)
    writes(world, asked, world.ben)
    half = world.kept("exchange", asked.exchange_id).session_id

    done = writes(world, asked, world.ada)

    page = world.services.records.page(done.session_id, actor=world.ben)
    assert half is None
    assert (page.session.medium, page.evidence.held) == (Medium.WRITING, Held.YES)
    assert page.session.agenda == "Two offers"
    assert world.services.relationships.page(pair, actor=world.ada).held == 1
    with pytest.raises(WrongStateError):
        writes(world, asked, world.ada, "Too late")


def test_a_round_ends_beside_a_session_that_goes_on_at_that_time(world, pair, at):
    session = world.services.sessions.book(pair, at(1, 10), actor=world.ada)
    world.clock.now = at(1, 10, 20)
    asked = asks(world, pair, ExchangeKind.ROUND)
    writes(world, asked, world.ben)

    done = writes(world, asked, world.ada)

    assert world.kept("session", done.session_id).span.ends_at <= session.span.starts_at


def test_a_round_of_one_is_no_session(world, pair):
    asked = asks(world, pair, ExchangeKind.ROUND)
    writes(world, asked, world.ben)

    with pytest.raises(WrongStateError):
        world.services.exchanges.settle(asked.exchange_id, version=1, actor=world.ben)


def circle(world):
    programme = world.programme()
    names = [world.ada, *(world.arrive(name) for name in ("ben", "dan", "fay"))]
    sides = [Side.MENTOR, *[Side.MENTEE] * 3]
    members = tuple(
        Membership(who.person_id, side, world.clock())
        for who, side in zip(names, sides, strict=True)
    )
    key = RelationshipId(world.new_id())
    made = Relationship(
        key, NORTHMOOR, programme.programme_id, Format.CIRCLE, members, world.clock()
    )
    world.save("relationship", made)
    return key, names


def test_a_circles_round_may_be_complete_without_everybody_and_counts_for_who_wrote(world):
    key, (ada, ben, dan, _fay) = circle(world)
    asked = asks(world, key, ExchangeKind.ROUND, by=dan)
    for who in (dan, ben):
        writes(world, asked, who)
    version = world.kept("exchange", asked.exchange_id).version

    done = world.services.exchanges.settle(asked.exchange_id, version=version, actor=ada)

    people = world.kept("session", done.session_id).people
    assert people == {dan.person_id, ben.person_id}


def test_of_two_answers_at_once_both_stand_and_of_two_snoozes_the_later_is_told(world, pair, at):
    asked, exchanges = asks(world, pair), world.services.exchanges
    exchanges.snooze(asked.exchange_id, at(3, 9), version=1, actor=world.ada)

    with pytest.raises(ConflictError):
        exchanges.snooze(asked.exchange_id, at(4, 9), version=1, actor=world.ada)
    writes(world, asked, world.ada, "One")
    writes(world, asked, world.ada, "Two")
    page = exchanges.of(asked.exchange_id, actor=world.ben)
    assert [one.body for one in page.messages] == ["One", "Two"]


def test_a_link_that_could_do_harm_is_refused_with_everything(world, pair):
    asked = asks(world, pair)

    with pytest.raises(UnusableLinkError):
        writes(world, asked, world.ada, link="javascript:alert(1)")

    assert world.services.exchanges.of(asked.exchange_id, actor=world.ben).messages == ()


def test_after_the_end_it_is_read_and_not_written(world, pair):
    asked = asks(world, pair)
    world.end(pair)

    with pytest.raises(WrongStateError):
        writes(world, asked, world.ada)
    assert (
        world.services.exchanges.of(asked.exchange_id, actor=world.ada).exchange.subject
        == "Two offers"
    )


def test_who_has_not_signed_neither_reads_nor_asks(world, pair):
    asked, exchanges = asks(world, pair), world.services.exchanges
    world.services.agreements.propose(
        pair, TERMS, version=0, actor=world.ben, part=part(pair, world.ben)
    )

    assert exchanges.page(pair, actor=world.ada).exchanges == ()
    with pytest.raises(UnknownThingError):
        exchanges.of(asked.exchange_id, actor=world.ada)
    with pytest.raises(AgreementMissingError):
        asks(world, pair, by=world.ada)


@on_both
def test_what_waits_is_told_to_whoever_could_answer_and_to_nobody_else(world, pair):
    asks(world, pair)
    world.clock.advance(days=9)

    def waiting(who):
        [line] = world.services.overviews.mine(actor=who)
        return line.relationship_id, line.waiting.questions, line.waiting.late

    assert waiting(world.ada) == (pair, 1, 1)
    assert waiting(world.ben) == (pair, 0, 0)


@on_both
def test_words_are_found_in_what_one_may_read_and_nowhere_else(world, pair, at):
    session = world.services.sessions.book(pair, at(3, 10), actor=world.ada)
    asked, records = asks(world, pair), world.services.records
    writes(world, asked, world.ada, "Owls fly at night")
    records.write(session.session_id, NoteKind.JOTTING, "OWLS frighten me", actor=world.ben)

    def found(who, words="owls"):
        return {one.words for one in world.services.searches.find(pair, words, actor=who)[0]}

    assert found(world.ben) == {"Owls", "OWLS"}
    assert found(world.ada) == {"Owls"}
    assert found(world.ada, "offers") == {"offers"}
    assert found(world.ada, "%") == set()
    with pytest.raises(UnknownThingError):
        found(world.cleo)
