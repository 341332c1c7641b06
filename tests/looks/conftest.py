"""One world for each worker, brought into every state at once; and one browser to look with."""

import shutil

import pytest

from tests.journeys.world import World, free_ports
from tests.looks.backstage import Backstage
from tests.looks.looker import Looker
from tests.looks.scenes import Scenes
from tests.stores import sqlite_template  # noqa: F401 - a fixture


@pytest.fixture(scope="session")
def stage(tmp_path_factory, worker_id, sqlite_template):  # noqa: F811 - the fixture above
    """The tool's processes without its worker: states stay as they were made."""
    apart = 20 * int(worker_id.removeprefix("gw") or 0) if worker_id != "master" else 0
    world = World(tmp_path_factory.mktemp("looks"), free_ports(apart + 4) + apart)
    try:
        world.begin(sqlite_template)
        world.stop("worker")
        stage = Backstage(world)
        yield stage
        stage.close()
    finally:
        world.end()


@pytest.fixture(scope="session")
def scenes(stage):
    return Scenes(stage)


@pytest.fixture(scope="session")
def chromium(playwright):
    path = shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("no Chromium on this machine")
    browser = playwright.chromium.launch(
        executable_path=path, args=["--no-sandbox", "--disable-gpu"]
    )
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def open_looker(chromium):
    """Return what opens a window; `forced_colors="active"` and the like are Playwright's."""
    opened = []

    def open_one(**options):
        opened.append(Looker(chromium, **options))
        return opened[-1]

    yield open_one
    for one in opened:
        one.close()


@pytest.fixture(scope="session")
def shared_looker(open_looker):
    return open_looker()


@pytest.fixture
def looker(shared_looker):
    shared_looker.complaints.clear()
    return shared_looker
