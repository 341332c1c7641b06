"""Events in mailboxes over real HTTP."""

from typing import Any

from .conftest import AMARA, HANA, M365, Graph

PROPERTY = "String {6f1b2f1e-0000-4000-8000-000000000001} Name mentoringSession"


def draft(**more: Any) -> dict[str, Any]:
    return {
        "subject": "Mentoring: Hana – Amara",
        "transactionId": "t-1",
        "body": {"contentType": "html", "content": "<p>Agenda</p>"},
        "start": {"dateTime": "2026-12-01T10:00:00", "timeZone": "W. Europe Standard Time"},
        "end": {"dateTime": "2026-12-01T10:45:00", "timeZone": "W. Europe Standard Time"},
        "attendees": [{"emailAddress": {"address": AMARA, "name": "Amara"}, "type": "required"}],
        "isOnlineMeeting": True,
        "onlineMeetingProvider": "teamsForBusiness",
        "singleValueExtendedProperties": [{"id": PROPERTY, "value": "s-1"}],
        **more,
    }


def made(graph: Graph, **more: Any) -> Any:
    answer = graph("POST", "/me/events", draft(**more), Prefer='IdType="ImmutableId"')
    assert answer.status_code == 201, answer.text
    return answer.json()


def copy_of(m365: M365, mail: str) -> Any:
    (event,) = m365.state()["mailboxes"][mail]
    return event


def test_an_event_comes_back_in_utc_with_seven_digits(m365: M365) -> None:
    event = made(m365.graph(HANA))

    assert event["start"] == {"dateTime": "2026-12-01T09:00:00.0000000", "timeZone": "UTC"}
    assert event["responseStatus"]["time"] == "0001-01-01T00:00:00Z"
    assert event["originalStartTimeZone"] == "W. Europe Standard Time"


def test_prefer_sets_the_zone_of_an_answer(m365: M365) -> None:
    graph = m365.graph(HANA)
    event = made(graph)

    zone = 'outlook.timezone="India Standard Time"'
    answer = graph("GET", f"/me/events/{event['id']}", Prefer=zone).json()

    assert answer["start"]["dateTime"] == "2026-12-01T14:30:00.0000000"


def test_an_unknown_zone_is_refused(m365: M365) -> None:
    start = {"dateTime": "2026-12-01T10:00:00", "timeZone": "Mars Standard Time"}

    answer = m365.graph(HANA)("POST", "/me/events", draft(start=start))

    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "TimeZoneNotSupportedException"


def test_g05_the_same_transaction_gives_the_first_event_back(m365: M365) -> None:
    graph = m365.graph(HANA)

    first, second = made(graph), made(graph)

    assert first["id"] == second["id"]
    assert len(m365.state()["mailboxes"][AMARA]) == 1


def test_g05_a_forgotten_transaction_doubles_the_event(m365: M365) -> None:
    m365.control("switches/transactions_remembered", on=False)
    graph = m365.graph(HANA)

    first, second = made(graph), made(graph)

    assert first["id"] != second["id"]


def test_an_invitation_reaches_the_attendee_with_another_id_and_the_same_uid(m365: M365) -> None:
    event = made(m365.graph(HANA))

    listed = m365.graph(AMARA)("GET", "/me/events?$top=100").json()["value"]
    copy = next(e for e in listed if e["iCalUId"] == event["iCalUId"])
    assert copy["id"] != event["id"]
    assert copy["isOrganizer"] is False
    assert copy["transactionId"] is None
    assert copy["onlineMeeting"] == event["onlineMeeting"]


def test_the_extended_property_finds_the_event(m365: M365) -> None:
    graph = m365.graph(HANA)
    event = made(graph)
    wanted = f"singleValueExtendedProperties/Any(ep: ep/id eq '{PROPERTY}' and ep/value eq 's-1')"

    found = graph("GET", f"/me/events?$filter={wanted}", Prefer='IdType="ImmutableId"').json()

    assert [e["id"] for e in found["value"]] == [event["id"]]


def test_the_extended_property_of_another_session_finds_nothing(m365: M365) -> None:
    graph = m365.graph(HANA)
    made(graph)
    wanted = f"singleValueExtendedProperties/Any(ep: ep/id eq '{PROPERTY}' and ep/value eq 's-2')"

    assert graph("GET", f"/me/events?$filter={wanted}").json()["value"] == []


def test_a_change_of_body_makes_another_meeting(m365: M365) -> None:
    graph = m365.graph(HANA)
    event = made(graph)
    body = {"body": {"contentType": "html", "content": "<p>New agenda</p>"}}

    changed = graph("PATCH", f"/me/events/{event['id']}", body).json()

    assert changed["onlineMeeting"]["joinUrl"] != event["onlineMeeting"]["joinUrl"]


def test_a_body_that_keeps_the_way_in_keeps_the_meeting(m365: M365) -> None:
    graph = m365.graph(HANA)
    event = made(graph)
    body = {**event["body"], "content": "<p>New agenda</p>" + event["body"]["content"]}

    changed = graph("PATCH", f"/me/events/{event['id']}", {"body": body}).json()

    assert changed["onlineMeeting"] == event["onlineMeeting"]


