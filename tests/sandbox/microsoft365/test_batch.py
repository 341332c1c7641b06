"""Several requests in one."""

from typing import Any

import pytest
import requests

from .conftest import HANA, M365
from .test_events import draft

JSON = {"Content-Type": "application/json"}


def batch(m365: M365, *requests: dict[str, Any]) -> Any:
    return m365.graph(HANA)("POST", "/$batch", {"requests": list(requests)})


def test_each_request_is_answered_for_itself(m365: M365) -> None:
    answers = batch(
        m365,
        {"id": "1", "method": "GET", "url": "/me?$select=mail"},
        {"id": "2", "method": "GET", "url": "/me/events/AAkALgAAnothing"},
        {"id": "3", "method": "POST", "url": "/me/events", "headers": JSON, "body": draft()},
    ).json()["responses"]

    assert {a["id"]: a["status"] for a in answers} == {"1": 200, "2": 404, "3": 201}
    assert answers[0]["body"]["mail"] == HANA


def test_g21_what_depends_on_a_failure_is_not_tried(m365: M365) -> None:
    answers = batch(
        m365,
        {"id": "2", "method": "POST", "url": "/me/events", "headers": JSON, "body": draft(),
         "dependsOn": ["1"]},
        {"id": "1", "method": "GET", "url": "/me/events/AAkALgAAnothing"},
    ).json()["responses"]  # fmt: skip

    assert {a["id"]: a["status"] for a in answers} == {"1": 404, "2": 424}
    assert m365.state()["mailboxes"][HANA] == []


def test_g21_one_of_them_can_be_throttled(m365: M365) -> None:
    fault = {"kind": "429", "match": {"path": "/v1.0/me/events"}, "retry_after": "7"}
    m365.control("faults", **fault)

    answers = batch(
        m365,
        {"id": "1", "method": "GET", "url": "/me"},
        {"id": "2", "method": "GET", "url": "/me/events"},
    ).json()["responses"]

    throttled = next(a for a in answers if a["id"] == "2")
    assert throttled["status"] == 429
    assert throttled["headers"]["Retry-After"] == "7"


ME = {"id": "1", "method": "GET", "url": "/me"}


@pytest.mark.parametrize(
    "wrong",
    [
        [ME, ME],
        [{**ME, "id": str(i)} for i in range(21)],
        [{**ME, "dependsOn": ["nothing"]}],
        [{**ME, "url": "me"}],
        [{**ME, "body": {}}],
    ],
)
def test_a_malformed_batch_is_refused_as_a_whole(start: Any, wrong: list[dict[str, Any]]) -> None:
    m365 = start(contract=None)

    assert batch(m365, *wrong).status_code == 400


def test_a_batch_needs_a_token(m365: M365) -> None:
    answer = requests.post(f"{m365.url}/v1.0/$batch", json={"requests": [ME]}, timeout=10)

    assert answer.status_code == 401
