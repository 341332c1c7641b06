"""Services run over the real store: on SQLite, and on PostgreSQL too where `on_both` says so."""

from datetime import datetime, timedelta

import pytest

from plugin.mentoring.spans import Span
from tests.services.world import World
from tests.stores import *  # noqa: F403 - its fixtures, named in its __all__


@pytest.fixture
def store_url(request):
    """Return the URL of a fresh database: SQLite, unless `on_both` asks for the other too."""
    return request.getfixturevalue(f"{getattr(request, 'param', 'sqlite')}_store_url")


@pytest.fixture
def world(store, clock):
    """The house with a pretend Microsoft behind it."""
    return World(store, clock)


@pytest.fixture
def level0(store, clock):
    """The house without Microsoft."""
    return World(store, clock, microsoft=False)


@pytest.fixture
def at(clock):
    """Return a moment by days from today and the hour in UTC."""

    def at(days, hour, minute=0) -> datetime:
        day = clock.now.replace(hour=hour, minute=minute, second=0, microsecond=0)
        return day + timedelta(days=days)

    return at


@pytest.fixture
def span(at):
    """Return 45 minutes from such a moment."""

    def span(*when, minutes=45) -> Span:
        start = at(*when)
        return Span(start, start + timedelta(minutes=minutes))

    return span
