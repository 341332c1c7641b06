"""The tab in the pretend Teams, over https, with Microsoft's own script."""

import re
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from plugin.mentoring.notices import News
from tests.security.microsoft import ADA
from tests.stores import NORTHMOOR
from tests.teams.outlook import tell
from tests.teams.window import TEAMS

pytestmark = [pytest.mark.browser]
SDK = "/static/vendor/@microsoft/teams-js/MicrosoftTeams.min.js"


def test_the_tab_opens_in_three_requests_with_two_scripts(teams, ada, consented):
    del teams.asked[:]

    ada.open().sees("Hello, Ada")
    asked = [path for _, path in teams.asked if not path.startswith("/static/")]
    home = urlsplit(ada.page.frames[-1].url).path
    scripts = {
        url.partition("?")[0] for url in ada.loaded if ".js" in url and "tool.example" in url
    }

    # what the first page fetches for its first row comes after it is there
    assert asked[:3] == ["/teams/tab/people", "/teams/token", home]
    assert scripts == {f"https://tool.example{SDK}", "https://tool.example/static/teams.js"}
    assert "initialize" in ada.page.evaluate("heard")  # Microsoft's script it was


def test_whoever_has_opened_it_before_fetches_those_three_pages_and_no_file(teams, ada, consented):
    ada.open().sees("Hello, Ada")
    ada.page.wait_for_load_state("networkidle")
    del teams.asked[:]

    ada.open().sees("Hello, Ada")
    ada.page.wait_for_load_state("networkidle")

    assert [path for _, path in teams.asked if path.startswith("/static/")] == []


def test_the_theme_follows_while_the_tab_is_open_and_on_the_next_page(ada, consented):
    ada.open("?theme=dark").sees("Hello, Ada")
    expect(ada.tab.locator("html")).to_have_attribute("data-theme", "dark")

    ada.page.get_by_label("Theme").select_option("contrast")
    expect(ada.tab.locator("html")).to_have_attribute("data-theme", "contrast")
    ada.tab.get_by_role("link", name="Sessions", exact=True).click()

    ada.sees("Sessions")
    expect(ada.tab.locator("html")).to_have_attribute("data-theme", "contrast")


def go_back(window, *, pages):
    """Press the host's Back once the last of so many pages has said that it hears it."""
    said = "many => heard.filter((one) => one === 'hears backButton').length === many"
    window.page.wait_for_function(said, arg=pages)
    window.page.get_by_role("button", name="Back", exact=True).click()


def test_the_hosts_back_goes_through_the_tabs_own_pages_and_then_leaves_it(ada, consented):
    ada.page.goto(f"{TEAMS}/calendar/{ada.key}")  # what the browser itself would go back to
    ada.open().sees("Hello, Ada")
    ada.tab.get_by_role("link", name="My hours").click()
    ada.sees("My hours")

    go_back(ada, pages=3)  # the one that signs in was the first
    ada.sees("Hello, Ada")
    go_back(ada, pages=4)

    expect(ada.page.get_by_role("heading", name="Pretend Teams")).to_be_visible()


def test_back_leads_up_from_a_page_that_a_link_opened(teams, ada, consented):
    ada.open(f"?thing=session:{teams.things.session}").sees("Ada")
    expect(ada.tab.get_by_label("What we want to talk about")).to_be_visible()

    go_back(ada, pages=2)

    ada.sees("Hello, Ada")


def test_missing_consent_is_one_popup_and_back_to_the_same_place(teams, ada):
    accounts, who = teams.tool.world.services.accounts, teams.tool.world.arrive("ada")
    accounts.lapsed(accounts.mine(actor=who))
    ada.open().sees("Hello, Ada")
    with ada.context.expect_page() as opened:
        ada.tab.get_by_role("button", name="Allow it").click()
    popup = opened.value
    popup.get_by_role("button", name="Go on to Microsoft").click()
    popup.get_by_role("button", name=re.compile("hana", re.IGNORECASE)).first.click()
    popup.get_by_role("button", name="Accept").click()

    expect(ada.tab.get_by_role("button", name="Allow it")).to_have_count(0, timeout=20_000)
    ada.sees("Hello, Ada")


def test_a_guest_is_told_kindly_what_to_do(ada):
    ada.open("?as=guest").sees("You are a guest in this Teams")
    expect(ada.tab.get_by_text("use the link in your invitation").first).to_be_visible()


def test_a_link_leads_to_the_very_thing_and_a_lie_to_nothing(teams, ada, consented):
    ada.open(f"?thing=session:{teams.things.session}").sees("Ada")
    expect(ada.tab.get_by_label("What we want to talk about")).to_be_visible()

    ada.open(f"?thing=relationship:{teams.things.other_relationship}")
    ada.sees("We cannot find this")
    assert "Dora" not in ada.tab.locator("body").inner_text()


