"""Who was in a session's meeting, by the pretend Microsoft 365's attendance reports."""

from datetime import timedelta

import pytest

import graph
from plugin.gateways.graph_reports import GraphReports
from plugin.mentoring.people import PersonId
from plugin.mentoring.spans import Span
from plugin.ports.errors import ConsentMissingError, TryLaterError
from plugin.ports.presence import Guest
from tests.gateways.conftest import AMARA, HANA, NOW, SCOPES

WISHED = SCOPES | {"OnlineMeetingArtifact.Read.All"}
START = NOW + timedelta(days=7)
WITHIN = Span(START - timedelta(minutes=15), START + timedelta(minutes=75))
ADA, BEN = PersonId("ada"), PersonId("ben")


def minutes(start, end):
    return START + timedelta(minutes=start), START + timedelta(minutes=end)


@pytest.fixture
def meeting(microsoft):
    """A meeting that Hana organised, and Amara was invited to."""
    when = graph.When(START, START + timedelta(minutes=45), "Europe/Dublin")
    draft = graph.EventDraft(
        subject="S", body_html="<p>B</p>", when=when, invitees=(graph.Invitee(AMARA, "A"),),
        correlation_id="s:1", transaction_id="7f0b6b4e-5b8f-5a8e-9a51-7d9c9a1f0001",
    )  # fmt: skip
    transport = microsoft.transport_of(microsoft.account(HANA))
    return graph.Calendar(transport).create(draft).join_url


@pytest.fixture
def met(microsoft, meeting):
    """Let people have been in it: addresses, or names of nobody, with minutes from its start."""
    parts = microsoft.parts

    def met(**stays):
        find = parts.world.accounts.find
        there = [(find(names[who]) or names[who], *minutes(*span)) for who, span in stays.items()]
        return parts.attendance.add(parts.meetings.by_url(meeting), there)

    names = {"hana": HANA, "amara": AMARA, "passer": "Passer-by", "mail": "ben@elsewhere.example"}
    return met


@pytest.fixture
def ask(microsoft, meeting):
    """Ask as Hana for whom her meeting saw; those who are asked for are told by keywords."""

    def ask(url=meeting, granted=WISHED, who=HANA, ben=None, more=(), within=WITHIN):
        user = microsoft.user(who)
        microsoft.parts.grants.consent(user.oid, granted)
        reports = GraphReports(
            transport_of=lambda _: microsoft.transport(
                microsoft.parts.grants.tokens_for(user, granted)
            )
        )
        guests = [
            Guest(ADA, microsoft.user(HANA).oid, HANA),
            ben or Guest(BEN, microsoft.user(AMARA).oid, AMARA),
            *more,
        ]
        return reports.stays(microsoft.account(who), url, guests, within=within)

    return ask


def test_without_a_report_nothing_is_known_yet(ask):
    assert ask() is None


def test_stays_come_with_the_people_and_of_strangers_nothing_comes(met, ask):
    met(hana=(0, 40), amara=(5, 40), passer=(0, 40))

    assert ask() == {ADA: (Span(*minutes(0, 40)),), BEN: (Span(*minutes(5, 40)),)}


def test_two_reports_of_one_session_are_read_as_one(met, ask):
    met(hana=(0, 10), amara=(0, 10))
    met(hana=(20, 40))

    assert ask() == {
        ADA: (Span(*minutes(0, 10)), Span(*minutes(20, 40))),
        BEN: (Span(*minutes(0, 10)),),
    }


def test_a_report_of_another_session_of_its_series_is_not_opened(met, ask, microsoft):
    met(hana=(7 * 24 * 60, 7 * 24 * 60 + 40), amara=(7 * 24 * 60, 7 * 24 * 60 + 40))

    assert ask() is None
    opened = "/me/onlineMeetings/{onlineMeeting-id}/attendanceReports/{meetingAttendanceReport-id}"
    assert microsoft.count(f"GET {opened}") == 0


def test_of_a_long_meeting_only_the_sessions_own_time_counts(met, ask):
    met(hana=(-120, 300))

    assert ask() == {ADA: (WITHIN,)}


def test_who_linked_no_account_is_known_by_where_the_invitation_went(met, ask):
    met(hana=(0, 40), mail=(0, 40))

    found = ask(ben=Guest(BEN, None, "Ben@Elsewhere.example"))

    assert set(found) == {ADA, BEN}


def test_whose_account_is_known_is_known_by_nothing_else(met, ask):
    met(hana=(0, 40), mail=(0, 40))

    assert set(ask(ben=Guest(BEN, "another", "ben@elsewhere.example"))) == {ADA}


def test_g12_only_with_the_organisers_yes(met, ask):
    met(hana=(0, 40))

    with pytest.raises(ConsentMissingError):
        ask(granted=SCOPES)


def test_nobody_but_the_organiser_asks(met, ask):
    met(hana=(0, 40))

    with pytest.raises(ConsentMissingError):
        ask(who=AMARA)


def test_g03_a_graph_that_is_down_is_asked_again_later(met, ask, microsoft):
    met(hana=(0, 40))
    microsoft.misbehave("503", "GET", path="/v1.0/me/onlineMeetings", times=20)

    with pytest.raises(TryLaterError):
        ask()


def test_an_address_that_two_share_is_nobodys(met, ask):
    met(hana=(0, 40), mail=(0, 40))
    shared = Guest(BEN, None, "ben@elsewhere.example")
    eve = Guest(PersonId("eve"), None, "Ben@elsewhere.example")

    assert set(ask(ben=shared, more=[eve])) == {ADA}
