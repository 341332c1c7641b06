"""A person's part in a programme."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugin.mentoring.enrolment import (
    LONGEST_TEXT,
    LONGEST_WORD,
    MOST_SKILLS,
    MOST_VALUES,
    Enrolment,
    EnrolmentId,
    Medium,
    Profile,
    Side,
    best_shared,
)
from plugin.mentoring.errors import OutOfBoundsError
from plugin.mentoring.people import PersonId, TenantId
from plugin.mentoring.programme import Bounds, ProgrammeId

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
ENROLMENT = Enrolment(
    EnrolmentId("e1"), TenantId("t1"), ProgrammeId("p1"), PersonId("ada"), Side.MENTEE
)


def answered(side=Side.MENTOR, profile=None, capacity=2, bounds=None):
    return ENROLMENT.answered(
        side, profile or Profile(), capacity, bounds=bounds or Bounds(capacity=3), now=NOW
    )


def test_an_answer_makes_the_person_ready():
    assert ENROLMENT.ready_at is None
    assert answered().ready_at == NOW


def test_a_mentor_takes_as_many_as_the_programme_allows():
    assert answered(capacity=3).capacity == 3


def test_a_mentor_may_take_nobody_for_now():
    assert answered(capacity=0).capacity == 0


@pytest.mark.parametrize("capacity", [-1, 4, 10**9])
def test_more_or_less_than_the_programme_allows_is_refused(capacity):
    with pytest.raises(OutOfBoundsError):
        answered(capacity=capacity)


@pytest.mark.parametrize("capacity", [0, 1, 99])
def test_a_mentee_has_one_mentor_whatever_the_form_says(capacity):
    assert answered(Side.MENTEE, capacity=capacity, bounds=Bounds(capacity=0)).capacity == 1


def test_a_profile_may_be_sent_again_from_the_other_side():
    again = answered(Side.MENTEE).answered(
        Side.MENTOR, Profile(about="More"), 2, bounds=Bounds(), now=NOW
    )

    assert (again.side, again.capacity, again.profile.about) == (Side.MENTOR, 2, "More")


words = st.lists(st.text(max_size=100), max_size=20).map(tuple)
profiles = st.builds(
    Profile,
    seeks=words,
    offers=words,
    languages=words,
    values=words,
    zone=st.sampled_from([None, "", "Europe/Paris", "Asia/Calcutta", "Mars/Olympus"]),
    media=st.lists(st.sampled_from(Medium)).map(tuple),
    about=st.text(max_size=LONGEST_TEXT + 50),
)


@given(profiles)
def test_what_is_kept_stays_what_it_is(profile):
    kept = profile.kept()

    assert kept.kept() == kept


@given(profiles)
def test_what_is_kept_has_no_doubles_no_blanks_and_an_end(profile):
    kept = profile.kept()

    for some, most in (
        (kept.seeks, MOST_SKILLS),
        (kept.offers, MOST_SKILLS),
        (kept.languages, MOST_SKILLS),
        (kept.values, MOST_VALUES),
    ):
        assert len({word.casefold() for word in some}) == len(some) <= most
        assert all(word == word.strip() and 0 < len(word) <= LONGEST_WORD for word in some)
    assert len(kept.about) <= LONGEST_TEXT
    assert len(set(kept.media)) == len(kept.media)


def test_a_text_that_is_too_long_ends_in_a_word():
    about = "x" * (LONGEST_TEXT - 1) + " and more"

    assert Profile(about=about).kept().about == "x" * (LONGEST_TEXT - 1)


def test_of_two_spellings_the_first_is_kept():
    assert Profile(seeks=(" Data  analysis", "data analysis")).kept().seeks == ("Data analysis",)


def test_only_the_first_values_count():
    assert Profile(values=("d", "c", "b", "a")).kept().values == ("d", "c", "b")


def test_media_keep_their_order_of_liking():
    media = (Medium.WRITING, Medium.VIDEO, Medium.WRITING)

    assert Profile(media=media).kept().media == (Medium.WRITING, Medium.VIDEO)


@pytest.mark.parametrize(
    ("said", "kept"), [("Asia/Calcutta", "Asia/Kolkata"), ("Mars/Olympus", None), ("", None)]
)
def test_a_zone_that_nobody_knows_is_as_good_as_none(said, kept):
    assert Profile(zone=said).kept().zone == kept


VIDEO, PHONE, WRITING = Medium.VIDEO, Medium.PHONE, Medium.WRITING


@pytest.mark.parametrize(
    ("lists", "expected"),
    [
        ([(VIDEO, PHONE), (PHONE, VIDEO, WRITING)], PHONE),
        ([(VIDEO, PHONE, WRITING), (PHONE, WRITING), (WRITING, PHONE)], PHONE),
        ([(VIDEO,), (PHONE,)], None),
        ([(VIDEO,), ()], None),
        ([], None),
    ],
)
def test_t4_the_best_shared_way_of_meeting_is_liked_by_all_together(lists, expected):
    assert best_shared(lists) is expected
