"""One database, SQLite or PostgreSQL, and its transactions."""

import random
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, exc, make_url

from plugin.ports.errors import ConflictError
from plugin.store.errors import translated

T = TypeVar("T")
BUSY_MS = 5000
"""How long SQLite waits for a lock before the caller is told to come later."""
HURRIED_MS = 1000
"""How long a hurried transaction waits, for somebody who hears an answer soon or none."""
TRIES = 4
STOPPED_S = 10
"""How long PostgreSQL keeps the locks of a transaction whose process says nothing any more."""
_SYNCED, _PATIENCE = "alongside_synced", "alongside_patience"
_USED_AT, IDLE_S = "alongside_used_at", 1.0
"""A connection to PostgreSQL that has rested longer is asked whether it is still there."""
_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    # In WAL mode NORMAL loses the latest commits when the power fails; a page that said "booked"
    # must not.
    "PRAGMA synchronous = FULL",
    f"PRAGMA busy_timeout = {BUSY_MS}",
    "PRAGMA foreign_keys = ON",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA cache_size = -16000",
)


class Database:
    """Opens transactions on one database.

    On SQLite a writer takes the lock at once (BEGIN IMMEDIATE), so that what it has read stays
    true. On PostgreSQL each transaction says whose rows it may see, and row-level security keeps
    the rest away.
    """

    def __init__(self, url: str) -> None:
        self.engine = _engine(url)
        self._kept = threading.local()

    @contextmanager
    def transaction(
        self, tenant_id: str, *, write: bool = True, lasting: bool = True, hurried: bool = False
    ) -> Iterator[Connection]:
        """Commit when the block ends well, undo when it raises; a reader can have written nothing.

        SQLite lets it write, and is made to undo that; PostgreSQL refuses at once, and after an
        undone transaction psycopg would forget the statements that it has prepared.

        Args:
            tenant_id: whose rows; `HOUSE` for steps that do not know it yet.
            write: False takes no lock that a writer waits for, and sees one moment throughout.
            lasting: False does not wait for the disk. Should the power fail, the latest of such
                commits are undone, unless one that lasts came after them, which takes them along.
            hurried: gives up within about a second where the database is busy or slow.

        Raises:
            ConflictError: two transactions met, and this one gave way.
            TryLaterError: the database is locked, full or not there.

        """
        with (
            translated(),
            self._connected() as connection,
            connection.begin() as transaction,
        ):
            if self.is_sqlite:
                _begin_sqlite(connection, write=write, lasting=lasting, hurried=hurried)
            else:
                enter = _enter(tenant_id, write=write, lasting=lasting, hurried=hurried)
                _begin_postgres(connection, enter)
            yield connection
            if not write and self.is_sqlite:
                transaction.rollback()

    def run(self, tenant_id: str, step: Callable[[Connection], T], *, lasting: bool = True) -> T:
        """Do one whole step in a transaction of its own, again when it met another one.

        A block of `transaction` cannot be run twice; a function can, up to three times more.
        """
        for attempt in range(1, TRIES):
            try:
                return self._once(tenant_id, step, lasting=lasting)
            except ConflictError:
                time.sleep(random.uniform(0, 0.02 * 2**attempt))  # noqa: S311 - spreads load
        return self._once(tenant_id, step, lasting=lasting)

    def _once(self, tenant_id: str, step: Callable[[Connection], T], *, lasting: bool) -> T:
        with self.transaction(tenant_id, lasting=lasting) as connection:
            return step(connection)

    def _connected(self) -> AbstractContextManager[Connection]:
        """Return a connection for one transaction, to be used in a `with`.

        Each thread keeps one to the file: going through the pool takes longer than SQLite takes
        for the transactions of a launch. One transaction inside another gets one from the pool.
        """
        if not self.is_sqlite:
            return self.engine.connect()
        kept: Connection | None = getattr(self._kept, "connection", None)
        if kept is None:
            kept = self._kept.connection = self.engine.connect()
        return self.engine.connect() if kept.in_transaction() else nullcontext(kept)

    @property
    def is_sqlite(self) -> bool:
        """Whether the database is a file of ours."""
        return self.engine.dialect.name == "sqlite"

    def close(self) -> None:
        """Close this thread's connection, and every one that is not in use."""
        kept: Connection | None = getattr(self._kept, "connection", None)
        if kept is not None:
            kept.close()
            del self._kept.connection
        self.engine.dispose()


