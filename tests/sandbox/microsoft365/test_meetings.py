"""The online meeting behind an event."""

from typing import Any
from urllib.parse import quote

import requests

from .conftest import AMARA, HANA, M365, Graph
from .test_events import made


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
