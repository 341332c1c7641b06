"""G28: a series is one invitation; each session of it goes its own way, or those after it too."""

from dataclasses import replace
from datetime import timedelta

import pytest

from plugin.mentoring.enrolment import Side
from plugin.mentoring.errors import CrossesNeighbourError, UnknownThingError, WrongStateError
from plugin.mentoring.programme import Bounds, Format
from plugin.mentoring.session import SessionState, Sync
from plugin.mentoring.time_proposal import TimeProposalState
from plugin.ports.errors import ConflictError, SignInNeededError
from tests.services.databases import on_both
from tests.services.steps import apart, cancel
from tests.services.test_circles import related
from tests.stores import NORTHMOOR

HOUR, WEEK = timedelta(hours=1), timedelta(weeks=1)


@pytest.fixture
def first(world, at):
    """A session on its own, already booked, from which the series goes on."""
    world.connect()
    pair = world.pair(world.programme())
    session = world.services.sessions.book(pair, at(1, 10), actor=world.ben)
    world.run()
    world.calendars.told.clear()
    return session


@pytest.fixture
def series(world, first):
    """Four more, of one series that begins later."""
    apart(world, first, world.ben)
    world.services.series.make(first.session_id, 5, actor=world.ada)
    return sessions(world, first)


def sessions(world, first):
    found = world.kept("sessions_of", [first.relationship_id])
    return [one for one in found if one.session_id != first.session_id]


def syncs(world, many):
    return {world.link(one).sync for one in many}


def live(world):
    events = world.calendars.events
    return sorted(events[name].seen.span.starts_at for name in world.calendars.meetings())


def plan_of(world, session):
    return world.kept("series", [session.series_id])[session.series_id]


@on_both
def test_g28_a_series_is_one_invitation_and_every_session_is_booked(world, first, series):
    world.run()

    assert [kind for kind, _of in world.calendars.told] == ["invited"]
    assert syncs(world, series) == {Sync.BOOKED}
    assert [one.turn for one in series] == [0, 1, 2, 3]
    assert live(world) == [one.span.starts_at for one in (first, *series)]


def test_g28_a_gap_in_a_series_is_never_invited_to(world, first):
    page = world.services.series.page(first.session_id, 4, actor=world.ada)
    busy = page.turns[1][0].starts_at
    other = world.pair(world.programme(title="Another"), mentee=world.arrive("dee"))
    world.services.sessions.book(other, busy, actor=world.ada)
    world.services.series.make(first.session_id, 4, actor=world.ada)
    world.run()

    made = sessions(world, first)
    assert [(one.series_id is None, one.turn) for one in made] == [
        (False, 1),
        (False, 0),
        (False, 1),
    ]
    assert busy in live(world)
    assert len(live(world)) == 5


def test_g28_the_others_wait_for_the_first_whoever_pushes_them(world, series):
    for one in reversed(series[1:]):
        world.push(one)

    assert world.calendars.told == []
    world.push(series[0])
    world.run()
    assert [kind for kind, _of in world.calendars.told] == ["invited"]


def test_g28_while_the_first_waits_for_a_sign_in_so_do_all_and_go_on_after_it(world, series):
    world.calendars.trouble = SignInNeededError("again")
    world.run()
    assert syncs(world, series) == {Sync.NEEDS_SIGN_IN}

    world.calendars.trouble = None
    world.connect()
    world.run()
    assert syncs(world, series) == {Sync.BOOKED}
    assert [kind for kind, _of in world.calendars.told] == ["invited"]


def test_g28_one_called_off_before_anybody_was_invited_is_in_no_calendar(world, first, series):
    cancel(world, series[1])
    world.run()

    left = [one for one in (first, *series) if one != series[1]]
    assert live(world) == [one.span.starts_at for one in left]


def test_g28_without_its_first_the_next_one_makes_the_series(world, first, series):
    cancel(world, series[0])
    world.run()

    assert syncs(world, series) == {Sync.BOOKED}
    assert live(world) == [one.span.starts_at for one in (first, *series[1:])]


def test_g28_one_is_moved_alone(world, series):
    world.run()
    two = world.session(series[1])
    to = two.span.starts_at + HOUR
    world.services.sessions.move(two.session_id, to, version=two.version, actor=world.ben)
    world.run()

    assert world.link(two).told.starts_at == to
    assert [kind for kind, _of in world.calendars.told] == ["invited"]
    assert world.session(series[2]).span == series[2].span


def test_g28_one_that_would_reach_the_next_is_not_moved_alone(world, series):
    two = world.session(series[1])
    with pytest.raises(CrossesNeighbourError):
        world.services.sessions.move(
            two.session_id, series[2].span.starts_at + HOUR, version=two.version, actor=world.ben
        )


def test_g28_nor_by_taking_a_time_that_was_suggested(world, series):
    two, times = world.session(series[1]), world.services.open_times
    to = series[2].span.starts_at + HOUR
    key = times.suggest(two.session_id, to, actor=world.ben).time_proposal_id

    with pytest.raises(CrossesNeighbourError):
        times.decide(key, TimeProposalState.TAKEN, actor=world.ada)

    assert world.session(two).span == two.span


