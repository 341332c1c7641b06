"""B10, G33: notices in Teams' activity feed, for whoever has installed the app and nobody else."""

from datetime import UTC, datetime

import pytest

from plugin.gateways.graph_feed import GraphFeed
from plugin.gateways.mail_digests import WORDS
from plugin.gateways.teams_texts import TEXTS
from plugin.mentoring.notices import News
from plugin.mentoring.people import Person
from plugin.ports.errors import TryLaterError
from plugin.ports.notices import Delivery
from plugin.sandbox.microsoft365.feed import install
from tests.fakes.feed import FakeFeed
from tests.gateways.conftest import AMARA, HANA

BATCH = "f" * 24


def delivery(*news, things=("session/s-1",), batch=BATCH):
    reader = Person("p-1", "t1", "Hana", HANA, 1)
    at = datetime(2026, 3, 2, tzinfo=UTC)
    return Delivery(batch, reader, HANA, dict.fromkeys(news, 1), things, at, "https://x.example")


@pytest.fixture
def feed(microsoft):
    install(microsoft.parts.world, microsoft.user(HANA))
    return GraphFeed(transport=microsoft.transport_of_app(), app_id="app")


def lines(microsoft, mail):
    return microsoft.parts.world.state.every("activity", owner=microsoft.user(mail).oid)


def test_a_line_leads_to_the_very_thing_and_says_nothing_of_it(microsoft, feed):
    assert feed.show(microsoft.user(HANA).oid, delivery(News.SESSION_SOON))

    (line,) = lines(microsoft, HANA)
    assert line["kind"] == "reminder"
    assert line["text"] == "You have a session within a day."
    assert line["url"].endswith("?tab=sessions&thing=session%3As-1")


def test_whoever_has_not_installed_the_app_is_not_reached(microsoft, feed):
    assert feed.show(microsoft.user(AMARA).oid, delivery(News.VOTE)) is False
    assert lines(microsoft, AMARA) == []


def test_x24_a_repeat_takes_the_place_of_the_first(microsoft, feed):
    oid = microsoft.user(HANA).oid
    microsoft.misbehave("reset-after", "POST", times=1)
    for _ in range(2):
        feed.show(oid, delivery(News.VOTE, News.WRITTEN))
    feed.show(oid, delivery(News.VOTE, batch="a" * 24))

    assert [line["kind"] for line in lines(microsoft, HANA)] == ["digest", "waiting"]


def test_when_graph_is_out_the_queue_waits(microsoft, feed):
    microsoft.misbehave("503", "POST", times=None)

    with pytest.raises(TryLaterError):
        feed.show(microsoft.user(HANA).oid, delivery(News.VOTE))


def test_the_manifest_has_every_activity_and_no_other():
    feed = GraphFeed(transport=None, app_id="app")
    kinds = {news: feed._activity(delivery(news)).kind for news in WORDS}

    assert {*kinds.values()} == {*TEXTS["en-gb"].activities}
    # "Somebody waits for you" is said of nothing that waits for nobody
    told = (News.VOTE, News.TO_SIGN, News.THANKED, News.AGREED)
    assert [kinds[one] for one in told] == ["waiting", "waiting", "digest", "digest"]


def test_the_fake_says_the_same():
    fake = FakeFeed(installed={"o"})

    assert fake.show("o", delivery(News.VOTE))
    assert fake.show("o", delivery(News.VOTE))
    assert not fake.show("p", delivery(News.VOTE))
    assert len(fake.lines) == 1
