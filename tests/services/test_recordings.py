"""T2, P10, S15: a session is recorded only while every one of its people says yes to it."""

from dataclasses import replace

import pytest

from plugin.mentoring.errors import AgreementChangedError, NotAllowedError, UnknownThingError
from plugin.mentoring.recording import text_hash
from plugin.ports.errors import ConsentMissingError
from tests.services.databases import on_both
from tests.services.steps import move


@pytest.fixture
def session(world, at):
    world.connect()
    made = world.services.sessions.book(world.pair(world.programme()), at(1, 10), actor=world.ben)
    world.run()
    return made


def say(world, session, who, *, given=True, read=None):
    said = {"given": given, "read": text_hash() if read is None else read}
    world.services.recordings.say(session.session_id, actor=who, **said)
    world.run()


def state(world, session):
    page = world.services.recordings.page(session.session_id, actor=world.ben)
    return page.allowed, dict(world.link(session).settings)["recording"]


@on_both
def test_t2_one_yes_is_not_enough_and_the_last_one_lets_teams_record(world, session):
    before = state(world, session)
    say(world, session, world.ben)
    one = state(world, session)
    say(world, session, world.ada)

    assert (before, one) == ((False, "off"), (False, "off"))
    assert state(world, session) == (True, "on")


@on_both
def test_t2_a_yes_taken_back_stops_it_at_once_and_the_link_goes(world, session):
    for who in (world.ada, world.ben):
        say(world, session, who)
    recordings, key = world.services.recordings, session.session_id
    recordings.add_link(key, "https://stream.example/1", actor=world.ada)
    shown = recordings.page(key, actor=world.ben).url
    say(world, session, world.ben, given=False)
    page = recordings.page(key, actor=world.ada)

    assert shown == "https://stream.example/1"
    assert (page.url, state(world, session)) == (None, (False, "off"))
    assert world.kept("recording_link", key) is None
    assert [one.given for one in page.said] == [True, True, False]


@on_both
def test_t2_each_word_is_kept_with_its_time_and_none_is_overwritten(world, session):
    began = world.clock()
    for given in (True, False, True):
        say(world, session, world.ben, given=given)
        world.clock.advance(minutes=10)

    said = world.services.recordings.page(session.session_id, actor=world.ada).said

    minutes = [int((one.at - began).total_seconds() // 60) for one in said]
    assert [(one.given, at) for one, at in zip(said, minutes, strict=True)] == [
        (True, 0), (False, 10), (True, 20),
    ]  # fmt: skip


def test_t2_a_yes_is_to_one_text_of_one_session_and_one_meeting(world, session, at):
    with pytest.raises(AgreementChangedError):
        say(world, session, world.ben, read="of another text")
    for who in (world.ada, world.ben):
        say(world, session, who)
    other = world.services.sessions.book(session.relationship_id, at(8, 10), actor=world.ada)
    world.save("session", replace(world.session(session), generation=2))

    assert not world.services.recordings.page(other.session_id, actor=world.ben).allowed
    assert not world.services.recordings.page(session.session_id, actor=world.ben).allowed


def test_s15_no_link_before_all_agree_and_only_web_addresses(world, session):
    add = world.services.recordings.add_link
    with pytest.raises(NotAllowedError):
        add(session.session_id, "https://stream.example/1", actor=world.ben)
    with pytest.raises(ValueError, match="no web address"):
        add(session.session_id, "javascript:alert(1)", actor=world.ben)


def test_t2_nobody_else_sees_or_says_anything(world, session):
    with pytest.raises(UnknownThingError):
        world.services.recordings.page(session.session_id, actor=world.cleo)
    with pytest.raises(UnknownThingError):
        say(world, session, world.cleo)


def test_t2_teams_that_refuses_is_shown_as_not_known_and_not_as_allowed(world, session):
    say(world, session, world.ada)
    world.calendars.trouble = ConsentMissingError("403")
    say(world, session, world.ben)

    assert state(world, session) == (True, "unknown")


def test_moving_a_session_keeps_what_its_people_said(world, session, at):
    for who in (world.ada, world.ben):
        say(world, session, who)
    move(world, session, at(2, 11))
    world.run()

    assert state(world, session)[0] is True
    assert ("consented", "yes") in world.link(session).settings
