"""The agreed place for documents."""

from datetime import UTC, datetime, timedelta

from plugin.mentoring.people import TenantId
from plugin.mentoring.place import Place, PlaceState
from plugin.mentoring.relationship import RelationshipId

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)


def test_since_moves_with_the_state_only():
    queued = Place(RelationshipId("r1"), TenantId("t1"), PlaceState.QUEUED, NOW)

    waiting = queued.at(PlaceState.QUEUED, now=LATER, problem="slow")
    ready = waiting.at(PlaceState.READY, now=LATER)

    assert (waiting.since, waiting.problem) == (NOW, "slow")
    assert (ready.since, ready.problem) == (LATER, None)
