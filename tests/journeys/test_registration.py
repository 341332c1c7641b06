"""An administrator registers the tool, in the LMS's own frame and by hand; then it is launched."""

import json
import re

import pytest
from playwright.sync_api import expect

from plugin.sandbox.lms.links import Link
from plugin.sandbox.lms.state import State
from tests.journeys.people import COURSE, Visitor
from tests.journeys.world import eventually

pytestmark = [pytest.mark.browser, pytest.mark.processes, pytest.mark.timeout(300)]


def invitation(world):
    return world.command("platform", "invite", "--tenant", "northmoor").strip()


def platforms(world):
    """Return the registrations by id, as the operator sees them."""
    found = json.loads(world.command("platform", "list", "--json"))
    return {one["registration_id"]: one for one in found}


def only_new(world, before):
    """Return the one registration that was not there before: tests share a world."""
    (new,) = [one for key, one in platforms(world).items() if key not in before]
    return new


@pytest.fixture
def ruth(mail_world, chromium):
    ruth = Visitor(chromium, mail_world, "Ruth Ashby")
    ruth.page.goto(mail_world.lms)
    ruth.page.get_by_role("button", name=ruth.name).click()
    yield ruth
    ruth.close()


@pytest.fixture
def lms_state(mail_world):
    """Return what the pretend LMS remembers: its pages place links by Deep Linking only."""
    state = State(mail_world.state / "sandbox" / "lms.sqlite3")
    yield state
    state.close()


def place_link(state, client_id):
    """Put an activity into the course that opens the tool of this client."""
    Link(
        id="placed",
        course_id=COURSE,
        client_id=client_id,
        title="Mentoring, registered anew",
        text="",
        url="",
        custom={},
    ).save(state)


def enter_by_hand(page, world, address):
    """As an administrator with both pages open: what one shows into the other; return the id."""
    page.goto(address)
    page.get_by_role("link", name="Moodle").click()
    labels = ("Tool name", "Tool URL", "Initiate login URL", "Public keyset")
    shown = {
        one: page.locator("dt", has_text=re.compile(f"^{one}$")).locator("+ dd code").inner_text()
        for one in labels
    }
    page.goto(f"{world.lms}/admin/tools")
    for label, value in shown.items():
        page.get_by_label(label, exact=True).fill(value)
    page.get_by_role("button", name="Enter").click()
    told = page.locator("li", has_text="by-hand-").locator("code").all_inner_texts()
    back = dict(
        zip(page.locator("dt").all_inner_texts(), page.locator("dd").all_inner_texts(), strict=True)
    )
    page.goto(address)
    page.get_by_role("link", name="Moodle").click()
    for label, value in {**back, "Client ID": told[0]}.items():
        page.get_by_label(label).fill(value)
    page.get_by_role("button", name="Connect").click()
    return told[:2]


def open_placed_link(visitor):
    visitor.page.goto(visitor.world.lms)
    visitor.page.get_by_role("button", name=visitor.name).click()
    visitor.page.goto(f"{visitor.world.lms}/courses/{COURSE}/activities/placed")


def register_in_the_lms(ruth, address):
    ruth.page.goto(f"{ruth.world.lms}/admin/tools")
    ruth.page.get_by_label("Registration address of the tool").fill(address)
    ruth.page.get_by_role("button", name="Register").click()


def test_r01_r17_a_tool_is_registered_from_the_lms_and_launched(
    mail_world, ruth, chromium, lms_state
):
    world, before = mail_world, platforms(mail_world)
    register_in_the_lms(ruth, invitation(world))
    expect(ruth.tool.get_by_role("checkbox", name="The list of people")).to_be_checked()
    expect(ruth.tool.get_by_role("checkbox", name="The course's gradebook")).not_to_be_checked()
    ruth.tool.get_by_role("checkbox", name="E-mail addresses").uncheck()
    ruth.press("Register")
    ruth.sees("Registered, and allowed here")
    ruth.press("Finish")
    expect(ruth.page.get_by_role("heading", name="Registered")).to_be_visible()

    new = only_new(world, before)
    tool = ruth.page.get_by_role("listitem").filter(has_text=new["client_id"])
    tool.get_by_role("button", name=re.compile("^Activate")).click()
    place_link(lms_state, new["client_id"])
    hana = Visitor(chromium, world, "Hana Kováčová")
    open_placed_link(hana)

    expect(hana.tool.get_by_role("heading", level=1)).to_be_visible()
    assert (new["origin"], new["state"]) == ("dynamic", "active")
    assert list(new["deployments"].values()) == ["approved"]
    assert ruth.trouble == hana.trouble == []


def test_r01_the_same_address_registers_nothing_more(mail_world, ruth):
    address, before = invitation(mail_world), platforms(mail_world)
    register_in_the_lms(ruth, address)
    ruth.press("Register")
    ruth.sees("Registered, and allowed here")

    register_in_the_lms(ruth, address)

    ruth.sees("This registration address was used before.")
    assert only_new(mail_world, before)["origin"] == "dynamic"


def test_without_scripts_the_page_says_how_to_close_it(mail_world, chromium):
    ruth = Visitor(chromium, mail_world, "Ruth Ashby", java_script_enabled=False)
    ruth.page.goto(mail_world.lms)
    ruth.page.get_by_role("button", name=ruth.name).click()
    register_in_the_lms(ruth, invitation(mail_world))
    ruth.press("Register")

    ruth.sees("If this page stays open")
    expect(ruth.tool.get_by_role("button", name="Finish")).to_have_count(0)


def test_r13_a_second_entry_is_registered_by_hand_and_its_deployment_approved(
    mail_world, ruth, chromium, lms_state
):
    world, page, before = mail_world, ruth.page, platforms(mail_world)
    client_id, deployment_id = enter_by_hand(page, world, invitation(world))
    expect(page.get_by_role("heading", name="Registered, and allowed here")).to_be_visible()

    place_link(lms_state, client_id)
    hana = Visitor(chromium, world, "Hana Kováčová")
    open_placed_link(hana)
    hana.sees("L-DEPLOYMENT-UNKNOWN")
    new = only_new(world, before)
    assert new["deployments"] == {deployment_id: "pending"}
    world.command("platform", "approve", new["registration_id"], "--deployment", deployment_id)

    assert eventually(lambda: opens(hana), within_s=20)


def opens(visitor):
    open_placed_link(visitor)
    heading = visitor.tool.get_by_role("heading", level=1)
    heading.wait_for()
    return heading.inner_text() != "This link did not open"
