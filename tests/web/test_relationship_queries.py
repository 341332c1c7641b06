"""What the page of two people asks of the database does not grow with their years."""

import pytest

from plugin.app import create_app
from plugin.wiring.house import utc_now
from plugin.wiring.web import build_web
from tests.bench.history import History
from tests.bench.pages import counted, visitor
from tests.bench.tools import open_tool, ours

MOST_QUERIES = 8


@pytest.fixture
def bench(tmp_path):
    house, cast = open_tool(ours(tmp_path), people=2)
    yield house, cast
    house.database.close()


def page_of(house, cast):
    """Return the queries of the page when it is asked for a second time, and its text."""
    given = build_web(house)
    app = create_app(given)
    ask = visitor(app, given, cast.learner, f"relationships/{cast.relationship_id}/")
    ask()
    with counted(house.database) as queries:
        text = ask()
    return queries, text


def test_a_page_with_years_behind_it_a_vote_and_a_suggestion_takes_at_most_8_queries(bench):
    house, cast = bench
    History(house.store, cast, utc_now()).write(sessions=30)

    queries, text = page_of(house, cast)

    assert len(queries) <= MOST_QUERIES
    assert "A vote on times is open" in text
    assert "You suggested another time" in text
    assert "30 held" in text


def test_the_times_being_settled_are_not_asked_for_where_none_are(bench):
    queries, text = page_of(*bench)

    assert len(queries) == MOST_QUERIES - 1
    assert "A vote on times is open" not in text
