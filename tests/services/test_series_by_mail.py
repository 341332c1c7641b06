"""G28 at level 0: a series is one letter, and what differs from it is said by its recurrence."""

from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from icalendar import Calendar

from plugin.mentoring.enrolment import Side
from plugin.mentoring.programme import Bounds, Format
from plugin.mentoring.session import Sync
from tests.services.databases import on_both
from tests.services.steps import apart, cancel, move
from tests.services.test_circles import related
from tests.stores import NORTHMOOR

HOUR, WEEK = timedelta(hours=1), timedelta(weeks=1)


@pytest.fixture
def first(level0, at):
    pair = level0.pair(level0.programme())
    session = level0.services.sessions.book(pair, at(1, 10), actor=level0.ben)
    apart(level0, session, level0.ben)
    level0.run()
    level0.post.letters.clear()
    return session


@pytest.fixture
def series(level0, first):
    level0.services.series.make(first.session_id, 4, actor=level0.ada)
    level0.run()
    return sessions(level0, first)


@pytest.fixture
def grown(level0, at):
    """Four sessions whose first was booked, and told, before the others."""
    pair = level0.pair(level0.programme())
    session = level0.services.sessions.book(pair, at(1, 10), actor=level0.ben)
    level0.run()
    level0.services.series.make(session.session_id, 3, actor=level0.ada)
    level0.run()
    return level0.kept("sessions_of", [pair])


def cancel_in(world):
    return lambda session: cancel(world, session)


def sessions(world, first):
    found = world.kept("sessions_of", [first.relationship_id])
    return [one for one in found if one.session_id != first.session_id]


def events(letter):
    mail = message_from_bytes(letter.body, policy=policy.default)
    part = next(p for p in mail.walk() if p.get_content_type() == "text/calendar")
    return Calendar.from_ical(part.get_content()).walk("VEVENT")


def to_ben(world):
    return [one for one in world.post.letters if one.person_id == world.ben.person_id]


@on_both
def test_g28_a_series_is_one_letter_for_each_reader(level0, series):
    (letter,) = to_ben(level0)
    (event,) = events(letter)

    assert len(level0.post.letters) == 2
    assert {level0.link(one).sync for one in series} == {Sync.BOOKED}
    assert event["RRULE"].to_ical() == b"FREQ=WEEKLY;COUNT=3;INTERVAL=2"
    assert event["DTSTART"].dt == series[0].span.starts_at
    assert event["DTSTART"].params["TZID"] == "Europe/Berlin"
    assert event["UID"].startswith(f"{series[0].series_id}@")
    assert event["SEQUENCE"] == 0


def test_g28_t5_the_rule_gives_every_session_at_its_hour_though_the_clocks_change(level0, grown):
    (event,) = events(to_ben(level0)[-1])
    start, weeks = event["DTSTART"].dt, event["RRULE"]["INTERVAL"][0]
    by_rule = [start + n * weeks * WEEK for n in range(4)]  # on the wall clock of its zone

    assert {one.utcoffset() for one in by_rule} == {HOUR, 2 * HOUR}
    assert by_rule == [one.span.starts_at for one in grown]


@on_both
def test_g28_the_invitation_to_the_first_becomes_that_of_the_series(level0, grown):
    alone, whole = to_ben(level0)
    (before,), (after,) = events(alone), events(whole)

    assert len(level0.post.letters) == 4  # two readers, told twice: of the one and of them all
    assert [one.method for one in (alone, whole)] == ["REQUEST", "REQUEST"]
    for same in ("UID", "ORGANIZER", "DTSTART"):
        assert after[same] == before[same]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 1)
    assert (after["RRULE"]["COUNT"], "RECURRENCE-ID" in after) == ([4], False)
    assert {level0.link(one).sync for one in grown} == {Sync.BOOKED}
    assert len({one.series_id for one in grown}) == 1


def test_g28_the_first_of_a_series_that_grew_is_moved_and_called_off_in_it(level0, grown):
    for step in (lambda one: move(level0, one, one.span.starts_at + HOUR), cancel_in(level0)):
        step(level0.session(grown[0]))
        level0.run()
    whole, moved, off = (events(one)[0] for one in to_ben(level0)[1:])

    assert whole["UID"] == moved["UID"] == off["UID"]
    assert [one["SEQUENCE"] for one in (whole, moved, off)] == [1, 2, 3]
    assert moved["RECURRENCE-ID"].dt == off["RECURRENCE-ID"].dt == grown[0].span.starts_at
    assert off["STATUS"] == "CANCELLED"


