"""Many sessions read together: few round trips, and each with its own outcome."""

import json

import pytest
import responses

from graph.transport import Transport
from plugin.gateways.graph_calendars import GraphCalendars
from plugin.ports.errors import RefusedError, SignInNeededError, TryLaterError
from plugin.ports.values import Account
from tests.gateways.conftest import AMARA, HANA, NOW
from tests.gateways.invitations import ADA, BEN, a_link, an_invitation, an_invitation_to, span

BATCH = "POST /$batch"
ONE = "GET /me/events/{event-id}"
ROOT = "https://graph.microsoft.com/v1.0"
EVENT = {
    "id": "e0",
    "@odata.etag": 'W/"1"',
    "iCalUId": "ical-1",
    "start": {"dateTime": "2026-11-30T10:00:00.0000000", "timeZone": "UTC"},
    "end": {"dateTime": "2026-11-30T10:45:00.0000000", "timeZone": "UTC"},
}


@pytest.fixture
def calendars(microsoft):
    return GraphCalendars(
        transport_of=microsoft.transport_of,
        notification_url="http://127.0.0.1/notify",
        lifecycle_url="http://127.0.0.1/lifecycle",
    )


@pytest.fixture
def booked(calendars, microsoft):
    """So many sessions in that mailbox, each with the account that reads it."""

    def booked(mail, count):
        account = microsoft.account(mail, person=mail.partition(".")[0])
        invitation = an_invitation(organiser_account=account, addresses={ADA: mail, BEN: None})
        keys = [f"{account.person_id}-{number}" for number in range(count)]
        made = [calendars.book(an_invitation_to(invitation, key)).event_id for key in keys]
        links = [a_link(session_id=key, event_id=e) for key, e in zip(keys, made, strict=True)]
        return [(link, account) for link in links]

    return booked


def spans(read):
    return [getattr(said, "span", said) for _link, said in read]


def test_g21_sessions_cost_a_round_trip_for_twenty_of_each_mailbox(calendars, booked, microsoft):
    wanted = [*booked(HANA, 41), *booked(AMARA, 3)]

    read = list(calendars.read_all(reversed(wanted)))

    assert (len(read), set(spans(read))) == (44, {span()})
    assert (microsoft.count(BATCH), microsoft.count(ONE)) == (3 + 1, 44)


def test_g01_what_is_put_off_alone_is_asked_for_again_after_its_own_wait(
    calendars, booked, microsoft
):
    wanted = booked(HANA, 5)
    microsoft.misbehave("429", "GET", "/v1.0/me/events/", times=2, retry_after="7")

    read = list(calendars.read_all(wanted))

    assert spans(read) == [span()] * 5
    assert microsoft.waits == [7.0]
    assert (microsoft.count(BATCH), microsoft.count(ONE)) == (2, 5)


def test_g01_a_wait_too_long_for_a_request_is_handed_on_for_that_meeting_alone(
    calendars, booked, microsoft
):
    wanted = booked(HANA, 3)
    microsoft.misbehave("429", "GET", "/v1.0/me/events/", times=1, retry_after="120")

    first, *others = [said for _link, said in calendars.read_all(wanted)]

    assert isinstance(first, TryLaterError)
    assert first.after_s == 120
    assert [said.span for said in others] == [span()] * 2


def test_a_mailbox_that_does_not_answer_is_asked_once_and_no_other_waits_for_it(
    calendars, booked, microsoft
):
    wanted = [*booked(HANA, 25), *booked(AMARA, 2)]
    microsoft.misbehave("429", "POST", "/v1.0/$batch", times=1, retry_after="120")

    read = [said for _link, said in calendars.read_all(wanted)]

    assert [getattr(said, "after_s", None) for said in read] == [120.0] * 25 + [None] * 2
    assert microsoft.count(BATCH) == 1


def test_g09_a_meeting_refused_in_a_batch_is_read_alone_with_a_fresh_token():
    with graph_that_says({"e0": 401, "e1": 200}, alone=[401, 200]):
        read = list(reading("e0", "e1"))

    assert spans(read) == [span()] * 2


def test_g09_a_mailbox_that_refuses_us_wants_a_sign_in_for_all_that_is_left():
    with graph_that_says({"e0": 200, "e1": 401, "e2": 401}, alone=[401, 401]) as http:
        read = [said for _link, said in reading("e0", "e1", "e2")]
        asked = len(http.calls)

    assert [type(said) for said in read[1:]] == [SignInNeededError] * 2
    assert asked == 3


def test_g19_a_meeting_that_is_not_understood_is_that_meetings_trouble():
    with graph_that_says({"e0": 200, "e1": 200}, without="start"):
        read = [said for _link, said in reading("e0", "e1")]

    assert [type(said) for said in read] == [RefusedError] * 2


def graph_that_says(parts, *, alone=(), without=None):
    """A Graph that answers each part of a batch by its status, and then each single request."""
    body = {name: value for name, value in EVENT.items() if name != without}
    http = responses.RequestsMock(assert_all_requests_are_fired=False)

    def answer(request):
        asked = json.loads(request.body)["requests"]
        said = [
            {"id": one["id"], "status": parts[one["url"].rpartition("/")[2]], "body": body}
            for one in asked
        ]
        return 200, {}, json.dumps({"responses": said})

    http.add_callback("POST", f"{ROOT}/$batch", answer)
    for status in alone:
        http.add("GET", f"{ROOT}/me/events/e{1 if len(parts) > 2 else 0}", json=body, status=status)
    return http


def reading(*event_ids):
    def transport_of(account):
        return Transport(lambda **_: "token", clock=lambda: NOW, sleep=lambda _: None)

    calendars = GraphCalendars(transport_of=transport_of, notification_url="", lifecycle_url="")
    account = Account(ADA, "t1", "sandbox", "entra", "oid", HANA, linked_at=NOW)
    return calendars.read_all([(a_link(session_id=e, event_id=e), account) for e in event_ids])