@on_both
def test_g28_this_and_the_following_end_the_one_series_and_begin_another(world, first, series):
    world.run()
    two = world.session(series[1])
    to = two.span.starts_at + WEEK + HOUR
    world.services.series.move_following(two.session_id, to, version=two.version, actor=world.ben)
    world.run()

    told = [kind for kind, _of in world.calendars.told]
    after = sessions(world, first)
    assert told == ["invited", "ended", "invited"]
    assert [x.span.starts_at - y.span.starts_at for x, y in zip(after, series, strict=True)] == [
        timedelta(0),
        *[WEEK + HOUR] * 3,
    ]
    assert live(world) == [one.span.starts_at for one in (first, *after)]
    assert syncs(world, after) == {Sync.BOOKED}
    assert plan_of(world, after[0]).count == 1
    assert plan_of(world, after[1]).replaces == after[0].series_id


def test_g28_those_following_go_together_before_anybody_was_invited_too(world, first, series):
    two = world.session(series[1])
    world.services.series.move_following(
        two.session_id, two.span.starts_at - HOUR, version=two.version, actor=world.ben
    )
    world.run()

    after = sessions(world, first)
    assert live(world) == [one.span.starts_at for one in (first, *after)]
    assert syncs(world, after) == {Sync.BOOKED}


def test_g28_this_and_the_following_are_called_off_in_one_word(world, first, series):
    world.run()
    three = world.session(series[2])
    world.services.series.cancel_following(three.session_id, version=three.version, actor=world.ada)
    world.run()

    assert [kind for kind, _of in world.calendars.told] == ["invited", "ended"]
    states = [one.state for one in sessions(world, first)]
    assert states == [SessionState.PLANNED] * 2 + [SessionState.CANCELLED] * 2
    assert live(world) == [one.span.starts_at for one in (first, *series[:2])]
    assert syncs(world, series) == {Sync.BOOKED}


def test_g28_only_its_people_and_only_what_is_of_a_series_is_changed_together(world, first, series):
    def both(session, **said):
        given = {"version": world.session(session).version, "actor": world.ben} | said
        to = session.span.starts_at + HOUR
        return (
            lambda: world.services.series.move_following(session.session_id, to, **given),
            lambda: world.services.series.cancel_following(session.session_id, **given),
        )

    for act in both(series[1], actor=world.cleo):
        with pytest.raises(UnknownThingError):
            act()
    for act in both(first):
        with pytest.raises(WrongStateError):
            act()
    for act in both(series[1], version=7):
        with pytest.raises(ConflictError):
            act()


@pytest.fixture
def grown(world, first):
    """It and three more, of one series that grew from it."""
    world.services.series.make(first.session_id, 3, actor=world.ada)
    return world.kept("sessions_of", [first.relationship_id])


@on_both
def test_g28_the_invitation_to_the_first_becomes_that_of_the_series(world, grown):
    joined = world.link(grown[0]).join_url
    world.run()

    assert [kind for kind, _of in world.calendars.told] == ["grown"]
    assert [one.turn for one in grown] == [0, 1, 2, 3]
    assert live(world) == [one.span.starts_at for one in grown]
    assert syncs(world, grown) == {Sync.BOOKED}
    assert joined  # people can go in while Outlook is asked


def test_g28_nothing_of_it_stays_where_all_is_called_off_before_outlook_was_asked(world, grown):
    one = world.session(grown[0])
    world.services.series.cancel_following(one.session_id, version=one.version, actor=world.ada)
    world.run()

    assert live(world) == []


def test_g28_nor_where_each_is_called_off_alone(world, grown):
    for one in grown:
        cancel(world, one)
    world.run()

    assert live(world) == []


def test_g28_without_its_first_the_series_still_grows_from_it(world, grown):
    cancel(world, grown[0])
    world.run()

    assert live(world) == [one.span.starts_at for one in grown[1:]]
    assert [kind for kind, _of in world.calendars.told] == ["grown"]


def test_g28_a_meeting_that_its_organiser_made_stays_as_it_is(world, first):
    world.save("link", replace(world.link(first), adopted=True))
    world.services.series.make(first.session_id, 2, actor=world.ada)
    world.run()

    assert world.session(first).series_id is None
    assert [kind for kind, _of in world.calendars.told] == ["invited"]
    assert len(live(world)) == 3


def test_g28_what_a_stalled_worker_made_for_the_first_alone_is_swept_away(world, first, grown):
    before = dict(world.calendars.events)
    world.run()
    world.calendars.events |= before
    world.clock.advance(minutes=6)
    world.run()

    assert live(world) == [one.span.starts_at for one in grown]


def test_g28_who_comes_to_a_circle_and_goes_is_told_of_the_series_once(world, at):
    world.connect()
    dee, programme = world.arrive("dee"), world.programme(template="first-year-circles")
    members = (
        (world.ada, Side.MENTOR),
        (world.ben, Side.MENTEE),
        (world.arrive("eli"), Side.MENTEE),
    )
    circle = related(world, programme, Format.CIRCLE, *members, title="Owls")
    first = world.services.sessions.book(circle, at(3, 10), actor=world.ada)
    world.services.series.make(first.session_id, 2, actor=world.ada)
    world.run()
    world.calendars.told.clear()
    before = world.kept("relationship", circle)
    after = before.joined_by(dee.person_id, Side.MENTEE, bounds=Bounds(), now=world.clock())
    with world.store.work(NORTHMOOR) as work:
        world.services.memberships.keep(work, before, after, dee.person_id)
    world.run()
    came = [one.people for one in world.calendars.events.values()]
    world.services.memberships.leave(circle, actor=dee)
    world.run()

    assert [kind for kind, _of in world.calendars.told] == ["people", "people"]
    assert came == [frozenset(after.people)] * 3
    made = world.kept("sessions_of", [circle])
    assert syncs(world, made) == {Sync.BOOKED}
    assert {one.people for one in world.calendars.events.values()} == {frozenset(before.people)}
