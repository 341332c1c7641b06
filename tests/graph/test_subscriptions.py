"""Asking to be told."""

import json
from datetime import UTC, datetime

import pytest
import responses

import graph
from tests.graph.conftest import ROOT
from tests.graph.contract import faults

URL = f"{ROOT}/subscriptions"
UNTIL = datetime(2026, 3, 8, 9, tzinfo=UTC)
DRAFT = graph.SubscriptionDraft(
    resource=graph.events_of("5a4d-0001"),
    notification_url="https://tool.example/graph/notify",
    lifecycle_url="https://tool.example/graph/lifecycle",
    client_state="c2VjcmV0",
    expires_at=UNTIL,
)
HELD = {
    "id": "s-1",
    "resource": "/users/5a4d-0001/events",
    "expirationDateTime": "2026-03-08T09:00:00.0000000Z",
}


@pytest.fixture
def subscriptions(transport):
    return graph.Subscriptions(transport)


@responses.activate
def test_a_subscription_has_a_secret_and_a_life_cycle_address(subscriptions):
    responses.post(URL, json=HELD, status=201)

    made = subscriptions.make(DRAFT)

    body = json.loads(responses.calls[0].request.body)
    assert made == graph.Subscription("s-1", "/users/5a4d-0001/events", UNTIL)
    assert body["lifecycleNotificationUrl"] == "https://tool.example/graph/lifecycle"
    assert body["clientState"] == "c2VjcmV0"
    assert faults("POST", "/subscriptions", body) == []


@responses.activate
def test_an_unanswered_one_is_not_made_twice(subscriptions):
    responses.post(URL, status=504)

    with pytest.raises(graph.GraphOutcomeUnknownError):
        subscriptions.make(DRAFT)

    assert len(responses.calls) == 1


@responses.activate
def test_those_held_are_listed(subscriptions):
    responses.get(URL, json={"value": [HELD]})

    assert [each.subscription_id for each in subscriptions.mine()] == ["s-1"]


@responses.activate
def test_renewing_names_the_new_end(subscriptions):
    responses.patch(f"{URL}/s-1", json=HELD)

    subscriptions.renew("s-1", expires_at=UNTIL)

    body = json.loads(responses.calls[0].request.body)
    assert body == {"expirationDateTime": "2026-03-08T09:00:00Z"}
    assert faults("PATCH", "/subscriptions/s-1", body) == []


@responses.activate
def test_one_that_is_over_cannot_be_renewed_and_need_not_be_ended(subscriptions):
    responses.patch(f"{URL}/s-1", status=404, json={})
    responses.delete(f"{URL}/s-1", status=404, json={})

    with pytest.raises(graph.GraphNotFoundError):
        subscriptions.renew("s-1", expires_at=UNTIL)
    assert subscriptions.end("s-1") is False


def test_a_client_state_graph_would_refuse_is_not_sent(subscriptions):
    draft = {name: getattr(DRAFT, name) for name in DRAFT.__slots__}

    with pytest.raises(ValueError, match="128"):
        subscriptions.make(graph.SubscriptionDraft(**{**draft, "client_state": "x" * 129}))
