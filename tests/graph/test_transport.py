"""One request: as often as is safe, as long as is sensible, and never beyond Graph."""

import base64
import json
import time
from datetime import timedelta
from email.utils import format_datetime

import pytest
import requests
import responses

import graph
from graph.transport import LONGEST_WAIT_S, Request
from tests.graph.conftest import ROOT

ME = f"{ROOT}/me"
POST = Request("POST", "/me", json={}, repeatable=False)
KEYED = Request("POST", "/me", json={})


@responses.activate
def test_every_request_carries_token_ids_and_preferences(transport):
    responses.get(ME, json={})

    transport.get("/me")

    headers = responses.calls[0].request.headers
    assert headers["Authorization"] == "Bearer token-1"
    assert 'IdType="ImmutableId"' in headers["Prefer"]
    assert 'outlook.timezone="UTC"' in headers["Prefer"]
    assert len(headers["client-request-id"]) == 36
    assert headers["User-Agent"].startswith("ISV|Alongside|")


@responses.activate
def test_graph_is_never_waited_for_without_end(transport):
    limits = {"timeout": 10.0}
    responses.get(ME, json={}, match=[responses.matchers.request_kwargs_matcher(limits)])

    assert transport.get("/me") == {}


@responses.activate
@pytest.mark.parametrize(
    ("header", "least", "most"),
    [
        ("7", 7, 7),
        ("2.128", 2.128, 2.128),
        ("0", 1, 1.5),
        ("-5", 1, 1.5),
        ("soon", 1, 1.5),
        ("nan", 1, 1.5),
        (None, 1, 1.5),
    ],
)
def test_g01_a_throttled_request_waits_as_told(transport, waits, header, least, most):
    responses.post(ME, status=429, headers={"Retry-After": header} if header else {})
    responses.post(ME, json={})

    transport.send(POST)

    assert least <= waits[0] <= most


@responses.activate
def test_g01_a_date_is_measured_against_the_clock(transport, waits, clock):
    date = format_datetime(clock() + timedelta(seconds=12), usegmt=True)
    responses.get(ME, status=429, headers={"Retry-After": date})
    responses.get(ME, json={})

    transport.get("/me")

    assert waits == [12.0]


@responses.activate
@pytest.mark.parametrize("off", [timedelta(minutes=10), timedelta(minutes=-10)])
def test_g35_a_wait_until_a_date_is_reckoned_by_the_servers_own_clock(transport, clock, waits, off):
    theirs = clock() + off
    named = {"Retry-After": format_datetime(theirs + timedelta(seconds=7), usegmt=True)}
    sent = {"Date": format_datetime(theirs, usegmt=True)}
    responses.get(ME, status=429, headers=named | sent)
    responses.get(ME, json={})

    transport.get("/me")

    assert waits == [7.0]


@responses.activate
@pytest.mark.parametrize(("header", "after_s"), [("31", 31), ("99999", 3600), ("inf", None)])
def test_g01_a_long_wait_is_the_queues_and_an_hour_at_most(transport, waits, header, after_s):
    responses.get(ME, status=429, headers={"Retry-After": header})

    with pytest.raises(graph.GraphUnavailableError) as caught:
        transport.get("/me")

    assert after_s is None or (caught.value.after_s == after_s and waits == [])
    assert all(wait <= LONGEST_WAIT_S for wait in waits)


@responses.activate
@pytest.mark.parametrize("status", [500, 502, 503, 504, 507])
def test_g03_a_read_is_tried_three_times(transport, waits, status):
    responses.get(ME, status=status)

    with pytest.raises(graph.GraphUnavailableError):
        transport.get("/me")

    assert len(responses.calls) == 3
    assert waits[0] < waits[1]


@responses.activate
def test_g04_a_connection_that_never_stood_is_tried_again_even_for_a_post(transport):
    responses.post(ME, body=requests.ConnectTimeout())
    responses.post(ME, json={"id": "1"})

    assert transport.send(POST) == {"id": "1"}


LOST = [
    {"body": requests.ReadTimeout()},
    {"body": requests.ConnectionError()},
    {"status": 500},
    {"status": 504},
    {"status": 503},
    {"body": "<html>sorry</html>"},
    {"body": '{"id": "1'},
    {"body": ""},
    {"body": "[]"},
    {"status": 302, "headers": {"Location": "https://login.elsewhere.example/"}},
]


@responses.activate
@pytest.mark.parametrize("answer", LOST)
def test_g05_a_lost_answer_to_an_unkeyed_post_is_an_unknown_outcome(transport, answer):
    responses.post(ME, **answer)

    with pytest.raises(graph.GraphOutcomeUnknownError):
        transport.send(POST)

    assert len(responses.calls) == 1


@responses.activate
@pytest.mark.parametrize("answer", LOST)
def test_g05_a_keyed_post_is_sent_again_and_stays_unknown_when_all_answers_are_lost(
    transport, answer
):
    responses.post(ME, **answer)

    with pytest.raises(graph.GraphOutcomeUnknownError):
        transport.send(KEYED)

    assert len(responses.calls) == 3


@responses.activate
def test_g05_a_lost_answer_followed_by_throttling_is_still_unknown(transport):
    responses.post(ME, body=requests.ReadTimeout())
    responses.post(ME, status=429, headers={"Retry-After": "60"})

    with pytest.raises(graph.GraphOutcomeUnknownError):
        transport.send(KEYED)


