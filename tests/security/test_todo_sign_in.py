"""G2: what To Do needs is asked for when its owner switches it on, and not before."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from plugin.mentoring.todo import MirrorState
from tests.security.microsoft import (
    ADA,
    BEN,
    address,
    agree,
    come_back,
    set_out,
    ticket,
)


@pytest.fixture
def tool(connected):
    return connected


@pytest.fixture
def ada(tool):
    """Connected, as everybody is."""
    ada = tool.visitor("ada").enter()
    come_back(ada, agree(address(set_out(ada)), ADA))
    return ada


def asked(reply):
    """Which scopes the page leads to Microsoft with."""
    return set(parse_qs(urlsplit(address(reply)).query)["scope"][0].split())


def todo_ticket(visitor):
    page = visitor.get("me/").text
    form = page[page.index('action="/ms/tasks"') :]
    return re.search('name="ticket" value="([^"]*)"', form)[1]


def set_out_for_tasks(visitor, paper=None):
    data = {"ticket": paper or todo_ticket(visitor)}
    return visitor.ask("POST", "/ms/tasks", data=data)


def mirror(tool, name="ada"):
    with tool.store.look(tool.world.ada.tenant_id) as work:
        return work.mirror(tool.world.arrive(name).person_id)


def test_g2_to_do_is_asked_for_by_its_own_button_alone(tool, ada):
    everybody, with_tasks = asked(set_out(ada)), asked(set_out_for_tasks(ada))

    assert with_tasks - everybody == {"Tasks.ReadWrite"}
    assert mirror(tool) is None


def test_g2_it_is_on_once_microsoft_was_agreed_with_and_off_by_a_press(tool, ada):
    reply = come_back(ada, agree(address(set_out_for_tasks(ada)), ADA))
    on, page = mirror(tool), ada.get("me/").text
    ada.post("me/todo/off")

    assert (reply.status_code, on.state) == (200, MirrorState.ON)
    assert "the steps of your goals, are on their way to the list" in page
    assert mirror(tool) is None
    assert "Bring them to To Do" in ada.get("me/").text


def test_g2_who_declines_has_nothing_mirrored(tool):
    ben = tool.visitor("ben").enter()
    come_back(ben, agree(address(set_out(ben)), BEN))
    reply = come_back(ben, agree(address(set_out_for_tasks(ben)), BEN, "decline"))

    assert (reply.status_code, mirror(tool, "ben")) == (403, None)


def test_b5_a_ticket_for_one_button_is_none_for_the_other(tool, ada):
    assert set_out_for_tasks(ada, ticket(ada)).status_code == 403
    assert set_out(ada, todo_ticket(ada)).status_code == 403


def test_g2_an_account_of_somebody_elses_switches_nothing_on(tool, ada):
    ben = tool.visitor("ben").enter()
    come_back(ben, agree(address(set_out(ben)), BEN))
    reply = come_back(ada, agree(address(set_out_for_tasks(ada)), BEN))

    assert reply.status_code == 403
    assert mirror(tool) is None


def test_g2_who_is_not_connected_is_offered_no_list(tool):
    ben = tool.visitor("ben").enter()

    assert 'action="/ms/tasks"' not in ben.get("me/").text
