"""Which side is to follow when the outside calendar and ours differ."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from plugin.mentoring.merge import Seen, Verdict, compare
from plugin.mentoring.people import PersonId, TenantId
from plugin.mentoring.relationship import RelationshipId
from plugin.mentoring.session import (
    CalendarLink,
    Channel,
    MentoringSession,
    SessionId,
    SessionState,
    Sync,
)
from plugin.mentoring.spans import Span

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
NINE, TEN, ELEVEN = (
    Span(NOW + timedelta(hours=n), NOW + timedelta(hours=n, minutes=45)) for n in range(3)
)
SESSION = MentoringSession(
    SessionId("s1"), TenantId("t1"), RelationshipId("r1"), PersonId("ada"),
    frozenset({PersonId("ada"), PersonId("ben")}), NINE, "Europe/Paris",
)  # fmt: skip
LINK = CalendarLink(
    SessionId("s1"), TenantId("t1"), Channel.OUTLOOK, PersonId("ada"), Sync.BOOKED, NOW, told=NINE
)


def verdict(ours, told, theirs, *, ours_cancelled=False, theirs_cancelled=False):
    state = SessionState.CANCELLED if ours_cancelled else SessionState.PLANNED
    return compare(
        replace(SESSION, span=ours, state=state),
        replace(LINK, told=told),
        Seen(theirs, theirs_cancelled, "etag", None),
    )


def test_a_time_we_asked_for_without_an_answer_is_our_echo_and_no_move_in_outlook():
    """A to B, whose answer is lost, and at once to C: Outlook holds B because of us."""
    asked = replace(LINK, told=NINE, asked=(TEN, ELEVEN))

    def seen(span):
        return compare(replace(SESSION, span=ELEVEN), asked, Seen(span, False, "etag", None))

    assert seen(NINE) is Verdict.OURS_PENDING
    assert seen(TEN) is Verdict.OURS_PENDING
    assert seen(ELEVEN) is Verdict.AGREE
    assert seen(Span(TEN.starts_at, ELEVEN.ends_at)) is Verdict.THEIRS_MOVED


def test_both_as_they_were_agree():
    assert verdict(NINE, NINE, NINE) is Verdict.AGREE


def test_a_move_in_outlook_is_followed():
    assert verdict(NINE, NINE, TEN) is Verdict.THEIRS_MOVED


def test_our_move_that_outlook_has_not_been_told_is_on_its_way():
    assert verdict(TEN, NINE, NINE) is Verdict.OURS_PENDING


def test_g16_when_both_moved_outlooks_time_wins():
    assert verdict(TEN, NINE, ELEVEN) is Verdict.THEIRS_MOVED


def test_when_both_moved_to_one_time_they_agree():
    assert verdict(TEN, NINE, TEN) is Verdict.AGREE


def test_what_was_never_told_cannot_have_been_moved():
    assert verdict(NINE, None, TEN) is Verdict.OURS_PENDING


def test_a_cancellation_in_outlook_is_followed_though_we_moved():
    assert verdict(TEN, NINE, NINE, theirs_cancelled=True) is Verdict.THEIRS_CANCELLED


def test_our_cancellation_stands_though_outlook_moved():
    assert verdict(NINE, NINE, TEN, ours_cancelled=True) is Verdict.OURS_PENDING


@pytest.mark.parametrize(("told", "theirs"), list(product((None, NINE, TEN), (NINE, TEN))))
def test_called_off_on_both_sides_is_agreed_whatever_the_time(told, theirs):
    called_off = verdict(NINE, told, theirs, ours_cancelled=True, theirs_cancelled=True)

    assert called_off is Verdict.AGREE
