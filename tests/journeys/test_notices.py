"""What anybody on the internet may post to the address that Graph calls."""

import json

import pytest
import requests

from tests.journeys.steps import BOOKED, make_pair
from tests.journeys.world import eventually

pytestmark = [pytest.mark.processes, pytest.mark.timeout(120)]

MOST_A_MINUTE = 600


@pytest.fixture(scope="module")
def pair(world, hana):
    pair = make_pair(world, "Amara Okafor", "Leïla Haddad", hana)
    pair.connect()
    pair.book()
    pair.soon_shows(BOOKED)
    assert eventually(lambda: world.microsoft_state()["subscriptions"])
    return pair


@pytest.fixture
def notice(world, pair):
    """A true notice, as Graph sends it."""
    (made,) = world.microsoft_state()["subscriptions"]
    (event,) = world.rows("SELECT event_id FROM calendar_link WHERE event_id IS NOT NULL")
    return {
        "subscriptionId": made["id"],
        "clientState": made["clientState"],
        "changeType": "updated",
        "resource": f"Users/{made['mailbox']}/Events/{event[0]}",
        "resourceData": {"@odata.type": "#Microsoft.Graph.Event", "id": event[0]},
    }


def post(world, body, **how):
    sent = body if isinstance(body, bytes) else json.dumps(body).encode()
    headers = {"Content-Type": "application/json"}
    address = f"{world.tool}/graph/notify"
    return requests.post(address, data=sent, headers=headers, timeout=20, **how)


def reads(world):
    return world.microsoft_state()["requests"].get("GET /me/events/{event-id}", 0)


def queued(world):
    return world.rows("SELECT count(*) FROM job WHERE kind = 'event.read'")


def test_w01_outside_a_set_up_no_token_is_echoed(world, pair):
    """That it is echoed while one is made is shown by every subscription of these tests."""
    answer = post(world, b"", params={"validationToken": "<script>alert(1)</script>"})

    assert answer.status_code == 404
    assert "<script>" not in answer.text


@pytest.mark.parametrize("token", ["", "x" * 3000])
def test_w02_a_token_that_is_empty_or_too_long_is_refused(world, pair, token):
    answer = post(world, b"", params={"validationToken": token})

    assert answer.status_code in {400, 404}
    assert "xxx" not in answer.text


@pytest.mark.parametrize("secret", [None, "", "wrong", 7])
def test_w03_a_wrong_secret_is_answered_alike_and_dropped(world, notice, secret):
    before = queued(world)

    answer = post(world, {"value": [notice | {"clientState": secret}]})

    assert answer.status_code == 202
    assert answer.text == ""
    assert queued(world) == before


def test_w05_a_notice_replayed_a_hundred_times_is_one_reading(world, notice):
    before = reads(world)

    for _ in range(20):
        assert post(world, {"value": [notice] * 5}).status_code == 202

    assert eventually(lambda: reads(world) > before)
    assert not eventually(lambda: reads(world) > before + 2, within_s=4)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"7", b'{"value": 7}', b"[" * 1000])
def test_w07_what_is_no_notice_is_refused(world, pair, body):
    assert post(world, body).status_code == 400


def test_w07_two_megabytes_are_refused_unread(world, pair):
    assert post(world, b" " * 2_000_000).status_code == 413


def test_w07_true_notices_of_a_mixed_batch_count(world, notice):
    before = reads(world)

    assert post(world, {"value": [7, {}, notice]}).status_code == 202

    assert eventually(lambda: reads(world) > before)


def test_w13_a_private_event_of_the_mentor_is_neither_read_nor_kept(world, notice):
    before = queued(world)
    private = notice | {"resourceData": {"id": "AAMkPrivate"}}

    assert post(world, {"value": [private]}).status_code == 202

    assert queued(world) == before
    assert b"AAMkPrivate" not in (world.state / "alongside.db").read_bytes()


def test_w15_a_flood_is_held_back_while_people_are_served(world, pair):
    """Last, as it uses up what this address may send in a minute."""
    with requests.Session() as flood:
        address = f"{world.tool}/graph/notify"
        answers = [flood.post(address, data=b"{", timeout=20) for _ in range(MOST_A_MINUTE + 20)]

    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert pair.look().status == 200
