"""K04: the LMS gave out a new client id; its administrator lets the new entry take over."""

import re
from dataclasses import replace

import pytest

from plugin.sandbox.lms.links import Link
from plugin.sandbox.lms.tools import find_tool
from tests.journeys.world import eventually
from tests.peers.browser import Browser
from tests.peers.lms import AMARA, COURSE, SandboxLms

pytestmark = pytest.mark.processes
OLD_CLIENT, NEW_CLIENT, AGAIN = "alongside-demo", "rekeyed", "again"
RUTH = "Ruth Ashby"


@pytest.fixture
def lms(tool, tmp_path):
    lms = SandboxLms(tool, tmp_path)
    with lms.server:
        yield lms


def rekeyed(tool, lms, old):
    """Enter the tool into the LMS anew, as after a new client id, and register that here too."""
    state = lms.app.extensions["sandbox.lms"].state
    replace(find_tool(state, OLD_CLIENT), client_id=NEW_CLIENT, deployment_id="2").save(state)
    values = {"title": "Mentoring", "text": "", "url": "", "custom": {}}
    Link(id=AGAIN, course_id=COURSE, client_id=NEW_CLIENT, **values).save(state)
    new = replace(old, registration_id=f"{old.registration_id}-new", client_id=NEW_CLIENT)
    tool.house.book.add_registration(new)
    tool.house.book.approve_deployment(new, "2")
    return new


def press(page, action, browser, **chosen):
    """Press a button of the connection page, as its form would."""
    csrf = re.search('name="csrf" value="([^"]+)"', page.text)[1]
    headers = {"Origin": page.url.partition("/l/")[0], "Sec-Fetch-Site": "same-origin"}
    target = page.url.partition("/connection/")[0] + f"/connection/{action}"
    return browser.post(target, {"csrf": csrf, **chosen}, headers=headers, timeout=20)


def take_over(browser, page, old, code):
    return press(page, "succeed", browser, old=old.registration_id, code=code)


def test_k04_a_new_entry_takes_over_with_a_code_of_the_old_one(tool, lms, browser):
    old = lms.behave_like("plain")
    lms.launch(browser, AMARA)
    before = {name: one.person.person_id for name, one in tool.members(old).items()}
    new = rekeyed(tool, lms, old)
    with Browser() as ruths:
        page = press(lms.launch(ruths, RUTH), "proof", ruths)
        code = re.search('data-copy="([^"]+)"', page.text.partition("After a new client ID")[2])[1]
        by_new = lms.launch(ruths, RUTH, AGAIN)

        invented = take_over(ruths, by_new, old, "invented")
        done = take_over(ruths, by_new, old, code)
        again = take_over(ruths, by_new, old, code)

    assert "Everybody keeps what they have" in done.text, (
        done.status_code,
        re.sub("<[^>]+>", " ", done.text)[:3000],
    )
    assert (invented.status_code, again.status_code) == (403, 403)
    assert "takes over" in done.text or "taken over" in done.text
    assert "/l/" in lms.launch(browser, AMARA, AGAIN).url
    after = {name: one.person.person_id for name, one in tool.members(new).items()}
    assert after == {**after, **before}
    assert eventually(lambda: "L-PLATFORM-INACTIVE" in lms.launch(browser, AMARA).text)
