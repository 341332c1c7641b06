"""Level 0: whoever leaves has the session taken out of their calendar, and nobody else is told."""

from dataclasses import replace
from email import message_from_bytes, policy

import pytest
from icalendar import Calendar

from plugin.mentoring.enrolment import Side
from plugin.mentoring.programme import Bounds, Format
from plugin.mentoring.session import Sync
from tests.services.test_circles import related


@pytest.fixture
def programme(level0):
    made = level0.programme(template="first-year-circles")
    level0.save("programme", replace(made, version=2, bounds=Bounds(circle_most=4)))
    return level0.kept("programme", made.programme_id)


@pytest.fixture
def dee(level0):
    return level0.arrive("dee")


@pytest.fixture
def session(level0, programme, dee, at):
    """A circle of three, invited by mail."""
    members = ((level0.ada, Side.MENTOR), (level0.ben, Side.MENTEE), (dee, Side.MENTEE))
    circle = related(level0, programme, Format.CIRCLE, *members, title="Owls")
    planned = level0.services.sessions.book(circle, at(3, 10), actor=level0.ada)
    level0.run()
    return planned


def test_g12_a_leaver_gets_a_cancellation_once_and_the_others_nothing(level0, session, dee):
    before = len(level0.post.letters)
    level0.services.memberships.leave(session.relationship_id, actor=dee)
    level0.run()
    level0.push(session)
    level0.run()

    since = level0.post.letters[before:]
    assert [(one.method, one.person_id) for one in since] == [("CANCEL", dee.person_id)]
    assert level0.link(session).sync is Sync.BOOKED


def test_the_cancellation_is_one_that_calendars_match_with_what_they_hold(level0, session, dee):
    first = next(one for one in level0.post.letters if one.person_id == dee.person_id)
    level0.services.memberships.leave(session.relationship_id, actor=dee)
    level0.run()

    asked, off = (_event(one) for one in (first, level0.post.letters[-1]))
    assert off["UID"] == asked["UID"]
    assert off["SEQUENCE"] >= asked["SEQUENCE"]
    assert off["STATUS"] == "CANCELLED"
    assert off["DTSTART"].dt == asked["DTSTART"].dt


def test_a_leaver_is_not_told_again_when_the_session_is_called_off(level0, session, dee):
    level0.services.memberships.leave(session.relationship_id, actor=dee)
    level0.run()
    before = len(level0.post.letters)
    now = level0.session(session)
    level0.services.sessions.cancel(now.session_id, version=now.version, actor=level0.ada)
    level0.run()

    told = {one.person_id for one in level0.post.letters[before:]}
    assert told == {level0.ada.person_id, level0.ben.person_id}


def _event(letter):
    mail = message_from_bytes(letter.body, policy=policy.default)
    part = next(one for one in mail.walk() if one.get_content_type() == "text/calendar")
    (event,) = Calendar.from_ical(part.get_content()).walk("VEVENT")
    return event
