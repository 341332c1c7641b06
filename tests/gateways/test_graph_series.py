"""G28: series as Outlook really has them, over the sandbox's Exchange."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from graph.calendar import Calendar
from graph.events import EventChange
from plugin.gateways.graph_calendars import GraphCalendars
from plugin.gateways.graph_series import name_of
from plugin.mentoring.series import SeriesId, SeriesPlan
from plugin.mentoring.session import SessionId, SessionState
from plugin.mentoring.spans import Span
from plugin.ports.errors import GoneError, RefusedError, SeriesRefusedError, TryLaterError
from plugin.ports.series import InSeries
from tests.gateways.conftest import AMARA, HANA
from tests.gateways.invitations import (
    BEN,
    TENANT,
    a_link,
    a_session,
    an_invitation,
    called_off,
    linked,
    moved,
    person,
)

HOUR = timedelta(hours=1)
LEILA = "leila.haddad@northmoor.example"
NEW = person("new", "Leila Haddad")
# Four Mondays at 10 in Berlin over the end of summer time: 8, 9, 9, 9 UTC.
FIRST = Span(datetime(2027, 10, 25, 8, tzinfo=UTC), datetime(2027, 10, 25, 8, 45, tzinfo=UTC))
PLAN = SeriesPlan(SeriesId("row"), TENANT, FIRST, "Europe/Berlin", 2, 4)


def session(turn, plan=PLAN, **changed):
    return a_session(
        session_id=SessionId(f"s{turn}"), span=plan.slot(turn), series_id=plan.series_id,
        turn=turn, **changed,
    )  # fmt: skip


@pytest.fixture
def calendars(microsoft):
    return GraphCalendars(
        transport_of=microsoft.transport_of,
        notification_url="https://tool.example/notify",
        lifecycle_url="https://tool.example/lifecycle",
    )


@pytest.fixture
def of(microsoft):
    """The invitation to one turn of the series."""

    def of(turn, plan=PLAN, *, off=(), **inside):
        every = tuple(
            session(n, plan, state=SessionState.CANCELLED if n in off else SessionState.PLANNED)
            for n in range(4)
        )
        return an_invitation(
            session(turn, plan),
            organiser_account=microsoft.account(HANA),
            addresses={BEN: AMARA},
            previous=a_link(session_id=SessionId(f"s{turn}")),
            series=InSeries(plan, every, **inside),
        )

    return of


@pytest.fixture
def times(microsoft):
    """What stands in a mailbox, series by their times."""

    def times(mail=HANA):
        user = microsoft.user(mail)
        window = (FIRST.starts_at - timedelta(days=7), FIRST.starts_at + timedelta(days=90))
        found = microsoft.parts.calendar.between(user, *window)
        return [x["start"][:16] for x in found if not x.get("seeded") and not x["cancelled"]]

    return times


class PowerCutError(Exception):
    pass


def cut_at(point):
    def cut(reached):
        if reached == point:
            raise PowerCutError

    return cut


def shown(*spans):
    return [f"{one.starts_at:%Y-%m-%dT%H:%M}" for one in spans]


def slots(*turns, plan=PLAN):
    return shown(*(plan.slot(turn) for turn in turns))


def test_g28_a_series_is_one_event_at_its_hour_of_the_wall_clock(calendars, of, microsoft, times):
    booked = [calendars.book(of(turn)) for turn in range(4)]

    assert [one.span for one in booked] == [PLAN.slot(turn) for turn in range(4)]
    assert times() == times(AMARA) == slots(0, 1, 2, 3)
    (master,) = microsoft.events(HANA)
    assert len(microsoft.events(AMARA)) == 1  # one invitation
    assert {one.master_id for one in booked} == {f"AAkALgAA{master['id']}"}
    assert len({one.event_id for one in booked}) == 4
    assert len({one.join_url for one in booked}) == 1


def test_g28_only_the_first_may_make_the_series(calendars, of, times):
    with pytest.raises(TryLaterError):
        calendars.book(of(1, leads=False))

    assert times() == []


def test_g28_one_is_moved_alone_and_keeps_its_way_in(calendars, of, times):
    booked = calendars.book(of(1))
    to = Span(PLAN.slot(1).starts_at + HOUR, PLAN.slot(1).ends_at + HOUR)
    after = calendars.change(moved(linked(of(1), booked), to))

    assert (after.event_id, after.join_url, after.span) == (booked.event_id, booked.join_url, to)
    assert times() == times(AMARA) == sorted([*slots(0, 2, 3), *shown(to)])


def test_g28_a_guest_who_declines_the_series_undoes_no_move(calendars, of, microsoft, times):
    booked = calendars.book(of(1))
    to = Span(PLAN.slot(1).starts_at + HOUR, PLAN.slot(1).ends_at + HOUR)
    calendars.change(moved(linked(of(1), booked), to))
    (series,) = [one for one in microsoft.events(AMARA) if one.get("recurrence")]

    microsoft.parts.calendar.answer(microsoft.user(AMARA), series["id"], "decline")

    assert times() == sorted([*slots(0, 2, 3), *shown(to)])
    assert times(AMARA) == []


def test_g28_outlook_refuses_to_let_one_pass_the_next(calendars, of):
    with pytest.raises(RefusedError):
        calendars.change(moved(linked(of(1), calendars.book(of(1))), PLAN.slot(2)))


def test_g28_one_is_called_off_alone(calendars, of, times):
    known = called_off(linked(of(1), calendars.book(of(1))))
    calendars.cancel(known)
    calendars.cancel(known)

    assert times() == times(AMARA) == slots(0, 2, 3)
    assert calendars.read(known.previous, known.organiser_account) is None


def test_g28_one_never_confirmed_is_found_by_its_turn(calendars, of, times):
    calendars.book(of(0))
    calendars.cancel(called_off(of(2)))

    assert times() == slots(0, 1, 3)


def test_g28_what_was_called_off_before_the_series_was_made_is_taken_out(calendars, of, times):
    calendars.book(of(0, off={1}))

    assert times() == slots(0, 2, 3)


def test_g28_one_that_outlook_has_no_more_is_gone(calendars, of):
    calendars.cancel(called_off(linked(of(1), calendars.book(of(1)))))

    with pytest.raises(GoneError):
        calendars.book(of(1))


def test_g28_a_series_ends_early_once(calendars, of, microsoft, times):
    calendars.book(of(0))
    ended = PLAN.ended_before(2)
    for turn in (2, 3):
        calendars.cancel(called_off(of(turn, ended)))

    assert times() == times(AMARA) == slots(0, 1)
    (master,) = microsoft.events(HANA)
    assert master["version"] == 2  # one change, whoever asked for it how often


def test_g28_a_series_of_which_nothing_is_left_is_cancelled(calendars, of, times):
    calendars.book(of(0))
    calendars.cancel(called_off(of(0, PLAN.ended_before(0))))

    assert times() == times(AMARA) == []


def test_g28_the_next_series_is_told_after_the_one_before_has_ended(calendars, of, times):
    calendars.book(of(0))
    first = Span(PLAN.slot(2).starts_at + HOUR, PLAN.slot(2).ends_at + HOUR)
    new = SeriesPlan(SeriesId("row-2"), TENANT, first, PLAN.zone, 2, 2, replaces=PLAN.series_id)
    calendars.book(of(0, new, replaced=PLAN.ended_before(2)))

    assert times() == times(AMARA) == [*slots(0, 1), *slots(0, 1, plan=new)]


def test_g28_a_move_of_one_in_outlook_is_seen_by_its_session_alone(calendars, of, microsoft):
    known = linked(of(1), calendars.book(of(1)))
    other = linked(of(2), calendars.book(of(2)))
    user, to = microsoft.user(HANA), PLAN.slot(1).starts_at + HOUR
    event = known.previous.event_id.removeprefix("AAkALgAA")
    stamps = {"start": f"{to:%Y-%m-%dT%H:%M:%S}.0000000Z",
              "end": f"{to + HOUR:%Y-%m-%dT%H:%M:%S}.0000000Z"}  # fmt: skip
    microsoft.parts.calendar.change(user, event, stamps)

    assert calendars.read(known.previous, known.organiser_account).span.starts_at == to
    assert calendars.read(other.previous, other.organiser_account).span == PLAN.slot(2)


@pytest.mark.parametrize("point", ["book.looked", "series.ended", "book.created", "book.hardened"])
def test_x08_a_worker_killed_while_it_books_a_series_makes_it_once(
    calendars, of, microsoft, times, point
):
    microsoft.parts.world.set_switch("transactions_remembered", on=False)
    with pytest.raises(PowerCutError):
        replace(calendars, reached=cut_at(point)).book(of(0))
    for turn in range(4):
        calendars.book(of(turn))

    assert times() == times(AMARA) == slots(0, 1, 2, 3)
    assert len(microsoft.events(AMARA)) == 1


def test_g08_a_second_series_of_a_stalled_worker_is_swept_away(calendars, of, microsoft, times):
    known = linked(of(0), calendars.book(of(0)))
    master = microsoft.events(HANA)[0]
    copied = ("subject", "start", "end", "zone", "recurrence", "attendees",
              "singleValueExtendedProperties")  # fmt: skip
    draft = {name: master[name] for name in copied}
    microsoft.parts.calendar.create(microsoft.user(HANA), draft)
    known = replace(known, previous=replace(known.previous, master_id=f"AAkALgAA{master['id']}"))

    assert (calendars.sweep(known), times()) == (1, slots(0, 1, 2, 3))
    assert calendars.sweep(called_off(known)) == 0  # the others of the series go on


@pytest.fixture
def single(calendars, microsoft):
    """What is known of the first session's meeting, before there is a series."""
    return calendars.book(alone(microsoft))


