"""What was erased while a worker was busy with it is not brought back."""

from dataclasses import replace

import pytest
from sqlalchemy import delete

from plugin.store.tables import calendar_link
from tests.services.interruptions import Interrupted
from tests.stores import NORTHMOOR


@pytest.fixture
def erase(database):
    """Erase every link to an outside meeting, as erasing a person will."""

    def erase():
        database.run(NORTHMOOR, lambda connection: connection.execute(delete(calendar_link)))

    return erase


def book(world, at):
    pair = world.pair(world.programme())
    return world.services.sessions.book(pair, at(1, 10), actor=world.ben)


def test_an_answer_for_a_link_that_was_erased_is_dropped(world, at, erase):
    world.connect()
    session = book(world, at)
    calendars = Interrupted(world.calendars, erase)

    replace(world.services.bookings, calendars=calendars).push(NORTHMOOR, session.session_id)

    assert world.link(session) is None


def test_a_letter_about_a_link_that_was_erased_is_not_sent(level0, at, erase):
    session = book(level0, at)
    level0.push(session)
    erase()

    level0.letter_jobs(session)

    assert level0.post.letters == []


def test_a_letter_sent_while_its_link_was_erased_settles_nothing(level0, at, erase):
    session = book(level0, at)
    level0.push(session)
    level0.post.meanwhile = erase

    level0.letter_jobs(session)

    assert len(level0.post.letters) == 1
    assert level0.link(session) is None
