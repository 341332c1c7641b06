"""The database that PostgreSQL's tests share begins each of them as the first one found it."""

import pytest
from sqlalchemy import text

from plugin.store.connection import Database
from plugin.store.tables import HOUSE
from tests.washed import WashedPostgres

pytestmark = pytest.mark.postgres
ROWS = text("SELECT (SELECT count(*) FROM tenant), (SELECT version_num FROM alembic_version)")


@pytest.fixture
def washed(postgres_server, postgres_template):
    washed = WashedPostgres(postgres_server, postgres_template)
    yield washed
    washed.drop()


def run(url, *statements):
    database = Database(url)
    found = [database.run(HOUSE, lambda c, s=s: _first(c.execute(s))) for s in statements]
    database.close()
    return found[-1]


def _first(result):
    return tuple(result.first()) if result.returns_rows else None


def test_what_a_test_wrote_and_what_it_took_away_is_as_before(washed):
    url = washed.fresh()
    before = run(url, ROWS)
    added = text("INSERT INTO tenant (tenant_id, name) VALUES ('n', 'N') RETURNING 1")
    assert run(url, added, text("DELETE FROM alembic_version RETURNING 1"), ROWS) != before

    washed.wash()

    assert washed.fresh() == url
    assert run(url, ROWS) == before


def test_a_database_of_another_shape_is_not_handed_on(washed):
    url = washed.fresh()
    run(url, text("ALTER TABLE tenant DISABLE ROW LEVEL SECURITY, ADD COLUMN more text"))

    washed.wash()

    assert washed.url is None
    assert washed.fresh() != url
