"""X22: an older version of the tool goes on working beside a newer one, on the newer schema."""

from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from plugin.store.connection import Database
from plugin.store.migrate import _config
from plugin.store.tables import HOUSE

AT_ONCE = [("0011", "programme", "format"), ("0044", "showing", "asked")]
"""Taken away by the very version that stopped using them; none since, and none to come."""


def columns_of(connection):
    """Return by name every column, and whether a row may be written without naming it."""
    found = inspect(connection)
    return {
        (table, one["name"]): one["nullable"] or one["default"] is not None
        for table in found.get_table_names()
        for one in found.get_columns(table)
    }


def test_x22_what_a_migration_adds_an_older_version_need_not_know(sqlite_url):
    database = Database(sqlite_url)
    with database.transaction(HOUSE) as connection:
        config = _config(connection)
        script = ScriptDirectory.from_config(config)
        revisions = [one.revision for one in script.walk_revisions()][::-1]
        before, gone, wanted = {}, [], []
        for revision in revisions:
            command.upgrade(config, revision)
            after = columns_of(connection)
            tables = {table for table, _ in before}
            new = after.keys() - before.keys()
            gone += [(revision, *name) for name in before.keys() - after.keys()]
            wanted += [(revision, *one) for one in new if one[0] in tables and not after[one]]
            before = after
    database.close()

    assert (gone, wanted) == (AT_ONCE, [])
