"""Subscriptions that really call back."""

from datetime import timedelta
from typing import Any

import pytest

from plugin.sandbox.microsoft365.contract import Contract

from .conftest import AMARA, CONTRACT, HANA, M365, Clock, Graph, Receiver
from .test_events import copy_of, draft, made


def subscribe(graph: Graph, box: Receiver, clock: Clock, **more: Any) -> Any:
    body = {
        "changeType": "created,updated,deleted",
        "notificationUrl": f"{box.url}/notify",
        "lifecycleNotificationUrl": f"{box.url}/lifecycle",
        "resource": "/me/events",
        "expirationDateTime": (clock.now + timedelta(days=3)).isoformat(),
        "clientState": "s3cret",
        **more,
    }
    return graph("POST", "/subscriptions", body, Prefer='IdType="ImmutableId"')


def test_a_change_calls_back_with_the_id_of_the_event(
    m365: M365, receiver: Receiver, clock: Clock
) -> None:
    graph = m365.graph(HANA)
    subscription = subscribe(graph, receiver, clock).json()

    event = made(graph)

    (notice,) = receiver.wait(1)
    assert notice["subscriptionId"] == subscription["id"]
    assert notice["clientState"] == "s3cret"
    assert notice["resourceData"]["id"] == event["id"]
    assert notice["resourceData"]["@odata.etag"] == event["@odata.etag"]


def test_a_notification_fits_the_description(m365: M365, receiver: Receiver, clock: Clock) -> None:
    if not CONTRACT.exists():
        pytest.skip("the description of Graph is not beside this repository")
    graph = m365.graph(HANA)
    subscribe(graph, receiver, clock)
    made(graph)

    heard = receiver.wait(1)

    assert list(Contract(CONTRACT).notice_faults({"value": heard})) == []
    assert heard


def test_a_move_in_the_pretend_outlook_calls_back(
    m365: M365, receiver: Receiver, clock: Clock
) -> None:
    graph = m365.graph(HANA)
    made(graph)
    subscribe(graph, receiver, clock)

    event_id = copy_of(m365, HANA)["id"]
    m365.control(f"events/{event_id}/move", start="2026-12-03T10:00", end="2026-12-03T11:00")

    (notice,) = receiver.wait(1)
    assert notice["changeType"] == "updated"


def test_a_deaf_endpoint_gets_no_subscription(m365: M365, receiver: Receiver, clock: Clock) -> None:
    receiver.silent = True

    answer = subscribe(m365.graph(HANA), receiver, clock)

    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "ValidationError"
    assert m365.state()["subscriptions"] == []


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"notificationUrl": "http://tool.example/notify"}, "InvalidRequest"),
        ({"changeType": "moved"}, "InvalidRequest"),
        ({"resource": "/me/messages"}, "InvalidRequest"),
        ({"resource": f"/users/{AMARA}/events"}, "ErrorAccessDenied"),
        ({"clientState": "x" * 129}, "InvalidRequest"),
        ({"expirationDateTime": "2026-11-30T08:00:01Z"}, "ExtensionError"),
        ({"expirationDateTime": "2026-11-23T07:59:59Z"}, "InvalidRequest"),
    ],
)
def test_a_wrong_subscription_is_refused(
    m365: M365, receiver: Receiver, clock: Clock, wrong: dict[str, Any], code: str
) -> None:
    answer = subscribe(m365.graph(HANA), receiver, clock, **wrong)

    assert answer.json()["error"]["code"] == code
    assert m365.state()["subscriptions"] == []


def test_a_subscription_is_renewed_and_ended(m365: M365, receiver: Receiver, clock: Clock) -> None:
    graph = m365.graph(HANA)
    path = f"/subscriptions/{subscribe(graph, receiver, clock).json()['id']}"

    renewed = graph("PATCH", path, {"expirationDateTime": "2026-11-29T08:00:00Z"})
    ended = graph("DELETE", path)

    assert renewed.json()["expirationDateTime"].startswith("2026-11-29T08:00:00")
    assert ended.status_code == 204
    assert graph("GET", path).status_code == 404


def test_w11_an_expired_subscription_is_gone_and_silent(
    m365: M365, receiver: Receiver, clock: Clock
) -> None:
    subscription = subscribe(m365.graph(HANA), receiver, clock).json()
    clock.advance(days=4)
    graph = m365.graph(HANA)

    made(graph)

    assert graph("GET", f"/subscriptions/{subscription['id']}").status_code == 404
    assert receiver.wait(1, within_s=1) == []


def test_another_persons_subscription_is_not_found(
    m365: M365, receiver: Receiver, clock: Clock
) -> None:
    subscription = subscribe(m365.graph(HANA), receiver, clock).json()

    answer = m365.graph(AMARA)("GET", f"/subscriptions/{subscription['id']}")

    assert answer.status_code == 404


def test_w05_notifications_can_come_three_times(
    m365: M365, receiver: Receiver, clock: Clock
) -> None:
    m365.control("switches/notifications_doubled", on=True)
    graph = m365.graph(HANA)
    subscribe(graph, receiver, clock)

    made(graph)

    assert len(receiver.wait(3)) == 3


def test_w17_notifications_can_be_lost(m365: M365, receiver: Receiver, clock: Clock) -> None:
    m365.control("switches/notifications_sent", on=False)
    graph = m365.graph(HANA)
    subscribe(graph, receiver, clock)

    made(graph, **draft())

    assert receiver.wait(1, within_s=1) == []


def test_notifications_can_be_late(m365: M365, receiver: Receiver, clock: Clock) -> None:
    m365.control("switches/notifications_late", on=True)
    graph = m365.graph(HANA)
    subscribe(graph, receiver, clock)

    made(graph)

    assert receiver.wait(1, within_s=1) == []


def test_w10_lifecycle_events_reach_their_own_address(
    m365: M365, receiver: Receiver, clock: Clock
) -> None:
    subscription = subscribe(m365.graph(HANA), receiver, clock).json()

    m365.control(f"subscriptions/{subscription['id']}/lifecycle", event="subscriptionRemoved")

    (notice,) = receiver.wait(1, of=receiver.lifecycle)
    assert notice["lifecycleEvent"] == "subscriptionRemoved"
    assert m365.state()["subscriptions"] == []
