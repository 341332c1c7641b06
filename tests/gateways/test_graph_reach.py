"""Level 3: calendars by application access, only within limits that were proved."""

from dataclasses import replace
from datetime import timedelta

import pytest

from graph.app_roles import roles_in
from graph.errors import GraphContractError
from plugin.gateways.graph_calendars import GraphCalendars
from plugin.gateways.graph_reach import COUNTS, GraphReach
from plugin.ports.errors import ConsentMissingError, TryLaterError
from tests.conftest import FixedClock
from tests.gateways.conftest import AMARA, HANA, NOW
from tests.gateways.invitations import (
    BEN,
    a_link,
    a_session,
    an_invitation,
    called_off,
    linked,
    moved,
    span,
)

ROLES = ["Calendars.ReadWrite", "MailboxSettings.Read"]
LEILA = "leila.haddad@northmoor.example"
THUY = "nguyen.thuy@northmoor.example"
BATCH = "POST /$batch"


@pytest.fixture
def exchange(microsoft):
    """What Exchange opens to the tool."""

    def opens(*mailboxes):
        kept = {"roles": ROLES, "mailboxes": list(mailboxes)}
        microsoft.parts.world.state.put("rbac", "app", kept)

    return opens


@pytest.fixture
def clock():
    return FixedClock(NOW)


@pytest.fixture
def reach(microsoft, clock):
    return GraphReach(
        transport=microsoft.transport_of_app(),
        roles=lambda: roles_in(lambda: microsoft.parts.grants.token_for_app()["access_token"]),
        outside=AMARA,
        clock=clock,
    )


def test_a_mailbox_in_the_group_is_covered_and_no_other(reach, exchange, microsoft):
    exchange(HANA)

    assert reach.covers(microsoft.account(HANA))
    assert not reach.covers(microsoft.account(LEILA))


def test_without_a_grant_nothing_is_covered(reach, microsoft):
    assert not reach.covers(microsoft.account(HANA))


def test_a_grant_that_opens_the_other_mailbox_too_is_never_used(reach, exchange, microsoft):
    exchange(HANA, AMARA)

    assert not reach.covers(microsoft.account(HANA))


@pytest.mark.parametrize("role", ["Calendars.ReadWrite", "Calendars.Read"])
def test_a_grant_of_entras_for_everybody_is_never_used(reach, exchange, microsoft, role):
    exchange(HANA)
    microsoft.parts.grants.set_roles(frozenset({"Sites.Selected", role}))

    assert not reach.covers(microsoft.account(HANA))


def test_what_was_found_counts_for_a_while(reach, exchange, microsoft, clock):
    exchange(HANA)
    assert reach.covers(microsoft.account(HANA))
    exchange(HANA, AMARA)
    assert reach.covers(microsoft.account(HANA))

    clock.advance(seconds=COUNTS.total_seconds() + 1)
    assert not reach.covers(microsoft.account(HANA))


def test_while_microsoft_is_silent_nobody_says_no(reach, exchange, microsoft):
    exchange(HANA)
    microsoft.misbehave("503", "GET", "/v1.0/users", times=None, retry_after="1")

    with pytest.raises(TryLaterError):
        reach.covers(microsoft.account(HANA))
    microsoft.faults.clear()
    assert reach.covers(microsoft.account(HANA))


@pytest.mark.parametrize("token", ["", "a.b.c", "only", "a.WyJ4Il0.c"])
def test_a_token_that_cannot_be_read_is_no_proof(token):
    with pytest.raises(GraphContractError):
        roles_in(lambda: token)


@pytest.fixture
def calendars(microsoft):
    """Calendars in which the tool speaks for whoever the account is."""
    app = microsoft.transport_of_app()
    return GraphCalendars(
        transport_of=lambda account: app.speaking_for(account.object_id),
        notification_url="https://tool.example/notify",
        lifecycle_url="https://tool.example/lifecycle",
    )


@pytest.fixture
def invitation(microsoft):
    return an_invitation(
        a_session(span=span()),
        organiser_account=microsoft.account(HANA),
        addresses={BEN: AMARA},
        previous=a_link(),
    )


