"""S15: notices of copied courses, over HTTP: asked for, sent, signed, and taken in."""

import pytest
import requests

from plugin.jobs.handlers import handlers
from plugin.jobs.runner import Runner
from plugin.sandbox.lms.habits_table import HABITS
from plugin.services.kinds import ASK_FOR_COPIES
from plugin.store.ledger import SqlLedger
from plugin.wiring.house import new_id, utc_now
from plugin.wiring.services import build_services
from tests.peers.browser import Browser
from tests.peers.lms import AMARA, COURSE, HANA, SandboxLms

pytestmark = pytest.mark.processes
COPY = "data-science"


@pytest.fixture
def lms(tool, tmp_path):
    lms = SandboxLms(tool, tmp_path)
    with lms.server:
        yield lms


@pytest.fixture
def joined(tool, lms):
    """Return what makes the LMS like another, with the tool open in its course."""

    def like(name, who=HANA):
        registration = lms.behave_like(name)
        with Browser() as browser:
            lms.launch(browser, who)
        return registration

    return like


def asked(tool):
    """Do the work of this kind that is due; return how often LMSs were asked."""
    ledger = SqlLedger(database=tool.house.database, clock=utc_now, new_id=new_id)
    every = handlers(build_services(tool.house, None))
    runner = Runner(
        ledger=ledger,
        handlers={ASK_FOR_COPIES: every[ASK_FOR_COPIES]},
        clock=utc_now,
        owner="test",
        jitter=lambda low, high: low,
    )
    return runner.run_due()


@pytest.mark.parametrize("habit", [name for name, row in HABITS.items() if row.notices])
def test_s15_a_copy_is_known_before_anybody_opens_it(tool, lms, joined, habit):
    registration = joined(habit)
    assert asked(tool) == 1

    told = lms.control("copies", **{"from": COURSE, "to": COPY})

    assert list(told["answers"].values()) == [202]
    copies = {one.context_id: one.copied_from for one in tool.courses(registration)}
    assert copies[COPY] == COURSE


@pytest.mark.parametrize("habit", [name for name, row in HABITS.items() if not row.notices])
def test_an_lms_without_notices_is_not_asked(tool, joined, habit):
    joined(habit)

    assert asked(tool) == 0


def test_s15_a_learners_visit_asks_for_nothing(tool, joined):
    joined("plain", AMARA)

    assert asked(tool) == 0


def test_s15_an_unknown_notice_changes_nothing(tool, lms, joined):
    registration = joined("plain")
    asked(tool)

    told = lms.control("copies", **{"from": COURSE, "to": COPY}, type="LtiHelloWorldNotice")

    assert list(told["answers"].values()) == [202]
    assert {one.context_id for one in tool.courses(registration)} == {COURSE}


def test_s15_a_handler_elsewhere_is_refused_by_the_lms(tool, lms, joined):
    registration = joined("plain")
    services = build_services(tool.house, None)
    url = f"{lms.address}/api/lti/notice-handlers/somebody-else"

    assert not services.copies.subscribe(registration.tenant_id, registration.registration_id, url)
    assert requests.get(url, timeout=10).status_code == 401
