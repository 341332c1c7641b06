"""Writing about a session, and what each member reads of it."""

from dataclasses import replace
from datetime import date

import pytest

from plugin.mentoring.errors import (
    AgreementMissingError,
    NotAllowedError,
    UnknownThingError,
    WrongStateError,
)
from plugin.mentoring.evidence import Held
from plugin.mentoring.notes import NoteKind
from plugin.mentoring.promises import PromiseState
from plugin.ports.errors import ConflictError
from tests.mentoring.test_parts import part
from tests.security.talk import been
from tests.services.databases import on_both
from tests.services.test_agreements import TERMS

TODAY = date(2026, 3, 2)


@pytest.fixture
def pair(world):
    return world.pair(world.programme())


@pytest.fixture
def session(world, pair, at):
    return world.services.sessions.book(pair, at(3, 10), actor=world.ada)


@pytest.fixture
def records(world):
    return world.services.records


def texts(world, session, actor):
    page = world.services.records.page(session.session_id, actor=actor)
    return [note.body for note in page.notes]


@on_both
def test_t9_a_record_is_read_by_both_and_a_jotting_by_its_author(world, records, session):
    records.write(session.session_id, NoteKind.RECORD, "Owls", actor=world.ada)
    records.write(session.session_id, NoteKind.JOTTING, "Shy", actor=world.ben)

    assert texts(world, session, world.ada) == ["Owls"]
    assert texts(world, session, world.ben) == ["Owls", "Shy"]


def test_a_jotting_that_is_shared_is_read_by_both_from_then_on(world, records, session):
    note = records.write(session.session_id, NoteKind.JOTTING, "Shy", actor=world.ben)

    records.share(note.note_id, version=1, actor=world.ben)

    assert texts(world, session, world.ada) == ["Shy"]
    assert records.of(note.note_id, actor=world.ada).kind is NoteKind.RECORD


@on_both
def test_of_two_who_rewrite_one_record_the_later_is_told_and_nothing_is_lost(
    world, records, session
):
    note = records.write(session.session_id, NoteKind.RECORD, "Owls", actor=world.ada)
    records.rewrite(note.note_id, "Owls at night", version=1, actor=world.ben)

    with pytest.raises(ConflictError):
        records.rewrite(note.note_id, "Owls by day", version=1, actor=world.ada)

    assert texts(world, session, world.ada) == ["Owls at night"]


def test_t1_whoever_has_not_signed_reads_and_writes_nothing_shared(world, records, session, pair):
    records.write(session.session_id, NoteKind.RECORD, "Before", actor=world.ada)
    world.services.agreements.propose(
        pair, TERMS, version=0, actor=world.ada, part=part(pair, world.ada)
    )
    records.write(session.session_id, NoteKind.RECORD, "After", actor=world.ada)

    page = records.page(session.session_id, actor=world.ben)

    assert (page.notes, page.closed) == ((), True)
    with pytest.raises(AgreementMissingError):
        records.write(session.session_id, NoteKind.RECORD, "Mine", actor=world.ben)
    records.write(session.session_id, NoteKind.JOTTING, "My own", actor=world.ben)
    world.services.agreements.sign(pair, 1, actor=world.ben, part=part(pair, world.ben))
    assert texts(world, session, world.ben) == ["Before", "After", "My own"]


def test_after_the_end_it_is_read_and_not_written(world, records, session, pair):
    note = records.write(session.session_id, NoteKind.RECORD, "Owls", actor=world.ada)
    world.end(pair)

    with pytest.raises(WrongStateError):
        records.write(session.session_id, NoteKind.RECORD, "More", actor=world.ada)
    with pytest.raises(WrongStateError):
        records.rewrite(note.note_id, "Other", version=1, actor=world.ada)
    assert texts(world, session, world.ada) == ["Owls"]


@on_both
def test_it_took_place_when_both_say_so_and_a_word_may_change(world, records, session):
    past = been(world, session.session_id)
    records.say_held(past, True, actor=world.ada)
    one = records.page(past, actor=world.ben).evidence.held

    records.say_held(past, False, actor=world.ben)
    records.say_held(past, True, actor=world.ben)

    page = world.services.relationships.page(session.relationship_id, actor=world.ada)
    assert one is Held.UNKNOWN
    assert records.page(past, actor=world.ben).evidence.held is Held.YES
    assert (page.been, page.held) == (1, 1)


def test_nobody_says_of_a_session_to_come_that_it_was(world, records, session):
    with pytest.raises(WrongStateError):
        records.say_held(session.session_id, True, actor=world.ada)


def promise(world, pair, owner, **changed):
    said = {"due_on": TODAY, "owner": owner.person_id, "actor": world.ada} | changed
    return world.services.promises.make(pair, "Read a book", **said)


@on_both
def test_t7_t8_a_promise_is_its_owners_and_its_count_too(world, pair):
    made = promise(world, pair, world.ben)
    promises = world.services.promises

    with pytest.raises(NotAllowedError):
        promises.settle(made.promise_id, PromiseState.DONE, version=1, actor=world.ada)
    promises.settle(made.promise_id, PromiseState.DONE, version=1, actor=world.ben)

    assert promises.page(pair, actor=world.ben).kept.done == 1
    assert promises.page(pair, actor=world.ada).kept.done == 0
    assert world.services.relationships.page(pair, actor=world.ben).promises == ()


def test_ones_own_promises_come_first(world, pair):
    hers = promise(world, pair, world.ada)
    his = promise(world, pair, world.ben, due_on=date(2026, 4, 1))

    page = world.services.relationships.page(pair, actor=world.ben)

    assert [one.promise_id for one in page.promises] == [his.promise_id, hers.promise_id]


def test_nobody_else_may_own_a_promise_nor_tie_it_to_a_session_of_others(world, pair, session):
    eve = world.arrive("eve")
    others = world.pair(world.programme(title="Else"), world.ada, eve)

    with pytest.raises(NotAllowedError):
        promise(world, pair, eve)
    with pytest.raises(UnknownThingError):
        promise(world, others, eve, session_id=session.session_id)


def test_a_partner_who_left_opens_nothing_any_more(world, records, session, pair):
    note = records.write(session.session_id, NoteKind.RECORD, "Owls", actor=world.ada)
    relationship = world.kept("relationship", pair)
    eve = world.arrive("eve")
    left = tuple(
        replace(one, person_id=eve.person_id) if one.person_id == world.ben.person_id else one
        for one in relationship.members
    )
    world.save("relationship", replace(relationship, members=left))

    for act in (
        lambda: records.page(session.session_id, actor=world.ben),
        lambda: records.rewrite(note.note_id, "Mine", version=1, actor=world.ben),
    ):
        with pytest.raises(UnknownThingError):
            act()
