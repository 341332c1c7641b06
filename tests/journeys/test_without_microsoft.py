"""Level 0: the same journey ends in iCalendar mails, in a real browser."""

import re

import pytest

from tests.journeys.people import (
    Visitor,
    agree,
    book_best_time,
    publish_pairs,
    send_profile,
    start_programme,
)
from tests.journeys.world import eventually

pytestmark = [pytest.mark.browser, pytest.mark.processes, pytest.mark.timeout(180)]

AMARA, LEILA = "amara.okafor@northmoor.example", "leila.haddad@northmoor.example"
AGENDA = "The offer from Ravensworth"


def calendars(world, address):
    """Return what the calendar parts of the address's mails say, oldest first."""
    return [m["calendar"] for m in world.microsoft_state()["mails"] if m["to"] == address]


def arrived(world, count):
    """Wait for so many mails to each; return those of both."""
    both = (AMARA, LEILA)
    assert eventually(lambda: [len(calendars(world, one)) for one in both] == [count, count])
    return [calendars(world, one) for one in both]


def heard(mails):
    """Return kind, identity and number of the newest mail of each reader."""
    newest = [mails_of[-1] for mails_of in mails]
    return {(one["METHOD"], one["UID"], one.get("SEQUENCE", "0")) for one in newest}


def test_a_pair_without_microsoft_meets_by_mail(mail_world, chromium):
    hana = Visitor(chromium, mail_world, "Hana Kováčová")
    amara = Visitor(chromium, mail_world, "Amara Okafor")
    leila = Visitor(chromium, mail_world, "Leïla Haddad", width=390, height=844)
    skill = "Career choices"
    start_programme(hana)
    send_profile(amara, side="be a mentor", zone="Europe/London", offers=[skill], hours="9 10 15")
    send_profile(leila, side="find a mentor", zone="Europe/Berlin", seeks=[skill], hours="10 11 16")
    publish_pairs(hana)
    agree(leila, amara)
    leila.launch()

    book_best_time(leila)
    leila.tool.get_by_label("What we want to talk about").fill(AGENDA)
    leila.press("Keep the topics")

    ((method, uid, number),) = heard(arrived(mail_world, 1))
    assert (method, number) == ("REQUEST", "0")
    leila.sees_soon("Invitations sent by mail")
    assert leila.tool.get_by_text("Connect Microsoft").count() == 0
    check_the_mailbox(leila, mail_world)

    leila.follow("Move")
    leila.tool.locator(".best button").first.click()
    leila.sees("Moved. The calendars are being told.")
    moved = arrived(mail_world, 2)
    assert heard(moved) == {("REQUEST", uid, "1")}
    assert all(first["DTSTART"] != second["DTSTART"] for first, second in moved)

    leila.launch()
    leila.follow("Prepare")
    leila.follow("Call off")
    leila.press("Call it off")
    leila.sees("Called off. The calendars are being told.")
    called_off = arrived(mail_world, 3)
    assert heard(called_off) == {("CANCEL", uid, "2")}
    assert all(mails[-1]["STATUS"] == "CANCELLED" for mails in called_off)
    assert AGENDA not in str(mail_world.microsoft_state()["mails"])
    assert hana.trouble == amara.trouble == leila.trouble == []


def check_the_mailbox(visitor, world):
    """The pretend mailbox shows the invitation; its link leads to a page that says how to go on."""
    mailbox = visitor.context.new_page()
    mailbox.goto(f"{world.microsoft}/mail/{LEILA}")
    assert mailbox.get_by_role("heading", name=re.compile("Mentoring")).count() == 1
    link = mailbox.locator(f"a[href^='{world.tool}']").first
    assert mailbox.goto(link.get_attribute("href")).ok
    mailbox.close()
