"""What the home page asks of the database does not grow with the programme."""

from dataclasses import replace
from datetime import timedelta

import pytest

from plugin.app import create_app
from plugin.mentoring.enrolment import Enrolment, EnrolmentId, Side
from plugin.mentoring.spans import Span
from plugin.wiring.web import build_web
from tests.bench.pages import counted, of_size, visitor
from tests.bench.tools import open_tool, ours
from tests.store.people import a_pairing, a_session
from tests.stores import NORTHMOOR, an_arrival


@pytest.mark.parametrize("people", [10, 1000])
def test_the_home_page_takes_at_most_six_queries_however_many_people(tmp_path, people):
    pages = {page.who: page.queries for page in of_size(tmp_path / "tool", people)}

    assert pages == {"coordinator": 6, "learner": 5}


def test_whoever_waits_for_a_partner_costs_one_query_more(tmp_path):
    house, cast = open_tool(ours(tmp_path), people=2)
    given = build_web(house)
    with house.store.work(NORTHMOOR) as work:
        late, _course = work.arrive(an_arrival("late"), now=given.clock())
        key, who = cast.programme.programme_id, late.person_id
        new = EnrolmentId(house.store.new_id())
        work.save_enrolment(
            Enrolment(new, NORTHMOOR, key, who, Side.MENTEE, ready_at=given.clock())
        )
    ask = visitor(create_app(given), given, replace(cast.learner, person_id=who))
    ask()

    with counted(house.database) as queries:
        ask()
    house.database.close()

    assert len(queries) == 4


def test_a_mentors_home_with_fifty_relationships_takes_at_most_eight_queries(tmp_path):
    house, cast = open_tool(ours(tmp_path), people=2)
    given = build_web(house)
    with house.store.work(NORTHMOOR) as work:
        mentor = work.person(work.relationship(cast.relationship_id).organiser)
        for number in range(49):
            mentee, _ = work.arrive(an_arrival(f"mentee{number}"), now=given.clock())
            pairing = a_pairing(cast.programme, mentor, mentee, relationship_id=f"pair-{number}")
            starts_at = given.clock() + timedelta(days=3 + number)
            span = Span(starts_at, starts_at + timedelta(minutes=45))
            work.save_relationship(pairing)
            work.save_session(a_session(pairing, span, session_id=f"mentored-{number}"))
    who = replace(cast.learner, person_id=mentor.person_id)
    ask = visitor(create_app(given), given, who)
    ask()

    with counted(house.database) as queries:
        text = ask()
    house.database.close()

    assert len(queries) <= 8
    assert "Mentee48" in text
