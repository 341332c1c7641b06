"""From the tab to a confirmed time, as all who are concerned see it."""

import re

import pytest
from playwright.sync_api import expect

from plugin.mentoring.people import Actor, CourseRole
from plugin.sandbox.microsoft365.world import TENANT_ID
from plugin.sandbox.people import person_named
from tests.security.microsoft import ADA
from tests.stores import NORTHMOOR
from tests.teams.outlook import push
from tests.teams.window import TEAMS, Window

pytestmark = [pytest.mark.browser]
OUTSIDE = "mei-ling.chen@northmoor.example"
LEILA = "leila.haddad@northmoor.example"


def entries(page, mailbox, session):
    """Return what stands in somebody's pretend Outlook in the week of the session."""
    key = person_named(mailbox.split("@")[0]).key
    page.goto(f"{TEAMS}/calendar/{key}?week={session.span.starts_at:%Y-%m-%d}")
    return page.locator(".event.meeting, .event.asked").all_inner_texts()


def test_three_presses_lead_from_teams_to_a_time_in_both_calendars_and_in_the_lms(
    teams, ada, consented
):
    """The tab, "Offer these three", and the one that Finn takes on his page in the course."""
    pair = teams.waiting_pair("finn", LEILA)

    ada.open().sees("Finn waits for a time")
    ada.tab.get_by_role("button", name="Offer these three").click()
    expect(ada.tab.get_by_text("Offered. Whoever picks one books it")).to_be_visible()
    expect(ada.tab.get_by_role("button", name="Undo")).to_be_visible()

    course = ada.context.new_page()
    course.goto(teams.visit_from_the_lms(ada.context, "finn"))
    course.get_by_role("link", name="Pick a time").click()
    course.locator(".best button").nth(1).click()
    expect(course.get_by_text("Booked. Our page says how far the invitations are.")).to_be_visible()
    with teams.tool.store.look(NORTHMOOR) as work:
        (session,) = work.sessions_of([pair])
    push(teams, session)

    course.get_by_role("link", name="Our page").first.click()
    expect(course.get_by_text("In both calendars").first).to_be_visible()
    ada.tab.get_by_role("link", name="Sessions", exact=True).click()
    expect(ada.tab.get_by_role("listitem").filter(has_text="Finn")).to_be_visible()
    assert [len(entries(course, one, session)) for one in (ADA, LEILA)] == [1, 1]


def test_a_circle_votes_on_times_in_its_chat(teams, ada, ben, consented):
    """Ada puts times to the vote from the chat, Ben answers in it; nobody else reads of it."""
    circle = teams.circle("Night owls", "ada", "ben", "gus")
    thread = "19:night-owls@thread.v2"
    teams.tool.world.services.tabs.bind_chat(thread, circle, actor=teams.tool.world.arrive("ada"))
    ada.open(f"?in=chat&thread={thread}").sees("Night owls")
    ada.tab.get_by_role("link", name="Put times to the vote").click()
    ada.tab.get_by_role("button", name="Open the vote").click()
    expect(ada.tab.get_by_text("The vote is open.")).to_be_visible()

    ben.open(f"?in=chat&thread={thread}").sees("Night owls")
    ben.tab.get_by_role("link", name="Answer it").click()
    ben.tab.get_by_text("If need be").first.click()
    ben.tab.get_by_role("button", name="Send my answers").click()

    expect(ben.tab.get_by_text("Your answers are kept")).to_be_visible()
    (poll,) = teams.tool.world.kept("polls_of", circle)
    assert list(poll.votes) == [teams.tool.world.arrive("ben").person_id]


def test_a_mentor_from_outside_comes_by_a_link_and_offers_times_in_teams(teams, chromium):
    """Gwen was never in the course: an invitation, Microsoft's sign-in, and the tab know her."""
    guests, cleo = teams.tool.world.services.guests, teams.tool.world.cleo
    secret = guests.invite(teams.things.programme, "a mentor from outside", actor=cleo)
    window = Window(chromium, OUTSIDE)
    window.page.goto(f"https://tool.example/mentor/{secret}")
    window.page.get_by_role("button", name="Sign in with Microsoft").click()
    window.page.get_by_role("link", name="Go on to Microsoft").click()
    window.page.get_by_role("button", name=re.compile(OUTSIDE, re.IGNORECASE)).first.click()
    window.page.get_by_role("button", name="Accept").click()
    expect(window.page.get_by_role("link", name="Start my profile")).to_be_visible(timeout=20_000)
    identity = person_named(OUTSIDE.split("@")[0]).object_id
    found = teams.tool.store.account_of("sandbox", TENANT_ID, identity)
    gwen = Actor(found.tenant_id, found.person_id, None, CourseRole.NONE)
    pair = teams.waiting_pair("ivy", "jonas.bruckner@northmoor.example", mentor=gwen)

    window.open().sees("Ivy waits for a time")
    window.tab.get_by_role("button", name="Offer these three").click()

    expect(window.tab.get_by_text("Offered. Whoever picks one books it")).to_be_visible()
    (poll,) = teams.tool.world.kept("polls_of", pair)
    assert (poll.made_by, len(poll.slots)) == (gwen.person_id, 3)
    assert window.trouble == []
    window.context.close()
