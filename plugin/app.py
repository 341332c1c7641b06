"""The whole application, as a server runs it."""

import ctypes
import gc
import os
from collections.abc import Iterable
from contextlib import suppress

from flask import Blueprint, Flask

from plugin.web.application import Surroundings, build
from plugin.web.current import Web
from plugin.web.pages import BLUEPRINTS, talk_words, words
from plugin.web.protocol import (
    by_hand,
    calendar_feed,
    connections,
    entries,
    guests,
    mail,
    microsoft,
    notices,
    notifications,
    operator,
    placements,
    registration,
    teams,
)


def create_app(
    given: Web, *, more: Iterable[Blueprint] = (), surroundings: Surroundings | None = None
) -> Flask:
    """Build the application with every page; arguments as in `plugin.web.application.build`."""
    ours = (
        entries.bp,
        mail.bp,
        calendar_feed.bp,
        microsoft.bp,
        guests.bp,
        teams.bp,
        notices.bp,
        notifications.bp,
        operator.bp,
        registration.bp,
        connections.outside,
        by_hand.bp,
    )
    pages = (*BLUEPRINTS, teams.visit_bp, placements.bp, connections.bp)
    app = build(given, pages=pages, more=(*ours, *more), surroundings=surroundings)
    app.jinja_env.filters.update(words.FILTERS | talk_words.FILTERS)
    return app


def from_environment() -> Flask:
    """Build the application as a WSGI server runs it, from the settings of the environment.

    Raises:
        config.ConfigError, SchemaError, KeyLostError: it must not serve like this.

    """
    import config
    from config.logging import configure
    from plugin.wiring.house import open_house, waker
    from plugin.wiring.web import build_web

    settings = config.load()
    configure(settings)
    house = open_house(settings, wake=waker(settings).wake)
    house.store.prepare()
    app = create_app(build_web(house), surroundings=Surroundings(proxies=settings.proxies))
    settle()
    return app


_MOST_HEAPS = -8
"""M_ARENA_MAX of glibc's malloc.h."""


def settle() -> None:
    """Leave what was loaded at start to itself, once everything is there.

    Python would otherwise look through all of it again and again for something to throw away;
    a launch costs 3 % less without that. glibc would give each thread a heap of its own, 4 MB more
    after the first requests than with two for all, and keep what loading has left over.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
    if os.name != "posix":
        return  # there `CDLL` takes no None
    with suppress(OSError, AttributeError):  # another C library has neither
        library = ctypes.CDLL(None)
        library.mallopt(_MOST_HEAPS, 2)
        library.malloc_trim(0)
