"""S11, S12, S13, S14, S16, S7: how people meet, and what they do when it fails."""

from datetime import time, timedelta

import pytest

from plugin.mentoring.confided import Confided
from plugin.mentoring.enrolment import Medium, Side
from plugin.mentoring.errors import (
    DistanceError,
    OutOfBoundsError,
    UnknownThingError,
    WrongStateError,
)
from plugin.mentoring.own_time import OwnTime
from plugin.mentoring.ways import Platform, Switch, Way
from plugin.ports.errors import ConflictError
from tests.services.databases import on_both
from tests.services.steps import cancel, invitation
from tests.stores import NORTHMOOR

JITSI = Way(Platform.LINK, "https://meet.example/room-17")
OAK = Way(Platform.IN_PERSON, "Under the oak, north gate")
PHONE, TEAMS = Way(Platform.PHONE), Way(Platform.TEAMS)


@pytest.fixture
def pair(world):
    return world.pair(world.programme())


@pytest.fixture
def session(world, pair, at):
    return world.services.sessions.book(pair, at(1, 10), actor=world.ben)


def of(world, session, who=None):
    return world.services.ways.of_session(session.session_id, actor=who or world.ben)


def switch(world, session, *, to_backup=True, who=None):
    given = {"to_backup": to_backup, "actor": who or world.ben}
    world.services.ways.switch(session.session_id, **given)
    world.run()


@on_both
def test_s13_one_press_moves_everybody_and_tells_the_others_once(world, session):
    before = of(world, session).at
    switch(world, session)
    switch(world, session)
    there = of(world, session, world.ada)
    switch(world, session, to_backup=False, who=world.ada)

    assert (before, there.at, of(world, session).at) == (TEAMS, PHONE, TEAMS)
    assert there.switch.by == world.ben.person_id
    told = [(one.method, one.person_id) for one in world.post.letters if one.method == "NOTE"]
    assert told == [("NOTE", world.ada.person_id), ("NOTE", world.ben.person_id)]


def test_s13_a_notice_says_where_to_look_and_never_where_they_meet(world, pair, session):
    world.services.ways.keep(pair, TEAMS, OAK, version=0, actor=world.ada)
    switch(world, session)

    (note,) = [one for one in world.post.letters if one.method == "NOTE"]
    assert session.session_id.encode() in note.body
    assert b"oak" not in note.body


def test_s13_of_two_who_press_at_once_one_moves_it(world, session):
    switch(world, session)
    late = Switch(session.session_id, NORTHMOOR, True, world.ada.person_id, world.clock())
    with pytest.raises(ConflictError):
        world.save("switch", late)
    assert of(world, session).switch.by == world.ben.person_id


def test_s13_what_is_over_or_off_is_moved_nowhere(world, session, at, clock):
    cancel(world, session)
    with pytest.raises(WrongStateError):
        switch(world, session)
    other = world.services.sessions.book(session.relationship_id, at(2, 10), actor=world.ben)
    clock.now = other.span.ends_at
    with pytest.raises(WrongStateError):
        switch(world, other)


def test_s11_sessions_are_planned_the_way_that_people_chose(world, pair, at):
    keep, book = world.services.ways.keep, world.services.sessions.book
    by_default = book(pair, at(1, 10), actor=world.ben)
    keep(pair, OAK, PHONE, version=0, actor=world.ben)
    there = book(pair, at(2, 10), actor=world.ben)
    keep(pair, JITSI, PHONE, version=1, actor=world.ada)
    elsewhere = book(pair, at(3, 10), actor=world.ben)

    made = (by_default, there, elsewhere)
    assert [one.medium for one in made] == [Medium.VIDEO, Medium.IN_PERSON, Medium.VIDEO]
    assert [invitation(world, one).online for one in made[1:]] == [False, False]


@pytest.mark.parametrize(
    ("primary", "backup"),
    [
        (Way(Platform.LINK, "javascript:alert(1)"), PHONE),
        (Way(Platform.LINK, "https://"), PHONE),
        (Way(Platform.LINK, ""), PHONE),
        (Way(Platform.IN_PERSON, "  "), PHONE),
        (PHONE, Way(Platform.PHONE, "again")),
    ],
)
def test_s11_a_way_that_leads_nowhere_is_refused(world, pair, primary, backup):
    with pytest.raises(OutOfBoundsError):
        world.services.ways.keep(pair, primary, backup, version=0, actor=world.ben)


def test_s14_a_number_shows_shortly_before_and_during_a_session_only(world, session, clock):
    world.services.ways.keep_reach("+44 20 7946 0958", "en", version=0, actor=world.ada)
    start, end = session.span.starts_at, session.span.ends_at
    seen = []
    for moment in (start - timedelta(minutes=16), start - timedelta(minutes=15), start, end):
        clock.now = moment
        seen.append(dict(of(world, session).numbers))

    number = {world.ada.person_id: "+44 20 7946 0958"}
    assert seen == [{}, number, number, {}]
    clock.now = start
    cancel(world, session)
    assert of(world, session).numbers == {}


def test_s14_numbers_and_places_are_nobody_elses(world, pair, session):
    world.services.ways.keep_reach("+44 20 7946 0958", None, version=0, actor=world.ada)
    with pytest.raises(UnknownThingError):
        world.services.ways.page(pair, actor=world.cleo)
    with pytest.raises(UnknownThingError):
        of(world, session, world.cleo)
    with pytest.raises(OutOfBoundsError):
        world.services.ways.keep_reach("ring me", None, version=1, actor=world.ada)
    assert world.services.ways.page(pair, actor=world.ben).mine.number == ""


def test_s12_each_says_whether_it_works_for_them_until_they_have_met(world, pair, session, at):
    ways = world.services.ways
    ways.try_it(pair, works=True, actor=world.ben)
    ways.try_it(pair, works=True, actor=world.ben)
    assert set(of(world, session).tried) == {world.ben.person_id}
    ways.try_it(pair, works=False, actor=world.ben)
    later = world.services.sessions.book(pair, at(8, 10), actor=world.ben)

    assert of(world, session).tried == {}
    assert (of(world, session).first, of(world, later).first) == (True, False)


def test_s7_a_week_with_more_video_than_wanted_is_said_to_its_person_alone(world, pair, at):
    own = OwnTime(world.ben.person_id, NORTHMOOR, quiet=(time(21), time(7)), video_week_min=60)
    world.services.own_times.keep(own, version=0, actor=world.ben)
    one = world.services.sessions.book(pair, at(7, 10), actor=world.ben)
    alone = of(world, one).much_video
    world.services.sessions.book(pair, at(8, 10), actor=world.ben)

    assert (alone, of(world, one).video_min, of(world, one).much_video) == (False, 90, True)
    assert not of(world, one, world.ada).much_video


def test_m12_nobody_is_asked_to_meet_in_person_who_keeps_a_distance(world):
    programme = world.programme()
    world.answer(programme, world.ada, Side.MENTOR)
    world.answer(programme, world.ben, Side.MENTEE, confided=Confided(virtual_only=True))
    pair = world.pair(programme)

    with pytest.raises(DistanceError):
        world.services.ways.keep(pair, TEAMS, OAK, version=0, actor=world.ada)
