"""Twenty reads in one request, each with its own outcome."""

import json

import pytest
import responses

import graph
from tests.graph.conftest import ROOT
from tests.graph.contract import faults

URL = f"{ROOT}/$batch"
A, B = "/me/events/a", "/me/events/b"
OK = {"status": 200, "body": {"id": "x"}}


def answering(*rounds):
    """Answer each request with the next of `rounds`: what is said of each path."""
    left = list(rounds)

    def answer(request):
        asked = json.loads(request.body)["requests"]
        said = left.pop(0) if len(left) > 1 else left[0]
        found = [{"id": each["id"], **said[each["url"]]} for each in asked if each["url"] in said]
        return 200, {}, json.dumps({"responses": list(reversed(found))})

    responses.add_callback("POST", URL, answer)


def asked(number):
    return [each["url"] for each in json.loads(responses.calls[number].request.body)["requests"]]


@pytest.fixture
def batch(transport):
    return graph.Batch(transport)


@responses.activate
def test_g21_only_what_was_put_off_is_asked_for_again(batch, waits):
    throttled = {"status": 429, "headers": {"retry-after": "4"}}
    answering({A: OK, B: throttled}, {B: OK})

    found = batch.get([A, B])

    assert found == {A: {"id": "x"}, B: {"id": "x"}}
    assert (asked(1), waits) == ([B], [4.0])


@responses.activate
@pytest.mark.parametrize(
    ("item", "kind"),
    [
        ({"status": 404, "body": {"error": {"code": "x"}}}, graph.GraphNotFoundError),
        ({"status": 403, "body": None}, graph.GraphForbiddenError),
        ({"status": 401}, graph.GraphSignInNeededError),
        ({"status": 400, "body": "html"}, graph.GraphContractError),
    ],
)
def test_g21_an_answered_item_is_not_asked_for_again(batch, item, kind):
    answering({A: OK, B: item})

    found = batch.get([A, B])

    assert isinstance(found[B], kind)
    assert found[A] == {"id": "x"}
    assert len(responses.calls) == 1


@responses.activate
@pytest.mark.parametrize(
    "item", [{"status": 424}, {"status": 503}, {"status": "200"}, {"status": 200, "body": "cut"}]
)
def test_g21_an_item_that_stays_away_is_unavailable_in_the_end(batch, item):
    answering({A: OK, B: item})

    found = batch.get([A, B])

    assert isinstance(found[B], graph.GraphUnavailableError)
    assert len(responses.calls) == 4


@responses.activate
def test_g21_a_missing_answer_is_asked_for_again(batch):
    answering({A: OK}, {B: OK})

    assert batch.get([A, B])[B] == {"id": "x"}


@responses.activate
def test_g21_two_answers_for_one_item_count_as_none(batch):
    twice = [{"id": "0", **OK}, {"id": "0", "status": 404}]
    responses.post(URL, json={"responses": twice})
    responses.post(URL, json={"responses": twice[:1]})

    assert batch.get([A]) == {A: {"id": "x"}}


@responses.activate
@pytest.mark.parametrize("status", [400, 413])
def test_g21_a_refused_batch_is_an_error_and_no_outcome(batch, status):
    responses.post(URL, status=status, json={})

    with pytest.raises(graph.GraphContractError):
        batch.get([A])


@responses.activate
def test_a_batch_has_twenty_items_at_most_and_asks_for_nothing_twice(batch):
    paths = [f"/me/events/{number}" for number in range(25)]
    answering(dict.fromkeys(paths, OK))

    found = batch.get([*paths, paths[0]])

    assert [len(asked(number)) for number in (0, 1)] == [20, 5]
    assert list(found) == paths


@responses.activate
def test_a_wait_that_is_the_queues_ends_the_batch_with_what_is_known(batch):
    answering({A: OK, B: {"status": 429, "headers": {"Retry-After": "600"}}})

    found = batch.get([A, B])

    assert found[B].after_s == 600
    assert len(responses.calls) == 1


@responses.activate
def test_a_batch_fits_the_published_description(batch):
    answering({A: OK})

    batch.get([A])

    assert faults("POST", "/$batch", json.loads(responses.calls[0].request.body)) == []