def alone(microsoft):
    """The invitation to the first session, which is of no series."""
    return an_invitation(
        a_session(session_id=SessionId("s0"), span=FIRST),
        organiser_account=microsoft.account(HANA),
        addresses={BEN: AMARA},
        previous=a_link(session_id=SessionId("s0")),
    )


GROWN = replace(PLAN, grown_from=SessionId("s0"), told_before=1)


@pytest.fixture
def grown(of):
    """The invitation to one turn of the series that grew from it."""

    def grown(turn, plan=GROWN, **given):
        asked = of(turn, plan, **given)
        again = tuple(
            replace(one, generation=2) if one.turn == 0 else one for one in asked.series.sessions
        )
        return replace(asked, series=replace(asked.series, sessions=again))

    return grown


def test_g28_the_first_s_meeting_becomes_the_series(calendars, grown, single, microsoft, times):
    booked = [calendars.book(grown(turn)) for turn in range(4)]

    assert times() == times(AMARA) == slots(0, 1, 2, 3)
    assert {one.master_id for one in booked} == {single.event_id}
    assert {one.join_url for one in booked} == {single.join_url}
    assert len(microsoft.events(HANA)) == len(microsoft.events(AMARA)) == 1
    assert microsoft.events(HANA)[0]["version"] == 2  # made, and changed once