def test_a_notice_in_the_feed_leads_to_the_very_thing(teams, ada, consented):
    ada.open().sees("Hello, Ada")  # whoever opens it has the app
    thing = f"exchange/{teams.things.exchange}"
    assert tell(teams, ADA, News.MESSAGE, thing)

    ada.open()
    ada.page.get_by_role("link", name="You have a new message.").click()

    expect(ada.tab.get_by_role("textbox", name="Your message")).to_be_visible(timeout=20_000)


def test_a_chat_is_bound_by_a_member_once(ada, consented):
    ada.open("?in=chat").sees("Whose chat is this?")
    ada.tab.get_by_role("button", name="This one").first.click()
    expect(ada.tab.get_by_text("This chat shows your page")).to_be_visible()

    ada.open("?in=chat")
    expect(ada.tab.get_by_label("What we want to talk about")).to_be_visible()


def test_the_panel_beside_a_meeting_takes_topics_promises_and_a_jotting_of_ones_own(
    teams, ada, ben, consented
):
    link = teams.tool.world.kept("link", teams.things.session)
    with teams.tool.store.work(NORTHMOOR) as work:
        address = "https://teams.example/l/meetup-join/19%3ameeting_x%40thread.v2/0"
        work.save_link(replace(link, join_url=address))

    ada.open("?in=meeting&thread=19:meeting_x@thread.v2")
    ada.tab.get_by_label("What we want to talk about").fill("Owls in winter")
    ada.tab.get_by_role("button", name="Keep the topics").click()

    expect(ada.tab.get_by_text("Your topics are kept")).to_be_visible()
    ada.tab.get_by_role("textbox", name="My own jotting").fill("Ask about the field trip")
    ada.tab.get_by_role("button", name="Keep it for me").click()
    expect(ada.tab.get_by_text("Ask about the field trip")).to_be_visible()
    ada.tab.get_by_text("Write down a promise").click()
    ada.tab.get_by_label("Somebody promises something").fill("Lend the atlas")
    ada.tab.get_by_role("button", name="Write down").click()
    expect(ada.tab.get_by_text("Lend the atlas")).to_be_visible()
    expect(ada.tab.get_by_role("heading", name="Questions")).to_be_visible()
    assert teams.tool.world.kept("session", teams.things.session).agenda == "Owls in winter"
    ben.open("?in=meeting&thread=19:meeting_x@thread.v2")
    expect(ben.tab.get_by_text("Lend the atlas")).to_be_visible()
    expect(ben.tab.get_by_text("Ask about the field trip")).to_have_count(0)


def test_a_channels_tab_is_set_up_with_a_press_and_shows_nobody(teams, ada, consented):
    ada.open("?in=channel").sees("A tab about mentoring")
    del teams.asked[:]
    ada.page.get_by_role("button", name="Save").click()

    ada.sees("Mentoring, alongside your course")
    assert "Ada" not in ada.tab.locator("body").inner_text()
    assert ("POST", "/teams/token") not in teams.asked


def test_a_host_that_never_answers_leads_to_a_page_with_a_way_out(ada):
    ada.open("?silent=1").sees("Teams does not answer")
    expect(ada.tab.get_by_role("link", name="Try again")).to_be_visible()


def test_u05_another_site_cannot_frame_the_tab(teams, ada):
    refused = []
    ada.page.on("requestfailed", lambda one: refused.append(one.url))
    ada.page.goto(f"https://evil.example/teams/{ada.key}")
    ada.page.wait_for_timeout(1500)

    shown = ada.page.frames[-1].url
    assert shown.startswith("chrome-error:")
    ada.trouble.clear()  # the browser says why


@pytest.mark.parametrize("host", ["Outlook", "Office"])
def test_outlook_and_microsoft_365_show_the_tab_without_what_only_teams_can(
    teams, ada, consented, host
):
    ada.open(f"?host={host}&in=chat").sees("Hello, Ada")

    expect(ada.tab.get_by_role("navigation").get_by_text("Sessions")).to_be_visible()
    expect(ada.tab.get_by_text("Chat in Teams")).to_have_count(0)
    ada.tab.get_by_role("link", name="My hours").click()
    ada.sees("My hours")
    ada.open().sees("Hello, Ada")
    ada.tab.get_by_text("Chat in Teams").first.click()
    ada.page.wait_for_function("heard.some((what) => /openLink|executeDeepLink/.test(what))")
