"""Events: made once, found again, changed by no more than what changes."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import responses

import graph
from graph.calendar import CORRELATION
from tests.fakes.graph_http import ROOT, GraphHttp
from tests.graph.contract import faults

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
DRAFT = graph.EventDraft(
    subject="Mentoring: Hana and Amara",
    body_html="<p>Agenda</p>",
    when=graph.When(NINE, NINE + HOUR, "Europe/Berlin"),
    invitees=(graph.Invitee("amara@northmoor.example", "Amara"),),
    correlation_id="session-7",
    transaction_id="t-7",
)
CREATED = {
    "id": "AAMk1",
    "@odata.etag": 'W/"1"',
    "iCalUId": "ical-1",
    "start": {"dateTime": "2026-03-02T09:00:00.0000000", "timeZone": "UTC"},
    "end": {"dateTime": "2026-03-02T10:00:00.0000000", "timeZone": "UTC"},
}


@pytest.fixture
def outlook():
    with GraphHttp() as fake:
        yield fake


@pytest.fixture
def calendar(transport):
    return graph.Calendar(transport)


def test_an_event_says_the_wall_clock_of_its_zone_under_outlooks_name(calendar, outlook):
    calendar.create(DRAFT)

    body = outlook.requests[0][2]
    assert body["start"] == {
        "dateTime": "2026-03-02T10:00:00",
        "timeZone": "W. Europe Standard Time",
    }
    assert body["singleValueExtendedProperties"] == [{"id": CORRELATION, "value": "session-7"}]
    assert body["transactionId"] == "t-7"


def test_the_hour_that_comes_twice_is_sent_in_utc(calendar, outlook):
    twice = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)

    calendar.create(replace(DRAFT, when=graph.When(twice, twice + HOUR, "Europe/Berlin")))

    assert outlook.requests[0][2]["start"] == {"dateTime": "2026-10-25T00:30:00", "timeZone": "UTC"}


def test_t06_a_zone_outlook_does_not_know_is_sent_in_utc(calendar, outlook):
    calendar.create(replace(DRAFT, when=graph.When(NINE, NINE + HOUR, "Mars/Olympus")))

    assert outlook.requests[0][2]["start"]["timeZone"] == "UTC"


def test_what_is_sent_fits_the_published_description(calendar, outlook):
    made = calendar.create(DRAFT)
    calendar.change(made.event_id, graph.EventChange(subject="New", when=DRAFT.when, invitees=()))
    calendar.cancel(made.event_id, "Ill")

    assert [faults(*sent) for sent in outlook.requests] == [[], [], []]


def test_a_misspelt_body_does_not_fit_the_description():
    assert faults("POST", "/me/events", {"subject": "x", "isOnlineMeting": True})


@pytest.mark.parametrize("trouble", [{"status": 504}, {"status": 200, "body": "<html>"}])
def test_g05_a_create_with_a_lost_answer_makes_one_event(calendar, outlook, trouble):
    outlook.trouble = [{**trouble, "after": True}]

    made = calendar.create(DRAFT)

    assert list(outlook.events) == [made.event_id]
    assert [body["transactionId"] for _, _, body in outlook.requests] == ["t-7", "t-7"]


def test_g05_after_an_unknown_outcome_the_event_is_found(calendar, outlook):
    outlook.trouble = [{"status": 500, "after": True}] * 3
    with pytest.raises(graph.GraphOutcomeUnknownError):
        calendar.create(DRAFT)

    found = calendar.find("session-7")

    assert [event.event_id for event in found] == list(outlook.events)
    assert calendar.find("session-8") == []


def test_a_quote_in_a_correlation_id_stays_inside_its_literal(calendar):
    with responses.RequestsMock() as mock:
        mock.get(f"{ROOT}/me/events", json={"value": []})
        calendar.find("x' or 1 eq 1")
        query = mock.calls[0].request.params["$filter"]

    assert query.endswith("ep/value eq 'x'' or 1 eq 1')")


@pytest.mark.parametrize(
    ("change", "sent"),
    [
        (graph.EventChange(subject="New"), {"subject"}),
        (graph.EventChange(when=DRAFT.when), {"start", "end"}),
        (graph.EventChange(invitees=()), {"attendees"}),
    ],
)
def test_a_change_sends_what_changes_and_never_the_body(calendar, outlook, change, sent):
    made = calendar.create(DRAFT)

    calendar.change(made.event_id, change)

    assert set(outlook.requests[1][2]) == sent


def test_an_empty_change_is_a_mistake_of_the_caller(calendar):
    with pytest.raises(ValueError, match="nothing"):
        calendar.change("AAMk1", graph.EventChange())


def test_g16_a_change_to_an_event_that_changed_meanwhile_is_a_conflict(calendar, outlook):
    made = calendar.create(DRAFT)
    calendar.change(made.event_id, graph.EventChange(subject="Theirs"))

    with pytest.raises(graph.GraphConflictError):
        calendar.change(made.event_id, graph.EventChange(subject="Ours"), etag=made.etag)

    assert outlook.events[made.event_id]["subject"] == "Theirs"


def test_an_event_that_is_gone_is_none_and_cancelling_it_is_no_error(calendar, outlook):
    assert calendar.get("AAMk9") is None
    assert calendar.cancel("AAMk9", "Ill") is False


def test_an_identifier_cannot_leave_its_place_in_the_path(calendar, outlook):
    calendar.get("../../users/x?$expand=y")

    assert "/me/events/..%2F..%2Fusers%2Fx%3F" in outlook.requests[0][1]


@pytest.mark.parametrize(
    ("addition", "field", "value"),
    [
        ({"subject": None, "attendees": None, "isCancelled": None}, "subject", ""),
        ({"onlineMeeting": None}, "join_url", None),
        ({"onlineMeeting": {"joinUrl": "javascript:alert(1)"}}, "join_url", None),
        ({"sparkles": {"deep": [1]}, "type": "hologram"}, "event_id", "AAMk1"),
        ({"isCancelled": True}, "cancelled", True),
    ],
)
def test_g19_what_is_new_or_null_does_no_harm(calendar, addition, field, value):
    with responses.RequestsMock() as mock:
        mock.get(f"{ROOT}/me/events/AAMk1", json={**CREATED, **addition})
        event = calendar.get("AAMk1")

    assert getattr(event, field) == value


def test_g19_an_unknown_answer_of_an_attendee_counts_as_none(calendar):
    attendee = {
        "emailAddress": {"address": "a@x.example", "name": None},
        "status": {"response": "maybeLater", "time": "0001-01-01T00:00:00Z"},
    }
    with responses.RequestsMock() as mock:
        mock.get(f"{ROOT}/me/events/AAMk1", json={**CREATED, "attendees": [attendee]})
        event = calendar.get("AAMk1")

    assert event.attendees == (graph.Attendee("a@x.example", "", "none"),)


@pytest.mark.parametrize(
    "damage",
    [
        {"id": None},
        {"@odata.etag": 7},
        {"start": None},
        {"start": {"dateTime": "soon", "timeZone": "UTC"}},
        {"start": {"dateTime": "2026-03-02T09:00:00", "timeZone": "tzone://Microsoft/Custom"}},
        {"start": {"dateTime": "0001-01-01T00:00:00", "timeZone": "Tokyo Standard Time"}},
        {"end": {"dateTime": "2026-03-02T08:00:00", "timeZone": "UTC"}},
        {"isCancelled": "false"},
    ],
)
def test_an_event_without_what_we_rely_on_is_refused(calendar, damage):
    with responses.RequestsMock() as mock:
        mock.get(f"{ROOT}/me/events/AAMk1", json={**CREATED, **damage})
        with pytest.raises(graph.GraphContractError):
            calendar.get("AAMk1")


def test_times_in_outlooks_own_zones_are_understood(calendar):
    start = {"dateTime": "2026-03-02T10:00:00", "timeZone": "W. Europe Standard Time"}
    with responses.RequestsMock() as mock:
        mock.get(f"{ROOT}/me/events/AAMk1", json={**CREATED, "start": start})
        event = calendar.get("AAMk1")

    assert event.starts_at == NINE


def test_somebody_elses_calendar_is_named_by_object_id(transport, outlook):
    graph.Calendar(transport, owner="5a4d0c7e-0000").create(DRAFT)

    assert outlook.requests[0][1] == "/users/5a4d0c7e-0000/events"


def test_a_meeting_that_ends_before_it_starts_cannot_be_drafted():
    with pytest.raises(ValueError, match="ends after"):
        graph.When(NINE, NINE, "UTC")