def test_g28_what_is_called_off_before_the_series_was_made_goes(calendars, grown, single, times):
    calendars.cancel(called_off(grown(0, off={0, 1, 2, 3})))

    assert times() == times(AMARA) == []


def test_g28_and_where_it_is_called_off_as_a_whole(calendars, grown, single, times):
    calendars.cancel(called_off(grown(0, GROWN.ended_before(0), off={0, 1, 2, 3})))

    assert times() == times(AMARA) == []


@pytest.mark.parametrize("point", ["book.looked", "series.ended", "book.created", "book.hardened"])
def test_x08_a_worker_killed_while_a_meeting_becomes_a_series_leaves_one(
    calendars, grown, single, microsoft, times, point
):
    with pytest.raises(PowerCutError):
        replace(calendars, reached=cut_at(point)).book(grown(0))
    for turn in range(4):
        calendars.book(grown(turn))

    assert times() == times(AMARA) == slots(0, 1, 2, 3)
    assert len(microsoft.events(AMARA)) == 1


def with_people(invitation, booked, *guests, as_one=True):
    """The invitation once these are to come, whom Outlook was not told of."""
    known = linked(invitation, booked)
    link = replace(known.previous, told_people=frozenset(), master_id=booked.master_id)
    session = replace(known.session, people=frozenset(one.person_id for one in guests))
    series = replace(known.series, as_one=as_one)
    mails = {BEN: AMARA, NEW.person_id: LEILA}
    return replace(
        known, previous=link, session=session, series=series, guests=guests, addresses=mails
    )


