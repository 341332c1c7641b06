"""Common free time: unknown is unknown, and every clock is its owner's."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from plugin.mentoring.common_time import Fit
from plugin.mentoring.enrolment import Side
from plugin.mentoring.errors import SessionOverError, UnknownThingError
from plugin.mentoring.hours import NOT_SAID, WeekHours
from plugin.mentoring.spans import Span, on_wall_clock
from plugin.ports.errors import SignInNeededError, TryLaterError


@pytest.fixture
def programme(world):
    return world.programme()


@pytest.fixture
def pair(world, programme):
    return world.pair(programme)


@pytest.fixture
def said(world, programme, pair):
    """Both have said office hours, in Berlin."""
    world.answer(programme, world.ada, Side.MENTOR)
    world.answer(programme, world.ben, Side.MENTEE)


@pytest.fixture
def known(world, said):
    """Both of their Outlooks can be asked, and are empty; ada has connected."""
    world.connect()
    world.free_busy.taken = {f"{world.ada.person_id}@northmoor.example": [], BEN: []}


BEN = "ben@northmoor.example"


def times(world, pair, **more):
    return world.services.free_time.times(pair, actor=world.ben, **more)


def test_times_that_suit_both_are_good_and_five_are_offered(world, pair, known):
    page = times(world, pair)

    assert len(page.best) == 5
    assert {option.fit for option in page.best} == {Fit.GOOD}
    assert page.unknown == frozenset()
    assert {len([one for one in page.best if same_day(one, other)]) for other in page.best} <= {
        1,
        2,
    }


def same_day(one, other):
    zone = "Europe/Berlin"
    days = [on_wall_clock(option.span.starts_at, zone).date() for option in (one, other)]
    return days[0] == days[1]


def test_what_outlook_calls_busy_is_not_offered(world, pair, known, span):
    world.free_busy.taken[BEN] = [span(1, 8, minutes=600)]

    assert not any(one.span.touches(span(1, 8, minutes=600)) for one in times(world, pair).week)


def test_who_has_said_nothing_and_cannot_be_asked_is_unknown_and_never_free(world, pair):
    page = times(world, pair)

    assert {option.fit for option in page.best} == {Fit.UNKNOWN}
    assert page.unknown == {world.ada.person_id, world.ben.person_id}


def test_hours_left_empty_are_not_said(world, programme, pair):
    world.answer(programme, world.ada, Side.MENTOR, hours=NOT_SAID)
    world.answer(programme, world.ben, Side.MENTEE)

    assert {option.unsure for option in times(world, pair).best} == {(world.ada.person_id,)}


@pytest.mark.parametrize("trouble", [TryLaterError("503"), SignInNeededError("gone")])
def test_an_outlook_that_is_down_leaves_the_hours_that_people_said(world, pair, known, trouble):
    world.free_busy.trouble = trouble

    page = times(world, pair)

    assert page.unknown == {world.ada.person_id, world.ben.person_id}
    assert {option.fit for option in page.best} == {Fit.GOOD}


def test_level_0_asks_nobody_and_offers_times_by_the_hours(world, level0, pair, known):
    page = level0.services.free_time.times(pair, actor=world.ben)

    assert (len(page.best), len(page.unknown)) == (5, 2)


def test_where_only_the_organiser_has_connected_the_partner_is_asked_by_address(
    world, pair, known, span
):
    del world.free_busy.taken[BEN]

    assert times(world, pair).unknown == {world.ben.person_id}


def test_who_has_to_sign_in_again_asks_nothing_and_the_partner_does(world, pair, known, clock):
    kept = world.kept("account", world.ada.person_id)
    world.save("account", replace(kept, needs_sign_in_since=clock()))
    alone = times(world, pair).unknown
    world.connect(world.ben)
    world.free_busy.taken[f"{world.ben.person_id}@northmoor.example"] = []

    assert len(alone) == 2
    assert times(world, pair).unknown == frozenset()


def test_of_two_accounts_the_one_that_works_asks(world, pair, known):
    class HalfAsleep:
        def busy(self, asker, addresses, window):
            if asker.person_id == world.ada.person_id:
                raise SignInNeededError("gone")
            return dict.fromkeys(addresses, ())

    world.connect(world.ben)
    free_time = replace(world.services.free_time, free_busy=HalfAsleep())

    assert free_time.times(pair, actor=world.ben).unknown == frozenset()


def test_x02_sessions_of_any_programme_rule_a_time_out(world, pair, known, at, span):
    other = world.pair(world.programme(title="Another"), world.ada, world.arrive("dan"))
    world.services.sessions.book(other, at(1, 10), actor=world.ada)

    assert not any(one.span.touches(span(1, 10)) for one in times(world, pair, week=0).week)


def test_a_session_at_the_very_end_of_the_four_weeks_rules_its_time_out(world, pair, known, at):
    late = world.clock() + timedelta(weeks=4, minutes=15)
    world.services.sessions.book(pair, late, actor=world.ben)

    taken = Span(late, late + timedelta(minutes=45))
    assert not any(one.span.touches(taken) for one in times(world, pair, week=4).week)


@pytest.fixture
def moving(world, pair, known, at):
    return world.services.sessions.book(pair, at(1, 10), actor=world.ben)


def test_a_session_that_is_moved_does_not_stand_in_its_own_way(world, pair, moving, at, span):
    # Outlook joins the session and a lunch that follows it into one busy span.
    world.free_busy.taken[BEN] = [span(1, 10, minutes=105)]

    page = times(world, pair, moving=moving.session_id, week=0)

    starts = {option.span.starts_at for option in page.week}
    assert (page.moving.session_id, page.length) == (moving.session_id, moving.span.length)
    assert at(1, 9, 30) in starts
    assert at(1, 10, 30) not in starts
    assert at(1, 10) not in starts  # where it is already


def test_a_moved_session_is_offered_times_near_where_it_was(world, pair, moving):
    page = times(world, pair, moving=moving.session_id)

    away = [abs(option.span.starts_at - moving.span.starts_at) for option in page.best]
    assert max(away) < timedelta(days=4)


def test_the_next_session_is_offered_one_round_after_the_last(world, pair, moving):
    best = times(world, pair).best[0].span.starts_at

    assert abs(best - moving.span.starts_at - timedelta(weeks=2)) < timedelta(days=1)


def test_what_is_over_or_of_others_is_not_moved(world, pair, moving, clock, at):
    with pytest.raises(UnknownThingError):
        times(world, pair, moving="another")
    clock.advance(days=2)

    with pytest.raises(SessionOverError):
        times(world, pair, moving=moving.session_id)


@pytest.mark.parametrize(("asked", "monday"), [(0, 2), (1, 9), (3, 23), (-5, 2), (99, 30)])
def test_a_week_runs_from_monday_to_sunday_on_the_viewers_clock(world, pair, known, asked, monday):
    page = times(world, pair, week=asked)

    start = on_wall_clock(page.week_starts_at, "Europe/Berlin")
    days = {on_wall_clock(one.span.starts_at, "Europe/Berlin").date() for one in page.week}
    assert (start.day, start.month, start.hour) == (monday, 3, 0)
    assert all(timedelta() <= day - start.date() < timedelta(days=7) for day in days)


def test_without_a_choice_the_week_is_that_of_the_best_time(world, pair, known):
    page = times(world, pair)

    assert page.best[0] in page.week


@pytest.mark.parametrize(
    ("now", "hours"),
    [
        (datetime(2026, 3, 23, 6, tzinfo=UTC), 167),
        (datetime(2026, 10, 19, 6, tzinfo=UTC), 169),
    ],
    ids=["spring", "autumn"],
)
def test_t01_t02_nine_o_clock_stays_nine_in_the_week_the_clocks_change(
    world, pair, known, clock, now, hours
):
    clock.now = now

    this, following = times(world, pair, week=0), times(world, pair, week=1)

    starts = {on_wall_clock(o.span.starts_at, "Europe/Berlin").hour for o in following.week}
    assert (min(starts), max(starts)) == (7, 20)
    good = [o for o in following.week if o.fit is Fit.GOOD]
    assert min(on_wall_clock(o.span.starts_at, "Europe/Berlin").hour for o in good) == 9
    assert following.week_starts_at - this.week_starts_at == timedelta(hours=hours)


def test_t01_a_zone_that_skips_midnight_has_a_monday_too(world, programme, pair, clock):
    clock.now = datetime(2021, 3, 22, 6, tzinfo=UTC)  # Monday began at 01:00 in Tehran
    world.answer(programme, world.ben, Side.MENTEE, zone="Asia/Tehran")

    start = on_wall_clock(times(world, pair, week=0).week_starts_at, "Asia/Tehran")

    assert (start.day, start.hour) == (22, 1)


def test_t09_a_mentor_at_plus_13_is_offered_no_time_in_the_night(world, programme, pair):
    evenings = WeekHours.office(18, 21, days=range(7))
    mornings = WeekHours.office(7, 10, days=range(7))
    world.answer(programme, world.ada, Side.MENTOR, zone="Pacific/Tongatapu", hours=mornings)
    world.answer(programme, world.ben, Side.MENTEE, zone="Europe/Berlin", hours=evenings)

    page = times(world, pair)

    offered = [*page.best, *page.week]
    there = {on_wall_clock(one.span.starts_at, "Pacific/Tongatapu").hour for one in offered}
    here = {on_wall_clock(one.span.starts_at, "Europe/Berlin").hour for one in offered}
    assert there <= set(range(7, 21))
    assert here <= set(range(7, 21))
    assert page.week
    assert page.zones[world.ada.person_id] == "Pacific/Tongatapu"
    assert page.zone == "Europe/Berlin"


def test_t05_hours_stay_on_the_clock_they_were_said_on(world, pair, known):
    before = [one.span for one in times(world, pair).week if one.fit is Fit.GOOD]

    world.services.accounts.choose_zone("Europe/London", actor=world.ada)

    after = [one.span for one in times(world, pair).week if one.fit is Fit.GOOD]
    assert before == after


def test_free_time_in_outlook_around_a_moved_session_stays_as_it_is(world, pair, moving, span):
    world.free_busy.taken[BEN] = [span(2, 8, minutes=600)]

    page = times(world, pair, moving=moving.session_id, week=0)

    assert not any(one.span.touches(span(2, 8, minutes=600)) for one in page.week)


def test_t13_a_session_within_the_agreed_notice_moves_in_one_step_and_the_page_says_so(
    world, pair, known, at
):
    sessions = world.services.sessions
    late = sessions.book(pair, at(0, 18), actor=world.ben)
    early = sessions.book(pair, at(8, 18), actor=world.ben)

    said = [times(world, pair, moving=one.session_id).late for one in (late, early)]
    exact = world.services.free_time.exact
    named = [
        exact(pair, at(3, 18), moving=one.session_id, actor=world.ben).late for one in (late, early)
    ]
    moved = sessions.move(late.session_id, at(3, 18), version=1, actor=world.ben)

    assert said == named == [True, False]
    assert moved.span.starts_at == at(3, 18)
    assert not times(world, pair).late


@pytest.mark.parametrize(("weeks", "soon"), [(1, False), (3, True)])
def test_s9_a_round_in_writing_is_offered_after_the_programmes_own_weeks(world, weeks, soon):
    bounds = replace(world.programme().bounds, writing_weeks=weeks)
    programme = world.kept("programme", world.programme().programme_id)
    world.save("programme", replace(programme, bounds=bounds))
    pair = world.pair(programme)
    world.answer(programme, world.ada, Side.MENTOR)
    world.answer(programme, world.ben, Side.MENTEE)
    away = Span(world.clock(), world.clock() + timedelta(days=15))
    world.connect()
    world.free_busy.taken = {f"{world.ada.person_id}@northmoor.example": [away], BEN: []}

    page = times(world, pair)

    assert page.best
    assert page.soon is soon
