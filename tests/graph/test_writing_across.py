"""Events made in many mailboxes in few requests, each with its own outcome."""

import json
import threading
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
import responses

import graph
from graph.batch import send_across
from graph.calendar import create_across, find_across
from graph.transport import Request
from tests.graph.conftest import ROOT
from tests.graph.contract import faults

URL = f"{ROOT}/$batch"
START = datetime(2026, 11, 30, 10, tzinfo=UTC)


def a_draft(name):
    return graph.EventDraft(
        subject="Mentoring",
        body_html="<p>x</p>",
        when=graph.When(START, START + timedelta(minutes=45), "Europe/Berlin"),
        invitees=(graph.Invitee("ben@home.example"),),
        correlation_id=name,
        transaction_id=f"t-{name}",
    )


def parts(*mailboxes):
    return [
        (number, mailbox, Request("POST", f"/users/{mailbox}/events", json={"subject": "x"}))
        for number, mailbox in enumerate(mailboxes)
    ]


def saying(item):
    """Answer every first part of a batch with `item`, and every other as made."""

    def answer(request):
        asked = json.loads(request.body)["requests"]
        said = [{"id": one["id"], "status": 201, "body": {"id": one["url"]}} for one in asked]
        first = [] if item is None else [{"id": "0", **item}]
        return 200, {}, json.dumps({"responses": first + said[1:]})

    responses.add_callback("POST", URL, answer)


def batches():
    return [json.loads(call.request.body)["requests"] for call in responses.calls]


@responses.activate
@pytest.mark.parametrize(
    ("item", "kind"),
    [
        ({"status": 429, "headers": {"Retry-After": "7"}}, graph.GraphUnavailableError),
        ({"status": 503, "headers": {"Retry-After": "7"}}, graph.GraphUnavailableError),
        ({"status": 503}, graph.GraphOutcomeUnknownError),
        ({"status": 504}, graph.GraphOutcomeUnknownError),
        ({"status": 201, "body": "cut"}, graph.GraphOutcomeUnknownError),
        ({"status": "201"}, graph.GraphOutcomeUnknownError),
        (None, graph.GraphOutcomeUnknownError),
        ({"status": 401}, graph.GraphSignInNeededError),
        ({"status": 403}, graph.GraphForbiddenError),
        ({"status": 409}, graph.GraphConflictError),
        ({"status": 400}, graph.GraphContractError),
    ],
)
def test_g21_each_write_has_its_own_outcome_and_none_is_sent_again(transport, waits, item, kind):
    saying(item)

    said = dict(send_across(transport, parts("a", "b")))

    assert type(said[0]) is kind
    assert said[1] == {"id": "/users/b/events"}
    assert (len(responses.calls), waits) == (1, [])


@responses.activate
def test_g21_the_wait_of_one_that_was_put_off_is_told(transport):
    saying({"status": 429, "headers": {"Retry-After": "7"}})

    assert dict(send_across(transport, parts("a")))[0].after_s == 7


@responses.activate
@pytest.mark.parametrize(
    ("status", "body"), [(504, "{}"), (200, "<html>"), (200, "{}"), (200, '{"responses": 1}')]
)
def test_g21_of_an_unanswered_batch_every_write_is_in_doubt(transport, status, body):
    responses.post(URL, status=status, body=body)

    said = dict(send_across(transport, parts("a", "b")))

    assert [type(one) for one in said.values()] == [graph.GraphOutcomeUnknownError] * 2
    assert len(responses.calls) == 1


@responses.activate
def test_g21_a_batch_that_is_refused_as_a_whole_made_nothing(transport):
    responses.post(URL, status=403, json={})

    said = dict(send_across(transport, parts("a", "b")))

    assert [type(one) for one in said.values()] == [graph.GraphForbiddenError] * 2


@responses.activate
def test_a_mailbox_has_one_write_on_its_way_and_keeps_their_order(transport):
    under_way, most, lock = Counter(), Counter(), threading.Lock()
    met = threading.Barrier(2)

    def answer(request):
        asked = json.loads(request.body)["requests"]
        mailboxes = [one["url"].split("/")[2] for one in asked]
        with lock:
            under_way.update(mailboxes)
            most.update(dict.fromkeys(mailboxes, 0))
            for each in mailboxes:
                most[each] = max(most[each], under_way[each])
        met.wait(5)  # two batches are under way together, or this breaks
        with lock:
            under_way.subtract(mailboxes)
        said = [{"id": one["id"], "status": 201, "body": {"id": "x"}} for one in asked]
        return 200, {}, json.dumps({"responses": said})

    responses.add_callback("POST", URL, answer)
    wanted = parts(*[f"m{n}" for n in range(40)], *[f"m{n}" for n in range(40)])

    said = list(send_across(transport, wanted))

    assert [key for key, _ in said] == list(range(80))
    assert set(most.values()) == {1}
    assert [len(each) for each in batches()] == [20] * 4


@responses.activate
def test_events_fit_the_published_description(transport):
    saying(None)

    dict(create_across(transport, [("oid-1", a_draft("s1")), ("oid-2", a_draft("s2"))]))

    sent = json.loads(responses.calls[0].request.body)
    assert faults("POST", "/$batch", sent) == []
    assert [one["url"] for one in sent["requests"]] == [
        "/users/oid-1/events",
        "/users/oid-2/events",
    ]
    assert sent["requests"][0]["body"]["transactionId"] == "t-s1"


@responses.activate
def test_an_event_that_was_made_and_is_not_understood_is_in_doubt(transport):
    saying({"status": 201, "body": {"id": "e1"}})

    ((_, said),) = create_across(transport, [("oid-1", a_draft("s1"))])

    assert isinstance(said, graph.GraphOutcomeUnknownError)


@responses.activate
@pytest.mark.parametrize("page", [{}, {"value": [], "@odata.nextLink": f"{ROOT}/more"}])
def test_a_page_that_is_not_the_whole_proves_no_event_absent(transport, page):
    saying({"status": 200, "body": page})

    ((_, said),) = find_across(transport, [("oid-1", "s1")])

    assert isinstance(said, graph.GraphContractError)
