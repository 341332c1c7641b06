"""Free and busy: an error is never free."""

import json
from datetime import UTC, datetime, timedelta

import pytest
import responses

import graph
from tests.graph.conftest import ROOT
from tests.graph.contract import faults

URL = f"{ROOT}/me/calendar/getSchedule"
NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
HALF = timedelta(minutes=30)
MORNING = graph.Window(NINE, NINE + 4 * HALF)
ADA = "ada@northmoor.example"


def said(**values):
    return {"value": [{"scheduleId": ADA, "availabilityView": "0000", **values}]}


@pytest.fixture
def schedule(transport):
    return graph.Schedule(transport)


@responses.activate
@pytest.mark.parametrize(
    ("view", "busy"),
    [
        ("0000", []),
        ("4444", []),
        ("0220", [(1, 3)]),
        ("1203", [(0, 2), (3, 4)]),
    ],
)
def test_neighbouring_cells_become_one_span(schedule, view, busy):
    responses.post(URL, json=said(availabilityView=view))

    found = schedule.free_busy([ADA], MORNING)

    spans = tuple(graph.Window(NINE + a * HALF, NINE + b * HALF) for a, b in busy)
    assert found == {ADA: graph.Busy(spans)}


@responses.activate
@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"error": {"responseCode": "ErrorMailRecipientNotFound"}}, "ErrorMailRecipientNotFound"),
        ({"error": {}, "availabilityView": "0000"}, "error"),
        ({"availabilityView": None}, "incomplete"),
        ({"availabilityView": ""}, "incomplete"),
        ({"availabilityView": "000"}, "incomplete"),
        ({"availabilityView": "00000"}, "incomplete"),
        ({"availabilityView": "0070"}, "unreadable"),
        ({"scheduleId": "other@x.example"}, "notAnswered"),
    ],
)
def test_what_cannot_be_read_is_unknown_and_never_free(schedule, values, reason):
    responses.post(URL, json=said(**values))

    assert schedule.free_busy([ADA], MORNING) == {ADA: graph.Unknown(reason)}


@responses.activate
def test_subjects_of_others_are_never_looked_at(schedule):
    items = [{"subject": "Cancer clinic", "status": "busy"}]
    responses.post(URL, json=said(scheduleItems=items))

    assert "Cancer" not in repr(schedule.free_busy([ADA], MORNING))


@responses.activate
def test_addresses_are_matched_without_regard_to_case(schedule):
    responses.post(URL, json=said())

    assert schedule.free_busy([ADA.upper()], MORNING) == {ADA.upper(): graph.Busy(())}


@responses.activate
def test_many_people_are_asked_about_in_twenties(schedule):
    def answer(request):
        asked = json.loads(request.body)["schedules"]
        value = [{"scheduleId": each, "availabilityView": "0000"} for each in asked]
        return 200, {}, json.dumps({"value": value})

    responses.add_callback("POST", URL, answer)
    people = [f"p{number}@northmoor.example" for number in range(41)]

    found = schedule.free_busy(people, MORNING)

    sizes = [len(json.loads(call.request.body)["schedules"]) for call in responses.calls]
    assert sizes == [20, 20, 1]
    assert all(found[person] == graph.Busy(()) for person in people)


@responses.activate
def test_the_question_fits_the_published_description(schedule):
    responses.post(URL, json=said())

    schedule.free_busy([ADA], MORNING)

    body = json.loads(responses.calls[0].request.body)
    assert faults("POST", "/me/calendar/getSchedule", body) == []


@pytest.mark.parametrize("length", [timedelta(0), timedelta(days=43), -HALF])
def test_a_window_graph_would_refuse_is_not_asked_about(schedule, length):
    with pytest.raises(ValueError, match="window"):
        schedule.free_busy([ADA], graph.Window(NINE, NINE + length))
