"""Wires what mirrors promises to their owners' To Do."""

from plugin.mentoring.promises import PromiseId
from plugin.mentoring.relationship import RelationshipId
from plugin.services.promises import Promises
from plugin.services.todo import ToDo
from plugin.wiring.house import House, new_id, utc_now
from plugin.wiring.microsoft import Microsoft


def todo_of(house: House, microsoft: Microsoft | None) -> ToDo:
    """Build it; without Microsoft, or in a cloud without To Do, it offers nothing."""
    url = house.settings.public_url

    def link_to(relationship: RelationshipId, promise: PromiseId) -> str:
        return f"{url}/to/promises/{relationship}/{promise}"

    return ToDo(
        store=house.store,
        clock=utc_now,
        tasks=microsoft.tasks if microsoft else None,
        promises=Promises(store=house.store, clock=utc_now, new_id=new_id),
        link_to=link_to,
    )
