"""Every operation stands behind its permission."""

import json
from typing import Any

import pytest
import requests

from plugin.sandbox.microsoft365.permissions import ELSEWHERE, MAILBOX, operations, widened

from .conftest import AMARA, CONTRACT, HANA, M365, Clock

DELEGATED = sorted(
    (method, path)
    for table, prefix in ((MAILBOX, "/me"), (ELSEWHERE, ""))
    for (method, path), needs in ((k, v) for k, v in table.items())
    if needs.delegated
)


def addressed(path: str) -> str:
    full = (
        path
        if (("GET", path) in ELSEWHERE or path.startswith(("/d", "/s", "/u")))
        else f"/me{path}"
    )
    return full.replace("{", "").replace("}", "")


def test_without_the_scope_nothing_is_done(m365: M365) -> None:
    m365.control(f"people/{HANA}/consent", grant="Mail.Send")
    graph = m365.graph(HANA, ["Mail.Send"])

    answers = {op: graph(op[0], addressed(op[1])) for op in DELEGATED}

    assert len(answers) > 30
    assert {op: a.status_code for op, a in answers.items() if a.status_code != 403} == {}
    assert {a.json()["error"]["code"] for a in answers.values()} == {"ErrorAccessDenied"}


@pytest.mark.parametrize("token", ["", "Bearer", "Bearer nonsense", "Basic eDp5"])
def test_without_a_token_there_is_a_401_with_a_challenge(m365: M365, token: str) -> None:
    answer = requests.get(f"{m365.url}/v1.0/me", headers={"Authorization": token}, timeout=10)

    assert answer.status_code == 401
    assert answer.json()["error"]["code"] == "InvalidAuthenticationToken"
    assert "WWW-Authenticate" in answer.headers


def test_g09_an_old_token_is_refused(m365: M365, clock: Clock) -> None:
    graph = m365.graph(HANA)
    clock.advance(hours=1, seconds=1)

    assert graph("GET", "/me").status_code == 401


def test_a_token_for_the_tool_is_no_token_for_graph(m365: M365) -> None:
    graph = m365.graph(HANA)
    graph.token = m365.control(f"people/{HANA}/teams-token")["token"]

    assert graph("GET", "/me").status_code == 401


def test_another_mailbox_is_closed_to_a_person(m365: M365) -> None:
    assert m365.graph(HANA)("GET", f"/users/{AMARA}/events").status_code == 403


def test_the_app_alone_has_no_mailbox_of_its_own(m365: M365) -> None:
    m365.control("app-roles", roles=["Calendars.ReadWrite"])

    assert m365.graph(None)("GET", "/me/events").status_code == 400


def test_the_app_with_the_role_opens_any_mailbox(m365: M365) -> None:
    m365.control("app-roles", roles=["Calendars.ReadWrite"])

    assert m365.graph(None)("GET", f"/users/{AMARA}/events").status_code == 200


def test_g12_the_app_without_the_role_opens_none(m365: M365) -> None:
    assert m365.graph(None)("GET", f"/users/{AMARA}/events").status_code == 403


def test_a_person_does_not_look_up_others_without_the_permission(m365: M365) -> None:
    graph = m365.graph(HANA)

    assert graph("GET", f"/users/{HANA}").status_code == 200
    assert graph("GET", f"/users/{AMARA}").status_code == 403


def test_g12_consent_taken_back_shows_in_the_next_token(m365: M365) -> None:
    m365.sign_in(HANA)
    m365.control(f"people/{HANA}/consent", revoke="Calendars.ReadWrite")

    answer = m365.graph(HANA, ["User.Read"])("GET", "/me/events")

    assert answer.status_code == 403


def test_an_unknown_path_is_a_404_and_counted(m365: M365) -> None:
    answer = m365.graph(HANA)("GET", "/me/findRooms")

    assert answer.status_code == 404
    assert m365.state()["requests"]["unknown path"] == 1


def test_request_ids_come_back(m365: M365) -> None:
    answer = m365.graph(HANA)("GET", "/me", client_request_id="abc")

    assert answer.headers["client-request-id"] == "abc"
    assert answer.headers["request-id"]


def published() -> dict[str, Any]:
    if not CONTRACT.exists():
        pytest.skip("the description of Graph is not beside this repository")
    found: dict[str, Any] = json.loads(CONTRACT.read_text(encoding="utf-8"))["paths"]
    return found


def test_the_table_asks_for_what_graph_asks_for() -> None:
    paths = published()
    for (method, path), needs in operations().items():
        described = paths.get(path, {}).get(method.lower(), {}).get("x-ms-graph-permissions")
        for mode in ("delegated", "application"):
            ours = getattr(needs, mode)
            if described is None or not ours:
                continue
            theirs = set(described[mode]["all"])
            # The description says nothing about Selected scopes, and lists only the lowest.
            extra = {
                p for p in ours if p.endswith((".Selected",)) or widened(frozenset({p})) & theirs
            }
            wrong = ours - theirs - extra
            assert not wrong or not theirs, f"{method} {path} {mode}: {wrong}"
