"""K10, P08: nothing that refers to what is forgotten keeps anybody from forgetting it.

Every table gets a row, and each refers to the others as far as it can. So a table made tomorrow is
in these tests as well.
"""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Date,
    Integer,
    LargeBinary,
    Text,
    func,
    insert,
    select,
)

from plugin.mentoring.programme import Stage
from plugin.store.keeping import TRAINED, WRITTEN
from plugin.store.moments import Moment
from plugin.store.personal import PLACES, Fate
from plugin.store.tables import metadata
from tests.stores import NORTHMOOR

LONG_AGO = datetime(2024, 3, 2, 12, tzinfo=UTC)
KEY = "one"
"""Of everything: whatever refers to something of this type refers to the row that there is."""
VALUES = {
    BigInteger: 1,
    Boolean: False,
    Date: LONG_AGO.date(),
    Integer: 1,
    JSON: {},
    LargeBinary: b"sealed",
    Moment: LONG_AGO,
    Text: KEY,
}
OVER = {"programme": {"stage": Stage.CLOSED}}
FORGOTTEN = {one.name for one in (*WRITTEN, *TRAINED)} | {"enrolment", "request_word"}
OWN = {one.table for one in PLACES if one.fate is Fate.GOES}
LISTS = {"people_list", "people_list_row"}


def referring(gone):
    """Return each table with a reference to one of these."""
    return {
        table.name
        for table in metadata.sorted_tables
        for key in table.foreign_key_constraints
        if key.referred_table.name in gone
    }


def a_row(table):
    row = {column.name: VALUES[type(column.type)] for column in table.columns}
    return row | {"tenant_id": NORTHMOOR} | OVER.get(table.name, {})


@pytest.fixture
def left(store, database):
    """Return how to ask which tables still hold the row that each of them was given."""
    given = [table for table in metadata.sorted_tables if table.name != "tenant"]
    with database.transaction(NORTHMOOR) as connection:
        for table in given:
            connection.execute(insert(table).values(a_row(table)))

    def left():
        with database.transaction(NORTHMOOR, write=False) as connection:
            rows = {one.name: select(func.count()).select_from(one) for one in given}
            return {name for name, query in rows.items() if connection.execute(query).scalar_one()}

    assert left() == {table.name for table in given}
    return left


def test_what_was_written_is_forgotten_with_all_that_refers_to_it(store, left):
    with store.work(NORTHMOOR) as work:
        work.forget_written(ended_before=LONG_AGO.date() + timedelta(days=1))

    assert left() & (FORGOTTEN | referring(FORGOTTEN)) == set()


def test_lists_are_forgotten_with_all_that_refers_to_them(store, left):
    with store.work(NORTHMOOR) as work:
        work.forget_people_lists(before=LONG_AGO + timedelta(days=1))

    assert left() & (LISTS | referring(LISTS)) == set()


def test_what_is_old_is_forgotten_whatever_refers_to_it(store, left):
    later = LONG_AGO + timedelta(days=1)
    with store.work(NORTHMOOR) as work:
        work.forget_old(drafts=later, log=later, now=later)

    gone = {"match_draft", "audit", "event_log"}
    assert left() & (gone | referring(gone)) == set()


def test_a_person_is_removed_whatever_refers_to_what_is_theirs(store, left):
    with store.work(NORTHMOOR) as work:
        work.erase(KEY)

    assert left() & (OWN | referring(OWN)) == set()
