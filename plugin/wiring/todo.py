"""Wires what mirrors promises and steps to their owners' To Do."""

from plugin.mentoring.relationship import RelationshipId
from plugin.mentoring.todo import ActionId, step_of
from plugin.services.goals import Goals
from plugin.services.promises import Promises
from plugin.services.settling import Settling
from plugin.services.todo import ToDo
from plugin.wiring.house import House, new_id, utc_now
from plugin.wiring.microsoft import Microsoft


def todo_of(house: House, microsoft: Microsoft | None) -> ToDo:
    """Build it; without Microsoft, or in a cloud without To Do, it offers nothing."""
    url = house.settings.public_url

    def link_to(relationship: RelationshipId, action: ActionId) -> str:
        kind = "promises" if step_of(action) is None else "goals"
        return f"{url}/to/{kind}/{relationship}/{action}"

    return ToDo(
        store=house.store,
        clock=utc_now,
        tasks=microsoft.tasks if microsoft else None,
        settling=Settling(
            store=house.store,
            promises=Promises(store=house.store, clock=utc_now, new_id=new_id),
            goals=Goals(store=house.store, clock=utc_now, new_id=new_id),
        ),
        link_to=link_to,
    )
