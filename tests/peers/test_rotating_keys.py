"""K02, K03: keys change on both sides while people launch and lists are read, over HTTP."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from lti.keys import KeyUse
from plugin.services.rosters import DONE
from plugin.wiring.house import utc_now
from tests.peers.browser import Browser
from tests.peers.lms import AMARA, HANA, JOAO, MEMBERS, SandboxLms

pytestmark = pytest.mark.processes
AT_ONCE, EACH = 3, 6
DAY = timedelta(days=1)


@pytest.fixture
def lms(tool, tmp_path):
    lms = SandboxLms(tool, tmp_path)
    with lms.server:
        yield lms


def launches(lms, name):
    """Launch again and again in one browser; return the pages that were no visit."""
    with Browser() as browser:
        pages = [lms.launch(browser, name) for _ in range(EACH)]
    return [page.text for page in pages if "/l/" not in page.url]


def kids(tool):
    return {key.use: key.key_id for key in tool.house.keys.known()}


def test_k03_no_launch_and_no_list_fails_while_keys_rotate_on_both_sides(tool, lms, browser):
    registration, now = lms.behave_like("plain"), utc_now()
    lms.launch(browser, AMARA)
    first = kids(tool)[KeyUse.ACTIVE]

    with ThreadPoolExecutor(AT_ONCE) as pool:
        under_way = [pool.submit(launches, lms, name) for name in (AMARA, HANA, JOAO)]
        lms.control("rotate-keys", overlap=True)
        read = [tool.read_roster(registration)]
        tool.house.keys.rotate(now)
        read.append(tool.read_roster(registration))
        tool.house.keys.keep_current(now + DAY)
        read.append(tool.read_roster(registration))
        failed = [page for one in under_way for page in one.result()]

    assert failed == []
    assert [one.total for one in read] == [len(MEMBERS)] * 3
    assert tool.course(registration).roster_state == DONE
    assert kids(tool)[KeyUse.RETIRED] == first != kids(tool)[KeyUse.ACTIVE]


def test_k02_after_an_urgent_withdrawal_the_next_list_is_read_with_another_key(tool, lms, browser):
    registration = lms.behave_like("plain")
    lms.launch(browser, AMARA)
    leaked = kids(tool)[KeyUse.ACTIVE]

    tool.house.keys.withdraw(leaked, utc_now())

    assert tool.read_roster(registration).total == len(MEMBERS)
    published = browser.get(f"{tool.tool}/lti/jwks", timeout=10).json()["keys"]
    assert leaked not in {key["kid"] for key in published}
