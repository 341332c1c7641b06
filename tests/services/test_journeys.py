"""The whole way from a programme to a session that took its course, by the real runner."""

import pytest

from plugin.jobs.handlers import given_up, handlers
from plugin.mentoring.agreement import Terms
from plugin.mentoring.enrolment import Side
from plugin.mentoring.place import PlaceState
from plugin.mentoring.session import SessionState, Sync
from plugin.ports.values import Job
from plugin.services import kinds
from plugin.services.bookings import GAVE_UP
from plugin.services.watching import Notice
from tests.mentoring.test_parts import part
from tests.services.databases import on_both
from tests.services.world import PLAN
from tests.stores import NORTHMOOR


def pair_up(world):
    """Start, open, answer, suggest, publish, agree: as people do it, use case by use case."""
    services = world.services
    made = services.programmes.start(PLAN, actor=world.cleo)
    key = made.programme_id
    programme = services.programmes.open(key, actor=world.cleo)
    services.rosters.ask(key, actor=world.cleo)
    world.answer(programme, world.ada, Side.MENTOR, offers=("Networking",))
    world.answer(programme, world.ben, Side.MENTEE, seeks=("Networking",))
    services.matching.suggest(key, actor=world.cleo)
    version = services.matching.page(key, actor=world.cleo).saved.version
    (pair,) = services.matching.publish(key, version=version, actor=world.cleo)
    services.agreements.propose(
        pair, Terms(), version=0, actor=world.ben, part=part(pair, world.ben)
    )
    services.agreements.sign(pair, 1, actor=world.ada, part=part(pair, world.ada))
    return pair


def book_the_best(world, pair):
    best = world.services.free_time.times(pair, actor=world.ben).best[0]
    return world.services.sessions.book(pair, best.span.starts_at, actor=world.ben)


def heard(world, event_id):
    """What Outlook does when something changes: it calls back."""
    kept = world.kept("subscription_of", world.ada.person_id)
    world.services.watching.heard([Notice(kept.subscription_id, kept.secret, event_id)])
    world.clock.advance(seconds=2)
    world.run()


@on_both
def test_from_a_programme_to_a_meeting_in_outlook_and_back(world, span):
    pair = pair_up(world)
    session = book_the_best(world, pair)
    world.run()
    waiting = world.link(session).sync
    assert world.kept("place", pair).state is PlaceState.READY

    world.connect()
    world.run()
    link = world.link(session)
    assert (waiting, link.sync) == (Sync.NEEDS_SIGN_IN, Sync.BOOKED)
    assert world.calendars.events[link.event_id].people == session.people

    world.calendars.move(link.event_id, span(3, 14))
    heard(world, link.event_id)
    assert world.session(session).span == span(3, 14)

    now = world.session(session)
    world.services.sessions.cancel(now.session_id, version=now.version, actor=world.ben)
    world.run()
    assert world.calendars.meetings() == []
    assert world.link(session).agrees_with(world.session(session))


@on_both
def test_level_0_goes_the_same_way_by_mail(level0, at):
    pair = pair_up(level0)
    session = book_the_best(level0, pair)
    level0.run()
    assert level0.link(session).sync is Sync.BOOKED

    now = level0.session(session)
    level0.services.sessions.move(now.session_id, at(3, 14), version=now.version, actor=level0.ada)
    level0.run()
    now = level0.session(session)
    level0.services.sessions.cancel(now.session_id, version=now.version, actor=level0.ben)
    level0.run()

    assert [one.method for one in level0.post.letters] == ["REQUEST"] * 4 + ["CANCEL"] * 2
    assert level0.session(session).state is SessionState.CANCELLED
    assert level0.link(session).agrees_with(level0.session(session))


@pytest.fixture
def session(world):
    session = book_the_best(world, pair_up(world))
    world.run()
    return session


def job(kind, **payload):
    return Job("job", NORTHMOOR, kind, payload, run_at=None)


def test_every_kind_of_work_has_somebody_who_does_it(world):
    named = {value for name, value in vars(kinds).items() if name.isupper()}

    assert set(handlers(world.services)) == named


def test_recurring_work_is_safe_to_do_at_any_time(world, session):
    done = handlers(world.services)

    done[kinds.CHECK_SESSIONS](job(kinds.CHECK_SESSIONS))
    assert done[kinds.KEEP_SUBSCRIPTIONS](job(kinds.KEEP_SUBSCRIPTIONS)) == 0
    assert done[kinds.SWEEP_SESSION](job(kinds.SWEEP_SESSION, session=session.session_id)) == 0


def test_x19_attempts_that_have_ended_show_where_people_look(world):
    pair = pair_up(world)
    session = book_the_best(world, pair)
    ended = given_up(world.services)

    ended[kinds.PUSH_SESSION](job(kinds.PUSH_SESSION, session=session.session_id))
    ended[kinds.MAKE_PLACE](job(kinds.MAKE_PLACE, relationship=pair))
    ended[kinds.READ_ROSTER](job(kinds.READ_ROSTER, course=world.cleo.course_id))

    assert world.link(session).problem == GAVE_UP
    assert world.kept("place", pair).problem == GAVE_UP
    assert world.kept("course", world.cleo.course_id).roster_state == GAVE_UP


def test_x19_a_letter_given_up_shows_on_its_session(level0):
    session = book_the_best(level0, pair_up(level0))
    level0.push(session)
    letter = level0.kept("letters_of", session.session_id)[0]
    ended = given_up(level0.services)[kinds.SEND_LETTER]

    ended(job(kinds.SEND_LETTER, letter="nobody"))
    ended(job(kinds.SEND_LETTER, letter=letter.key))

    assert level0.link(session).problem == GAVE_UP
