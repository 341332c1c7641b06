"""Pages are read in a fixed number of queries, and say what is so."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event

from plugin.mentoring.absence import Absence
from plugin.mentoring.enrolment import Side
from plugin.mentoring.people import CourseRole
from plugin.mentoring.session import SessionState, Sync
from plugin.ports.reads import PAGE_SIZE
from plugin.ports.values import Account
from plugin.store.reads import SqlReads
from tests.store.people import (
    Campus,
    a_link,
    a_member,
    a_pairing,
    a_programme,
    a_session,
    an_agreement,
    an_enrolment,
    an_hour,
)
from tests.stores import NOON, NORTHMOOR, SOUTHMOOR, an_arrival

TWO_DAYS_ON = NOON + timedelta(days=2)


@pytest.fixture
def campus(store):
    return Campus(store)


@pytest.fixture
def reads(store):
    return SqlReads(store)


@pytest.fixture
def queries(database):
    """Return the SELECTs that were sent, without those that open a transaction."""
    sent = []

    def remember(_connection, _cursor, statement, *_rest):
        if not statement.startswith(("BEGIN", "SELECT set_config")):
            sent.append(statement)

    event.listen(database.engine, "before_cursor_execute", remember)
    return sent


def fill(campus, count):
    """Give the course many people, every two of them paired, agreed and booked."""
    roster = [a_member(f"p{number:04}", email="p@northmoor.example") for number in range(count)]
    with campus.store.work(NORTHMOOR) as work:
        work.apply_roster(campus.course, roster, now=NOON)
        people = [one.person for one in work.course_members(campus.course.course_id)][2:]
        for number, (mentor, mentee) in enumerate(zip(people[::2], people[1::2], strict=True)):
            pairing = a_pairing(
                campus.programme, mentor, mentee, relationship_id=f"relationship-p{number:04}"
            )
            session = a_session(pairing, an_hour(days=3), session_id=f"session-{number:04}")
            work.save_enrolment(an_enrolment(campus.programme, mentor, Side.MENTOR))
            work.save_enrolment(an_enrolment(campus.programme, mentee))
            work.save_relationship(pairing)
            work.save_agreement(an_agreement(pairing, signed_at=NOON))
            work.save_session(session)
            work.save_link(a_link(session, sync=Sync.BOOKED, join_url="https://teams.example"))
    return people[0]


@pytest.mark.parametrize("count", [10, 1000])
def test_every_page_costs_the_promised_queries_however_many_people(campus, reads, queries, count):
    someone = fill(campus, count)
    key, programme = (NORTHMOOR, campus.course.course_id), campus.programme.programme_id
    pages = {
        "home": (1, lambda: reads.home(*key, someone.person_id)),
        "first_page": (
            4,
            lambda: reads.first_page(
                *key, someone.person_id, now=NOON, coordinates=lambda _one: False
            ),
        ),
        "first_page of a coordinator": (
            1,
            lambda: reads.first_page(
                *key, someone.person_id, now=NOON, coordinates=lambda _one: True
            ),
        ),
        "mine": (3, lambda: reads.mine(*key, someone.person_id, now=NOON)),
        "programme": (1, lambda: reads.programme(NORTHMOOR, programme)),
        "counts": (1, lambda: reads.counts(NORTHMOOR, programme, now=NOON)),
        "relationships": (2, lambda: reads.relationships(NORTHMOOR, programme, now=NOON)),
        "people": (1, lambda: reads.people(NORTHMOOR, programme)),
    }

    reads.mine(*key, someone.person_id, now=NOON)  # a process reads the sealing keys once

    for name, (promised, read) in pages.items():
        queries.clear()
        read()
        assert (name, len(queries)) == (name, promised)


def test_home_shows_programmes_partners_and_what_is_next(campus, reads):
    session = a_session(campus.pairing, an_hour(days=3))
    link = a_link(session, sync=Sync.BOOKED, join_url="https://teams.example/1")
    past = a_session(campus.pairing, an_hour(days=-7), session_id="past")
    campus.save(session, link, past, an_agreement(campus.pairing, signed_at=NOON))

    key = (NORTHMOOR, campus.course.course_id, campus.mentee.person_id)
    home, [line] = reads.home(*key), reads.mine(*key, now=NOON)

    assert line.people == (campus.mentor, campus.mentee)
    assert line.agreed
    assert line.next.session.session_id == "session-1"
    assert line.next.session.agenda == "My thesis"
    assert (line.next.sync, line.next.join_url) == (Sync.BOOKED, "https://teams.example/1")
    assert line.last_met_at == past.span.ends_at
    assert [one.programme.title for one in home.programmes] == ["Careers"]
    assert home.programmes[0].programme.coordinators == (campus.mentor.person_id,)
    assert not home.microsoft_linked
    assert home.person == campus.mentee


def test_a_programme_comes_with_its_course_and_coordinators(campus, reads):
    campus.save(replace(campus.mentor, zone="Asia/Tokyo"))

    head = reads.programme(NORTHMOOR, campus.programme.programme_id)

    assert head.programme == campus.look("programme", campus.programme.programme_id)
    assert head.course == campus.course
    assert head.coordinators == (replace(campus.mentor, zone="Asia/Tokyo"),)
    assert reads.programme(SOUTHMOOR, campus.programme.programme_id) is None


def test_home_of_somebody_without_anything_is_empty(campus, reads, store):
    with store.work(NORTHMOOR) as work:
        other, course = work.arrive(an_arrival("noa", context_id="course-2"), now=NOON)

    key = (NORTHMOOR, course.course_id, other.person_id)

    assert reads.home(*key).programmes == ()
    assert reads.mine(*key, now=NOON) == []


def test_home_says_how_the_microsoft_account_stands(campus, reads):
    account = Account(
        campus.mentor.person_id, NORTHMOOR, "global", "t", "o", "m@x.example", NOON, NOON
    )
    campus.save(account)

    home = reads.home(NORTHMOOR, campus.course.course_id, campus.mentor.person_id)

    assert home.microsoft_linked
    assert home.microsoft_needs_sign_in


def test_home_shows_the_own_part_in_a_programme(campus, reads):
    campus.save(an_enrolment(campus.programme, campus.mentor, Side.MENTOR))

    home = reads.home(NORTHMOOR, campus.course.course_id, campus.mentor.person_id)

    assert (home.programmes[0].side, home.programmes[0].ready) == (Side.MENTOR, True)


def test_a_coordinators_lines_hold_no_agenda(campus, reads):
    campus.save(a_session(campus.pairing, an_hour(days=3)))

    [line] = reads.relationships(NORTHMOOR, campus.programme.programme_id, now=NOON)

    assert line.next.session.agenda == ""


def test_a_cancelled_session_is_not_next_and_was_not_met(campus, reads):
    cancelled = {"state": SessionState.CANCELLED}
    campus.save(
        a_session(campus.pairing, an_hour(days=3), **cancelled),
        a_session(campus.pairing, an_hour(days=-3), session_id="past", **cancelled),
    )

    [line] = reads.relationships(NORTHMOOR, campus.programme.programme_id, now=NOON)

    assert (line.next, line.last_met_at) == (None, None)


def test_those_that_may_want_a_hand_come_first(campus, reads):
    silent, booked, fresh = (campus.another_pairing(number) for number in (2, 3, 4))
    long_ago = NOON - timedelta(days=30)
    campus.save(
        an_agreement(campus.pairing, signed_at=NOON),
        a_session(campus.pairing, an_hour(days=3)),
        an_agreement(silent, signed_at=long_ago),
        an_agreement(booked, signed_at=long_ago),
        a_session(booked, an_hour(days=3), session_id="session-3"),
    )

    lines = reads.relationships(NORTHMOOR, campus.programme.programme_id, now=NOON)

    order = [line.relationship_id for line in lines]
    assert set(order[:2]) == {silent.relationship_id, fresh.relationship_id}
    assert set(order[2:]) == {campus.pairing.relationship_id, booked.relationship_id}


def test_s05_who_has_left_this_course_comes_first_and_not_who_left_another(campus, reads, store):
    newer = campus.another_pairing(2)
    gone, crowd = newer.members[0].person_id, [a_member(f"c{n:02}") for n in range(40)]
    for number, pairing in enumerate((campus.pairing, newer), 1):
        booked = a_session(pairing, an_hour(days=3), session_id=f"session-{number}")
        campus.save(an_agreement(pairing, signed_at=NOON), booked)

    def leaves(course, *staying):
        listed = [a_member("mentor2", active=False), *map(a_member, staying), *crowd]
        with store.work(NORTHMOOR) as work:
            work.apply_roster(course, listed, now=NOON)
            work.save_absence(Absence(NORTHMOOR, course.course_id, gone, NOON))
            assert work.away(course.course_id, [gone]) == {gone}

    def first():
        lines = reads.relationships(NORTHMOOR, campus.programme.programme_id, now=NOON)
        return lines[0].relationship_id

    with store.work(NORTHMOOR) as work:
        _, other = work.arrive(an_arrival("mentor2", context_id="course-2"), now=NOON)
        elsewhere = a_programme(other, programme_id="programme-2")
        work.save_programme(elsewhere)
        kim, _ = work.arrive(an_arrival("kim", context_id="course-2"), now=NOON)
        pair = a_pairing(elsewhere, campus.mentor, kim, relationship_id="relationship-9")
        work.save_relationship(pair)
        work.apply_roster(other, [a_member("mentor2"), a_member("kim"), *crowd], now=NOON)
        work.apply_roster(
            campus.course, [*map(a_member, ("mentor2", "mara", "lev", "mentee2")), *crowd], now=NOON
        )
    leaves(other, "kim")
    assert first() == campus.pairing.relationship_id

    leaves(campus.course, "mara", "lev", "mentee2")
    assert first() == newer.relationship_id


def test_a_page_is_fifty_lines_and_the_next_one_goes_on(campus, reads):
    fill(campus, 2 * PAGE_SIZE + 4)
    programme = campus.programme.programme_id

    pages = [reads.relationships(NORTHMOOR, programme, now=NOON, page=n) for n in (1, 2)]

    assert [len(page) for page in pages] == [PAGE_SIZE, 3]
    assert len({line.relationship_id for page in pages for line in page}) == PAGE_SIZE + 3


def test_counts_say_how_many_are_how_far(campus, reads, store):
    with store.work(NORTHMOOR) as work:
        work.arrive(an_arrival("preview", is_test=True), now=NOON)
        extra, _ = work.arrive(an_arrival("extra"), now=NOON)
    campus.save(
        an_enrolment(campus.programme, campus.mentor, Side.MENTOR),
        an_enrolment(campus.programme, campus.mentee),
        an_enrolment(campus.programme, extra, enrolment_id="extra"),
        an_agreement(campus.pairing, signed_at=NOON),
        a_session(campus.pairing, an_hour(days=1)),
    )
    campus.another_pairing(2)

    before, after = (
        reads.counts(NORTHMOOR, campus.programme.programme_id, now=now)
        for now in (NOON, TWO_DAYS_ON)
    )

    assert (before.members, before.profiles, before.mentors, before.mentees) == (5, 3, 1, 2)
    assert (before.placed, before.relationships, before.agreed) == (2, 2, 2)
    assert (before.booked, before.met, after.met) == (2, 0, 2)


def test_people_are_listed_by_name_and_those_without_one_last(campus, reads, store):
    with store.work(NORTHMOOR) as work:
        for name in ("Émile", "ana", None, "Zoë"):
            work.arrive(an_arrival(name or "nobody", name=name), now=NOON)

    lines = reads.people(NORTHMOOR, campus.programme.programme_id)

    names = [line.person.label for line in lines]
    assert names == ["ana", "Émile", "Lev", "Mara", "Zoë", "Member 5"]
    assert [line.partners for line in lines] == [0, 0, 1, 1, 0, 0]


@pytest.mark.parametrize(
    ("search", "found"), [("emi", ["Émile"]), ("ÉMI", ["Émile"]), ("%", ["100%"]), ("_", [])]
)
def test_u11_a_search_finds_part_of_a_name_and_takes_no_wildcards(
    campus, reads, store, search, found
):
    with store.work(NORTHMOOR) as work:
        for name in ("Émile", "100%"):
            work.arrive(an_arrival(name, name=name), now=NOON)

    lines = reads.people(NORTHMOOR, campus.programme.programme_id, search=search)

    assert [line.person.name for line in lines] == found


def test_who_has_no_role_in_the_course_is_neither_listed_nor_counted(campus, reads, store):
    with store.work(NORTHMOOR) as work:
        work.arrive(an_arrival("ruth", role=CourseRole.NONE), now=NOON)
        lapsed, _ = work.arrive(an_arrival("lapsed", role=CourseRole.NONE), now=NOON)
        work.save_enrolment(an_enrolment(campus.programme, lapsed))

    lines = reads.people(NORTHMOOR, campus.programme.programme_id)
    counts = reads.counts(NORTHMOOR, campus.programme.programme_id, now=NOON)

    assert [line.person.name for line in lines] == ["Lapsed", "Lev", "Mara"]
    assert counts.members == 2


def test_l59_a_preview_user_is_not_listed(campus, reads, store):
    with store.work(NORTHMOOR) as work:
        preview = an_arrival("preview", is_test=True, role=CourseRole.LEARNER)
        work.arrive(preview, now=NOON)

    lines = reads.people(NORTHMOOR, campus.programme.programme_id)

    assert [line.person.name for line in lines] == ["Lev", "Mara"]


def test_another_tenant_reads_nothing(campus, reads):
    programme = campus.programme.programme_id
    campus.save(a_session(campus.pairing))

    assert reads.people(SOUTHMOOR, programme) == []
    assert reads.relationships(SOUTHMOOR, programme, now=NOON) == []
    assert reads.counts(SOUTHMOOR, programme, now=NOON).relationships == 0
    key = (SOUTHMOOR, campus.course.course_id, campus.mentee.person_id)
    home = reads.home(*key)
    assert (home.person, home.programmes, reads.mine(*key, now=NOON)) == (None, (), [])
