"""Attendance reports: what is asked for fits the reference, and odd answers are survived."""

import pytest
import responses

import graph
from graph.clouds import GLOBAL

URL = f"{GLOBAL.graph_url}/me/onlineMeetings/m-1/attendanceReports"
STAY = {"joinDateTime": "2026-03-02T12:00:00Z", "leaveDateTime": "2026-03-02T12:40:00.0000000Z"}


@pytest.fixture
def attendance(tokens, clock):
    return graph.Attendance(graph.Transport(tokens, clock=clock, profile=GLOBAL))


def report(**said):
    return {"id": "r-1", "attendanceRecords": [], **said}


@responses.activate
def test_reports_are_listed_to_the_last_page(attendance):
    responses.get(URL, json={"value": [report()], "@odata.nextLink": f"{URL}?$skiptoken=2"})
    later = {"meetingStartDateTime": "2026-03-02T12:00:00Z", "meetingEndDateTime": None}
    responses.get(f"{URL}?$skiptoken=2", json={"value": [report(id="r-2", **later)]})

    first, second = attendance.reports("m-1")

    assert first == graph.MeetingReport("r-1", None, None)
    assert (second.report_id, second.starts_at.hour, second.ends_at) == ("r-2", 12, None)


@responses.activate
def test_who_was_there_is_asked_for_with_the_report(attendance):
    known = {
        "emailAddress": "a@x.example",
        "identity": {"id": "oid"},
        "attendanceIntervals": [STAY],
    }
    answer = responses.get(f"{URL}/r-1", json=report(attendanceRecords=[known]))

    (stay,) = attendance.stays("m-1", "r-1")

    assert answer.calls[0].request.params == {"$expand": "attendanceRecords"}
    assert (stay.object_id, stay.address) == ("oid", "a@x.example")
    assert (stay.left_at - stay.joined_at).total_seconds() == 40 * 60


@responses.activate
@pytest.mark.parametrize(
    "record",
    [
        {},
        {"identity": None, "emailAddress": None, "attendanceIntervals": None},
        {"attendanceIntervals": [{"joinDateTime": None, "leaveDateTime": None}]},
        {"attendanceIntervals": [{**STAY, "leaveDateTime": None}]},
    ],
)
def test_a_record_that_tells_no_time_is_nobodys_stay(attendance, record):
    responses.get(f"{URL}/r-1", json=report(attendanceRecords=[record]))

    assert attendance.stays("m-1", "r-1") == ()


@responses.activate
@pytest.mark.parametrize("records", [None, []])
def test_a_report_without_records_is_an_empty_one(attendance, records):
    responses.get(f"{URL}/r-1", json=report(attendanceRecords=records))

    assert attendance.stays("m-1", "r-1") == ()


@responses.activate
@pytest.mark.parametrize("body", [{"attendanceRecords": "many"}, {"attendanceRecords": [{
    "attendanceIntervals": [{**STAY, "joinDateTime": "yesterday"}]}]}])  # fmt: skip
def test_an_answer_of_another_shape_is_refused_without_a_name_in_the_error(attendance, body):
    responses.get(f"{URL}/r-1", json={"id": "r-1", **body})

    with pytest.raises(graph.GraphContractError) as refused:
        attendance.stays("m-1", "r-1")

    assert "yesterday" not in str(refused.value)
