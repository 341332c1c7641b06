"""The pages that are opened most: their queries, and how long they take."""

import statistics
import time
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection

from sqlalchemy import event

from plugin.app import create_app, from_environment, settle
from plugin.web.pages.show import page
from plugin.web.visits import Browser, Visits, cookie_name
from plugin.wiring.web import build_web
from tests.bench.history import History
from tests.bench.servers import gunicorn
from tests.bench.tools import open_tool, ours

SIZES = (10, 100, 1000)
TIMES = 20
ROUNDS = 60
EMPTY = "empty/"
"""The address of a page with nothing on it but what stands on every page."""


@dataclass(frozen=True)
class HomePage:
    """What one person's home page costs in a programme of this size."""

    people: int
    who: str
    queries: int
    p50_ms: float


@dataclass(frozen=True)
class RelationshipPage:
    """What the page of two people costs who have years behind them, beside an empty page."""

    queries: int
    p50_ms: float
    empty_queries: int
    empty_p50_ms: float
    new_queries: int
    new_p50_ms: float
    served_p50_ms: float
    served_empty_p50_ms: float

    @property
    def ratio(self):
        """How many empty pages the page takes as long as, where it is made."""
        return self.p50_ms / self.empty_p50_ms

    @property
    def served_ratio(self):
        """How many empty pages whoever asks waits for."""
        return self.served_p50_ms / self.served_empty_p50_ms

    @property
    def growth(self):
        """How many times as long it takes as for two who have just agreed."""
        return self.p50_ms / self.new_p50_ms


def relationship_page(state):
    """Return what the page costs, asked for by turns with an empty one and that of a new pair."""
    state.mkdir(exist_ok=True)
    tool = ours(state)
    house, cast = open_tool(tool, people=10)
    given = build_web(house)
    History(house.store, cast, given.clock()).write()
    app = create_app(given)
    settle()  # as a web process does
    _with_empty(app)
    ask = visitor(app, given, cast.learner, f"relationships/{cast.relationship_id}/")
    ask_empty = visitor(app, given, cast.learner, EMPTY)
    ask_new = visitor(app, given, cast.newcomer, f"relationships/{cast.new_relationship_id}/")
    ask(), ask_empty(), ask_new()
    with counted(house.database) as queries:
        ask()
    with counted(house.database) as empty_queries:
        ask_empty()
    with counted(house.database) as new_queries:
        ask_new()
    rounds = [(_ms(ask), _ms(ask_empty), _ms(ask_new)) for _ in range(ROUNDS)]
    whole, empty, new = (statistics.median(some) for some in zip(*rounds, strict=True))
    served = _served(tool, given, cast)
    house.database.close()
    counts = len(queries), whole, len(empty_queries), empty, len(new_queries), new
    return RelationshipPage(*counts, *served)


def with_empty():
    """Build the application as a server runs it, with a page on which nothing stands."""
    app = from_environment()
    _with_empty(app)
    return app


def _with_empty(app):
    app.add_url_rule(f"/l/<handle>/{EMPTY}", "empty", lambda: page("page.html"))


def _served(tool, given, cast):
    """Return how long both pages take over HTTP, from one process of gunicorn, by turns."""
    paths = (f"relationships/{cast.relationship_id}/", EMPTY)
    with gunicorn("tests.bench.pages:with_empty()", tool.port, tool.environment):
        asks = [over_http(tool.port, given, cast.learner, path) for path in paths]
        for ask in asks * 5:
            ask()
        rounds = [[_ms(ask) for ask in asks] for _ in range(ROUNDS * 2)]
    return [statistics.median(some) for some in zip(*rounds, strict=True)]


def home_pages(state):
    """Return the home pages of a coordinator and of a learner, in programmes of all sizes."""
    return [page for people in SIZES for page in of_size(state / str(people), people)]


def of_size(state, people):
    """Yield the home page of a coordinator and of a learner in a programme of this size."""
    state.mkdir()
    house, cast = open_tool(ours(state), people=people)
    given = build_web(house)
    app = create_app(given)
    settle()
    for who, actor in (("coordinator", cast.coordinator), ("learner", cast.learner)):
        ask = visitor(app, given, actor)
        ask()  # templates are compiled once in a process, not once for a page
        with counted(house.database) as queries:
            ask()
        yield HomePage(people, who, len(queries), _p50_ms(ask))
    house.database.close()


def _visit(given, actor):
    """Open a visit; returns its handle and its cookie."""
    browser = Browser("Owl/1.0", takes_cookies=True, in_frame=True)
    visits = Visits(store=given.store, clock=given.clock)
    opened = visits.open(actor, browser, frame_origin=None, locale="en")
    return opened.handle, f"__Host-{cookie_name(opened.visit)}={opened.secret}"


def over_http(port, given, actor, path):
    """Return what asks a server for a page of `actor`, each time on a connection of its own."""
    handle, cookie = _visit(given, actor)

    def ask():
        connection = HTTPConnection("127.0.0.1", port)
        connection.request("GET", f"/l/{handle}/{path}", headers={"Cookie": cookie})
        answer = connection.getresponse()
        answer.read()
        connection.close()
        if answer.status != 200:
            raise RuntimeError(f"/{path} answered {answer.status}")

    return ask


def visitor(app, given, actor, path=""):
    """Return what asks for a page of `actor` in a visit of theirs, and returns its text."""
    handle, cookie = _visit(given, actor)
    client = app.test_client(use_cookies=False)

    def ask():
        page = client.get(
            f"/l/{handle}/{path}", base_url=given.public_url, headers={"Cookie": cookie}
        )
        if page.status_code != 200:
            raise RuntimeError(f"/{path} answered {page.status_code}")
        return page.text

    return ask


@contextmanager
def counted(database):
    """Collect the statements that read or write; a transaction's begin is no query."""
    seen = []

    def note(connection, cursor, statement, *_):
        if not statement.startswith(("BEGIN", "SELECT set_config")):
            seen.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(database.engine, "before_cursor_execute", note)


def _p50_ms(ask):
    return statistics.median(_ms(ask) for _ in range(TIMES))


def _ms(ask):
    began = time.perf_counter()
    ask()
    return (time.perf_counter() - began) * 1000
