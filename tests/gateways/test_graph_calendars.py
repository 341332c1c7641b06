"""Sessions in Outlook, against the pretend Microsoft 365 and against the fake."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask, request

from plugin.gateways.graph_calendars import GraphCalendars
from plugin.mentoring.enrolment import Medium
from plugin.ports.errors import (
    ConsentMissingError,
    GoneError,
    RefusedError,
    TryLaterError,
)
from plugin.sandbox.http_server import HttpServer, free_port
from plugin.sandbox.microsoft365.events import kept_id, shown_id
from tests.contracts.calendars import UNTIL, CalendarsContract
from tests.fakes.calendars import FakeCalendars
from tests.gateways.conftest import AMARA, HANA
from tests.gateways.invitations import ADA, BEN, a_session, an_invitation, linked, moved, span


class Outlook:
    """What the organiser does in Outlook."""

    def __init__(self, microsoft):
        self._microsoft, self._calendar = microsoft, microsoft.parts.calendar
        self._owner = microsoft.user(HANA)

    def meetings(self):
        return [shown_id(e["id"], immutable=True) for e in self._microsoft.events(HANA)]

    def move(self, event_id, span):
        stamps = {"start": _stamp(span.starts_at), "end": _stamp(span.ends_at)}
        self._calendar.change(self._owner, kept_id(event_id), stamps)

    def call_off(self, event_id):
        self._calendar.cancel(self._owner, kept_id(event_id))

    def double(self, event_id):
        event = self._calendar.event(self._owner, kept_id(event_id))
        names = ("subject", "start", "end", "zone", "attendees", "singleValueExtendedProperties")
        again = self._calendar.create(self._owner, {name: event[name] for name in names})
        return shown_id(again["id"], immutable=True)


def _stamp(moment):
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


@pytest.fixture(scope="session")
def receiver():
    """The tool's notification addresses, which Graph calls while a subscription is made."""
    app, port = Flask("receiver"), free_port()
    app.add_url_rule("/<kind>", "take", _echo, methods=["POST"])
    with HttpServer(app, port=port):
        yield f"http://127.0.0.1:{port}"


def _echo(kind):
    return request.args["validationToken"], 200, {"Content-Type": "text/plain"}


@pytest.fixture
def outlook(microsoft):
    return Outlook(microsoft)


@pytest.fixture
def calendars(microsoft, receiver):
    return GraphCalendars(
        transport_of=microsoft.transport_of,
        notification_url=f"{receiver}/notify",
        lifecycle_url=f"{receiver}/lifecycle",
    )


@pytest.fixture
def invitation(microsoft):
    return an_invitation(
        organiser_account=microsoft.account(HANA), addresses={ADA: HANA, BEN: AMARA}
    )


class TestFakeCalendars(CalendarsContract):
    @pytest.fixture
    def calendars(self):
        return FakeCalendars()

    @pytest.fixture
    def outlook(self, calendars):
        return calendars


class TestGraphCalendars(CalendarsContract):
    pass


def test_the_invitation_names_people_and_leads_back_and_tells_no_topic(
    calendars, invitation, microsoft
):
    calendars.book(invitation)

    [copy] = microsoft.events(AMARA)
    assert copy["subject"] == "Mentoring: Ada and Ben"
    assert invitation.link in copy["body"]["content"]
    assert "secret topic" not in str(copy)


def test_u01_what_stands_in_the_link_is_text(calendars, invitation, microsoft):
    calendars.book(replace(invitation, link='https://tool.example/"><script>'))

    assert "<script>" not in microsoft.events(HANA)[0]["body"]["content"]


def test_people_without_an_address_are_not_invited(calendars, invitation, microsoft):
    calendars.book(replace(invitation, addresses={ADA: HANA}))

    assert microsoft.events(HANA)[0]["attendees"] == []