def test_g28_nobody_is_told_of_the_first_alone_where_the_series_comes_at_once(level0, at):
    pair = level0.pair(level0.programme())
    session = level0.services.sessions.book(pair, at(1, 10), actor=level0.ben)
    level0.services.series.make(session.session_id, 2, actor=level0.ada)
    level0.run()

    (letter,) = to_ben(level0)
    assert events(letter)[0]["RRULE"]["COUNT"] == [3]


def test_g28_a_series_that_grew_and_is_called_off_takes_its_first_with_it(level0, grown):
    one = level0.session(grown[0])
    level0.services.series.cancel_following(one.session_id, version=one.version, actor=level0.ben)
    level0.run()

    first, *_between, last = to_ben(level0)
    assert last.method == "CANCEL"
    assert events(last)[0]["UID"] == events(first)[0]["UID"]
    assert len(to_ben(level0)) == 3


def test_g28_one_that_moves_is_named_by_the_time_it_had(level0, series):
    two = level0.session(series[1])
    to = two.span.starts_at + HOUR
    level0.services.sessions.move(two.session_id, to, version=two.version, actor=level0.ben)
    level0.run()

    whole, alone = (events(one)[0] for one in to_ben(level0))
    assert alone["UID"] == whole["UID"]
    assert alone["RECURRENCE-ID"].dt == series[1].span.starts_at
    assert alone["DTSTART"].dt == to
    assert (alone["SEQUENCE"], "RRULE" in alone) == (1, False)
    assert level0.link(two).sync is Sync.BOOKED


def test_g28_one_that_is_called_off_is_named_by_the_time_it_had(level0, series):
    cancel(level0, level0.session(series[1]))
    level0.run()

    letter = to_ben(level0)[-1]
    (event,) = events(letter)
    assert letter.method == "CANCEL"
    assert event["RECURRENCE-ID"].dt == series[1].span.starts_at
    assert event["STATUS"] == "CANCELLED"
    assert level0.link(series[1]).told_cancelled


def test_g28_this_and_the_following_end_the_one_rule_and_begin_another(level0, first, series):
    cancel(level0, level0.session(series[0]))
    level0.run()
    level0.post.letters.clear()
    two = level0.session(series[1])
    to = two.span.starts_at + HOUR
    level0.services.series.move_following(two.session_id, to, version=two.version, actor=level0.ben)
    level0.run()

    letters = {events(one)[0]["UID"].partition("@")[0]: events(one) for one in to_ben(level0)}
    after = sessions(level0, first)
    (ended,), (new,) = letters[series[0].series_id], letters[after[1].series_id]
    assert len(level0.post.letters) == 4
    assert (ended["RRULE"]["COUNT"], ended["SEQUENCE"]) == ([1], 1)
    assert ended["EXDATE"].dts[0].dt == series[0].span.starts_at
    assert (new["RRULE"]["COUNT"], new["DTSTART"].dt, new["SEQUENCE"]) == ([2], to, 0)
    assert {level0.link(one).sync for one in after} == {Sync.BOOKED}


def test_g28_what_was_moved_alone_is_said_again_with_a_newer_rule(level0, first, series):
    one = level0.session(series[0])
    to = one.span.starts_at + HOUR
    level0.services.sessions.move(one.session_id, to, version=one.version, actor=level0.ben)
    level0.run()
    level0.post.letters.clear()
    three = level0.session(series[2])
    level0.services.series.cancel_following(
        three.session_id, version=three.version, actor=level0.ben
    )
    level0.run()

    (letter,) = to_ben(level0)
    whole, alone = events(letter)
    assert (letter.method, whole["RRULE"]["COUNT"]) == ("REQUEST", [2])
    assert (alone["RECURRENCE-ID"].dt, alone["DTSTART"].dt) == (series[0].span.starts_at, to)
    assert level0.link(three).told_cancelled


def test_g28_a_series_of_which_nothing_is_left_is_called_off_in_one_letter(level0, series):
    level0.post.letters.clear()
    one = level0.session(series[0])
    level0.services.series.cancel_following(one.session_id, version=one.version, actor=level0.ben)
    level0.run()

    (letter,) = to_ben(level0)
    (event,) = events(letter)
    assert (letter.method, event["STATUS"], "RRULE" in event) == ("CANCEL", "CANCELLED", False)
    assert all(level0.link(x).told_cancelled for x in series)


@pytest.fixture
def circle(level0):
    programme = level0.programme(template="first-year-circles")
    members = (
        (level0.ada, Side.MENTOR),
        (level0.ben, Side.MENTEE),
        (level0.arrive("eli"), Side.MENTEE),
    )
    return related(level0, programme, Format.CIRCLE, *members, title="Owls")


