"""X08: a worker killed in the middle of booking many; none twice, none lost."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from plugin.mentoring.session import Sync
from tests.conftest import FixedClock
from tests.gateways.conftest import AMARA, HANA, NOW, microsoft, running_microsoft  # noqa: F401
from tests.services.databases import on_both
from tests.services.world import World

pytestmark = [pytest.mark.processes, pytest.mark.timeout(120)]

ROOT = Path(__file__).parents[2]
LEILA = "leila.haddad@northmoor.example"
EACH = 3
PAST_THE_LEASE_S = 62
POINTS = (
    "job.claimed",
    "bulk.looked",
    "bulk.created",
    "bulk.hardened",
    "job.handled",
    "job.finished",
)


@pytest.fixture
def clock():
    return FixedClock(NOW)


@pytest.fixture
def store_url(request):
    return request.getfixturevalue(f"{getattr(request, 'param', 'sqlite')}_store_url")


@pytest.fixture
def outlook(microsoft):  # noqa: F811 - the fixture
    """Opens two mailboxes to the tool, and has forgotten which transaction made what."""
    mailboxes = {"roles": ["Calendars.ReadWrite"], "mailboxes": [HANA, LEILA]}
    microsoft.parts.world.state.put("rbac", "app", mailboxes)
    microsoft.parts.world.set_switch("transactions_remembered", on=False)
    meetings = {"OnlineMeetings.ReadWrite.All", "OnlineMeetings.Read.All"}
    microsoft.parts.grants.set_roles(frozenset(meetings))
    return microsoft


@pytest.fixture
def planned(store, clock, outlook):
    """The world, and three sessions of each of two mentors, which wait to be booked."""
    world, sessions = World(store, clock), []
    programme = world.programme()
    for mail, mentor in ((HANA, world.ada), (LEILA, world.arrive("dora"))):
        world.connect(mentor, object_id=outlook.user(mail).oid, address=mail)
        pair = world.pair(programme, mentor=mentor)
        for day in range(1, EACH + 1):
            starts_at = clock().replace(hour=10 if mail == HANA else 12)
            later = starts_at.replace(day=starts_at.day + day)
            sessions.append(world.services.sessions.book(pair, later, actor=mentor))
    return world, sessions


@pytest.fixture
def run(store_url, outlook):
    """Return a function that runs a worker once and returns how it ended."""
    token = outlook.parts.grants.token_for_app()["access_token"]

    def run(ahead_s, *die_at):
        program = [sys.executable, "-m", "tests.jobs.bulk_process", store_url, outlook.url]
        command = [*program, token, str(ahead_s), *die_at]
        return subprocess.run(command, cwd=ROOT, timeout=60, check=False).returncode

    return run


@on_both
@pytest.mark.parametrize("point", POINTS)
def test_x08_a_worker_killed_while_it_books_many_makes_one_meeting_each(
    planned, run, outlook, point
):
    world, sessions = planned

    assert run(0, point) == -signal.SIGKILL, f"{point} was never reached"
    assert run(PAST_THE_LEASE_S) == 0

    links = [world.link(one) for one in sessions]
    events = {mail: [one["id"] for one in outlook.events(mail)] for mail in (HANA, LEILA)}
    assert {mail: len(made) for mail, made in events.items()} == {HANA: EACH, LEILA: EACH}
    assert [link.sync for link in links] == [Sync.BOOKED] * 2 * EACH
    assert len({link.event_id for link in links}) == 2 * EACH
    assert all(("recording", "off") in link.settings for link in links)
    assert len(outlook.events(AMARA)) == 0
