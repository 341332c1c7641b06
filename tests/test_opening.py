"""A process that starts: what it is told, and while the database is busy."""

import subprocess
import sys
from threading import Timer

import click
import pytest

import config
from plugin.store.migrate import migrate
from plugin.wiring.house import open_house
from plugin.wiring.opening import prepare_in_time
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


def test_it_believes_as_many_proxies_as_it_is_told_of(tmp_path):
    environment = {**ours(tmp_path).environment, "ALONGSIDE_PROXIES": "2"}
    house = open_house(config.load(environment))
    migrate(house.database)
    house.database.close()

    asks = (
        "from plugin.app import from_environment as f; w = f().wsgi_app; print(w.x_for, w.x_proto)"
    )
    said = subprocess.run(
        [sys.executable, "-c", asks], env=environment, capture_output=True, text=True, check=True
    )

    assert said.stdout == "2 2\n"


@pytest.mark.parametrize("number", ["-1", "10", "one", "1.5"])
def test_no_other_number_of_proxies_is_taken(tmp_path, number):
    with pytest.raises(config.ConfigError) as refused:
        config.load({**ours(tmp_path).environment, "ALONGSIDE_PROXIES": number})

    assert refused.value.problems.keys() == {"ALONGSIDE_PROXIES"}


def test_it_waits_until_the_database_is_free(house, held):
    Timer(6, lambda: held.exec_driver_sql("ROLLBACK")).start()  # longer than one try waits

    prepare_in_time(house)

    assert house.store.tenants() == []


def test_it_says_what_to_check_after_a_while(house, held):
    with pytest.raises(click.ClickException, match="no other program holds it"):
        prepare_in_time(house, patience_s=0)
