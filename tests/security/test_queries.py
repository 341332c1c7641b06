"""P02: every statement of the whole journey says whose rows it means.

PostgreSQL has row-level security besides; on SQLite these words are the only guard.
"""

import re

import pytest
from sqlalchemy import event

from plugin.store.tables import metadata
from plugin.web.visits import fingerprint
from tests.security.test_matrix import ROWS, ask

TABLES = frozenset(metadata.tables)
USED = re.compile(r"\b(?:FROM|JOIN|UPDATE|INTO|,)\s+(\w+)(?:\s+AS\s+(\w+))?", re.IGNORECASE)
UNBOUND = {
    "visit": "found by the hash of a handle of 256 random bits; it tells the tenant",
    "spent_ticket": "the tool's own; found by the hash of a signed ticket",
    "login_state": "found by the hash of a random state, before any tenant is known",
    "launch_ticket": "found by the hash of a random ticket, before any tenant is known",
    "registration": "found by issuer and client, which are one tenant's only; it tells the tenant",
    "placement_request": "found by the hash of a visit's handle; swept by age",
    "platform_notice": "the worker forgets by age alone; everything else names the tenant",
    "job": "workers serve every tenant; each job says whose it is",
    "tenant": "the list of tenants, for the worker's turn",
}
"""Tables that are read by something nobody can guess, or by the tool itself, and why."""


class Statements:
    """Every statement that an engine runs."""

    def __init__(self, engine):
        self.seen = {}
        event.listen(engine, "before_cursor_execute", self._note)

    def _note(self, _connection, _cursor, statement, _parameters, _context, _many):
        self.seen[" ".join(statement.split())] = True

    def of_tenants(self):
        """Return statements that read or change rows, with the names of tables in them."""
        for statement in self.seen:
            found = {(t, a or t) for t, a in USED.findall(statement) if t in TABLES}
            if found and not statement.upper().startswith("INSERT"):
                yield statement, found


def unbound(statement, tables):
    """Return the tables that no condition of the statement ties to a tenant."""
    return {
        table
        for table, name in tables
        if not re.search(rf"\b{name}\.tenant_id = |= {name}\.tenant_id\b", statement)
        and not re.search(r"WHERE (?:\w+\.)?tenant_id = \?", statement)
    }


@pytest.fixture
def statements(scene):
    """Open every page as everybody, do all that is waiting, launch once more; note the SQL."""
    seen = Statements(scene.tool.database.engine)
    for name in ROWS:
        for who in scene.people:
            visit = scene.tool.store.visit(fingerprint(scene[who].handle))
            if visit is None or visit.expires_at <= scene.tool.clock():
                scene[who].enter()  # they have signed out, or had themselves removed
            ask(scene[who], name, scene.things)
    scene.tool.world.connect()
    scene.tool.world.run()
    scene["finn"].enter()
    scene.tool.visitor("new").enter()
    scene.tool.store.tenants()
    scene.tool.store.sweep(now=scene.tool.clock())
    scene.tool.web.lti.handshake.handshakes.sweep(now=scene.tool.clock())
    return seen


def test_p02_every_statement_names_the_tenant_of_every_table_in_it(statements):
    told = list(statements.of_tenants())
    missing = {s: t for s, tables in told if (t := unbound(s, tables) - set(UNBOUND))}

    assert len(told) > 60
    assert missing == {}


def test_p02_every_exception_is_one(statements):
    met = set().union(*(unbound(s, tables) for s, tables in statements.of_tenants()))

    assert met == set(UNBOUND)


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT name FROM person WHERE person.person_id = ?",
        "SELECT p.name FROM person AS p JOIN course ON course.tenant_id = ? WHERE p.number = ?",
        "SELECT person.tenant_id, person.name FROM person WHERE person.person_id = ?",
        "UPDATE person SET name=? WHERE person.person_id = ?",
        "DELETE FROM seat WHERE seat.session_id = ?",
    ],
)
def test_a_statement_without_a_tenant_would_be_noticed(statement):
    found = {(t, a or t) for t, a in USED.findall(statement) if t in TABLES}

    assert unbound(statement, found)
