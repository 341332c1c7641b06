"""A world for each module, and Chromium that blocks third-party cookies."""

import shutil
from contextlib import contextmanager

import pytest

from tests.journeys.steps import open_programme
from tests.journeys.world import World, free_ports
from tests.stores import sqlite_template  # noqa: F401 - a fixture


@pytest.fixture(scope="module")
def world(tmp_path_factory, sqlite_template):  # noqa: F811 - the fixture above
    with _running(tmp_path_factory.mktemp("world"), sqlite_template) as world:
        yield world


@pytest.fixture(scope="module")
def mail_world(tmp_path_factory):
    """Level 0 of the ladder: no Microsoft. Its processes begin as an operator begins them."""
    with _running(tmp_path_factory.mktemp("mail_world"), None, level=0, forks=False) as world:
        yield world


@pytest.fixture(scope="module")
def hana(world):
    """The instructor, with a programme that is open for profiles."""
    return open_programme(world)


@pytest.fixture(scope="session")
def chromium(playwright):
    path = shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("no Chromium on this machine")
    browser = playwright.chromium.launch(
        executable_path=path,
        args=["--no-sandbox", "--disable-gpu", "--test-third-party-cookie-phaseout"],
    )
    yield browser
    browser.close()


@contextmanager
def _running(path, schema, **how):
    world = World(path, free_ports(), **how)
    try:
        world.begin(schema)
        yield world
    finally:
        world.end()