def test_g28_who_comes_and_who_goes_is_told_of_the_series_once(calendars, of, microsoft, times):
    asked = [of(turn) for turn in range(4)]
    booked = [calendars.book(one) for one in asked]
    ben = asked[0].guests[0]
    for guests in ((ben, NEW), (NEW,)):
        for one, known in zip(asked, booked, strict=True):
            calendars.change(with_people(one, known, *guests))

    (master,) = microsoft.events(HANA)
    assert times() == times(LEILA) == slots(0, 1, 2, 3)
    assert times(AMARA) == []
    assert len(microsoft.events(LEILA)) == 1  # one invitation
    assert master["version"] == 3  # made, and changed for each of the two


def test_g28_one_that_was_moved_alone_is_for_the_newcomer_too(calendars, of, times):
    asked, to = of(1), Span(PLAN.slot(1).starts_at + HOUR, PLAN.slot(1).ends_at + HOUR)
    there = calendars.change(moved(linked(asked, calendars.book(asked)), to))
    calendars.change(moved(with_people(asked, there, asked.guests[0], NEW), to))

    assert times() == times(LEILA) == sorted([*slots(0, 2, 3), *shown(to)])


def test_g28_who_comes_to_some_of_a_series_is_invited_to_those(calendars, of, times):
    asked = [of(turn) for turn in range(4)]
    booked = [calendars.book(one) for one in asked]
    for turn in (1, 2):
        one = with_people(asked[turn], booked[turn], asked[turn].guests[0], NEW, as_one=False)
        calendars.change(one)

    assert times(LEILA) == slots(1, 2)
    assert times(AMARA) == slots(0, 1, 2, 3)


@pytest.fixture(params=["singles_become_series", "recurrence_ignored"])
def unwilling(request, microsoft):
    """An Exchange that refuses, or passes over, a rule for an event that has none."""
    microsoft.parts.world.set_switch(request.param, on=request.param == "recurrence_ignored")


def test_g28_where_exchange_lets_no_meeting_become_a_series_it_stands_and_the_rest_is_one(
    calendars, grown, of, single, unwilling, microsoft, times
):
    for _again in range(2):
        with pytest.raises(SeriesRefusedError):
            calendars.book(grown(0))
    assert times() == times(AMARA) == slots(0)

    booked = [calendars.book(of(turn, GROWN.without_first())) for turn in range(3)]
    assert times() == times(AMARA) == slots(0, 1, 2, 3)
    assert len(microsoft.events(AMARA)) == 2  # one invitation to each
    assert calendars.book(alone(microsoft)).event_id == single.event_id
    assert single.event_id not in {one.master_id for one in booked}


def test_x08_one_that_took_the_name_of_the_series_and_no_more_gets_its_own_back(
    calendars, grown, single, microsoft, times
):
    calendar = Calendar(microsoft.transport_of(microsoft.account(HANA)))
    calendar.change(single.event_id, EventChange(correlation_id=name_of(GROWN)))

    with pytest.raises(SeriesRefusedError):
        calendars.book(grown(1))
    assert calendars.book(alone(microsoft)).event_id == single.event_id
    assert times() == times(AMARA) == slots(0)


def test_g28_a_meeting_that_stays_single_goes_where_mail_invites_to_its_session(
    calendars, grown, single, unwilling, times
):
    with pytest.raises(SeriesRefusedError):
        calendars.book(grown(1, apart=frozenset({SessionId("s0")})))
    assert times() == times(AMARA) == []
