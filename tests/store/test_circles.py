"""P1: circles and peers in the store and on the pages' reads: people are counted, not pairs."""

from dataclasses import replace

import pytest

from plugin.mentoring.enrolment import Side
from plugin.mentoring.programme import Format
from plugin.mentoring.relationship import Membership, Relationship
from plugin.store.reads import SqlReads
from tests.store.people import (
    Campus,
    a_session,
    an_agreement,
    an_enrolment,
    an_hour,
)
from tests.stores import NOON, NORTHMOOR, an_arrival


@pytest.fixture
def campus(store):
    return Campus(store)


@pytest.fixture
def circle(campus, store):
    """One facilitator and four members, agreed and booked."""
    with store.work(NORTHMOOR) as work:
        people = [
            work.arrive(an_arrival(f"c{number}"), now=NOON)[0].person_id for number in range(5)
        ]
        seats = tuple(
            Membership(who, Side.MENTEE if at else Side.MENTOR, NOON)
            for at, who in enumerate(people)
        )
        made = Relationship(
            "circle-1", NORTHMOOR, campus.programme.programme_id, Format.CIRCLE, seats, NOON,
            title="Owls",
        )  # fmt: skip
        for at, who in enumerate(people):
            one = an_enrolment(campus.programme, campus.mentee, Side.MENTEE if at else Side.MENTOR)
            work.save_enrolment(replace(one, enrolment_id=f"e-{who}", person_id=who))
        work.save_relationship(made)
        work.save_agreement(an_agreement(made, signed_at=NOON))
        work.save_session(a_session(made, an_hour(days=1), session_id="s-circle"))
    return made


def test_a_programme_keeps_its_formats_in_order(campus, store):
    formats = (Format.CIRCLE, Format.PEER)
    with store.work(NORTHMOOR) as work:
        work.save_programme(replace(work.programme(campus.programme.programme_id), formats=formats))

    with store.look(NORTHMOOR) as work:
        assert work.programme(campus.programme.programme_id).formats == formats


def test_a_circle_is_kept_with_its_name_and_facilitators_first(circle, store):
    with store.look(NORTHMOOR) as work:
        kept = work.relationship("circle-1")

    assert replace(kept, version=0) == replace(circle, version=0)
    assert kept.mentors == (circle.members[0].person_id,)


def test_the_funnel_counts_the_people_of_a_circle(campus, circle, store):
    counts = SqlReads(store).counts(NORTHMOOR, campus.programme.programme_id, now=NOON)

    assert (counts.placed, counts.agreed, counts.booked, counts.met) == (5, 5, 5, 0)


def test_one_missing_signature_leaves_all_of_the_circle_to_agree(campus, circle, store):
    with store.work(NORTHMOOR) as work:
        agreement = work.agreement("circle-1")
        work.save_agreement(replace(agreement, number=2, signatures=agreement.signatures[:-1]))

    counts = SqlReads(store).counts(NORTHMOOR, campus.programme.programme_id, now=NOON)

    assert counts.agreed == 0


def test_a_line_names_the_format_and_the_circle(campus, circle, store):
    lines = SqlReads(store).relationships(NORTHMOOR, campus.programme.programme_id, now=NOON)
    found = next(line for line in lines if line.relationship_id == "circle-1")

    assert (found.format, found.title, len(found.people)) == (Format.CIRCLE, "Owls", 5)
    assert found.agreed
