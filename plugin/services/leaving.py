"""Leaving a relationship whatever it is, where somebody leaves everything."""

from contextlib import suppress

from plugin.mentoring.errors import LastFacilitatorError
from plugin.mentoring.people import Actor
from plugin.mentoring.relationship import Relationship, RelationshipState
from plugin.services.memberships import Memberships


def leave_for_good(memberships: Memberships, one: Relationship, *, actor: Actor) -> None:
    """Take `actor` out of it; a circle goes on with whoever has been in it longest. Repeatable."""
    if one.state is RelationshipState.ENDED:
        return
    try:
        memberships.leave(one.relationship_id, actor=actor)
    except LastFacilitatorError:
        heir = min(
            (m for m in one.members if m.person_id != actor.person_id),
            key=lambda m: m.joined_at,
        )
        memberships.hand_over(one.relationship_id, heir.person_id, actor=actor)
        with suppress(LastFacilitatorError):
            memberships.leave(one.relationship_id, actor=actor)
