"""Who comes and who goes is told to the guests of a meeting that stands."""

from dataclasses import replace

import pytest

from graph.transport import Request
from plugin.mentoring.answers import Answer, Guest
from plugin.mentoring.people import PersonId
from tests.gateways.conftest import AMARA, HANA
from tests.gateways.invitations import ADA, BEN, linked, moved, person, span
from tests.gateways.test_graph_calendars import calendars, invitation, receiver

__all__ = ["calendars", "invitation", "receiver"]
CLEO = PersonId("cleo")
THIRD = "leila.haddad@northmoor.example"


def among(invitation, booked, others, told):
    """The invitation for ada and `others`, of which the calendar was told of `told`."""
    known = linked(invitation, booked)
    people = frozenset({ADA, *others})
    return replace(
        known,
        session=replace(known.session, people=people),
        guests=tuple(person(who, who.title()) for who in others),
        addresses={ADA: HANA, BEN: AMARA, CLEO: THIRD},
        previous=replace(known.previous, told_people=frozenset(told)),
    )


def test_a_newcomer_is_invited_and_who_left_is_not_any_more(calendars, invitation, microsoft):
    booked = calendars.book(invitation)

    calendars.change(among(invitation, booked, (CLEO,), {ADA, BEN}))

    [event] = microsoft.events(HANA)
    told = {one["emailAddress"]["address"] for one in event["attendees"]}
    assert told == {THIRD}
    assert [one["subject"] for one in microsoft.events(THIRD)] == [invitation.title]


def test_g16_guests_are_told_even_where_the_meeting_changed_meanwhile(
    calendars, invitation, microsoft
):
    booked = calendars.book(invitation)
    calendars.change(moved(linked(invitation, booked), span(2)))
    late = moved(among(invitation, booked, (BEN, CLEO), {ADA, BEN}), span(2))

    calendars.change(late)  # with the etag of before the move

    [event] = microsoft.events(HANA)
    told = {one["emailAddress"]["address"] for one in event["attendees"]}
    assert told == {AMARA, THIRD}


@pytest.fixture
def guest(calendars, invitation, microsoft):
    """What the guest does with the invitation over Graph, and what the organiser then reads."""
    known = linked(invitation, calendars.book(invitation))
    transport = microsoft.transport_of(microsoft.account(AMARA))
    [event] = microsoft.events(AMARA)

    def act(what, **body):
        url = f"/me/events/AAkALgAA{event['id']}/{what}"
        transport.send(Request("POST", url, json=body))
        return calendars.read(known.previous, known.organiser_account).guests

    return act


def slot(span):
    ends = {"start": span.starts_at, "end": span.ends_at}
    return {
        name: {"dateTime": f"{at:%Y-%m-%dT%H:%M:%S}", "timeZone": "UTC"}
        for name, at in ends.items()
    }


def test_g25_an_answer_and_a_proposed_time_come_with_the_reading(guest):
    assert guest("accept", sendResponse=True) == (Guest(AMARA, Answer.YES),)
    asked = guest("tentativelyAccept", sendResponse=True, proposedNewTime=slot(span(5)))
    assert asked == (Guest(AMARA, Answer.MAYBE, span(5)),)
    assert guest("decline", sendResponse=True) == (Guest(AMARA, Answer.NO, span(5)),)


def test_g25_an_answer_that_is_not_sent_is_not_known(guest):
    assert guest("accept", sendResponse=False) == (Guest(AMARA),)


def test_g27_whom_a_guest_forwarded_it_to_is_on_the_list(guest, microsoft):
    recipient = {"emailAddress": {"address": THIRD, "name": "Leïla"}}

    assert [one.address for one in guest("forward", toRecipients=[recipient])] == [AMARA, THIRD]
    assert len(microsoft.events(THIRD)) == 1