@pytest.fixture
def meetings(level0, circle, at):
    """Three sessions of a circle in one invitation, which everybody has."""
    first = level0.services.sessions.book(circle, at(3, 10), actor=level0.ada)
    level0.services.series.make(first.session_id, 2, actor=level0.ada)
    level0.run()
    level0.post.letters.clear()
    return level0.kept("sessions_of", [circle])


def join(world, circle, who):
    before = world.kept("relationship", circle)
    bounds = Bounds()
    after = before.joined_by(who.person_id, Side.MENTEE, bounds=bounds, now=world.clock())
    with world.store.work(NORTHMOOR) as work:
        world.services.memberships.keep(work, before, after, who.person_id)
    world.run()


def leave(world, circle, who):
    world.services.memberships.leave(circle, actor=who)
    world.run()


@on_both
def test_g28_who_comes_gets_one_invitation_to_the_series_and_nobody_else_a_letter(
    level0, circle, meetings
):
    dee = level0.arrive("dee")
    join(level0, circle, dee)

    (letter,) = level0.post.letters
    (event,) = events(letter)
    assert (letter.method, letter.person_id) == ("REQUEST", dee.person_id)
    assert event["RRULE"]["COUNT"] == [3]
    assert event["UID"].partition("@")[0] == meetings[0].session_id
    assert "EXDATE" not in event
    assert {level0.link(one).sync for one in meetings} == {Sync.BOOKED}


@on_both
def test_g28_who_leaves_is_told_once_that_the_series_is_without_them(level0, circle, meetings):
    dee = level0.arrive("dee")
    join(level0, circle, dee)
    leave(level0, circle, dee)

    invited, parted = level0.post.letters
    (event,) = events(parted)
    assert (parted.method, parted.person_id) == ("CANCEL", dee.person_id)
    assert event["UID"] == events(invited)[0]["UID"]
    assert event["STATUS"] == "CANCELLED"
    assert not {"RRULE", "RECURRENCE-ID"} & {*event}
    assert b"no longer part of the series" in parted.body
    assert {level0.link(one).sync for one in meetings} == {Sync.BOOKED}


def test_g28_who_stays_is_told_nothing_anew_where_the_last_was_called_off_before(
    level0, circle, meetings
):
    dee = level0.arrive("dee")
    join(level0, circle, dee)
    last = level0.session(meetings[-1])
    level0.services.sessions.cancel(last.session_id, version=last.version, actor=level0.ada)
    level0.run()
    level0.post.letters.clear()
    leave(level0, circle, dee)

    told = {one.person_id for one in level0.post.letters}
    assert told == {dee.person_id}


def test_g28_a_newcomer_is_not_invited_to_what_has_been_nor_where_they_have_another(
    level0, circle, meetings
):
    dee = level0.arrive("dee")
    other = level0.pair(level0.programme(title="Another"), level0.arrive("fay"), mentee=dee)
    level0.services.sessions.book(other, meetings[2].span.starts_at, actor=dee)
    level0.clock.now = meetings[0].span.ends_at
    level0.run()
    level0.post.letters.clear()
    join(level0, circle, dee)

    (letter,) = level0.post.letters
    left_out = events(letter)[0]["EXDATE"]
    dates = [
        x.dt for one in (left_out if isinstance(left_out, list) else [left_out]) for x in one.dts
    ]
    assert dates == [meetings[0].span.starts_at, meetings[2].span.starts_at]


def test_g28_who_comes_back_is_asked_to_each_anew(level0, circle, meetings):
    dee = level0.arrive("dee")
    join(level0, circle, dee)
    leave(level0, circle, dee)
    level0.post.letters.clear()
    join(level0, circle, dee)

    again = [one for one in level0.post.letters if one.person_id == dee.person_id]
    assert [one.method for one in again] == ["REQUEST"] * 3
    assert {level0.link(one).sync for one in meetings} == {Sync.BOOKED}


def test_g28_who_came_back_once_it_was_a_series_is_told_when_they_leave(level0, circle, at):
    dee, use = level0.arrive("dee"), level0.services
    join(level0, circle, dee)
    first = use.sessions.book(circle, at(3, 10), actor=level0.ada)
    level0.run()
    use.sessions.move(first.session_id, at(3, 11), version=1, actor=level0.ada)
    level0.run()
    leave(level0, circle, dee)
    level0.clock.advance(hours=1)
    use.series.make(first.session_id, 1, actor=level0.ada)
    other = level0.kept("sessions_of", [circle])[-1]
    use.sessions.cancel(other.session_id, version=other.version, actor=level0.ada)
    level0.run()
    join(level0, circle, dee)
    level0.clock.advance(hours=1)
    level0.post.letters.clear()
    leave(level0, circle, dee)

    assert [(one.method, one.person_id) for one in level0.post.letters] == [
        ("CANCEL", dee.person_id)
    ]