def test_a_session_in_person_has_no_way_in(calendars, invitation):
    in_person = replace(invitation, session=a_session(medium=Medium.IN_PERSON), online=False)

    booked = calendars.book(in_person)

    assert (booked.join_url, booked.settings) == (None, ())


def test_moving_keeps_the_way_in_and_sends_no_body(calendars, invitation, microsoft):
    booked = calendars.book(invitation)
    before = microsoft.events(HANA)[0]["body"]

    calendars.change(moved(linked(invitation, booked), span(2)))

    [event] = microsoft.events(HANA)
    assert (event["join_url"], event["body"]) == (booked.join_url, before)


def test_an_answer_of_a_guest_does_not_stand_in_the_way_of_a_move(calendars, invitation, microsoft):
    booked = calendars.book(invitation)
    copy = microsoft.events(AMARA)[0]
    microsoft.parts.calendar.answer(microsoft.user(AMARA), copy["id"], "accept")

    after = calendars.change(moved(linked(invitation, booked), span(2)))

    assert after.span == span(2)


@pytest.mark.parametrize("kind", ["500-after", "reset-after", "cut-after", "html-after"])
def test_g05_a_lost_answer_to_booking_makes_one_meeting(
    calendars, invitation, outlook, microsoft, kind
):
    microsoft.misbehave(kind, "POST", "/v1.0/me/events")

    try:
        booked = calendars.book(invitation)
    except TryLaterError:
        booked = calendars.book(invitation)

    assert outlook.meetings() == [booked.event_id]
    assert len(microsoft.events(AMARA)) == 1


def test_g05_it_is_looked_for_after_every_answer_was_lost(calendars, invitation, microsoft):
    microsoft.misbehave("reset-after", "POST", "/v1.0/me/events", times=None)

    booked = calendars.book(invitation)

    assert booked.span == span()
    assert len(microsoft.events(HANA)) == 1


def test_g07_when_looking_fails_too_the_queue_looks_again(calendars, invitation, microsoft):
    microsoft.misbehave("500-before", "POST", "/v1.0/me/events", times=None)

    with pytest.raises(TryLaterError):
        calendars.book(invitation)

    microsoft.faults.clear()
    calendars.book(invitation)
    assert len(microsoft.events(HANA)) == 1


def test_a_server_that_forgets_transactions_still_books_once(calendars, invitation, microsoft):
    microsoft.parts.world.set_switch("transactions_remembered", on=False)

    calendars.book(invitation)
    calendars.book(invitation)

    assert len(microsoft.events(HANA)) == 1


def test_a_meeting_stands_though_its_options_could_not_be_set(calendars, invitation, microsoft):
    microsoft.misbehave("500-before", "PATCH", "/v1.0/me/onlineMeetings", times=None)

    booked = calendars.book(invitation)

    assert booked.join_url
    assert ("recording", "unknown") in booked.settings


def test_options_that_could_not_be_set_are_set_with_the_next_move(calendars, invitation, microsoft):
    microsoft.misbehave("500-before", "PATCH", "/v1.0/me/onlineMeetings", times=None)
    known = linked(invitation, calendars.book(invitation))
    microsoft.faults.clear()

    assert ("recording", "off") in calendars.change(moved(known, span(2))).settings


class Crash(BaseException):
    """What kill -9 looks like from inside."""


@pytest.mark.parametrize("remembered", [True, False])
@pytest.mark.parametrize("point", ["book.looked", "book.created", "book.hardened"])
def test_x08_a_worker_killed_while_booking_leaves_one_meeting_and_one_invitation(
    calendars, invitation, microsoft, point, remembered
):
    microsoft.parts.world.set_switch("transactions_remembered", on=remembered)

    with pytest.raises(Crash):
        replace(calendars, reached=_crash_at(point)).book(invitation)

    calendars.book(invitation)

    assert [len(microsoft.events(who)) for who in (HANA, AMARA)] == [1, 1]


