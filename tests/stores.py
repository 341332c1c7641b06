"""A store for any test: once on SQLite, once on PostgreSQL.

A folder whose tests want it says `from tests.stores import *` in its conftest.py.
"""

import itertools
import shutil
from datetime import UTC, datetime

import pytest

from plugin.mentoring.people import CourseRole, TenantId
from plugin.ports.arrivals import Arrival
from plugin.store.connection import Database
from plugin.store.migrate import migrate
from plugin.store.registrations import RegistrationBook
from plugin.store.secrets import Vault
from plugin.store.store import SqlStore
from tests.washed import WashedPostgres

__all__ = [
    "book",
    "database",
    "postgres_store_url",
    "postgres_template",
    "sqlite_store_url",
    "sqlite_template",
    "store",
    "store_url",
    "vault",
    "washed_postgres",
]

KEY = bytes(range(32))
NORTHMOOR, SOUTHMOOR = TenantId("northmoor"), TenantId("southmoor")
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


class Counted:
    """Identifiers in order, so that a test can be read: id-1, id-2 and so on."""

    def __init__(self, prefix="id"):
        self._prefix = prefix
        self._numbers = itertools.count(1)

    def __call__(self):
        return f"{self._prefix}-{next(self._numbers)}"


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory):
    """Return a file with the newest schema, to be copied."""
    path = tmp_path_factory.mktemp("template") / "alongside.db"
    database = Database(f"sqlite:///{path}")
    migrate(database)
    database.close()
    return path


@pytest.fixture(scope="session")
def postgres_template(postgres_server):
    """Return the name of a database with the newest schema, to be copied."""
    url = postgres_server.create()
    database = Database(url)
    migrate(database)
    database.close()
    yield url.rpartition("/")[2]
    postgres_server.drop(url)


@pytest.fixture
def sqlite_store_url(sqlite_template, tmp_path):
    """Return the URL of a fresh SQLite file with the newest schema."""
    path = shutil.copy(sqlite_template, tmp_path / "alongside.db")
    return f"sqlite:///{path}"


@pytest.fixture(scope="session")
def washed_postgres(postgres_server, postgres_template):
    """Return the one database that PostgreSQL's tests share, one after the other."""
    washed = WashedPostgres(postgres_server, postgres_template)
    yield washed
    washed.drop()


@pytest.fixture
def postgres_store_url(washed_postgres):
    """Return the URL of a PostgreSQL database with the newest schema, and nothing else in it."""
    yield washed_postgres.fresh()
    washed_postgres.wash()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def store_url(request):
    """Return the URL of a database with the newest schema: once SQLite, once PostgreSQL."""
    return request.getfixturevalue(f"{request.param}_store_url")


on_sqlite = pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
on_postgres = pytest.mark.parametrize(
    "store_url", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
)
"""For what only one of the two databases has."""


@pytest.fixture
def database(store_url):
    """Return a database with the newest schema."""
    database = Database(store_url)
    yield database
    database.close()


@pytest.fixture
def vault():
    """Return a vault with a key that every test knows."""
    return Vault(KEY)


@pytest.fixture
def book(database, vault, clock):
    """Return the registration book of that database."""
    return RegistrationBook(database=database, vault=vault, clock=clock)


@pytest.fixture
def store(database, vault, book, clock):
    """Return a store with two institutions, Northmoor and Southmoor."""
    store = SqlStore(database=database, vault=vault, clock=clock, new_id=Counted())
    store.prepare()
    book.add_tenant(NORTHMOOR, "Northmoor")
    book.add_tenant(SOUTHMOOR, "Southmoor")
    return store


def an_arrival(subject="ana", *, tenant=NORTHMOOR, role=CourseRole.LEARNER, **changed):
    """Return a launch into the one course that most tests need."""
    said = {
        "registration_id": f"{tenant}-lms",
        "name": subject.title(),
        "email": f"{subject}@{tenant}.example",
        "locale": "en",
        "is_test": False,
        "context_id": "course-1",
        "context_title": "Biology 1",
        "memberships_url": "https://lms.example/roster",
    }
    return Arrival(tenant_id=tenant, subject=subject, role=role, **(said | changed))
