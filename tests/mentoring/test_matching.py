"""Who would work well with whom."""

from dataclasses import replace
from datetime import UTC, datetime
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugin.mentoring.confided import Confided, Ready
from plugin.mentoring.counted import WEIGHTS, Part
from plugin.mentoring.enrolment import Enrolment, EnrolmentId, Learn, Medium, Profile, Side, Talk
from plugin.mentoring.hours import WeekHours
from plugin.mentoring.matching import Reason, Suggestion, Why, common_hours, fit, suggest
from plugin.mentoring.people import PersonId, TenantId
from plugin.mentoring.programme import Entry, ProgrammeId

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
SIX_TO_TEN = WeekHours.office(6, 10, [0])
FULL = Profile(
    seeks=("Statistics", "Networking"),
    offers=("Statistics",),
    languages=("en", "de"),
    zone="UTC",
    hours=WeekHours.office(9, 11),
    media=(Medium.VIDEO, Medium.PHONE),
    values=("Calm", "Courage"),
    aims=("Teaching others", "More room for life"),
    talks=(Talk.DIRECT,),
    learns=(Learn.DOING,),
)


def enrolled(name, side, profile=FULL, *, capacity=1, ready_at=NOW):
    return Enrolment(
        EnrolmentId(f"e-{name}"), TenantId("t1"), ProgrammeId("p1"), PersonId(name), side,
        profile, capacity, ready_at,
    )  # fmt: skip


def mentee(name, profile=FULL, **more):
    return enrolled(name, Side.MENTEE, profile, **more)


def mentor(name, profile=FULL, **more):
    return enrolled(name, Side.MENTOR, profile, **more)


def drafted(*enrolments, **taken):
    return suggest(enrolments, taken={PersonId(k): v for k, v in taken.items()}, now=NOW)


def test_every_part_adds_its_points():
    parts = fit(FULL, FULL, now=NOW).parts

    assert parts == {**WEIGHTS, Part.SKILLS: round(WEIGHTS[Part.SKILLS] / 2)}


def test_the_weights_are_a_hundred_and_what_people_care_about_outweighs_surface():
    assert sum(WEIGHTS.values()) == 100
    deep = WEIGHTS[Part.VALUES] + WEIGHTS[Part.AIMS]
    assert deep > WEIGHTS[Part.LANGUAGES] + WEIGHTS[Part.MEDIA] + WEIGHTS[Part.STYLE]


def test_each_reason_says_what_the_two_share():
    assert fit(FULL, FULL, now=NOW).reasons == (
        Reason(Part.SKILLS, ("Statistics",)),
        Reason(Part.VALUES, ("Calm", "Courage")),
        Reason(Part.AIMS, ("Teaching others", "More room for life")),
        Reason(Part.LANGUAGES, ("en", "de")),
        Reason(Part.MEDIA, (Medium.VIDEO,)),
        Reason(Part.TIME, ("10",)),
    )


def test_people_who_said_nothing_share_nothing_and_may_still_be_matched():
    nothing = fit(Profile(), Profile(), now=NOW)

    assert (nothing.score, nothing.reasons, nothing.hours) == (0, (), None)
    assert nothing.barrier is None


def test_the_case_of_a_word_does_not_matter():
    shouted = replace(FULL, offers=("STATISTICS",))

    assert fit(FULL, shouted, now=NOW).reasons[0].words == ("Statistics",)


def test_no_common_hour_in_four_weeks_is_a_barrier():
    late = replace(FULL, hours=WeekHours.office(20, 22))

    assert fit(FULL, late, now=NOW).barrier is Part.TIME


@pytest.mark.parametrize("unsaid", [{"zone": None}, {"hours": WeekHours()}])
def test_hours_that_are_not_known_are_no_barrier_and_no_points(unsaid):
    open_ended = replace(FULL, **unsaid)

    for one, other in ((FULL, open_ended), (open_ended, FULL)):
        found = fit(one, other, now=NOW)
        assert (found.barrier, found.hours, found.parts[Part.TIME]) == (None, None, 0)


def test_no_common_language_is_a_barrier_where_both_have_said():
    french = replace(FULL, languages=("fr",))

    assert fit(FULL, french, now=NOW).barrier is Part.LANGUAGES
    assert fit(FULL, replace(FULL, languages=()), now=NOW).barrier is None


def test_m3_the_barrier_of_time_is_named_first():
    neither = replace(FULL, languages=("fr",), hours=WeekHours.office(20, 22))

    assert fit(FULL, neither, now=NOW).barrier is Part.TIME


@pytest.mark.parametrize(
    ("zone", "hours"),
    [("UTC", 4.0), ("Asia/Kathmandu", 0.0), ("Africa/Lagos", 3.0), ("Pacific/Kiritimati", 0.0)],
)
def test_common_hours_are_counted_on_each_ones_own_clock(zone, hours):
    here = Profile(zone="UTC", hours=SIX_TO_TEN)

    assert common_hours(here, Profile(zone=zone, hours=SIX_TO_TEN), now=NOW) == hours


def test_t09_quarter_hours_of_an_odd_zone_count():
    evening = Profile(zone="Asia/Kathmandu", hours=WeekHours.office(12, 13, [0]))  # 06:15 in UTC

    assert common_hours(Profile(zone="UTC", hours=SIX_TO_TEN), evening, now=NOW) == 1.0


def test_common_hours_follow_a_clock_change_inside_the_four_weeks():
    now = datetime(2027, 3, 14, tzinfo=UTC)  # two Mondays before Paris goes forward, two after
    paris = Profile(zone="Europe/Paris", hours=WeekHours.office(9, 10, [0]))
    utc = Profile(zone="UTC", hours=WeekHours.office(8, 9, [0]))

    assert common_hours(paris, utc, now=now) == 0.5


