"""A process that starts while the database is busy."""

from threading import Timer

import click
import pytest

import config
from plugin.store.migrate import migrate
from plugin.wiring.house import open_house
from plugin.wiring.opening import prepare
from tests.bench.tools import ours


@pytest.fixture
def house(tmp_path):
    house = open_house(config.load(ours(tmp_path).environment))
    migrate(house.database)
    yield house
    house.database.close()


@pytest.fixture
def held(house):
    """The database, which somebody else writes to and does not stop."""
    connection = house.database.engine.connect()
    connection.exec_driver_sql("BEGIN IMMEDIATE")
    yield connection
    connection.close()


def test_it_waits_until_the_database_is_free(house, held):
    Timer(6, lambda: held.exec_driver_sql("ROLLBACK")).start()  # longer than one try waits

    prepare(house)

    assert house.store.tenants() == []


def test_it_says_what_to_check_after_a_while(house, held):
    with pytest.raises(click.ClickException, match="no other program holds it"):
        prepare(house, patience_s=0)
