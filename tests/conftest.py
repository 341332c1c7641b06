"""Fixtures every test may use. No test reaches another machine or the real clock."""

# ruff: noqa: TID251 - what is asked of the environment here is about the test run, not the tool

import gc
import ipaddress
import itertools
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from psycopg import sql

MONDAY_NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
NO_SKIP = "ALONGSIDE_TESTS_NO_SKIP"
SLOW = ("browser", "processes")
# Microsoft's text is not ours to hand on, so no machine can promise to have it.
MAY_SKIP = "the description of Graph is not"


class FixedClock:
    """Says the same moment until it is told to go on: `clock.advance(minutes=5)`."""

    def __init__(self, now=MONDAY_NINE):
        self.now = now

    def __call__(self):
        return self.now

    def advance(self, by=timedelta(), **parts):
        self.now += by + timedelta(**parts)
        return self.now


@pytest.fixture
def clock():
    """Monday 2 March 2026, 9:00 UTC."""
    return FixedClock()


class _Network:
    """Keeps a running test on this machine. An audit hook sees every socket, patched or not."""

    def __init__(self):
        self.watching = False
        self.attempts = []

    def __call__(self, event, args):
        if not self.watching or not event.startswith("socket."):
            return
        if event in {"socket.connect", "socket.sendto"} and not self._is_near(*args):
            self.attempts.append(args[1])
            raise ConnectionRefusedError(f"a test tried to reach {args[1]}")
        if event == "socket.getaddrinfo" and not self._is_local(args[0]):
            raise socket.gaierror(socket.EAI_NONAME, f"tests look up no names: {args[0]}")

    def _is_near(self, connection, address):
        return connection.family == getattr(socket, "AF_UNIX", None) or self._is_local(address[0])

    def _is_local(self, host):
        if isinstance(host, bytes):
            host = host.decode()
        if host in {None, "", "localhost"}:
            return True
        with suppress(ValueError):
            return ipaddress.ip_address(host).is_loopback
        return False


_network = _Network()
sys.addaudithook(_network)


@pytest.fixture(autouse=True)
def no_network():
    """Refuse every connection beyond loopback, and fail the test even if it hides the refusal."""
    _network.attempts.clear()
    _network.watching = True
    yield
    _network.watching = False
    assert _network.attempts == [], "a test tried to reach another machine"


@pytest.fixture(autouse=True, scope="session")
def no_settings_from_outside():
    """Keep the shell's own ALONGSIDE_ names from what is tested."""
    for name in [name for name in os.environ if name.startswith("ALONGSIDE_")]:
        del os.environ[name]


class NoServerError(Exception):
    """There is no PostgreSQL on this machine that lets us in; says why."""


class PostgresServer:
    """Makes databases on 127.0.0.1, owned by a role that row-level security applies to.

    A superuser would pass every policy, so tests must not connect as one.
    """

    ROLE = "alongside_tests"

    def __init__(self, connection):
        self._connection = connection
        self._numbers = itertools.count(1)
        with suppress(psycopg.errors.DuplicateObject, psycopg.errors.UniqueViolation):
            connection.execute(f"CREATE ROLE {self.ROLE} LOGIN NOSUPERUSER NOBYPASSRLS")

    @property
    def user(self):
        """Whoever made the databases; row-level security does not hold them back."""
        return self._connection.info.user

    @classmethod
    def find(cls):
        """Connect as ourselves or as `postgres`; NoServerError when neither is let in."""
        failures = []
        for user in (None, "postgres"):
            try:
                return cls(_connect(user, "postgres"))
            except psycopg.OperationalError as error:
                failures.append(str(error).splitlines()[0])
        raise NoServerError(f"PostgreSQL on 127.0.0.1 is not usable: {'; '.join(failures)}")

    def create(self, template="template0"):
        """Return the URL of a new database: empty, or a copy of the database named `template`.

        Nobody may be connected to the template meanwhile.
        """
        name = f"alongside_test_{os.getpid()}_{next(self._numbers)}"
        self._connection.execute(
            sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}").format(
                *map(sql.Identifier, (name, self.ROLE, template))
            )
        )
        info = self._connection.info
        return f"postgresql+psycopg://{self.ROLE}@{info.host}:{info.port}/{name}"

    def connect(self, url):
        """Return a connection to what `create` made, as whoever made it."""
        return _connect(self.user, url.rpartition("/")[2])

    def drop(self, url):
        """Drop what `create` made, whoever is still connected to it."""
        name = sql.Identifier(url.rpartition("/")[2])
        self._connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))

    def close(self):
        self._connection.close()


def _connect(user, database):
    return psycopg.connect(
        host="127.0.0.1",
        port=os.environ.get("PGPORT", "5432"),
        user=user,
        dbname=database,
        connect_timeout=3,
        autocommit=True,
    )


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """Return the PostgreSQL server on 127.0.0.1; skips where there is none."""
    try:
        server = PostgresServer.find()
    except NoServerError as error:
        pytest.skip(str(error))
    yield server
    server.close()


@pytest.fixture
def postgres_url(postgres_server):
    """Return the URL of a new, empty PostgreSQL database, dropped afterwards."""
    url = postgres_server.create()
    yield url
    postgres_server.drop(url)


@pytest.fixture
def sqlite_url(tmp_path):
    """Return the URL of a SQLite file that does not exist yet."""
    return f"sqlite:///{tmp_path / 'alongside.db'}"


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request):
    """Return the URL of a new, empty database: once SQLite, once PostgreSQL."""
    return request.getfixturevalue(f"{request.param}_url")


def pytest_configure(config):
    """Remember whether skips are allowed, before the name is taken from the environment."""
    config.stash[_no_skip] = os.environ.get(NO_SKIP) == "1"
    # Thousands of tests leave much behind that lives to the end; looking at it again and again
    # takes a twentieth of the time.
    gc.set_threshold(100_000, 50, 100)


@pytest.fixture
def counted(record_property):
    """Return what takes a figure that is printed when all tests are done."""
    return lambda words: record_property("counted", words)


def pytest_collection_modifyitems(items):
    """Begin with the files that wait for browsers and processes, so that none is left alone."""
    slow = {one.path for one in items for name in SLOW if one.get_closest_marker(name)}
    items.sort(key=lambda item: item.path not in slow)


def pytest_terminal_summary(terminalreporter):
    """Print the figures that tests have counted, of whichever process they ran in."""
    reports = terminalreporter.stats.get("passed", [])
    said = [words for one in reports for name, words in one.user_properties if name == "counted"]
    for words in sorted(set(said)):
        terminalreporter.write_line(words)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport(item):
    """Fail a test that skips where everything needed is promised to be there."""
    return _without_skip((yield), item.config)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_make_collect_report(collector):
    """Fail a module that skips as a whole, likewise."""
    return _without_skip((yield), collector.config)


_no_skip = pytest.StashKey()


def _without_skip(report, config):
    if not report.skipped or not config.stash[_no_skip] or hasattr(report, "wasxfail"):
        return report
    reason = str(report.longrepr[2])
    if MAY_SKIP not in reason:
        report.outcome = "failed"
        report.longrepr = f"skipped, though {NO_SKIP}=1: {reason}"
    return report


@pytest.fixture(scope="session")
def playwright():
    """Return Playwright: it can run once in a process, so every browser fixture shares it."""
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as running:
        yield running
