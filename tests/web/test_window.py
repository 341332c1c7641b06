"""Leaving the frame: a ticket is good once, for an hour, for the window it was made for."""

from datetime import timedelta

import pytest

from plugin.web.errors import SpentTicketError
from plugin.web.tickets import Tickets
from tests.web.conftest import hidden

TOP = {"Sec-Fetch-Dest": "document"}


@pytest.fixture
def home(browser):
    return browser.enter()


@pytest.fixture
def ticket(browser, home):
    return hidden(browser.get(home).text, "ticket")


def first_page(reply):
    return "/".join(reply.location.split("/")[:3]) + "/"


def test_a_ticket_opens_a_visit_of_its_own_in_the_window(browser, new_browser, home, ticket):
    window = new_browser()

    reply = window.post("/window", {"ticket": ticket, "to": "circles"}, headers=TOP)

    assert reply.location.endswith("/circles")
    facts = window.get(first_page(reply) + "facts").json
    assert facts["in_frame"] is False
    assert facts["course"] == "course:course-1"
    assert first_page(reply) != home


def test_nobody_frames_the_window(new_browser, ticket):
    window = new_browser()
    reply = window.post("/window", {"ticket": ticket}, headers=TOP)

    page = window.get(first_page(reply))

    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]


def test_a_ticket_is_good_once(new_browser, ticket):
    window = new_browser()

    answers = [window.post("/window", {"ticket": ticket}).status_code for _ in range(2)]

    assert answers == [303, 403]


@pytest.mark.parametrize("minutes", [30, 60, 61])
def test_a_ticket_lapses_with_its_hour_or_its_visit(browser, new_browser, home, platform, minutes):
    ticket = hidden(browser.get(home).text, "ticket")
    platform.clock.now += timedelta(minutes=minutes)

    reply = new_browser().post("/window", {"ticket": ticket})

    assert (reply.status_code == 303) is (minutes < 60)


def test_a_ticket_opens_nothing_once_its_visit_is_over(browser, new_browser, home, platform):
    for _ in range(9):
        platform.clock.now += timedelta(minutes=52)
        page = browser.get(home)
    platform.clock.now += timedelta(minutes=30)

    reply = new_browser().post("/window", {"ticket": hidden(page.text, "ticket")})

    assert reply.status_code == 401


@pytest.mark.parametrize(
    "spoil", [str.swapcase, lambda text: text[:-1], lambda _: "", lambda _: "."]
)
def test_a_ticket_that_was_changed_opens_nothing(new_browser, ticket, spoil):
    assert new_browser().post("/window", {"ticket": spoil(ticket)}).status_code == 403


@pytest.mark.parametrize(
    "to", ["//evil.example", "https://evil.example", "../../healthz", "nowhere", "a//b", "\\evil"]
)
def test_a_window_leads_to_pages_of_the_visit_only(new_browser, ticket, to):
    reply = new_browser().post("/window", {"ticket": ticket, "to": to})

    assert reply.location == first_page(reply)


@pytest.fixture
def tickets(memory, clock):
    return Tickets(store=memory, clock=clock, key=b"k" * 32)


def test_a_ticket_for_one_purpose_serves_no_other(tickets):
    ticket = tickets.issue("window", "visit", nonce="1")

    with pytest.raises(SpentTicketError):
        tickets.spend("connect", ticket)
    assert tickets.spend("window", ticket) == "visit"


def test_a_ticket_signed_with_another_key_is_none(tickets, memory, clock):
    stranger = Tickets(store=memory, clock=clock, key=b"x" * 32)

    with pytest.raises(SpentTicketError):
        tickets.spend("window", stranger.issue("window", "visit", nonce="1"))


def test_a_ticket_out_of_date_is_refused_and_costs_no_row(tickets, memory, clock):
    ticket = tickets.issue("window", "visit", nonce="1")
    clock.advance(minutes=60)

    with pytest.raises(SpentTicketError):
        tickets.spend("window", ticket)
    assert memory.spent == {}
