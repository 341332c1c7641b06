"""One PostgreSQL database for test after test: washed in between, which takes less than a new one.

Making and dropping a database copies and syncs a thousand files; most tests write a dozen rows.
"""

import psycopg
from psycopg import sql

SHAPE = """
SELECT md5(string_agg(line, '' ORDER BY line)) FROM (
    SELECT concat_ws(' ', 'table', oid, relname, relowner, relacl, relrowsecurity,
                     relforcerowsecurity, relchecks, relhastriggers) AS line
    FROM pg_class WHERE relnamespace = 'public'::regnamespace
    UNION ALL SELECT concat_ws(' ', 'column', attrelid, attname, atttypid, attnotnull, attisdropped)
    FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
    WHERE relnamespace = 'public'::regnamespace AND attnum > 0
    UNION ALL SELECT concat_ws(' ', 'policy', oid, polname, polrelid, polqual, polwithcheck)
    FROM pg_policy
    UNION ALL SELECT concat_ws(' ', 'constraint', oid, conname) FROM pg_constraint
    UNION ALL SELECT concat_ws(' ', 'function', oid, proname, prosrc) FROM pg_proc
    WHERE pronamespace = 'public'::regnamespace
) AS lines
"""
"""What a test must leave as it was: everything but rows."""
GUESTS = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


class WashedPostgres:
    """Hands out a copy of a template, and makes it the template's again.

    Attributes:
        url: of the database; None until somebody wants it, and after it could not be washed.

    """

    def __init__(self, server, template):
        self._server = server
        self._template = template
        self._connection = None
        self.url = None

    def fresh(self):
        """Return the URL of a database with the template's tables and rows, and no more."""
        if self.url is None:
            self.url = self._server.create(template=self._template)
            self._connection = self._server.connect(self.url)
            self._shape = self._ask(SHAPE)
            self._rows = self._kept()
        return self.url

    def wash(self):
        """Take out what a test put in; drop the database where that leaves a doubt."""
        try:
            self._connection.execute(GUESTS)
            if self._ask(SHAPE) == self._shape:
                self._restore()
                return
        except psycopg.Error:
            pass  # such as a connecting role that may not do this
        self.drop()

    def drop(self):
        """Drop the database, if there is one."""
        if self.url is not None:
            self._connection.close()
            self._server.drop(self.url)
            self.url = None

    def _restore(self):
        with self._connection.transaction(), self._connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")  # in whatever order
            for table in self._tables():
                cursor.execute(_about("DELETE FROM {}", table))
            for table, rows in self._rows.items():
                with cursor.copy(_about("COPY {} FROM STDIN", table)) as copy:
                    copy.write(rows)

    def _kept(self):
        kept = {}
        for table in self._tables():
            with (
                self._connection.cursor() as cursor,
                cursor.copy(_about("COPY {} TO STDOUT", table)) as copy,
            ):
                if rows := b"".join(copy):
                    kept[table] = rows
        return kept

    def _tables(self):
        found = self._connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname='public'"
        )
        return [name for (name,) in found]

    def _ask(self, question):
        return self._connection.execute(question).fetchone()[0]


def _about(statement, table):
    return sql.SQL(statement).format(sql.Identifier(table))
