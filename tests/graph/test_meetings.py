"""Who gets in, and that nobody records."""

import json

import pytest
import responses

import graph
from graph.clouds import GLOBAL, US_GOV_HIGH
from tests.graph.contract import faults

JOIN = "https://teams.microsoft.com/l/meetup-join/19%3ameeting_x/0?context=%7b%7d"


def meetings(tokens, clock, profile):
    return graph.Meetings(graph.Transport(tokens, clock=clock, profile=profile))


@responses.activate
@pytest.mark.parametrize(("profile", "sent"), [(GLOBAL, 4), (US_GOV_HIGH, 1)])
def test_only_what_the_cloud_knows_is_set(tokens, clock, profile, sent):
    url = f"{profile.graph_url}/me/onlineMeetings/m-1"
    responses.patch(url, json={})
    responses.get(url, json={"id": "m-1"})

    meetings(tokens, clock, profile).harden("m-1")

    body = json.loads(responses.calls[0].request.body)
    assert len(body) == sent
    assert faults("PATCH", "/me/onlineMeetings/m-1", body) == []


@responses.activate
def test_what_is_in_effect_is_read_back_because_policy_may_differ(tokens, clock):
    url = f"{GLOBAL.graph_url}/me/onlineMeetings/m-1"
    responses.patch(url, json={"id": "m-1", "allowRecording": False})
    effective = {"allowRecording": True, "lobbyBypassSettings": {"scope": "organization"}}
    responses.get(url, json={"id": "m-1", **effective})

    found = meetings(tokens, clock, GLOBAL).harden("m-1")

    assert found == graph.Meeting("m-1", True, None, "organization")


@responses.activate
@pytest.mark.parametrize(("items", "found"), [([], None), ([{"id": "m-1"}], "m-1")])
def test_a_meeting_is_found_by_its_join_link_or_not_yet(tokens, clock, items, found):
    responses.get(f"{GLOBAL.graph_url}/me/onlineMeetings", json={"value": items})

    meeting = meetings(tokens, clock, GLOBAL).find(JOIN)

    assert (meeting and meeting.meeting_id) == found
    assert responses.calls[0].request.params["$filter"] == f"JoinWebUrl eq '{JOIN}'"
