"""The only door to Huey, which does one thing: tell waiting workers to look at the ledger.

Huey hands a task out at most once and its store may vanish at any time. Neither matters here: a
wake-up that is lost costs a second, as the workers look by themselves too.
"""

import logging
from collections.abc import Callable
from functools import cached_property, partial
from pathlib import Path
from threading import Event
from typing import Any, Protocol
from urllib.parse import urlsplit

NAME = "alongside"
MOST_WAITING = 20
"""Wake-ups that wait to be heard; one is enough, and nobody may be listening."""
POLL_S = 0.2
_log = logging.getLogger(__name__)


class Waker(Protocol):
    """Tells workers that there is work."""

    def wake(self) -> None:
        """Tell them. Never raises: the work is in the ledger already."""
        ...

    def listen(self, heard: Callable[[], None], *, stop: Event) -> None:
        """Call `heard` for every wake-up until `stop` is set."""
        ...


class NoWaker:
    """Leaves it to the workers to look."""

    def wake(self) -> None:
        """Do nothing."""

    def listen(self, heard: Callable[[], None], *, stop: Event) -> None:
        """Wait for the end."""
        stop.wait()


class HueyWaker:
    """Wakes workers in other processes through Huey's store."""

    def __init__(self, opened: Callable[[], Any]) -> None:
        """Prepare to open Huey's store, which is done at the first wake-up.

        Huey brings the clients of every store it knows, a fifth of a web process's memory.
        """
        self._opened = opened

    @cached_property
    def _huey(self) -> Any:
        return self._opened()

    @cached_property
    def _look(self) -> Callable[[], Any]:
        look: Callable[[], Any] = self._huey.task(name="look")(_look)
        return look

    def wake(self) -> None:
        """Put one wake-up into the store unless enough are there."""
        try:
            if self._huey.pending_count() < MOST_WAITING:
                self._look()
        except Exception as error:  # noqa: BLE001 - whatever its store raises, the work is kept
            _log.warning("no worker was woken: %s", type(error).__name__)

    def listen(self, heard: Callable[[], None], *, stop: Event) -> None:
        """Take wake-ups out of the store; a store that is gone is asked again and again."""
        while not stop.is_set():
            try:
                _ = self._look  # what is taken out of the store must be known to Huey
                task = self._huey.dequeue()
            except Exception as error:  # noqa: BLE001 - as above: the workers look by themselves
                _log.warning("nobody can be heard: %s", type(error).__name__)
                stop.wait(1.0)
                continue
            if task is not None:
                heard()
            elif not self._huey.storage.blocking:
                stop.wait(POLL_S)


def waker_for(url: str | None, *, database_url: str) -> HueyWaker | NoWaker:
    """Return what wakes the workers.

    Args:
        url: redis://…, or sqlite:///path. None: a file beside a SQLite database, else nothing.
        database_url: of the ledger.

    """
    url = url or _beside(database_url)
    if url is None:
        return NoWaker()
    return HueyWaker(partial(_open, url))


def _open(url: str) -> Any:
    from huey import RedisHuey, SqliteHuey

    if urlsplit(url).scheme.startswith("redis"):
        return RedisHuey(NAME, url=url, read_timeout=1)
    return SqliteHuey(NAME, filename=_path(url))


def _beside(database_url: str) -> str | None:
    if not database_url.startswith("sqlite"):
        return None
    path = Path(_path(database_url))
    return f"sqlite:///{path.with_name(path.stem + '-wake.db')}"


def _path(url: str) -> str:
    return url.partition(":///")[2].partition("?")[0]


def _look() -> None:
    """Mark a wake-up; whoever takes it out of the store looks at the ledger."""
