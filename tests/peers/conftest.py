"""The tool and its peers, each in a process of its own."""

import pytest

from tests.journeys.world import free_ports
from tests.peers.browser import Browser
from tests.peers.tool import Tool


@pytest.fixture(scope="module")
def tool(tmp_path_factory):
    """The tool, for the tests of one module: what others launch from is nothing to them."""
    tool = Tool(tmp_path_factory.mktemp("tool"), free_ports(1), level=0)
    try:
        tool.begin()
        yield tool
    finally:
        tool.end()


@pytest.fixture
def browser():
    with Browser() as browser:
        yield browser
