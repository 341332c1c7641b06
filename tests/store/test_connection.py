"""The database's troubles reach nobody as they are."""

import sqlite3
import time
from threading import Barrier, Thread

import pytest
from sqlalchemy import select, text, update

from plugin.ports.errors import ConflictError, TryLaterError
from plugin.store.connection import Database
from plugin.store.errors import StoreError
from plugin.store.tables import HOUSE, tenant
from tests.stores import NORTHMOOR, SOUTHMOOR, on_postgres, on_sqlite


def rename(connection, tenant_id, name="x"):
    connection.execute(update(tenant).where(tenant.c.tenant_id == tenant_id).values(name=name))


@on_sqlite  # PostgreSQL locks rows, not the file
def test_x15_a_locked_sqlite_is_waited_for_five_seconds_and_no_longer(store, database, tmp_path):
    other = sqlite3.connect(tmp_path / "alongside.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    started = time.monotonic()

    with pytest.raises(TryLaterError), store.work(NORTHMOOR):
        raise AssertionError("nobody gets in")

    assert 4 < time.monotonic() - started < 8
    with store.look(NORTHMOOR) as work:
        assert work.person("nobody") is None
    other.close()


@on_sqlite
def test_w09_a_hurried_transaction_waits_a_fifth_as_long_and_the_next_as_long_as_ever(database):
    def patience(**how):
        with database.transaction(NORTHMOOR, **how) as connection:
            return connection.exec_driver_sql("PRAGMA busy_timeout").scalar_one()

    assert [patience(), patience(hurried=True), patience()] == [5000, 1000, 5000]


@on_postgres
def test_w09_a_hurried_transaction_gives_up_on_a_slow_statement(database):
    def patience(**how):
        with database.transaction(NORTHMOOR, **how) as connection:
            return connection.exec_driver_sql("SHOW statement_timeout").scalar_one()

    assert [patience(), patience(hurried=True), patience()] == ["0", "1s", "0"]


@on_sqlite
def test_x18_sqlite_is_told_to_keep_what_it_acknowledged(database):
    with database.transaction(HOUSE, write=False) as connection:
        settings = [
            connection.execute(text(f"PRAGMA {name}")).scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        ]

    assert settings == ["wal", 2, 1, 5000]


def test_x18_only_what_may_be_undone_by_a_power_failure_does_not_wait_for_the_disk(database):
    on_sqlite = database.is_sqlite
    ask = text("PRAGMA synchronous" if on_sqlite else "SHOW synchronous_commit")
    waits, hurries = (2, 1) if on_sqlite else ("on", "off")

    def asked(**how):
        return database.run(HOUSE, lambda connection: connection.execute(ask).scalar_one(), **how)

    said = [asked(), asked(lasting=False), asked(), asked(lasting=False), asked()]

    assert said == [waits, hurries, waits, hurries, waits]


@on_postgres  # one writer at a time cannot block another
def test_x14_of_two_who_block_one_another_one_is_told_to_try_again(store, database):
    meet, ends = Barrier(2), []

    def cross(first, second):
        try:
            with database.transaction(HOUSE) as connection:
                rename(connection, first)
                meet.wait()
                rename(connection, second)
            ends.append("saved")
        except ConflictError:
            ends.append("told")

    pairs = [(NORTHMOOR, SOUTHMOOR), (SOUTHMOOR, NORTHMOOR)]
    threads = [Thread(target=cross, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(ends) == ["saved", "told"]


def test_x14_a_whole_step_is_tried_again_three_times(store, database):
    tries = []

    def step(_connection):
        tries.append(1)
        if len(tries) < 4:
            raise ConflictError("40P01")
        return "done"

    assert database.run(HOUSE, step) == "done"
    assert len(tries) == 4


def test_x14_a_step_that_conflicts_for_ever_is_given_up(store, database):
    def step(_connection):
        raise ConflictError("40P01")

    with pytest.raises(ConflictError):
        database.run(HOUSE, step)


def test_a_defect_shows_neither_statement_nor_values(store, database):
    def step(connection):
        connection.execute(text("SELECT nothing FROM nowhere WHERE x = :x"), {"x": "canary"})

    with pytest.raises(StoreError) as caught:
        database.run(HOUSE, step)

    assert "canary" not in f"{caught.value} {caught.value.__cause__}"


@on_sqlite  # PostgreSQL refuses the statement itself
def test_what_is_only_looked_at_is_not_saved(store, database):
    with database.transaction(HOUSE, write=False) as connection:
        rename(connection, NORTHMOOR, "changed")

    with database.transaction(HOUSE, write=False) as connection:
        names = connection.execute(select(tenant.c.name)).scalars().all()
    assert "changed" not in names


def test_a_database_that_is_not_there_is_worth_another_try():
    database = Database("postgresql+psycopg://nobody@127.0.0.1:1/nowhere")

    with pytest.raises(TryLaterError):
        database.run(HOUSE, lambda connection: connection.execute(select(tenant)))


@on_postgres
def test_a_connection_that_the_server_ended_while_it_rested_is_replaced(store, database):
    database.run(HOUSE, lambda connection: connection.execute(select(tenant)))
    for record in database.engine.pool._pool.queue:
        record.dbapi_connection.close()
        record.info["alongside_used_at"] -= 2

    found = database.run(HOUSE, lambda connection: connection.execute(text("SELECT 1")).scalar())

    assert found == 1


ALL_BUT_THIS = text(
    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
    " WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()"
)


@on_postgres
def test_a_transaction_that_loses_its_connection_is_worth_another_try(database):
    other = Database(database.engine.url.render_as_string(hide_password=False))

    def restart():
        other.run(HOUSE, lambda connection: connection.execute(ALL_BUT_THIS))

    def is_lost(connection):
        rename(connection, NORTHMOOR, "lost")
        restart()

    with pytest.raises(TryLaterError):  # told by COMMIT
        database.run(HOUSE, is_lost)
    database.run(HOUSE, lambda connection: connection.execute(select(tenant)))
    restart()
    with pytest.raises(TryLaterError), database.transaction(HOUSE):  # told by BEGIN
        raise AssertionError("nobody gets in")

    with database.transaction(HOUSE, write=False) as connection:
        names = connection.execute(select(tenant.c.name)).scalars().all()
    other.close()
    assert "lost" not in names


@on_postgres
def test_statements_that_were_prepared_outlive_who_only_looked(database):
    query = select(tenant.c.name).where(tenant.c.tenant_id == NORTHMOOR)
    for _ in range(7):
        with database.transaction(HOUSE, write=False) as connection:
            connection.execute(query)

    with database.transaction(HOUSE, write=False) as connection:
        kept = connection.exec_driver_sql("SELECT statement FROM pg_prepared_statements")
        assert any("tenant.name" in statement for statement in kept.scalars())


@on_postgres
@pytest.mark.parametrize("name", ["x'; RESET app.tenant; --", "x\\", "x\0"])
def test_an_institution_is_named_by_no_character_that_ends_its_name(database, name):
    with pytest.raises(ValueError, match="tenant"), database.transaction(name):
        raise AssertionError("nobody gets in")


@on_postgres
def test_x11_a_transaction_whose_process_was_stopped_holds_nobody_up_for_ever(
    store, database, monkeypatch
):
    monkeypatch.setattr("plugin.store.connection.STOPPED_S", 1)
    stopped = Database(database.engine.url.render_as_string(hide_password=False))

    def says_nothing_for_long(connection):
        rename(connection, NORTHMOOR)
        # The other waits for the row until PostgreSQL has ended the one that says nothing.
        database.run(HOUSE, lambda other: rename(other, NORTHMOOR, "the other's"))
        rename(connection, NORTHMOOR)

    with pytest.raises(TryLaterError):
        stopped.run(HOUSE, says_nothing_for_long)

    stopped.close()
    with database.transaction(HOUSE, write=False) as connection:
        names = connection.execute(select(tenant.c.name)).scalars().all()
    assert "the other's" in names