def test_a_move_asks_the_attendee_again(m365: M365) -> None:
    graph = m365.graph(HANA)
    event = made(graph)
    m365.control(f"events/{copy_of(m365, AMARA)['id']}/accept")
    later = {
        "start": {"dateTime": "2026-12-02T10:00:00", "timeZone": "UTC"},
        "end": {"dateTime": "2026-12-02T10:45:00", "timeZone": "UTC"},
    }

    graph("PATCH", f"/me/events/{event['id']}", later)

    copy = copy_of(m365, AMARA)
    assert copy["start"].startswith("2026-12-02T10:00")
    assert copy["response"] == "notResponded"


def test_an_answer_is_noted_with_the_organiser(m365: M365) -> None:
    graph = m365.graph(HANA)
    event = made(graph)
    other = m365.graph(AMARA)
    listed = other("GET", "/me/events?$top=100").json()["value"]
    copy = next(e for e in listed if e["iCalUId"] == event["iCalUId"])

    answer = other("POST", f"/me/events/{copy['id']}/accept", {"sendResponse": True})

    assert answer.status_code == 202
    attendee = graph("GET", f"/me/events/{event['id']}").json()["attendees"][0]
    assert attendee["status"]["response"] == "accepted"


def test_g25_a_declined_invitation_leaves_the_calendar(m365: M365) -> None:
    graph = m365.graph(HANA)
    event = made(graph)

    m365.control(f"events/{copy_of(m365, AMARA)['id']}/decline")

    assert m365.state()["mailboxes"][AMARA] == []
    attendee = graph("GET", f"/me/events/{event['id']}").json()["attendees"][0]
    assert attendee["status"]["response"] == "declined"


def test_g15_a_cancelled_meeting_is_gone_and_marked_with_the_attendee(m365: M365) -> None:
    graph = m365.graph(HANA)
    event = made(graph)

    cancelled = graph("POST", f"/me/events/{event['id']}/cancel", {"comment": "Ill"})

    assert cancelled.status_code == 202
    assert graph("GET", f"/me/events/{event['id']}").status_code == 404
    assert copy_of(m365, AMARA)["cancelled"] is True


def test_an_attendee_cannot_cancel(m365: M365) -> None:
    event = made(m365.graph(HANA))
    other = m365.graph(AMARA)
    listed = other("GET", "/me/events?$top=100").json()["value"]
    copy = next(e for e in listed if e["iCalUId"] == event["iCalUId"])

    answer = other("POST", f"/me/events/{copy['id']}/cancel", {})

    assert answer.status_code == 400
    assert copy_of(m365, HANA)["cancelled"] is False


def test_g16_a_stale_etag_is_refused(m365: M365) -> None:
    graph = m365.graph(HANA)
    event = made(graph)
    graph("PATCH", f"/me/events/{event['id']}", {"subject": "First"})

    answer = graph(
        "PATCH", f"/me/events/{event['id']}", {"subject": "Second"}, If_Match=event["@odata.etag"]
    )

    assert answer.status_code == 412
    assert graph("GET", f"/me/events/{event['id']}").json()["subject"] == "First"


def test_an_attendee_left_out_gets_a_cancellation(m365: M365) -> None:
    graph = m365.graph(HANA)
    event = made(graph)

    graph("PATCH", f"/me/events/{event['id']}", {"attendees": []})

    assert copy_of(m365, AMARA)["cancelled"] is True


def _mails(m365: M365) -> list[tuple[str, str, str]]:
    facts = ((m["calendar"], m["to"]) for m in m365.state()["mails"])
    return [(to, c["METHOD"], c["SEQUENCE"]) for c, to in facts]


def test_a_guest_of_another_domain_gets_invitation_move_and_cancellation_by_mail(
    m365: M365,
) -> None:
    guest = "kavya.deshmukh@post.example"
    graph = m365.graph(HANA)
    event = made(graph, attendees=[{"emailAddress": {"address": guest}}])
    later = {"end": {"dateTime": "2026-12-01T11:00:00", "timeZone": "UTC"}}

    graph("PATCH", f"/me/events/{event['id']}", {"subject": "Only another name"})
    graph("PATCH", f"/me/events/{event['id']}", later)
    graph("POST", f"/me/events/{event['id']}/cancel", {})

    kinds = [(guest, "REQUEST", "0"), (guest, "REQUEST", "1"), (guest, "CANCEL", "2")]
    assert _mails(m365) == kinds


def test_people_with_a_mailbox_get_no_mail(m365: M365) -> None:
    made(m365.graph(HANA))

    assert _mails(m365) == []


def test_calendar_view_returns_what_touches_the_window(m365: M365) -> None:
    graph = m365.graph(HANA)
    event = made(graph)
    window = "startDateTime=2026-12-01T09:30:00Z&endDateTime=2026-12-01T09:31:00Z"

    found = graph("GET", f"/me/calendarView?{window}", Prefer='IdType="ImmutableId"').json()

    assert event["id"] in [e["id"] for e in found["value"]]


def test_a_list_is_paged_to_its_end(m365: M365) -> None:
    graph = m365.graph(HANA)
    path, seen = "/me/events?$top=5", []
    while path:
        page = graph("GET", path).json()
        seen += [e["id"] for e in page["value"]]
        path = page.get("@odata.nextLink", "").removeprefix(graph.root)

    assert len(seen) == len(set(seen)) > 10
