"""D1: what a folder in one's own OneDrive needs is asked for by its own button, and no other."""

import re

import pytest

from plugin.mentoring.place import Place, PlaceState
from plugin.services.kinds import MAKE_PLACE
from tests.conftest import FixedClock
from tests.fakes.places import FakeDrives
from tests.security.house import Tool, copied
from tests.security.microsoft import (
    ADA,
    NOW,
    address,
    agree,
    come_back,
    set_out,
    ticket,
)
from tests.security.test_todo_sign_in import asked


@pytest.fixture
def tool(sqlite_template, tmp_path, microsoft):
    """An institution without a site, which lets its people lend their OneDrives."""
    microsoft.parts.reset()
    tool = Tool(
        copied(sqlite_template, tmp_path),
        clock=FixedClock(NOW),
        microsoft=microsoft.tool(),
        alone=True,
        folders=None,
        drives=FakeDrives(),
    )
    yield tool
    tool.close()


@pytest.fixture
def pair(tool):
    world = tool.world
    pair = world.pair(world.programme())
    world.save("place", Place(pair, world.ada.tenant_id, PlaceState.QUEUED, NOW))
    world.services.places.make(world.ada.tenant_id, pair)
    return pair


def documents(visitor, pair):
    return visitor.get(f"relationships/{pair}/documents/").text


def own_ticket(visitor, pair):
    page = documents(visitor, pair)
    form = page[page.index('action="/ms/files"') :]
    return re.search('name="ticket" value="([^"]*)"', form)[1]


def set_out_for_files(visitor, paper):
    return visitor.ask("POST", "/ms/files", data={"ticket": paper})


def test_d1_the_mentor_alone_is_asked_and_the_other_told_who_it_waits_for(tool, pair):
    ada, ben = tool.visitor("ada").enter(), tool.visitor("ben").enter()

    assert "Keep it in my OneDrive" in documents(ada, pair)
    theirs = documents(ben, pair)
    assert "/ms/files" not in theirs
    assert "The folder waits for" in theirs


def test_d1_its_button_asks_for_files_and_no_other_button_does(tool, pair):
    ada = tool.visitor("ada").enter()
    everybody = asked(set_out(ada))

    assert asked(set_out_for_files(ada, own_ticket(ada, pair))) - everybody == {"Files.ReadWrite"}


def test_d1_after_the_yes_the_folder_is_made(tool, pair):
    ada = tool.visitor("ada").enter()
    come_back(ada, agree(address(set_out_for_files(ada, own_ticket(ada, pair))), ADA))
    jobs = [job for job in tool.world.due() if job.kind == MAKE_PLACE]

    assert [job.payload["relationship"] for job in jobs] == [pair]


def test_d1_who_declines_has_lent_nothing(tool, pair):
    ada = tool.visitor("ada").enter()
    reply = come_back(
        ada, agree(address(set_out_for_files(ada, own_ticket(ada, pair))), ADA, "decline")
    )

    assert reply.status_code == 403
    assert MAKE_PLACE not in {job.kind for job in tool.world.due()}


def test_b5_a_ticket_for_another_button_is_none_for_this_one(tool, pair):
    ada = tool.visitor("ada").enter()

    assert set_out_for_files(ada, ticket(ada)).status_code == 403
    assert set_out(ada, own_ticket(ada, pair)).status_code == 403
