"""Asking a worker to let the access to documents follow the members."""

from plugin.mentoring.relationship import RelationshipId
from plugin.ports.store import Work
from plugin.services.kinds import MAKE_PLACE


def keep_place(work: Work, relationship_id: RelationshipId) -> None:
    """Ask for it, wherever members, their addresses or the state of a relationship change."""
    if work.place(relationship_id) is not None:
        payload = {"relationship": relationship_id}
        work.queue(MAKE_PLACE, payload, key=f"{MAKE_PLACE}:{relationship_id}")
