"""From the course to a Teams meeting in two calendars, with third-party cookies blocked."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from tests.journeys.people import (
    Visitor,
    agree,
    book_best_time,
    connect_microsoft,
    publish_pairs,
    read_roster,
    send_profile,
    start_programme,
)

pytestmark = [pytest.mark.browser, pytest.mark.processes, pytest.mark.timeout(240)]

SOON_MS = 10_000
AGENDA = "The offer from Ravensworth, and what I am afraid of"
LATER = timedelta(days=1)
AMARA, LEILA = "amara.okafor@northmoor.example", "leila.haddad@northmoor.example"
ANJALI, THIAGO = "anjali.krishnan@northmoor.example", "thiago.araujo@northmoor.example"


@pytest.fixture
def visit(chromium, world):
    """Open a browser of their own for each person; none may have met our own policy."""
    everybody = []

    def come(name, **how):
        everybody.append(Visitor(chromium, world, name, **how))
        return everybody[-1]

    yield come
    for one in everybody:
        one.close()
    assert [one.trouble for one in everybody if one.trouble] == []


def meetings(world):
    """Return the sessions' events by mailbox address, without those called off."""
    mailboxes = world.microsoft_state()["mailboxes"]
    live = {a: [e for e in found if not e["cancelled"]] for a, found in mailboxes.items()}
    return {address: events for address, events in live.items() if events}


def shown(start, zone):
    local = datetime.fromisoformat(f"{start[:19]}+00:00").astimezone(ZoneInfo(zone))
    return re.compile(rf"{local:%A}, {local.day} {local:%B}, {local:%H:%M}")


def press_and_close(page, button):
    """Close once the answer is there: Chromium may hang where it is closed while it waits."""
    with page.expect_navigation():
        page.get_by_role("button", name=button).click()
    page.close()


def move_in_outlook(world, visitor, event, zone):
    """Drag the meeting to the next day, on the page of the pretend Outlook."""
    outlook = visitor.context.new_page()
    outlook.goto(f"{world.microsoft}/calendar/{visitor.mailbox}/{event['id']}")
    for name in ("start", "end"):
        field = outlook.locator(f"input[name={name}]")
        moment = datetime.fromisoformat(f"{event[name][:19]}+00:00").astimezone(ZoneInfo(zone))
        field.fill(f"{moment + LATER:%Y-%m-%dT%H:%M}")
    press_and_close(outlook, "Move it")
    return f"{datetime.fromisoformat(event['start'][:19]) + LATER:%Y-%m-%dT%H:%M:%S}"


def test_a_pair_goes_from_the_course_to_both_calendars_and_back(world, visit):
    world.control("switches", {"platform_storage": False}, side="lms")
    hana, amara = visit("Hana Kováčová"), visit("Amara Okafor")
    leila = visit("Leïla Haddad", width=390, height=844)
    amara.mailbox = AMARA
    reach_a_booking(world, hana, amara, leila)

    check_it_is_a_meeting(world, amara, leila)
    check_the_folder(world, amara, leila, others=["jonas.bruckner@northmoor.example"])
    leila.launch()
    leila.follow("Prepare")
    moved = move_in_outlook(world, amara, meetings(world)[AMARA][0], "Europe/London")
    check_the_page_follows(leila, shown(moved, "Europe/Berlin"))
    check_a_move_here_reaches_outlook(world, leila)
    check_a_cancellation_in_outlook(world, amara, leila)


