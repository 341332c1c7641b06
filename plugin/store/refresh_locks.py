"""One refresh at a time for each Microsoft account, across processes (G31).

Two tabs, or a tab and a worker, may want the same refresh token at once. Whoever comes second waits
and then reads the row that the first has written.
"""

import hashlib
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from sqlalchemy import NullPool, create_engine, text

from graph.accounts import CacheKey
from plugin.store.connection import Database
from plugin.store.errors import translated

if sys.platform != "win32":
    import fcntl

_LOCK = text("SELECT pg_advisory_xact_lock(:first, :second)")


@dataclass(slots=True)
class RefreshLocks:
    """The `Locks` of `graph.DelegatedTokens`.

    On PostgreSQL an advisory lock, held by a connection outside the pool: the transaction inside
    must never wait for a connection that such a lock occupies. Beside SQLite a locked file; one
    machine is all that SQLite serves.
    """

    database: Database
    _guard: threading.Lock = field(default_factory=threading.Lock)
    _threads: dict[CacheKey, threading.Lock] = field(default_factory=dict)

    @contextmanager
    def __call__(self, key: CacheKey) -> Iterator[None]:
        """Hold the lock of one account for as long as the block runs."""
        with self._guard:
            ours = self._threads.setdefault(key, threading.Lock())
        with ours:
            if self.database.is_sqlite:
                with self._file(key) as file, _locked(file):
                    yield
            else:
                with self._advisory(key):
                    yield

    @contextmanager
    def _advisory(self, key: CacheKey) -> Iterator[None]:
        engine = create_engine(self.database.engine.url, poolclass=NullPool, hide_parameters=True)
        digest = _digest(key)
        numbers = [int.from_bytes(part, "big", signed=True) for part in (digest[:4], digest[4:8])]
        with translated():
            connection = engine.connect()
        try:
            with translated():
                connection.execute(_LOCK, {"first": numbers[0], "second": numbers[1]})
            yield
        finally:
            connection.close()

    def _file(self, key: CacheKey) -> IO[bytes]:
        name = self.database.engine.url.database or ""
        folder = Path(f"{name}.locks")
        folder.mkdir(mode=0o700, exist_ok=True)
        # A few hundred files at most; the name says nothing of the account.
        return (folder / _digest(key).hex()[:4]).open("ab")


@contextmanager
def _locked(file: IO[bytes]) -> Iterator[None]:
    if sys.platform == "win32":  # there, one process serves everything
        yield
        return
    fcntl.flock(file, fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.flock(file, fcntl.LOCK_UN)


def _digest(key: CacheKey) -> bytes:
    name = f"{key.cloud}/{key.entra_tenant_id}/{key.object_id}"
    return hashlib.sha256(name.encode()).digest()