@responses.activate
def test_g09_a_refused_token_is_replaced_once(transport, tokens):
    responses.get(ME, status=401)

    with pytest.raises(graph.GraphSignInNeededError):
        transport.get("/me")

    sent = [call.request.headers["Authorization"] for call in responses.calls]
    assert sent == ["Bearer token-1", "Bearer token-2"]


@responses.activate
def test_g09_a_claims_challenge_is_handed_on_decoded(transport, tokens):
    claims = json.dumps({"access_token": {"nbf": {"essential": True, "value": "1"}}})
    header = base64.urlsafe_b64encode(claims.encode()).decode().rstrip("=")
    challenge = f'Bearer realm="", error="insufficient_claims", claims="{header}"'
    responses.get(ME, status=401, headers={"WWW-Authenticate": challenge})
    responses.get(ME, json={})

    transport.get("/me")

    assert tokens.claims == [claims]


@responses.activate
@pytest.mark.parametrize("claims", ["!!!", "eyJ", base64.b64encode(b"[1]").decode()])
def test_a_damaged_challenge_is_only_a_refresh(transport, tokens, claims):
    header = f'Bearer error="insufficient_claims", claims="{claims}"'
    responses.get(ME, status=401, headers={"WWW-Authenticate": header})
    responses.get(ME, json={})

    transport.get("/me")

    assert tokens.claims == [None]


@responses.activate
@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (400, "BadRequest", graph.GraphContractError),
        (403, "ErrorAccessDenied", graph.GraphForbiddenError),
        (404, "ErrorItemNotFound", graph.GraphNotFoundError),
        (404, "MailboxNotEnabledForRESTAPI", graph.GraphNoMailboxError),
        (409, "nameAlreadyExists", graph.GraphConflictError),
        (410, "resyncRequired", graph.GraphNotFoundError),
        (412, "ErrorIrresolvableConflict", graph.GraphConflictError),
    ],
)
def test_g12_g16_each_refusal_says_what_can_be_done(transport, status, code, kind):
    body = {"error": {"code": code, "message": "for hana@northmoor.example"}}
    responses.get(ME, status=status, json=body, headers={"request-id": "r-1"})

    with pytest.raises(kind) as caught:
        transport.get("/me")

    assert (caught.value.status, caught.value.code, caught.value.request_id) == (
        status,
        code,
        "r-1",
    )
    assert "hana" not in str(caught.value)
    assert len(responses.calls) == 1


@responses.activate
@pytest.mark.parametrize(
    "answer",
    [
        {"body": "<html>proxy</html>", "content_type": "text/html"},
        {"body": b"not gzip", "headers": {"Content-Encoding": "gzip"}},
        {"body": b"\xef\xbb\xbf{}"},
        {"body": b'{"x": "' + b"a" * 9_000_000 + b'"}'},
        {"body": b"[" * 100_000},
        {"body": b"\xff\xfe"},
    ],
)
def test_g20_what_is_not_graphs_answer_is_a_failure_of_the_call(transport, answer):
    responses.get(ME, **answer)

    with pytest.raises(graph.GraphUnavailableError):
        transport.get("/me")


@responses.activate
def test_an_error_code_that_is_no_code_is_not_kept(transport):
    responses.get(ME, status=403, json={"error": {"code": "see hana@northmoor.example"}})

    with pytest.raises(graph.GraphForbiddenError) as caught:
        transport.get("/me")

    assert caught.value.code == ""


@responses.activate
def test_pages_are_followed_to_the_end_as_they_came(transport):
    second = f"{ROOT}/me/events?$skiptoken=AbC%3D"
    responses.get(f"{ROOT}/me/events", json={"value": [1], "@odata.nextLink": second})
    responses.get(second, json={"value": [2]})

    assert list(transport.pages("/me/events", params={"$top": "1"})) == [1, 2]


@responses.activate
@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/v1.0/me",
        "http://graph.microsoft.com/v1.0/me",
        "https://graph.microsoft.com:8443/v1.0/me",
        "https://graph.microsoft.com.evil.example/",
        "https://graph.microsoft.com@evil.example/",
        "//evil.example/",
        "file:///etc/passwd",
        "me/events",
    ],
)
def test_g23_a_next_page_elsewhere_is_not_fetched(transport, address):
    responses.get(f"{ROOT}/me/events", json={"value": [1], "@odata.nextLink": address})

    with pytest.raises(graph.GraphError):
        list(transport.pages("/me/events"))

    assert all(c.request.url.startswith(ROOT) for c in responses.calls)


@responses.activate
def test_g23_pages_in_a_circle_are_an_error_not_a_list(transport):
    url = f"{ROOT}/me/events"
    responses.get(url, json={"value": [1], "@odata.nextLink": f"{url}?a=1"})

    with pytest.raises(graph.GraphContractError):
        list(transport.pages("/me/events"))

    assert len(responses.calls) == 2


@responses.activate
def test_g23_pages_without_an_end_stop_at_the_cap(transport):
    url = f"{ROOT}/me/events"

    def page(request):
        number = int(request.params.get("n", "0")) + 1
        return 200, {}, json.dumps({"value": [number], "@odata.nextLink": f"{url}?n={number}"})

    responses.add_callback("GET", url, page)

    with pytest.raises(graph.GraphContractError):
        list(transport.pages("/me/events"))

    assert len(responses.calls) == 200


def test_a_wait_longer_than_a_request_should_take_is_declined(transport, waits):
    assert not transport.pause(31)
    assert transport.pause(2)
    assert waits == [2]


def test_sleeping_is_real_by_default(tokens, clock):
    started = time.monotonic()

    graph.Transport(tokens, clock=clock).pause(0.05)

    assert time.monotonic() - started >= 0.05
