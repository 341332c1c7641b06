"""Nobody is in two sessions at once, however many people press the button."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import insert

from plugin.mentoring.errors import SlotTakenError
from plugin.mentoring.session import SessionState, Sync
from plugin.ports.errors import ConflictError
from plugin.store import tables
from tests.store.people import Campus, a_link, a_session, an_hour
from tests.stores import NOON, NORTHMOOR, on_postgres

MANY = 24


@pytest.fixture
def campus(store):
    return Campus(store)


def tries_to_save(campus, session):
    try:
        campus.save(session)
    except SlotTakenError:
        return False
    return True


def test_x02_of_many_who_book_one_slot_at_once_one_gets_it(campus):
    wanted = [a_session(campus.pairing, session_id=f"session-{n}") for n in range(MANY)]

    with ThreadPoolExecutor(MANY) as pool:
        got = list(pool.map(lambda one: tries_to_save(campus, one), wanted))

    assert sum(got) == 1
    assert len(campus.look("sessions_of", [campus.pairing.relationship_id])) == 1


def test_x02_of_two_sessions_that_overlap_one_is_kept(campus):
    campus.save(a_session(campus.pairing, an_hour(days=1)))
    later = a_session(campus.pairing, an_hour(days=1, hours=0.5), session_id="later")

    with pytest.raises(SlotTakenError):
        campus.save(later)

    assert campus.look("session", "later") is None


def test_x02_of_two_sessions_that_only_meet_both_are_kept(campus):
    campus.save(
        a_session(campus.pairing, an_hour(days=1)),
        a_session(campus.pairing, an_hour(days=1, hours=1), session_id="next"),
    )

    assert len(campus.look("sessions_of", [campus.pairing.relationship_id])) == 2


def test_x02_a_mentor_is_taken_by_a_session_of_another_relationship_too(campus):
    other = campus.another_pairing(2)
    campus.save(a_session(campus.pairing))
    with_mentor = other.people | {campus.mentor.person_id}

    with pytest.raises(SlotTakenError):
        campus.save(a_session(other, session_id="other", people=with_mentor))


@on_postgres  # one writer at a time is what SQLite has instead
def test_x02_postgresql_itself_refuses_a_seat_taken_twice(campus, database):
    campus.save(
        a_session(campus.pairing), a_session(campus.pairing, an_hour(days=2), session_id="b")
    )
    seat = {
        "tenant_id": NORTHMOOR,
        "session_id": "b",
        "person_id": campus.another_pairing(2).organiser,
        "starts_at": NOON,
        "ends_at": NOON + timedelta(hours=1),
        "planned": True,
    }

    with database.transaction(NORTHMOOR) as connection:
        connection.execute(insert(tables.seat).values(seat))
    with pytest.raises(ConflictError, match="23P01"), database.transaction(NORTHMOOR) as connection:
        connection.execute(insert(tables.seat).values(seat | {"session_id": "session-1"}))


def test_a_cancelled_session_takes_nobodys_time(campus):
    campus.save(a_session(campus.pairing))
    session = campus.look("session", "session-1")
    campus.save(session.cancelled(now=NOON))

    campus.save(a_session(campus.pairing, session_id="instead"))

    kept = campus.look("sessions_of", [campus.pairing.relationship_id])
    assert {one.session_id: one.state for one in kept} == {
        "session-1": SessionState.CANCELLED,
        "instead": SessionState.PLANNED,
    }
    assert {one.people for one in kept} == {campus.pairing.people}


def test_a_session_may_move_within_its_own_time(campus):
    campus.save(a_session(campus.pairing, an_hour(days=1)))
    session = campus.look("session", "session-1")

    campus.save(session.moved(an_hour(days=1, hours=0.5), now=NOON))

    assert campus.look("session", "session-1").span == an_hour(days=1, hours=0.5)


def test_a_session_is_read_as_it_was_saved(campus):
    session = a_session(campus.pairing)

    campus.save(session)

    kept = replace(session, version=1, clock=session.wall_clock)
    assert campus.look("session", "session-1") == kept


def test_of_two_who_save_one_session_the_later_is_told(campus):
    campus.save(a_session(campus.pairing))
    session = campus.look("session", "session-1")
    campus.save(replace(session, agenda="Mine"))

    with pytest.raises(ConflictError):
        campus.save(replace(session, agenda="Theirs"))

    assert campus.look("session", "session-1").agenda == "Mine"


def test_taken_says_when_people_have_sessions_and_nothing_else(campus):
    campus.save(a_session(campus.pairing, an_hour(days=1)))

    week = an_hour(length=timedelta(days=7))
    taken = campus.look("taken", [campus.mentor.person_id, "nobody"], week)

    assert taken == {campus.mentor.person_id: [an_hour(days=1)], "nobody": []}


def test_links_to_check_are_those_of_sessions_to_come_the_longest_unchecked_first(campus):
    spans = {"a": an_hour(days=1), "b": an_hour(days=2), "past": an_hour(days=-2)}
    for name, span in spans.items():
        session = a_session(campus.pairing, span, session_id=name)
        checked = None if name == "b" else NOON
        link = a_link(session, sync=Sync.BOOKED, event_id=f"event-{name}", checked_at=checked)
        campus.save(session, link)
    soon = {"starting_before": NOON + timedelta(days=9), "limit": 9}

    due = campus.look("links_to_check", before=NOON + timedelta(hours=1), **soon)
    early = campus.look("links_to_check", before=NOON, **soon)

    assert [link.session_id for link in due] == ["b", "a"]
    assert [link.session_id for link in early] == ["b"]
    assert campus.look("session_of_event", campus.mentor.person_id, "event-a") == "a"
    assert campus.look("session_of_event", campus.mentee.person_id, "event-a") is None


def test_a_link_is_read_as_it_was_saved(campus):
    session = a_session(campus.pairing)
    link = a_link(session, told=session.span, settings=(("recording", "off"),), problem="x")

    campus.save(session, link)

    assert campus.look("link", "session-1") == replace(link, version=1)


@pytest.mark.parametrize(
    ("sync", "waits"),
    [(Sync.NEEDS_SIGN_IN, True), (Sync.NEEDS_CONSENT, True), (Sync.QUEUED, False)],
)
def test_what_waits_for_the_organiser_is_found_when_they_connect(store, campus, sync, waits):
    session = a_session(campus.pairing)
    with store.work(NORTHMOOR) as work:
        work.save_session(session)
        work.save_link(a_link(session, sync=sync))

    with store.look(NORTHMOOR) as work:
        found = work.links_waiting_for(session.organiser)

    assert [link.session_id for link in found] == ([session.session_id] if waits else [])