def test_the_same_way_leads_through_the_platforms_storage(world, visit):
    """In the other course, whose pages open visits without any cookie's help."""
    world.control("switches", {"platform_storage": True}, side="lms")
    course = "data-science"
    david, anjali = visit("David Mwangi", course=course), visit("Anjali Krishnan", course=course)
    thiago = visit("Thiago Araújo", course=course)
    start_programme(david)
    skill = "Career choices"
    send_profile(anjali, side="be a mentor", zone="Europe/London", offers=[skill], hours="9 10 15")
    send_profile(
        thiago, side="find a mentor", zone="Europe/Berlin", seeks=[skill], hours="10 11 16"
    )
    publish_pairs(david)
    agree(thiago, anjali)
    anjali.launch()
    anjali.follow("Settings")
    connect_microsoft(anjali, world, ANJALI)
    thiago.launch()
    book_best_time(thiago)
    thiago.sees_soon("In both calendars")

    held = meetings(world)
    assert [len(held[address]) for address in (ANJALI, THIAGO)] == [1, 1]
    thiago.follow("Call off")
    thiago.press("Call it off")
    thiago.sees("Called off. The calendars are being told.")
    assert thiago.eventually(lambda: not {ANJALI, THIAGO} & set(meetings(world)))


def reach_a_booking(world, hana, amara, leila):
    skill = "Career choices"
    start_programme(hana)
    read_roster(hana)
    send_profile(amara, side="be a mentor", zone="Europe/London", offers=[skill], hours="9 10 15")
    send_profile(leila, side="find a mentor", zone="Europe/Berlin", seeks=[skill], hours="10 11 16")
    publish_pairs(hana)
    agree(leila, amara)
    leila.launch()
    book_best_time(leila)
    leila.sees("It waits for the organiser to connect Microsoft")
    leila.tool.get_by_label("What we want to talk about").fill(AGENDA)
    leila.press("Keep the topics")
    amara.launch()
    amara.follow("Prepare")
    connect_microsoft(amara, world, AMARA)
    amara.sees_soon("In both calendars")


def check_it_is_a_meeting(world, amara, leila):
    held = meetings(world)
    assert sorted(held) == [AMARA, LEILA]
    assert all(len(events) == 1 for events in held.values())
    link = amara.tool.get_by_role("link", name="Join in Teams").get_attribute("href")
    assert link == held[AMARA][0]["join_url"] == held[LEILA][0]["join_url"]
    for who in (amara, leila):
        room = who.context.new_page()
        assert room.goto(link).ok
        room.close()


def check_the_folder(world, amara, leila, others):
    """Both may open it in the pretend SharePoint, and nobody else."""
    address = amara.tool.get_by_role("link", name="Open our shared folder").get_attribute("href")
    folder = amara.context.new_page()
    for mailbox, status in [(AMARA, 200), (LEILA, 200), *((other, 403) for other in others)]:
        assert folder.goto(f"{address}?as={mailbox}").status == status
    folder.close()
    granted = [one["grants"] for one in world.microsoft_state()["items"] if one["grants"]]
    assert granted == [{AMARA: ["write"], LEILA: ["write"]}]


def check_the_page_follows(leila, words):
    leila.sees_soon(words, within_ms=SOON_MS)


def check_a_move_here_reaches_outlook(world, leila):
    before = meetings(world)[AMARA][0]
    leila.follow("Move")
    start = leila.tool.locator(".best button").nth(1).get_attribute("value")
    leila.tool.locator(".best button").nth(1).click()
    leila.sees("Moved. The calendars are being told.")
    assert leila.eventually(
        lambda: {e[0]["start"][:16] for e in meetings(world).values()} == {start[:16]}
    )
    after = meetings(world)[AMARA][0]
    assert (after["id"], after["join_url"]) == (before["id"], before["join_url"])
    assert AGENDA not in str(world.microsoft_state())


def check_a_cancellation_in_outlook(world, amara, leila):
    leila.sees_soon("In both calendars")
    outlook = amara.context.new_page()
    outlook.goto(f"{world.microsoft}/calendar/{AMARA}/{meetings(world)[AMARA][0]['id']}")
    press_and_close(outlook, "Cancel the meeting")
    leila.sees_soon("No session is planned", within_ms=SOON_MS)
    expect(leila.tool.get_by_role("heading", name="Called off")).to_be_visible()
    assert meetings(world) == {}
