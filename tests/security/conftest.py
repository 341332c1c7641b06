"""A tool with two pairs in it, and everybody of `house.PEOPLE` already launched."""

from dataclasses import dataclass, replace

import pytest

from tests.conftest import FixedClock
from tests.security.house import PEOPLE, Things, Tool, Visitor, copied, furnish
from tests.security.microsoft import NOW, Microsoft
from tests.stores import sqlite_template  # noqa: F401 - a fixture


@dataclass
class Scene:
    """A tool, what stands in it, and the visits of its people by name."""

    tool: Tool
    things: Things
    people: dict

    def __getitem__(self, name) -> Visitor:
        return self.people[name]


@pytest.fixture(scope="session")
def prepared(sqlite_template, tmp_path_factory):  # noqa: F811 - the fixture above
    """Return a closed database with everything in it, and how each person's browser stands."""
    file = copied(sqlite_template, tmp_path_factory.mktemp("prepared"))
    tool = Tool(file)
    things = furnish(tool)
    browsers = {}
    for name, how in PEOPLE.items():
        visitor = tool.visitor(name, **how).enter()
        browsers[name] = (visitor.handle, visitor.cookies())
    tool.close()
    return file, things, browsers


@pytest.fixture
def scene(prepared, tmp_path):
    """Return a fresh copy of the prepared tool; nobody need launch again."""
    scene = scene_in(prepared, tmp_path)
    yield scene
    scene.tool.close()


@pytest.fixture(scope="module")
def still(prepared, tmp_path_factory):
    """Return one copy for all tests of a module whose requests are all refused."""
    scene = scene_in(prepared, tmp_path_factory.mktemp("still"))
    yield scene
    scene.tool.close()


@pytest.fixture
def tool(sqlite_template, tmp_path):  # noqa: F811 - the fixture above
    """Return a tool in which nobody has been yet but its coordinator, one mentor, one mentee."""
    tool = Tool(copied(sqlite_template, tmp_path))
    yield tool
    tool.close()


@pytest.fixture(scope="module")
def microsoft(tmp_path_factory):
    """Return a pretend Microsoft 365 over real HTTP."""
    running = Microsoft(tmp_path_factory.mktemp("microsoft"))
    with running.server:
        yield running


@pytest.fixture
def connected(sqlite_template, tmp_path, microsoft):  # noqa: F811 - the fixture above
    """Return a tool like `tool` that is registered with `microsoft`, at its time."""
    tool = Tool(
        copied(sqlite_template, tmp_path),
        clock=FixedClock(NOW),
        microsoft=microsoft.tool(),
        alone=True,
    )
    yield tool
    tool.close()


def scene_in(prepared, folder):
    file, things, browsers = prepared
    tool = Tool(copied(file, folder), alone=True)
    people = {name: _back(tool, name, *browsers[name]) for name in PEOPLE}
    return Scene(tool, replace(things), people)


def _back(tool, name, handle, cookies):
    visitor = tool.visitor(name, **PEOPLE[name], handle=handle)
    for key, value in cookies.items():
        visitor.client.set_cookie(key, value, domain="tool.example", secure=True)
    return visitor
