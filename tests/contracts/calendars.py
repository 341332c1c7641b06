"""What every implementation of `plugin.ports.outside.Calendars` promises.

Derive a test class from `CalendarsContract` and give it the fixtures `calendars`, `invitation`
(with the organiser's account) and `outlook`: what people do and see in the organiser's calendar.

    outlook.meetings() -> identifiers of what stands in the calendar
    outlook.move(event_id, span), outlook.call_off(event_id)
    outlook.double(event_id) -> the identifier of a second meeting made for the same session
"""

from dataclasses import replace
from datetime import timedelta

import pytest

from plugin.ports.errors import GoneError, SignInNeededError, TryLaterError
from plugin.ports.values import Subscription
from tests.gateways.conftest import NOW
from tests.gateways.invitations import a_link, an_invitation_to, called_off, linked, moved, span

UNTIL = NOW + timedelta(days=3)


class CalendarsContract:
    def test_a_booked_session_stands_at_its_time_with_a_way_in(self, calendars, invitation):
        booked = calendars.book(invitation)

        seen = calendars.read(linked(invitation, booked).previous, invitation.organiser_account)
        assert (booked.span, seen.span, seen.cancelled) == (span(), span(), False)
        assert booked.join_url == seen.join_url is not None
        assert ("recording", "off") in booked.settings

    def test_booking_again_adopts_what_the_first_attempt_made(self, calendars, invitation, outlook):
        first, second = calendars.book(invitation), calendars.book(invitation)

        assert second.event_id == first.event_id
        assert outlook.meetings() == [first.event_id]

    def test_booked_together_is_what_booking_each_would_have_made(
        self, calendars, invitation, outlook
    ):
        each = [an_invitation_to(invitation, name) for name in ("one", "two")]
        first = calendars.book(each[0])

        said = list(calendars.book_all(each))
        again = list(calendars.book_all(each))

        for one, booked in said:
            assert (booked.span, booked.settings) == (span(), first.settings)
            assert booked.event_id == calendars.book(one).event_id
        assert [booked.event_id for _, booked in again] == [booked.event_id for _, booked in said]
        assert len(outlook.meetings()) == (2 if said else 1)

    def test_what_is_adopted_says_its_own_time(self, calendars, invitation):
        calendars.book(invitation)

        assert calendars.book(moved(invitation, span(2))).span == span()

    def test_the_next_generation_is_another_meeting(self, calendars, invitation, outlook):
        calendars.book(invitation)

        calendars.book(replace(invitation, session=invitation.session.asked_anew()))

        assert len(outlook.meetings()) == 2

    def test_a_move_is_told_and_confirmed(self, calendars, invitation, outlook):
        before = calendars.book(invitation)

        after = calendars.change(moved(linked(invitation, before), span(2)))

        assert (after.event_id, after.join_url) == (before.event_id, before.join_url)
        assert after.span == span(2)
        assert calendars.read(linked(invitation, after).previous, invitation.organiser_account)
        assert outlook.meetings() == [before.event_id]

    def test_moving_again_to_the_same_time_is_no_trouble(self, calendars, invitation):
        known = moved(linked(invitation, calendars.book(invitation)), span(2))
        calendars.change(known)

        assert calendars.change(known).span == span(2)

    def test_g16_a_time_chosen_in_outlook_is_not_overwritten(self, calendars, invitation, outlook):
        booked = calendars.book(invitation)
        outlook.move(booked.event_id, span(5))

        with pytest.raises(TryLaterError):
            calendars.change(moved(linked(invitation, booked), span(2)))

        link = linked(invitation, booked).previous
        assert calendars.read(link, invitation.organiser_account).span == span(5)

    def test_a_time_that_we_asked_for_without_an_answer_is_ours_to_change(
        self, calendars, invitation
    ):
        booked = calendars.book(invitation)
        known = linked(invitation, booked)
        calendars.change(moved(known, span(2)))  # its answer was lost
        asked = replace(known.previous, asked=(span(2), span(3)))

        assert calendars.change(moved(replace(known, previous=asked), span(3))).span == span(3)

    def test_t2_recording_is_allowed_and_forbidden_again_and_read_back(self, calendars, invitation):
        booked = calendars.book(invitation)
        known = linked(invitation, booked)
        known = replace(known, previous=replace(known.previous, join_url=booked.join_url))
        on = calendars.allow_recording(known, allowed=True)
        off = calendars.allow_recording(known, allowed=False)

        assert (dict(on)["recording"], dict(off)["recording"]) == ("on", "off")

    def test_what_was_called_off_outside_cannot_be_moved(self, calendars, invitation, outlook):
        booked = calendars.book(invitation)
        outlook.call_off(booked.event_id)

        with pytest.raises(GoneError):
            calendars.change(moved(linked(invitation, booked), span(2)))

    @pytest.mark.parametrize("link", [None, a_link()])
    def test_what_was_never_made_cannot_be_moved(self, calendars, invitation, link):
        with pytest.raises(GoneError):
            calendars.change(replace(invitation, previous=link))

    def test_calling_off_may_be_repeated(self, calendars, invitation, outlook):
        known = called_off(linked(invitation, calendars.book(invitation)))
        calendars.cancel(known)

        calendars.cancel(known)

        assert outlook.meetings() == []

    def test_calling_off_finds_what_was_never_confirmed(self, calendars, invitation, outlook):
        calendars.book(invitation)

        calendars.cancel(called_off(replace(invitation, previous=a_link())))

        assert outlook.meetings() == []

    def test_calling_off_what_was_never_made_is_no_trouble(self, calendars, invitation, outlook):
        calendars.cancel(called_off(replace(invitation, previous=None)))

        assert outlook.meetings() == []

    def test_a_move_and_an_end_in_outlook_are_seen(self, calendars, invitation, outlook):
        booked = calendars.book(invitation)
        link, account = linked(invitation, booked).previous, invitation.organiser_account

        outlook.move(booked.event_id, span(5))
        after = calendars.read(link, account)
        outlook.call_off(booked.event_id)
        at_last = calendars.read(link, account)

        assert (after.span, after.etag == booked.etag) == (span(5), False)
        assert at_last is None or at_last.cancelled

    def test_many_are_read_together_each_as_it_is_read_alone(self, calendars, invitation, outlook):
        account = invitation.organiser_account
        booked = [calendars.book(an_invitation_to(invitation, f"s{n}")) for n in range(23)]
        outlook.move(booked[7].event_id, span(5))
        outlook.call_off(booked[21].event_id)
        links = [a_link(session_id=f"s{n}", event_id=one.event_id) for n, one in enumerate(booked)]
        links.append(a_link(session_id="nobody", event_id="AAkALgAAnobody"))

        together = list(calendars.read_all([(link, account) for link in links]))

        alone = {link.session_id: calendars.read(link, account) for link in links}
        assert {link.session_id: said for link, said in together} == alone
        assert (alone["s7"].span, alone["s8"].span) == (span(5), span())

    @pytest.mark.parametrize("event_id", [None, "AAkALgAAnobody"])
    def test_what_is_not_there_is_not_seen(self, calendars, invitation, event_id):
        link = a_link(event_id=event_id)

        assert calendars.read(link, invitation.organiser_account) is None

    def test_g07_a_sweep_leaves_the_meeting_we_know(self, calendars, invitation, outlook):
        booked = calendars.book(invitation)
        double = outlook.double(booked.event_id)

        swept = calendars.sweep(linked(invitation, replace(booked, event_id=double)))

        assert swept == 1
        assert outlook.meetings() == [double]

    def test_g07_a_sweep_leaves_the_oldest_where_ours_is_gone(self, calendars, invitation, outlook):
        booked = calendars.book(invitation)
        outlook.double(booked.event_id)

        calendars.sweep(replace(invitation, previous=a_link(event_id="AAkALgAAnobody")))

        assert outlook.meetings() == [booked.event_id]

    def test_a_sweep_finds_nothing_in_order(self, calendars, invitation):
        assert calendars.sweep(linked(invitation, calendars.book(invitation))) == 0

    def test_of_a_session_called_off_a_sweep_leaves_nothing(self, calendars, invitation, outlook):
        known = linked(invitation, calendars.book(invitation))
        outlook.double(known.previous.event_id)

        assert calendars.sweep(called_off(known)) == 2
        assert outlook.meetings() == []

    def test_without_an_account_somebody_must_sign_in(self, calendars, invitation):
        alone = replace(invitation, organiser_account=None, previous=a_link(event_id="x"))

        for act in (calendars.book, calendars.change, calendars.cancel, calendars.sweep):
            with pytest.raises(SignInNeededError):
                act(alone)

    def test_a_subscription_lasts_and_lasts_longer(self, calendars, invitation):
        account = invitation.organiser_account

        name, ends_at = calendars.subscribe(account, secret="s" * 40, until=UNTIL)
        kept = Subscription(name, account.tenant_id, account.person_id, "s" * 40, ends_at)
        renewed = calendars.renew(kept, account, until=UNTIL + timedelta(days=1))

        assert (ends_at, renewed) == (UNTIL, UNTIL + timedelta(days=1))

    def test_w11_a_subscription_that_is_over_must_be_made_anew(self, calendars, invitation):
        account = invitation.organiser_account
        over = Subscription("nobody", account.tenant_id, account.person_id, "s", UNTIL)

        with pytest.raises(GoneError):
            calendars.renew(over, account, until=UNTIL)
