"""The online meeting behind an event."""

from typing import Any
from urllib.parse import quote

import requests

from .conftest import AMARA, HANA, M365, Graph
from .test_events import copy_of, made


def find(graph: Graph, url: str) -> Any:
    return graph("GET", f"/me/onlineMeetings?$filter=JoinWebUrl eq '{quote(url, safe='')}'")


def test_a_meeting_is_found_by_its_link_and_hardened(m365: M365) -> None:
    graph = m365.graph(HANA)
    url = made(graph)["onlineMeeting"]["joinUrl"]
    (meeting,) = find(graph, url).json()["value"]
    wanted = {
        "allowRecording": False,
        "allowTranscription": False,
        "lobbyBypassSettings": {"scope": "invited", "isDialInBypassEnabled": False},
    }

    graph("PATCH", f"/me/onlineMeetings/{meeting['id']}", wanted)

    effective = graph("GET", f"/me/onlineMeetings/{meeting['id']}").json()
    assert {name: effective[name] for name in wanted} == wanted


def test_an_attendee_may_not_look_the_meeting_up(m365: M365) -> None:
    url = made(m365.graph(HANA))["onlineMeeting"]["joinUrl"]

    assert find(m365.graph(AMARA), url).status_code == 403


def test_one_time_alone_cannot_be_set(m365: M365) -> None:
    graph = m365.graph(HANA)
    (meeting,) = find(graph, made(graph)["onlineMeeting"]["joinUrl"]).json()["value"]
    body = {"startDateTime": "2026-12-01T10:00:00Z"}

    assert graph("PATCH", f"/me/onlineMeetings/{meeting['id']}", body).status_code == 400


def test_a_meeting_follows_its_event(m365: M365) -> None:
    graph = m365.graph(HANA)
    event = made(graph)
    later = {
        "start": {"dateTime": "2026-12-02T10:00:00", "timeZone": "UTC"},
        "end": {"dateTime": "2026-12-02T11:00:00", "timeZone": "UTC"},
    }

    graph("PATCH", f"/me/events/{event['id']}", later)

    (meeting,) = find(graph, event["onlineMeeting"]["joinUrl"]).json()["value"]
    assert meeting["startDateTime"].startswith("2026-12-02T10:00")


def test_an_online_meeting_cannot_be_turned_off(m365: M365) -> None:
    graph = m365.graph(HANA)
    event = made(graph)

    answer = graph("PATCH", f"/me/events/{event['id']}", {"isOnlineMeeting": False})

    assert answer.status_code == 400


def test_the_join_link_opens_a_page(m365: M365) -> None:
    url = made(m365.graph(HANA))["onlineMeeting"]["joinUrl"]

    assert "You would be in the meeting now" in requests.get(url, timeout=10).text


ARTIFACTS = ["User.Read", "Calendars.ReadWrite", "OnlineMeetings.ReadWrite"]
WITH_REPORTS = [*ARTIFACTS, "OnlineMeetingArtifact.Read.All"]


def reports_of(graph: Graph, event: Any) -> str:
    (meeting,) = find(graph, event["onlineMeeting"]["joinUrl"]).json()["value"]
    return f"/me/onlineMeetings/{meeting['id']}/attendanceReports"


def test_people_who_met_are_in_a_report_of_their_meeting(m365: M365) -> None:
    graph = m365.graph(HANA, WITH_REPORTS)
    event = made(graph)
    path = reports_of(graph, event)
    before = graph("GET", path).json()["value"]
    m365.control(f"events/{event['id']}/attend", who=f"{HANA} {AMARA} Passer-by ben@x.example")

    (listed,) = graph("GET", path).json()["value"]
    bare = graph("GET", f"{path}/{listed['id']}").json()
    whole = graph("GET", f"{path}/{listed['id']}?$expand=attendanceRecords").json()

    assert (before, listed["attendanceRecords"], bare["attendanceRecords"]) == ([], [], [])
    assert [one["emailAddress"] for one in whole["attendanceRecords"]] == [
        HANA, AMARA, None, "ben@x.example",
    ]  # fmt: skip
    assert [one["role"] for one in whole["attendanceRecords"]][:2] == ["Organizer", "Attendee"]
    assert whole["totalParticipantCount"] == 4


def test_a_report_is_its_organisers_and_wants_a_permission_of_its_own(m365: M365) -> None:
    event = made(m365.graph(HANA, WITH_REPORTS))
    path = reports_of(m365.graph(HANA), event)
    m365.control(f"people/{HANA}/consent", revoke="OnlineMeetingArtifact.Read.All")

    assert m365.graph(HANA, ARTIFACTS)("GET", path).status_code == 403
    assert m365.graph(AMARA, WITH_REPORTS)("GET", path).status_code == 403


def test_a_report_of_another_meeting_is_not_found_in_this_one(m365: M365) -> None:
    graph = m365.graph(HANA, WITH_REPORTS)
    one, other = made(graph), made(graph, transactionId="7f0b6b4e-5b8f-5a8e-9a51-7d9c9a1f0009")
    m365.control(f"events/{one['id']}/attend", who=HANA)
    (report,) = graph("GET", reports_of(graph, one)).json()["value"]

    assert graph("GET", f"{reports_of(graph, other)}/{report['id']}").status_code == 404


def test_their_page_lets_them_have_met(m365: M365) -> None:
    graph = m365.graph(HANA, WITH_REPORTS)
    event = made(graph)
    page = f"{m365.url}/calendar/{HANA}/{copy_of(m365, HANA)['id']}"
    told = requests.post(f"{page}/attend", data={f"joined {AMARA}": "on"}, timeout=10)

    assert "Amara Okafor</li>" in told.text.partition("They met")[2]
    assert len(graph("GET", reports_of(graph, event)).json()["value"]) == 1
