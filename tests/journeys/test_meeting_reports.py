"""After a session Teams says that people met: real processes, from the switch to what is kept."""

import json
from datetime import UTC, datetime

import pytest

from tests.journeys.steps import BOOKED, make_pair
from tests.journeys.world import eventually

pytestmark = [pytest.mark.processes, pytest.mark.timeout(120)]

PERMISSION = "OnlineMeetingArtifact.Read.All"
HALF_AN_HOUR_S = 1800


@pytest.fixture(scope="module")
def pair(world, hana):
    pair = make_pair(world, "Amara Okafor", "Leïla Haddad", hana)
    pair.connect()
    return pair


@pytest.fixture
def asking(world, hana):
    """The coordinator has switched it on."""
    ((programme,),) = world.rows("SELECT programme_id FROM programme")
    hana.launch()
    hana.get(f"{hana.home}programmes/{programme}/settings/")
    hana.press("Keep the settings", reports="yes")
    ((life,),) = world.rows("SELECT life FROM programme")
    assert json.loads(life)["meeting_reports"]


def after(world, event):
    """Let the worker's clock be half an hour after the event."""
    end = datetime.fromisoformat(event["end"][:19]).replace(tzinfo=UTC)
    now = datetime.now(UTC)  # noqa: TID251 - the worker's own clock runs on the machine's
    world.stop("worker")
    ahead = int((end - now).total_seconds()) + HALF_AN_HOUR_S
    world.start_worker("--ahead-s", str(ahead))


def test_who_met_is_kept_and_nothing_of_who_passed_by(world, pair, asking):
    organiser, other = pair.mentor.who.mailbox, pair.mentee.who.mailbox
    world.control(f"people/{organiser}/consent", {"grant": PERMISSION})
    pair.book()
    pair.soon_shows(BOOKED)
    event = pair.live()[0]
    world.control(f"events/{event['id']}/attend", {"who": f"{organiser} {other} Passer-by"})
    after(world, event)
    met = eventually(lambda: len(world.rows("SELECT seen FROM presence")) == 2)

    assert met, world.log("worker")[-2000:]
    assert set(world.rows("SELECT seen FROM presence")) == {("together",)}
    assert world.rows("SELECT state FROM report_asked") == [("over",)]
    assert "Passer-by" not in world.log("worker")