def test_a_session_is_booked_moved_read_and_called_off_in_the_mentors_own_calendar(
    calendars, exchange, microsoft, invitation
):
    exchange(HANA)
    booked = calendars.book(invitation)
    again = calendars.book(invitation)
    after = calendars.change(moved(linked(invitation, booked), span(2)))
    known = linked(invitation, after)

    assert again.event_id == booked.event_id
    assert booked.join_url == after.join_url is not None
    assert calendars.read(known.previous, invitation.organiser_account).span == span(2)
    ((_link, together),) = calendars.read_all([(known.previous, invitation.organiser_account)])
    assert together.span == span(2)
    (event,) = microsoft.events(HANA)
    assert event["organiser"] == microsoft.user(HANA).oid
    calendars.cancel(called_off(known))
    assert microsoft.events(AMARA) == []


def test_a_mailbox_outside_of_the_group_is_not_written_to(
    calendars, exchange, microsoft, invitation
):
    exchange(HANA)
    other = replace(invitation, organiser_account=microsoft.account(LEILA))

    with pytest.raises(ConsentMissingError):
        calendars.book(other)
    assert microsoft.events(LEILA) == []


@pytest.fixture
def together(microsoft, reach):
    """Calendars that read as their organisers, and together where the tool itself may."""
    return GraphCalendars(
        transport_of=microsoft.transport_of,
        notification_url="https://tool.example/notify",
        lifecycle_url="https://tool.example/lifecycle",
        across=reach.across,
    )


@pytest.fixture
def theirs(microsoft, together):
    """Two sessions of each of three mentors, and whose accounts they are."""
    wanted = []
    for mail in (HANA, LEILA, THUY):
        account = microsoft.account(mail, person=mail)
        for number in range(2):
            session = replace(a_session(span=span()), session_id=f"{mail}-{number}")
            made = together.book(an_invitation(session, organiser_account=account, previous=None))
            link = a_link(session_id=session.session_id, event_id=made.event_id)
            wanted.append((link, account))
    return wanted


def reads(microsoft):
    """Return what was asked for together, and what as an organiser alone."""
    return microsoft.count(BATCH), microsoft.count("GET /me/events/{event-id}")


def test_where_the_tool_may_read_the_meetings_of_several_people_are_one_request(
    together, theirs, exchange, microsoft
):
    exchange(HANA, LEILA, THUY)

    read = list(together.read_all(theirs))

    assert {link.session_id for link, _ in read} == {link.session_id for link, _ in theirs}
    assert [said.span for _, said in read] == [span()] * 6
    assert reads(microsoft) == (1, 0)


def test_whose_calendar_is_closed_to_the_tool_is_read_as_its_organiser(
    together, theirs, exchange, microsoft
):
    exchange(HANA, LEILA)

    read = list(together.read_all(theirs))

    assert [said.span for _, said in read] == [span()] * 6
    assert reads(microsoft) == (1 + 1, 2)


@pytest.mark.parametrize("opened", [(), (HANA, LEILA, THUY, AMARA)])
def test_nothing_is_read_together_by_a_grant_with_no_bounds_or_by_none(
    together, theirs, exchange, microsoft, opened
):
    exchange(*opened)

    assert [said.span for _, said in together.read_all(theirs)] == [span()] * 6
    assert reads(microsoft)[1] == 6


def test_a_meeting_that_the_tool_does_not_find_is_looked_for_as_its_organiser(
    together, theirs, exchange, microsoft
):
    exchange(HANA, LEILA, THUY)
    (link, account), *others = theirs
    session = replace(a_session(span=span()), session_id=link.session_id)
    together.cancel(called_off(an_invitation(session, organiser_account=account, previous=link)))

    read = {link.session_id: said for link, said in together.read_all(theirs)}

    assert read.pop(link.session_id) is None
    assert [said.span for said in read.values()] == [span()] * len(others)
    assert reads(microsoft) == (1 + 1, 1)


def test_while_microsoft_says_wait_nobody_is_asked_alone(together, theirs, exchange, microsoft):
    exchange(HANA, LEILA, THUY)
    microsoft.misbehave("429", "POST", "/v1.0/$batch", times=1, retry_after="120")

    read = [said for _, said in together.read_all(theirs)]

    assert [getattr(said, "after_s", None) for said in read] == [120.0] * 6
    assert reads(microsoft) == (0, 0)


def test_options_that_teams_does_not_let_the_tool_set_are_not_called_known(
    calendars, exchange, invitation
):
    exchange(HANA)

    assert dict(calendars.book(invitation).settings)["recording"] == "unknown"


def test_the_half_hour_is_less_than_exchange_takes():
    assert timedelta(minutes=30) >= COUNTS
