"""What an LMS asked to be placed: found by the visit, unreadable at rest, and gone in time."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from plugin.ports.placements import Placement
from plugin.store.tables import HOUSE, placement_request
from tests.stores import NOON, NORTHMOOR

ASKED = Placement("handle", NORTHMOOR, '{"data": "opaque"}', NOON + timedelta(hours=1))


@pytest.fixture
def kept(store):
    store.save_placement(ASKED)
    return store


def test_a_placement_is_found_by_its_visit_only(kept):
    assert kept.placement("handle") == ASKED
    assert kept.placement("another") is None


def test_the_platforms_words_are_sealed(kept, database):
    with database.transaction(HOUSE, write=False) as connection:
        stored = connection.execute(select(placement_request.c.request)).scalar_one()

    assert b"opaque" not in stored


def test_a_placement_moved_to_another_visit_does_not_open(kept, database):
    with database.transaction(HOUSE) as connection:
        connection.execute(update(placement_request).values(handle_hash="stolen"))

    assert kept.placement("stolen") is None


def test_d11_a_placement_is_swept_when_its_time_has_passed(kept):
    kept.sweep(now=NOON + timedelta(minutes=59))
    assert kept.placement("handle") == ASKED

    kept.sweep(now=NOON + timedelta(hours=1))
    assert kept.placement("handle") is None


def test_a_platforms_notice_is_known_for_a_month(kept):
    with kept.work(NORTHMOOR) as work:
        first = work.first_notice("r1", "n1")

    def is_first(days):
        kept.sweep(now=NOON + timedelta(days=days))
        with kept.work(NORTHMOOR) as work:
            return work.first_notice("r1", "n1")

    assert (first, is_first(29), is_first(30)) == (True, False, True)
