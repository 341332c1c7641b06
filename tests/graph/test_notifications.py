"""What anybody on the internet may post to us."""

import json
import time

import pytest

import graph

SUBSCRIPTION = {"subscriptionId": "s-1", "clientState": "secret", "tenantId": "t-1"}
CHANGE = {
    **SUBSCRIPTION,
    "changeType": "updated",
    "resource": "Users/x/Events/AAMk1",
    "resourceData": {"@odata.type": "#Microsoft.Graph.Event", "@odata.etag": "e", "id": "AAMk1"},
}


def post(*items):
    return json.dumps({"value": items}).encode()


def test_a_change_is_read():
    found = graph.received(post(CHANGE))

    assert found.changes == (graph.ChangeNotice("s-1", "secret", "t-1", "updated", "AAMk1", "e"),)


@pytest.mark.parametrize("event", ["reauthorizationRequired", "subscriptionRemoved", "missed"])
def test_a_life_cycle_event_is_read(event):
    found = graph.received(post({**SUBSCRIPTION, "lifecycleEvent": event}))

    assert found.lifecycle == (graph.LifecycleNotice("s-1", "secret", "t-1", event),)


def test_a_life_cycle_event_of_the_future_is_told_as_unknown():
    found = graph.received(post({**SUBSCRIPTION, "lifecycleEvent": "teleported"}))

    assert found.lifecycle[0].event is None


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not json",
        b"[]",
        b"7",
        b"{}",
        b'{"value": {}}',
        b"\xff\xfe",
        b"[" * 1000 + b"]" * 1000,
        b'{"value": [' + b'{"a":' * 1000 + b"1" + b"}" * 1000 + b"]}",
        b'{"value": ' + b"[" * 400_000,
    ],
)
def test_w07_what_is_no_collection_is_refused_fast(body):
    started = time.process_time()

    with pytest.raises(graph.NotificationUnreadableError):
        graph.received(body)

    assert time.process_time() - started < 2


@pytest.mark.parametrize("body", [b" " * 2_000_000, post(*[CHANGE] * 1001)])
def test_w07_too_much_is_refused(body):
    with pytest.raises(graph.NotificationTooLargeError):
        graph.received(body)


def test_w07_a_thousand_items_are_read():
    assert len(graph.received(post(*[CHANGE] * 1000)).changes) == 1000


@pytest.mark.parametrize(
    "damaged",
    [
        None,
        7,
        [],
        {},
        {**CHANGE, "subscriptionId": None},
        {**CHANGE, "changeType": "exploded"},
        {**CHANGE, "changeType": ["updated"]},
        {**CHANGE, "resourceData": None},
        {**CHANGE, "resourceData": {"id": 7}},
        {**CHANGE, "clientState": {"$ne": ""}},
    ],
)
def test_w07_sound_items_count_beside_damaged_ones(damaged):
    found = graph.received(post(damaged, CHANGE))

    assert (len(found.changes), found.skipped) == (1, 1)


def test_brackets_in_text_are_not_depth():
    found = graph.received(post({**CHANGE, "clientState": '[{"' * 100}))

    assert len(found.changes) == 1


@pytest.mark.parametrize(
    "token", ["Validation: Testing+client%20x", "a/b=c", "<script>", "x" * 2048]
)
def test_w01_a_token_is_echoed_as_it_is(token):
    assert graph.validation_token([token]) == token


@pytest.mark.parametrize(
    "values",
    [
        [],
        [""],
        ["a", "a"],
        ["x" * 2049],
        ["é" * 1025],
        ["a\r\nSet-Cookie: x"],
        ["a\x00"],
        ["\u2028"],
    ],
)
def test_w02_a_token_that_is_none_is_not_echoed(values):
    with pytest.raises(graph.ValidationTokenError):
        graph.validation_token(values)