def _engine(url: str) -> Engine:
    options: dict[str, Any] = {
        # Parameters hold personal data, and an exception's text ends in a log.
        "hide_parameters": True,
        "execution_options": {"preserve_rowcount": True},
        "pool_size": 8,
        "max_overflow": 24,
        "pool_timeout": 5,
    }
    if make_url(url).get_backend_name() == "sqlite":
        # The threads bound the number of connections, for each keeps one.
        engine = create_engine(url, **options | {"max_overflow": -1})
        event.listen(engine, "connect", _prepare_sqlite)
        return engine
    engine = create_engine(url, **options)
    event.listen(engine, "do_connect", _connect_straight)
    event.listen(engine, "connect", _prepare_postgres)
    event.listen(engine, "checkin", _note_use)
    event.listen(engine, "checkout", _prove_alive(engine))
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver's own transactions begin at the first write, too late to hold what was read.
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(pragma)


def _connect_straight(_dialect: object, _record: object, given: Any, named: Any) -> Any:
    from plugin.store.straight import Straight  # psycopg is an extra, of which SQLite needs nothing

    return Straight.connect(*given, **named)


def _prepare_postgres(connection: Any, _record: object) -> None:
    # Each BEGIN is ours: the driver would send one of its own, and wait for its answer.
    connection.autocommit = True
    # A process that was stopped, or a machine that is gone, would hold what others wait for.
    connection.execute(f"SET idle_in_transaction_session_timeout = '{STOPPED_S}s'")


def _note_use(_connection: object, record: Any) -> None:
    record.info[_USED_AT] = time.monotonic()


def _prove_alive(engine: Engine) -> Callable[..., None]:
    def prove(connection: Any, record: Any, _proxy: object) -> None:
        """Ask where it has rested, and not seven times a launch, as the pool would by itself."""
        if time.monotonic() - record.info.get(_USED_AT, time.monotonic()) > IDLE_S:
            try:
                engine.dialect.do_ping(connection)
            except engine.dialect.loaded_dbapi.Error as error:
                raise exc.InvalidatePoolError from error

    return prove


def _begin_postgres(connection: Connection, enter: bytes) -> None:
    # One call of libpq: a statement through SQLAlchemy and psycopg costs more than most queries.
    driver: Any = connection.connection.driver_connection
    error_of = connection.dialect.loaded_dbapi.Error
    try:
        driver.begin(enter)
    except error_of as error:
        raise exc.DBAPIError.instance("BEGIN", None, error, error_of) from error


@lru_cache(maxsize=1024)
def _enter(tenant_id: str, *, write: bool, lasting: bool, hurried: bool) -> bytes:
    if set(tenant_id) & set("\\'\0"):
        raise ValueError("a tenant's name with a character that none has")
    # A reader sees one moment, as it does on SQLite; a writer sees what others have just saved.
    how = "READ COMMITTED READ WRITE" if write else "REPEATABLE READ READ ONLY"
    begin = f"BEGIN ISOLATION LEVEL {how}"
    light = "" if lasting else "; SET LOCAL synchronous_commit = off"
    hurry = f"; SET LOCAL statement_timeout = {HURRIED_MS}" if hurried else ""
    return f"{begin}; SET LOCAL app.tenant = '{tenant_id}'{light}{hurry}".encode()


def _begin_sqlite(connection: Connection, *, write: bool, lasting: bool, hurried: bool) -> None:
    # The driver's own way, seven times a launch: SQLAlchemy's costs more than the queries, and an
    # engine with a listener asks at each statement whether that one is listened for, too.
    begin, driver = "BEGIN IMMEDIATE" if write else "BEGIN", connection.connection
    patience = HURRIED_MS if hurried else BUSY_MS
    try:
        if patience != connection.info.get(_PATIENCE, BUSY_MS):
            driver.execute(f"PRAGMA busy_timeout = {patience}")
            connection.info[_PATIENCE] = patience
        if write and lasting != connection.info.get(_SYNCED, True):
            driver.execute(f"PRAGMA synchronous = {'FULL' if lasting else 'NORMAL'}")
            connection.info[_SYNCED] = lasting
        driver.execute(begin)
    except sqlite3.Error as error:
        raise exc.DBAPIError.instance(begin, None, error, sqlite3.Error) from error
