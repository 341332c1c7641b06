"""A Transport on a fixed clock that notes its waits instead of taking them."""

import threading
from pathlib import Path

import pytest
from waitress.server import create_server

from graph import Transport
from plugin.sandbox.microsoft365 import create_microsoft365
from tests.graph.sandbox_world import HANA, NOW, World

ROOT = "https://graph.microsoft.com/v1.0"


class FakeTokens:
    """Gives `token-1`, and the next number whenever the last one was refused."""

    def __init__(self):
        self.given = 1
        self.claims = []

    def __call__(self, *, stale=None, claims=None):
        if stale is not None:
            self.given += 1
            self.claims.append(claims)
        return f"token-{self.given}"


@pytest.fixture
def waits():
    return []


@pytest.fixture
def tokens():
    return FakeTokens()


@pytest.fixture
def transport(tokens, clock, waits):
    return Transport(tokens, clock=clock, sleep=waits.append)


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    apps = []
    server = create_server(lambda e, a: apps[0](e, a), host="127.0.0.1", port=0, threads=6)
    url = f"http://127.0.0.1:{server.effective_port}"
    state_dir = tmp_path_factory.mktemp("m365")
    contract = Path(__file__).parents[3] / "shared" / "graph-openapi-subset.json"
    apps.append(
        create_microsoft365(
            base_url=url,
            state_dir=state_dir,
            clock=lambda: NOW,
            contract=contract if contract.exists() else None,
        )
    )
    thread = threading.Thread(target=_run, args=(server,), daemon=True)
    thread.start()
    yield url
    server.close()
    thread.join(5)


def _run(server):
    # Closing waitress from another thread ends its loop with an error of the poll.
    try:
        server.run()
    except OSError:
        return


@pytest.fixture
def world(served):
    return World(served)


@pytest.fixture
def hana(world):
    return world.sign_in(HANA)
