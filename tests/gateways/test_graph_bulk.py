"""Many meetings made together as the tool: none twice, and each refusal its own."""

from dataclasses import replace

import pytest

from graph.app_roles import roles_in
from plugin.gateways.graph_calendars import GraphCalendars
from plugin.gateways.graph_reach import GraphReach
from plugin.ports.errors import TryLaterError
from plugin.ports.values import Booked
from tests.conftest import FixedClock
from tests.gateways.conftest import AMARA, HANA, NOW
from tests.gateways.invitations import BEN, a_session, an_invitation

LEILA = "leila.haddad@northmoor.example"
THUY = "nguyen.thuy@northmoor.example"
MENTORS = (HANA, LEILA, THUY)
BATCH = "POST /$batch"
MAKE = "/v1.0/users/"


class KilledError(Exception):
    """The process ended here."""


@pytest.fixture
def exchange(microsoft):
    """What Exchange opens to the tool."""

    def opens(*mailboxes):
        kept = {
            "roles": ["Calendars.ReadWrite", "MailboxSettings.Read"],
            "mailboxes": list(mailboxes),
        }
        microsoft.parts.world.state.put("rbac", "app", kept)

    opens(*MENTORS)
    return opens


@pytest.fixture
def reach(microsoft, exchange):
    return GraphReach(
        transport=microsoft.transport_of_app(),
        roles=lambda: roles_in(lambda: microsoft.parts.grants.token_for_app()["access_token"]),
        outside=AMARA,
        clock=FixedClock(NOW),
    )


@pytest.fixture
def calendars(microsoft, reach):
    return GraphCalendars(
        transport_of=microsoft.transport_of,
        notification_url="https://tool.example/notify",
        lifecycle_url="https://tool.example/lifecycle",
        across=reach.across,
    )


@pytest.fixture
def wanted(microsoft):
    """Two sessions of each of three mentors."""
    return [
        an_invitation(
            a_session(session_id=f"{mail[:3]}-{number}"),
            organiser_account=microsoft.account(mail, person=mail[:3]),
            addresses={BEN: AMARA},
        )
        for number in range(2)
        for mail in MENTORS
    ]


def standing(microsoft):
    return {mail: len(microsoft.events(mail)) for mail in MENTORS}


ONCE = dict.fromkeys(MENTORS, 2)


def test_many_are_made_in_few_requests_and_closed_to_recording(calendars, wanted, microsoft):
    microsoft.parts.grants.set_roles(
        frozenset({"OnlineMeetings.ReadWrite.All", "OnlineMeetings.Read.All"})
    )
    app = microsoft.transport_of_app()

    said = list(replace(calendars, across=lambda: app).book_all(wanted))

    assert {one.session.session_id for one, _ in said} == {one.session.session_id for one in wanted}
    assert all(("recording", "off") in booked.settings for _, booked in said)
    assert standing(microsoft) == ONCE
    assert microsoft.count(BATCH) == 2 * 5  # look, make, find, close, read: two of a mailbox


def test_meetings_that_the_tool_may_not_close_are_closed_as_their_organisers(
    calendars, wanted, microsoft
):
    said = list(calendars.book_all(wanted))

    assert all(("recording", "off") in booked.settings for _, booked in said)
    assert microsoft.count(BATCH) == 2 * 3  # look, make, and find in vain


@pytest.mark.parametrize("point", ["bulk.looked", "bulk.created", "bulk.hardened"])
def test_g05_a_worker_killed_anywhere_makes_one_meeting_each(calendars, wanted, microsoft, point):
    microsoft.parts.world.set_switch("transactions_remembered", on=False)
    passed = []

    def die(reached):
        passed.append(reached)
        if reached == point:
            raise KilledError

    with pytest.raises(KilledError):
        list(replace(calendars, reached=die).book_all(wanted))
    assert passed[-1] == point
    again = list(calendars.book_all(wanted))

    assert len(again) == 6
    assert all(("recording", "off") in booked.settings for _, booked in again)
    assert standing(microsoft) == ONCE


@pytest.mark.parametrize("loss", ["500-after", "cut-after", "html-after", "reset-after"])
def test_g05_what_was_made_without_an_answer_is_found_before_it_is_repeated(
    calendars, wanted, microsoft, loss
):
    microsoft.parts.world.set_switch("transactions_remembered", on=False)

    def lose(point):
        if point == "bulk.looked":
            microsoft.misbehave(loss, "POST", "/v1.0/$batch", times=1)

    said = list(replace(calendars, reached=lose).book_all(wanted))
    unknown = [one for one, outcome in said if isinstance(outcome, TryLaterError)]
    again = [booked for _, booked in calendars.book_all(wanted)]

    assert unknown != []
    assert all(isinstance(booked, Booked) for booked in again)
    assert (len(again), standing(microsoft)) == (6, ONCE)


def test_g01_one_that_is_put_off_waits_as_it_was_told_and_no_other_does(
    calendars, wanted, microsoft
):
    microsoft.misbehave("429", "POST", MAKE, times=1, retry_after="120")

    said = [outcome for _, outcome in calendars.book_all(wanted)]

    (late,) = [one for one in said if isinstance(one, TryLaterError)]
    assert late.after_s == 120
    assert sum(isinstance(one, Booked) for one in said) == 5
    assert sum(standing(microsoft).values()) == 5


def test_g01_one_that_could_not_be_looked_for_is_not_made(calendars, wanted, microsoft):
    calendars.across()  # what it answers is known from here on
    microsoft.misbehave("429", "GET", MAKE, times=1, retry_after="120")

    said = [outcome for _, outcome in calendars.book_all(wanted)]

    late = [one for one in said if isinstance(one, TryLaterError)]
    assert len(late) == 1
    assert sum(standing(microsoft).values()) == 5


def test_a_mailbox_that_is_closed_to_the_tool_is_left_to_its_own_token(
    calendars, wanted, microsoft, exchange
):
    exchange(HANA, THUY)

    said = list(calendars.book_all(wanted))

    assert {one.organiser_account.address for one, _ in said} == {HANA, THUY}
    assert microsoft.events(LEILA) == []
    left = [one for one in wanted if one.organiser_account.address == LEILA]
    assert [calendars.book(one).event_id for one in left] != []
    assert standing(microsoft) == ONCE


@pytest.mark.parametrize("mailboxes", [(), (*MENTORS, AMARA)])
def test_where_the_tool_reaches_nobody_or_everybody_nothing_is_made_together(
    calendars, wanted, microsoft, exchange, mailboxes
):
    exchange(*mailboxes)

    assert list(calendars.book_all(wanted)) == []
    assert standing(microsoft) == dict.fromkeys(MENTORS, 0)
