"""The fixtures every test stands on keep their promises."""

import socket

import psycopg
import pytest

pytest_plugins = ["pytester"]

REACHES_OUT = """
import socket
from contextlib import suppress

def test_that_hides_its_attempt():
    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as outside:
        outside.connect(("192.0.2.1", 9))
"""
SKIPS = """
import pytest

def test_that_skips():
    pytest.skip("no reason")

def test_that_needs_what_is_not_ours():
    pytest.skip("the description of Graph is not at hand")

@pytest.mark.xfail
def test_that_is_known_to_fail():
    assert False
"""
SKIPS_AS_A_WHOLE = """
import pytest
pytest.importorskip("no_such_module")
"""


@pytest.fixture
def house(pytester, pytestconfig):
    """A small test suite of its own, under our conftest.py."""
    conftest = pytestconfig.rootpath / "tests" / "conftest.py"
    pytester.makeconftest(conftest.read_text(encoding="utf-8"))
    pytester.makeini("[pytest]\nmarkers =\n    postgres: x")
    return pytester


def test_a_connection_to_another_machine_fails_the_test_even_when_it_is_hidden(house):
    house.makepyfile(REACHES_OUT)

    house.runpytest_subprocess().assert_outcomes(passed=1, errors=1)


def test_a_name_on_the_network_is_not_looked_up():
    with pytest.raises(socket.gaierror, match="tests look up no names"):
        socket.getaddrinfo("mentoring.example.edu", 443)


def test_this_machine_may_be_reached():
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = server.getsockname()
        connection = socket.create_connection(("localhost", address[1]))
        peer = connection.getpeername()
        connection.close()

    assert peer == address


@pytest.mark.parametrize(("no_skip", "failed", "skipped"), [("0", 0, 2), ("1", 1, 1)])
def test_a_skip_fails_where_nothing_may_be_skipped(house, monkeypatch, no_skip, failed, skipped):
    monkeypatch.setenv("ALONGSIDE_TESTS_NO_SKIP", no_skip)
    house.makepyfile(SKIPS)

    result = house.runpytest_subprocess()

    result.assert_outcomes(failed=failed, skipped=skipped, xfailed=1)


def test_a_module_that_skips_as_a_whole_fails_there_too(house, monkeypatch):
    monkeypatch.setenv("ALONGSIDE_TESTS_NO_SKIP", "1")
    house.makepyfile(SKIPS_AS_A_WHOLE)

    house.runpytest_subprocess().assert_outcomes(errors=1)


@pytest.mark.postgres
def test_a_test_database_is_its_own_and_row_level_security_applies_to_it(postgres_url):
    with psycopg.connect(postgres_url.replace("+psycopg", "")) as connection:
        role = connection.execute(
            "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
        tables = connection.execute(
            "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
        ).fetchone()

    assert role == (False,)
    assert tables == (0,)


def test_the_clock_stands_still_until_it_is_told_to_go_on(clock):
    before = clock()

    clock.advance(minutes=5)

    assert (clock() - before).total_seconds() == 300