cells = st.frozensets(st.tuples(st.integers(0, 6), st.integers(14, 44)), min_size=1)


@given(cells, cells)
def test_common_hours_in_one_zone_are_the_cells_in_common(one, other):
    both = (Profile(zone="UTC", hours=WeekHours(some)) for some in (one, other))

    assert common_hours(*both, now=NOW) == len(one & other) / 2


def test_one_long_stretch_meets_several_short_ones_both_ways_round():
    long, short = (
        Profile(zone="UTC", hours=WeekHours.read(text))
        for text in ("0-18 0-19 0-20 0-21 0-22 0-23", "0-19 0-21 0-23")
    )

    assert common_hours(long, short, now=NOW) == common_hours(short, long, now=NOW) == 1.5


def test_everybody_gets_a_partner_where_that_is_possible():
    picky = replace(FULL, languages=("fr",))
    both = replace(FULL, languages=("fr", "en"))

    draft = drafted(mentee("a"), mentee("b", picky), mentor("x", both), mentor("y"))

    assert set(draft.pairs) == {Suggestion("a", "y"), Suggestion("b", "x")}
    assert draft.unplaced == ()


def test_nothing_but_the_profile_and_the_ids_decides_and_the_order_does_not():
    people = [mentee(f"e{n}") for n in range(5)] + [mentor(f"m{n}", capacity=2) for n in range(4)]
    drafts = {drafted(*Random(seed).sample(people, len(people))) for seed in range(10)}

    assert len(drafts) == 1


def test_a_mentor_gets_no_more_than_was_offered_less_what_is_taken():
    draft = drafted(mentee("a"), mentee("b"), mentee("c"), mentor("x", capacity=3), x=1)

    assert len(draft.pairs) == 2
    assert draft.unplaced == (("c", Why.ALL_FULL),)


def test_who_has_a_mentor_already_is_left_in_peace():
    draft = drafted(mentee("a"), mentor("x", capacity=2), a=1)

    assert (draft.pairs, draft.unplaced) == ((), (("x", Why.NO_MENTEE),))


def test_drafts_of_profiles_are_passed_over():
    draft = drafted(mentee("a", ready_at=None), mentor("x", ready_at=None))

    assert (draft.pairs, draft.unplaced) == ((), ())


def test_a_mentor_with_a_mentee_and_a_seat_left_is_not_without_a_partner():
    assert drafted(mentor("x", capacity=2), x=1).unplaced == ()


def test_a_mentor_who_takes_nobody_for_now_is_not_waiting():
    assert drafted(mentor("x", capacity=0), x=0).unplaced == ()


def test_more_partners_than_offered_leave_no_seat():
    draft = drafted(mentee("a"), mentor("x", capacity=1), x=3)

    assert draft.unplaced == (("a", Why.ALL_FULL),)


@pytest.mark.parametrize(
    ("mentors", "why"),
    [
        ([], Why.NO_MENTORS),
        ([{"hours": WeekHours.office(20, 22)}], Why.NO_COMMON_TIME),
        ([{"languages": ("fr",)}], Why.NO_COMMON_LANGUAGE),
        ([{"languages": ("fr",)}, {"hours": WeekHours.office(20, 22)}], Why.NO_COMMON_TIME),
    ],
)
def test_who_is_left_over_hears_why(mentors, why):
    others = [mentor(f"m{n}", replace(FULL, **change)) for n, change in enumerate(mentors)]

    assert drafted(mentee("a"), *others).unplaced[0] == ("a", why)


SIDES = (Side.MENTOR, Side.MENTEE)


@given(st.lists(st.tuples(st.sampled_from(SIDES), st.integers(0, 3), st.integers(0, 2),
                          st.sampled_from(["en", "fr"])), max_size=8))  # fmt: skip
def test_everybody_ready_is_in_a_pair_or_unplaced_or_has_what_they_offered(people):
    all_of_them = [
        enrolled(f"p{n}", side, replace(FULL, languages=(tongue,)), capacity=seats)
        for n, (side, seats, _, tongue) in enumerate(people)
    ]
    taken = {f"p{n}": count for n, (_, _, count, _) in enumerate(people)}

    draft = drafted(*all_of_them, **taken)

    paired = [who for pair in draft.pairs for who in (pair.mentee, pair.mentor)]
    for one in all_of_them:
        seats = max(one.capacity - taken[one.person_id], 0)
        assert paired.count(one.person_id) <= seats
        missing = not paired.count(one.person_id) and seats
        alone = missing and (one.side is Side.MENTEE or not taken[one.person_id])
        assert (one.person_id in dict(draft.unplaced)) == bool(alone)


def test_m12_who_meets_at_a_distance_only_shares_no_medium_with_who_meets_in_person():
    here = replace(FULL, media=(Medium.IN_PERSON,))
    far = replace(here, confided=Confided(virtual_only=True))

    assert fit(here, here, now=NOW).parts[Part.MEDIA] == WEIGHTS[Part.MEDIA]
    assert fit(far, here, now=NOW).parts[Part.MEDIA] == 0


def test_m5_what_is_no_part_of_the_score_changes_nothing():
    """Neither what brings somebody, nor their own words, nor anything that is sealed."""
    other = replace(
        FULL,
        about="61, a woman",
        entry=Entry.RETURNING,
        confided=Confided(access="a lift", hopes="to teach", checked=tuple(Ready)),
    )

    assert fit(other, FULL, now=NOW) == fit(FULL, FULL, now=NOW)
    assert fit(FULL, other, now=NOW) == fit(FULL, FULL, now=NOW)
