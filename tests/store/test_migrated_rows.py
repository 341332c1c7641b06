"""What steps make of the rows that there are, from a database with one in every table."""

from datetime import UTC, date, datetime

import pytest
from alembic import command
from sqlalchemy import MetaData, insert, select

from plugin.store.connection import Database
from plugin.store.migrate import _config, migrate
from plugin.store.tables import HOUSE, goal_word, recording_link
from tests.stores import NORTHMOOR

THEN = datetime(2026, 3, 2, 12, tzinfo=UTC)
VALUES = {
    bool: False, bytes: b"sealed", date: THEN.date(), datetime: THEN, int: 1,
    object: {}, str: "one",
}  # fmt: skip


@pytest.fixture
def kept(database_url):
    """Return how to bring a full database up to date from a step, and to read a table of it."""
    database = Database(database_url)

    def filled(step):
        with database.transaction(HOUSE) as connection:
            command.upgrade(_config(connection), step)
            there = MetaData()
            there.reflect(connection)
            for table in there.sorted_tables:
                if table.name != "alembic_version":
                    row = {one.name: VALUES[one.type.python_type] for one in table.columns}
                    connection.execute(insert(table).values(row | {"tenant_id": NORTHMOOR}))
        migrate(database)
        return read

    def read(table):
        with database.transaction(NORTHMOOR, write=False) as connection:
            return [dict(row) for row in connection.execute(select(table)).mappings()]

    yield filled
    database.close()


def test_a_recording_s_link_is_of_its_session_s_relationship(kept):
    [link] = kept("0061")(recording_link)

    assert (link["session_id"], link["relationship_id"]) == ("one", "one")


def test_the_words_on_goals_begin_with_the_latest_of_each(kept):
    [word] = kept("0064")(goal_word)

    assert (word["person_id"], word["number"], word["shares"], word["said_at"]) == (
        "one", 0, False, THEN,
    )  # fmt: skip
