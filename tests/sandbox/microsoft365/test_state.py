"""What survives, what is reset, and what the contract finds."""

from pathlib import Path
from typing import Any

import pytest

from plugin.sandbox.microsoft365.state import State

from .conftest import CONTRACT, HANA, Clock
from .test_events import made


def test_everything_survives_a_restart(start: Any, tmp_path: Path) -> None:
    first = start(tmp_path)
    graph = first.graph(HANA)
    event = made(graph)

    second = start(tmp_path)

    assert second.state()["mailboxes"] == first.state()["mailboxes"]
    graph.root = f"{second.url}/v1.0"
    assert graph("GET", f"/me/events/{event['id']}").status_code == 200


def test_a_reset_forgets_meetings_and_consent(start: Any) -> None:
    m365 = start()
    made(m365.graph(HANA))

    m365.control("reset")

    state = m365.state()
    assert state["mailboxes"][HANA] == []
    assert state["seeded_events"] > 100
    assert state["requests"] == {}


def _half_done(state: State) -> None:
    with state.changing():
        state.put("thing", "1", {})
        with state.changing():
            state.put("thing", "2", {})
        raise ValueError("midway")


def test_a_change_that_fails_midway_is_not_kept(tmp_path: Path) -> None:
    state = State(tmp_path)

    with pytest.raises(ValueError, match="midway"):
        _half_done(state)

    assert state.every("thing") == []
    state.close()


@pytest.mark.skipif(not CONTRACT.exists(), reason="the description of Graph is not at hand")
@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"isOnlineMeting": True}, "isOnlineMeting"),
        ({"isAllDay": "false"}, "false"),
        ({"onlineMeetingProvider": "teams"}, "onlineMeetingProvider"),
        ({"start": {"datetime": "2026-12-01T10:00:00"}}, "datetime"),
    ],
)
def test_a_request_that_does_not_fit_is_listed(
    start: Any, body: dict[str, Any], words: str
) -> None:
    m365 = start()
    graph = m365.graph(HANA)
    event = made(graph)

    graph("PATCH", f"/me/events/{event['id']}", body)

    assert any(words in v["words"] and v["part"] == "request" for v in m365.violations())


@pytest.mark.skipif(not CONTRACT.exists(), reason="the description of Graph is not at hand")
def test_an_unknown_query_parameter_is_listed(start: Any) -> None:
    m365 = start()

    m365.graph(HANA)("GET", "/me?select=mail")

    assert "select" in m365.violations()[0]["words"]


def test_without_a_contract_nothing_is_checked(start: Any, clock: Clock) -> None:
    m365 = start(contract=None)

    m365.graph(HANA)("GET", "/me?select=mail")

    assert m365.violations() == []
    assert clock.now.year == 2026
