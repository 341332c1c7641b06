"""Answers in the shape of Microsoft's own examples are read whole."""

from datetime import UTC, datetime, time, timedelta

import responses

import graph
from tests.graph.answers import answer, raw
from tests.graph.conftest import ROOT

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)


@responses.activate
def test_an_event(transport):
    responses.get(f"{ROOT}/me/events/x", json=answer("event_created"))

    event = graph.Calendar(transport).get("x")

    assert (event.starts_at, event.ends_at) == (NINE, NINE + timedelta(minutes=45))
    assert event.join_url.startswith("https://teams.microsoft.com/l/meetup-join/")
    assert event.is_organizer
    assert event.attendees[0].reply == "none"


@responses.activate
def test_free_and_busy(transport):
    responses.post(f"{ROOT}/me/calendar/getSchedule", json=answer("schedule"))
    hana, nobody = "hana.kovacova@northmoor.example", "nobody@elsewhere.example"
    window = graph.Window(NINE, NINE + timedelta(hours=2))

    found = graph.Schedule(transport).free_busy([hana, nobody], window)

    half = timedelta(minutes=30)
    assert found[hana] == graph.Busy((graph.Window(NINE + half, NINE + 3 * half),))
    assert found[nobody] == graph.Unknown("ErrorMailRecipientNotFound")


@responses.activate
def test_mailbox_settings(transport):
    responses.get(f"{ROOT}/me/mailboxSettings", json=answer("mailbox_settings"))

    settings = graph.Mailbox(transport).settings()

    hours = graph.WorkingHours(frozenset({0, 1, 3}), time(8, 30), time(17), "Europe/London")
    assert settings == graph.MailboxSettings("Europe/London", hours)


@responses.activate
def test_t06_a_custom_zone_is_none_and_its_hours_are_not_guessed(transport):
    custom = answer("mailbox_settings")
    custom["timeZone"] = "tzone://Microsoft/Custom"
    custom["workingHours"]["timeZone"] = {"name": "Customized Time Zone"}
    responses.get(f"{ROOT}/me/mailboxSettings", json=custom)

    assert graph.Mailbox(transport).settings() == graph.MailboxSettings(None, None)


def test_notifications():
    found = graph.received(raw("notifications"))

    assert found.changes[0].resource_id == "AAMkAGI1AAAt9AHjAAA="
    assert found.lifecycle[0].event == "missed"
    assert found.skipped == 0