def test_x08_a_worker_killed_while_moving_or_calling_off_is_followed_by_one_that_succeeds(
    calendars, invitation, microsoft
):
    known = linked(invitation, calendars.book(invitation))
    with pytest.raises(Crash):
        replace(calendars, reached=_crash_at("change.sent")).change(moved(known, span(2)))
    with pytest.raises(Crash):
        replace(calendars, reached=_crash_at("cancel.sent")).cancel(known)

    calendars.cancel(known)

    assert microsoft.events(HANA) == []


def _crash_at(point):
    def reached(here):
        if here == point:
            raise Crash

    return reached


def test_g01_the_wait_that_graph_asks_for_is_handed_on(calendars, invitation, microsoft):
    microsoft.misbehave("429", "GET", "/v1.0/me/events", times=None, retry_after="120")

    with pytest.raises(TryLaterError) as caught:
        calendars.book(invitation)

    assert caught.value.after_s == 120


def test_g12_a_missing_permission_is_somebodys_to_grant(calendars, invitation, microsoft):
    calendars = replace(calendars, transport_of=lambda account: _read_only(microsoft))

    with pytest.raises(ConsentMissingError):
        calendars.book(invitation)


def _read_only(microsoft):
    user, scopes = microsoft.user(HANA), frozenset({"Calendars.Read"})
    microsoft.parts.grants.consent(user.oid, scopes)
    return microsoft.transport(microsoft.parts.grants.tokens_for(user, scopes))


def test_a_subscription_that_was_perhaps_made_is_ended(calendars, invitation, microsoft):
    account, state = invitation.organiser_account, microsoft.parts.world.state
    calendars.subscribe(account, secret="s" * 40, until=UNTIL)
    assert state.every("subscription")
    microsoft.misbehave("reset-after", "POST", "/v1.0/subscriptions")

    with pytest.raises(TryLaterError):
        calendars.subscribe(account, secret="s" * 40, until=UNTIL)

    assert state.every("subscription") == []


def test_ending_what_was_perhaps_made_leaves_other_subscriptions(calendars, invitation, microsoft):
    account = invitation.organiser_account
    other, _ = calendars.subscribe(account, secret="s" * 40, until=UNTIL)
    state = microsoft.parts.world.state
    kept = {**state.get("subscription", other), "resource": "/users/somebody/events"}
    state.put("subscription", other, kept, owner=kept["mailbox"])
    microsoft.misbehave("reset-after", "POST", "/v1.0/subscriptions")

    with pytest.raises(TryLaterError):
        calendars.subscribe(account, secret="s" * 40, until=UNTIL)

    assert [one["id"] for one in state.every("subscription")] == [other]


def test_what_stands_in_the_calendar_as_called_off_is_not_moved(calendars, invitation, microsoft):
    booked = calendars.book(invitation)
    state, [event] = microsoft.parts.world.state, microsoft.events(HANA)
    off = {**event, "cancelled": True, "version": event["version"] + 1}
    state.put("event", event["id"], off, owner=event["owner"])

    with pytest.raises(GoneError):
        calendars.change(moved(linked(invitation, booked), span(2)))


def test_a_subscription_nobody_can_be_told_of_is_refused(calendars, invitation):
    deaf = replace(calendars, notification_url=f"http://127.0.0.1:{free_port()}/notify")

    with pytest.raises(RefusedError):
        deaf.subscribe(invitation.organiser_account, secret="s" * 40, until=UNTIL)


def test_two_sessions_at_one_time_are_two_meetings(calendars, invitation, microsoft):
    calendars.book(invitation)
    calendars.book(replace(invitation, session=a_session(session_id="s2")))

    assert len(microsoft.events(HANA)) == 2


def test_hours_across_a_clock_change_are_kept(calendars, invitation):
    late = a_session(span=span(24 * 120, minutes=60))

    booked = calendars.book(replace(invitation, session=late))

    assert booked.span.length == timedelta(hours=1)
    assert booked.span == late.span
