"""Where the documents of relationships are."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, select

from plugin.mentoring.people import PersonId
from plugin.mentoring.place import Earlier, Place, PlaceState
from plugin.mentoring.relationship import RelationshipId, RelationshipState
from plugin.store.rows import Rows, both, in_parts
from plugin.store.tables import place as table
from plugin.store.tables import relationship


class Places(Rows):
    """Reads and writes places."""

    def place(self, relationship_id: RelationshipId) -> Place | None:
        """Return the relationship's place, or None."""
        row = self._one(select(table).where(self._mine(table, relationship_id=relationship_id)))
        return None if row is None else place_of(row)

    def places_of_folders(self, folders: Iterable[str]) -> Mapping[str, RelationshipId]:
        """Return whose folders these are, by folder; what is nobody's is left out."""
        found: dict[str, RelationshipId] = {}
        for part in in_parts(dict.fromkeys(folders)):
            wanted = table.c.folder.in_(part)
            query = select(table.c.folder, table.c.relationship_id).where(self._mine(table), wanted)
            found |= {row.folder: row.relationship_id for row in self._all(query)}
        return found

    def drive_holders(self) -> Sequence[PersonId]:
        """Return in whose OneDrives folders lie that are in use."""
        query = select(table.c.holder_id).where(*self._in_use()).distinct()
        return [PersonId(row.holder_id) for row in self._all(query.order_by(table.c.holder_id))]

    def places_held_by(self, holder: PersonId) -> Sequence[Place]:
        """Return the places whose folders lie in that person's OneDrive and are in use."""
        query = select(table).where(*self._in_use(), table.c.holder_id == holder)
        return [place_of(row) for row in self._all(query.order_by(table.c.relationship_id))]

    def _in_use(self) -> Sequence[ColumnElement[bool]]:
        going_on = select(relationship.c.relationship_id).where(
            both(relationship, table, "relationship_id"),
            relationship.c.state != RelationshipState.ENDED,
        )
        made = self._mine(table, state=PlaceState.READY)
        return made, table.c.folder.is_not(None), table.c.holder_id.is_not(None), going_on.exists()

    def save_place(self, place: Place) -> None:
        """Write the place."""
        self._own(place.tenant_id)
        values = {
            "state": place.state,
            "since": place.since,
            "url": place.url,
            "folder": place.folder,
            "open_to": sorted(place.open_to),
            "problem": place.problem,
            "changed_at": place.changed_at,
            "holder_id": place.holder,
            "earlier": [[one.holder, one.folder, one.url] for one in place.earlier],
        }
        self._save(table, {"relationship_id": place.relationship_id}, values, place.version)


def place_of(row: Any) -> Place:
    """Read a row that has every column of `place`."""
    return Place(
        row.relationship_id,
        row.tenant_id,
        PlaceState(row.state),
        row.since,
        row.url,
        row.folder,
        frozenset(row.open_to),
        row.problem,
        row.changed_at,
        row.version,
        row.holder_id,
        tuple(Earlier(*one) for one in row.earlier or ()),
    )
