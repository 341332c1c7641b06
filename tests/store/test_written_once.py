"""Queries that are written once are compiled once for each database, and read as plain values."""

from functools import cache

import pytest
from sqlalchemy import bindparam, create_engine, literal, select

from plugin.store.written_once import read


@cache
def _sum():
    return select((bindparam("one") + bindparam("other")).label("sum"), literal("x").label("word"))


@cache
def _among():
    numbers = bindparam("numbers", expanding=True)
    return select(literal(1).label("found")).where(literal(3).in_(numbers))


@pytest.fixture
def connection():
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def test_each_reading_has_its_own_values(connection):
    first = read(connection, _sum(), {"one": 1, "other": 2})
    second = read(connection, _sum(), {"one": 30, "other": 4})

    assert [(row.sum, row.word) for row in (*first, *second)] == [(3, "x"), (34, "x")]


def test_a_list_may_be_shorter_the_next_time(connection):
    found = [read(connection, _among(), {"numbers": some}) for some in ([1, 2, 3], [1], [3])]

    assert [len(rows) for rows in found] == [1, 0, 1]


def test_another_database_has_a_statement_of_its_own(connection):
    read(connection, _sum(), {"one": 1, "other": 2})
    engine = create_engine("sqlite://")
    with engine.connect() as other:
        assert read(other, _sum(), {"one": 5, "other": 5})[0].sum == 10
    engine.dispose()


def test_two_columns_of_one_name_are_refused(connection):
    twice = select(literal(1).label("same"), literal(2).label("same"))

    with pytest.raises(ValueError, match="two columns of one name"):
        read(connection, twice, {})
