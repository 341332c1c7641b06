"""The schema is made by migrations, whole or not at all, and never taken back."""

import sqlite3
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from plugin.ports.errors import TryLaterError
from plugin.store import migrate as migrate_module
from plugin.store.connection import BUSY_MS, Database
from plugin.store.errors import SchemaError
from plugin.store.migrate import migrate
from plugin.store.schema import require_current_schema
from plugin.store.tables import HOUSE, metadata

ROOT = Path(__file__).parents[2]
DIES_MIDWAY = """
import os, signal, sys
from sqlalchemy import event
from plugin.store.connection import Database
from plugin.store.migrate import migrate
database = Database(sys.argv[1])
@event.listens_for(database.engine, "before_cursor_execute")
def die(_connection, _cursor, statement, *_rest):
    if "CREATE TABLE seat" in statement:
        os.kill(os.getpid(), signal.SIGKILL)
migrate(database)
"""


@pytest.fixture
def empty(database_url):
    """Return a database without any table."""
    database = Database(database_url)
    yield database
    database.close()


def tables_of(database):
    with database.transaction(HOUSE, write=False) as connection:
        return set(inspect(connection).get_table_names()) - {"alembic_version"}


def test_the_migrations_make_the_tables_that_the_code_expects(empty):
    migrate(empty)

    with empty.transaction(HOUSE, write=False) as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, metadata) == []
    assert tables_of(empty) == set(metadata.tables)


def test_every_table_has_a_tenant():
    assert [t.name for t in metadata.sorted_tables if "tenant_id" not in t.c] == []


def test_migrating_again_changes_nothing(empty):
    migrate(empty)
    migrate(empty)

    require_current_schema(empty)


def test_two_who_migrate_at_once_make_one_schema(empty):
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(migrate, [empty, empty]))

    require_current_schema(empty)


def test_who_comes_second_waits_for_as_long_as_it_takes(sqlite_url):
    database = Database(sqlite_url)
    begun, first = threading.Event(), sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))
    first.execute("BEGIN IMMEDIATE")
    with ThreadPoolExecutor(1) as pool:
        second = pool.submit(lambda: (begun.set(), migrate(database)))
        begun.wait()
        time.sleep(BUSY_MS / 1000 + 1)
        first.close()
        second.result()

    require_current_schema(database)
    database.close()


def test_what_no_waiting_mends_is_said_at_once(tmp_path, monkeypatch):
    monkeypatch.setattr(migrate_module, "PAUSE_S", -1)  # which no sleep takes
    database = Database(f"sqlite:///{tmp_path}/nowhere/alongside.db")

    with pytest.raises(TryLaterError, match="SQLITE_CANTOPEN"):
        migrate(database)


@pytest.mark.processes
def test_k14_a_migration_killed_midway_is_run_again(empty, database_url):
    program = [sys.executable, "-c", DIES_MIDWAY, database_url]
    assert subprocess.run(program, cwd=ROOT, check=False).returncode == -9
    assert tables_of(empty) == set()

    migrate(empty)

    require_current_schema(empty)


def test_a_database_that_was_not_migrated_is_not_served(empty):
    with pytest.raises(SchemaError, match="alongside migrate"):
        require_current_schema(empty)


def test_k15_a_database_of_a_newer_version_is_refused(empty):
    migrate(empty)
    with empty.transaction(HOUSE) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(SchemaError, match="newer version"):
        migrate(empty)
    with pytest.raises(SchemaError):
        require_current_schema(empty)
