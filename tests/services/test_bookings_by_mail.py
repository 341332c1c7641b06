"""Level 0: invitations as mail, one letter a person, and nothing said to who was never invited."""

from dataclasses import replace

import pytest

from plugin.mentoring.session import Channel, Sync
from plugin.ports.errors import RefusedError, TryLaterError
from plugin.services.posting import NO_ADDRESS
from tests.services.databases import on_both
from tests.services.interruptions import Interrupted
from tests.stores import NORTHMOOR


@pytest.fixture
def pair(level0):
    return level0.pair(level0.programme())


@pytest.fixture
def planned(level0, pair, at):
    return level0.services.sessions.book(pair, at(1, 10), actor=level0.ben)


@pytest.fixture
def sent(level0, planned):
    """The session with its invitations out."""
    level0.run()
    return level0.session(planned)


def move(level0, session, to):
    now = level0.session(session)
    level0.services.sessions.move(now.session_id, to, version=now.version, actor=level0.ben)


def cancel(level0, session):
    now = level0.session(session)
    level0.services.sessions.cancel(now.session_id, version=now.version, actor=level0.ben)


def out(level0, since=0):
    """Who was sent what."""
    return sorted((one.method, one.address) for one in level0.post.letters[since:])


BOTH = ["ada@northmoor.example", "ben@northmoor.example"]


@on_both
def test_everybody_gets_one_letter_and_then_the_session_counts_as_booked(level0, planned):
    before = level0.link(planned)

    level0.run()

    link = level0.link(planned)
    assert out(level0) == [("REQUEST", one) for one in BOTH]
    assert (before.channel, before.sync) == (Channel.MAIL, Sync.QUEUED)
    assert (link.sync, link.told) == (Sync.BOOKED, planned.span)


def test_it_is_not_booked_before_the_last_letter_is_out(level0, planned):
    level0.push(planned)
    first, second = level0.kept("letters_of", planned.session_id)

    level0.services.bookings.send_letter(NORTHMOOR, first.key)
    between = level0.link(planned).sync
    level0.services.bookings.send_letter(NORTHMOOR, second.key)

    assert (between, level0.link(planned).sync) == (Sync.QUEUED, Sync.BOOKED)


def test_x10_pushing_and_sending_again_sends_nothing_twice(level0, sent):
    level0.push(sent)
    level0.run()
    level0.letter_jobs(sent)

    assert len(level0.post.letters) == 2
    assert level0.link(sent).sync is Sync.BOOKED


def test_x24_a_mail_server_that_is_down_is_asked_again_with_the_same_letter(level0, planned):
    level0.push(planned)
    level0.post.trouble = TryLaterError("421")
    letter = level0.kept("letters_of", planned.session_id)[0]
    with pytest.raises(TryLaterError):
        level0.services.bookings.send_letter(NORTHMOOR, letter.key)
    between = level0.link(planned).sync
    level0.post.trouble = None

    level0.services.bookings.send_letter(NORTHMOOR, letter.key)

    assert between is Sync.QUEUED
    assert [one.message_id for one in level0.post.letters] == [letter.message_id]


def test_x24_a_refused_letter_is_shown_and_the_others_go_out(level0, planned):
    refusing = Interrupted(level0.post, lambda: None, RefusedError("mail-550"))
    level0.push(planned)
    bookings = replace(level0.services.bookings, post=refusing)

    for letter in level0.kept("letters_of", planned.session_id):
        bookings.send_letter(NORTHMOOR, letter.key)

    link = level0.link(planned)
    assert len(level0.post.letters) == 1
    assert (link.sync, link.problem) == (Sync.FAILED, "mail-550")


def test_a_refused_letter_is_sent_when_somebody_tries_again(level0, planned):
    level0.post.answer(550)
    level0.run()
    level0.post.trouble = None

    level0.services.sessions.try_again(planned.session_id, actor=level0.ben)
    level0.run()

    assert out(level0) == [("REQUEST", one) for one in BOTH]
    assert level0.link(planned).sync is Sync.BOOKED


@pytest.mark.parametrize("address", [None, "not an address", "two@@signs"])
def test_who_has_no_address_keeps_no_other_from_being_invited(level0, planned, address):
    level0.arrive("ben", email=address)

    level0.run()

    assert out(level0) == [("REQUEST", "ada@northmoor.example")]
    assert level0.link(planned).sync is Sync.BOOKED


def test_a_session_of_people_without_addresses_says_so(level0, planned):
    for name in ("ada", "ben"):
        level0.arrive(name, email=None)

    level0.run()

    assert (level0.link(planned).sync, level0.link(planned).problem) == (Sync.FAILED, NO_ADDRESS)


def test_a_moved_session_is_told_to_everybody_again(level0, sent, at):
    move(level0, sent, at(2, 11))
    waiting = level0.link(sent).sync

    level0.run()

    assert out(level0, since=2) == [("REQUEST", one) for one in BOTH]
    assert (waiting, level0.link(sent).sync) == (Sync.QUEUED, Sync.BOOKED)
    assert level0.link(sent).told.starts_at == at(2, 11)


def test_letters_about_a_time_that_no_longer_holds_are_not_sent(level0, planned, at):
    level0.push(planned)
    move(level0, planned, at(2, 11))

    level0.run()

    assert [b"New time" in one.body for one in level0.post.letters] == [True, True]


def test_a_session_called_off_is_called_off_for_who_was_invited(level0, sent):
    cancel(level0, sent)

    level0.run()

    assert out(level0, since=2) == [("CANCEL", one) for one in BOTH]
    assert (level0.link(sent).sync, level0.link(sent).told_cancelled) == (Sync.BOOKED, True)


@pytest.mark.parametrize("pushed", [False, True])
def test_called_off_before_any_letter_was_sent_sends_nothing(level0, planned, pushed):
    if pushed:
        level0.push(planned)
    cancel(level0, planned)

    level0.run()

    assert level0.post.letters == []
    assert (level0.link(planned).sync, level0.link(planned).told_cancelled) == (Sync.BOOKED, True)


def test_called_off_when_one_letter_was_sent_tells_that_one_person(level0, planned):
    level0.push(planned)
    first = level0.kept("letters_of", planned.session_id)[0]
    level0.services.bookings.send_letter(NORTHMOOR, first.key)
    cancel(level0, planned)

    level0.run()

    assert out(level0, since=1) == [("CANCEL", first.address)]


@on_both
def test_called_off_while_a_letter_is_on_its_way_its_reader_is_told_too(level0, planned):
    level0.push(planned)
    first = level0.kept("letters_of", planned.session_id)[0]
    level0.post.meanwhile = lambda: (cancel(level0, planned), level0.push(planned))

    level0.services.bookings.send_letter(NORTHMOOR, first.key)
    level0.post.meanwhile = lambda: None
    level0.run()

    assert out(level0) == [("CANCEL", first.address), ("REQUEST", first.address)]
    assert level0.link(planned).told_cancelled


def test_an_invitation_is_not_sent_after_its_session(level0, planned, clock):
    clock.advance(days=3)

    level0.run()

    assert level0.post.letters == []


def test_without_a_mail_server_nothing_is_called_sent(level0, planned):
    level0.push(planned)
    letter = level0.kept("letters_of", planned.session_id)[0]

    replace(level0.services.bookings, post=None).send_letter(NORTHMOOR, letter.key)

    assert level0.link(planned).sync is Sync.QUEUED


def test_without_anybody_who_writes_letters_the_session_says_so(level0, planned):
    replace(level0.services.bookings, letters=None).push(NORTHMOOR, planned.session_id)

    assert level0.link(planned).problem == NO_ADDRESS
