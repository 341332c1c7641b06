"""Level 0: one's own sessions under a secret address."""

import pytest

from tests.services.databases import on_both


@pytest.fixture
def session(level0, at):
    pair = level0.pair(level0.programme())
    return level0.services.sessions.book(pair, at(3, 10), actor=level0.ada)


def token(level0, actor):
    url, _busy = level0.services.calendar_feeds.mine(actor=actor)
    return url.rpartition("/")[2]


def read(level0, found):
    entries = level0.services.calendar_feeds.read(found)
    return entries and [(one.session.session_id, one.title) for one in entries]


@on_both
def test_the_address_shows_ones_own_sessions_and_nobody_elses(level0, session):
    feeds, dee = level0.services.calendar_feeds, level0.arrive("dee")
    for who in (level0.ben, dee):
        feeds.renew(busy_only=False, actor=who)

    assert read(level0, token(level0, level0.ben)) == [
        (session.session_id, "Mentoring: Ada and Ben")
    ]
    assert read(level0, token(level0, dee)) == []


def test_busy_only_names_nobody(level0, session):
    level0.services.calendar_feeds.renew(busy_only=True, actor=level0.ben)

    assert read(level0, token(level0, level0.ben)) == [(session.session_id, None)]


def test_a_renewed_address_and_an_ended_one_show_nothing(level0, session):
    feeds = level0.services.calendar_feeds
    feeds.renew(busy_only=False, actor=level0.ben)
    first = token(level0, level0.ben)
    feeds.renew(busy_only=False, actor=level0.ben)
    second = token(level0, level0.ben)

    assert feeds.read(first) is None
    assert feeds.read(second)
    feeds.end(actor=level0.ben)
    assert feeds.read(second) is None
    assert feeds.read("nonsense") is None
    assert feeds.mine(actor=level0.ben) is None
