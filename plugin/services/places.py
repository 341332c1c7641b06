"""Making the shared folder of a relationship, and letting its access follow membership."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace

from plugin.mentoring.people import PersonId, TenantId
from plugin.mentoring.place import Place, PlaceState
from plugin.mentoring.programme import Format
from plugin.mentoring.relationship import Relationship, RelationshipId, RelationshipState
from plugin.ports.errors import ConflictError, ConsentMissingError, GoneError, RefusedError
from plugin.ports.folders import FolderChanges
from plugin.ports.outside import Places as Folders
from plugin.ports.store import Store
from plugin.ports.values import Clock
from plugin.services.bookings import GAVE_UP
from plugin.services.invitations import addresses_of
from plugin.services.place_work import keep_place


def _nothing_to_begin_with(_kind: Format) -> Mapping[str, bytes]:
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """The agreed place of each relationship.

    Attributes:
        folders: None below level 2 of the ladder.
        starters: returns the documents that a folder begins with, by name.

    """

    store: Store
    clock: Clock
    folders: Folders | None
    starters: Callable[[Format], Mapping[str, bytes]] = _nothing_to_begin_with

    def make(self, tenant_id: TenantId, relationship_id: RelationshipId) -> None:
        """Make the folder and open it to exactly the present members. Safe to repeat.

        Raises:
            TryLaterError: the queue should call again.

        """
        with self.store.look(tenant_id) as work:
            place, relationship = work.place(relationship_id), work.relationship(relationship_id)
            if self.folders is None or place is None or relationship is None:
                return
            people = work.people(relationship.people)
            addresses = addresses_of(people, work.accounts(relationship.people))
        given = [people[m.person_id].given for m in relationship.members]
        names = relationship.title or (" and ".join(given) if len(given) < 4 else "Circle")
        ended = relationship.state is RelationshipState.ENDED
        if ended and place.folder is None:
            return
        now = self.clock()
        try:
            made = self._opened(
                self.folders,
                place,
                relationship,
                f"{names} · {relationship_id[:6]}",
                addresses,
            )
        except ConsentMissingError:
            self._keep(place.at(PlaceState.NEEDS_CONSENT, now=now))
            return
        except RefusedError as error:
            self._keep(place.at(PlaceState.FAILED, now=now, problem=str(error)))
            return
        self._keep(made.at(PlaceState.READY, now=now))

    def gave_up(self, tenant_id: TenantId, relationship_id: RelationshipId) -> None:
        """Show on the relationship's page that the attempts have ended without success."""
        with self.store.look(tenant_id) as work:
            place = work.place(relationship_id)
        if place is not None and place.state is PlaceState.QUEUED:
            self._keep(place.at(PlaceState.FAILED, now=self.clock(), problem=GAVE_UP))

    def watch(self, since: str | None) -> str | None:
        """Note when something in a folder changed, or that it is gone; returns where it stands.

        Raises:
            TryLaterError: the queue should call again.

        """
        if self.folders is None:
            return None
        try:
            found = self.folders.changes(since)
        except (ConsentMissingError, RefusedError):
            return since  # the preflight page says what is missing
        for tenant_id in self.store.tenants():
            self._note(tenant_id, found)
        return found.since

    def _note(self, tenant_id: TenantId, found: FolderChanges) -> None:
        with self.store.work(tenant_id) as work:
            ours = work.places_of_folders({*found.changed, *found.gone})
            for folder, relationship_id in ours.items():
                place = work.place(relationship_id)
                if folder in found.gone:
                    keep_place(work, relationship_id)
                elif place is not None:
                    work.save_place(replace(place, changed_at=found.changed[folder]))

    def _opened(
        self,
        folders: Folders,
        place: Place,
        relationship: Relationship,
        name: str,
        addresses: Mapping[PersonId, str],
    ) -> Place:
        """Open the folder that was made before, whatever it is called by now; else make one.

        At the end of a relationship its last members may read what they made, and nobody writes.
        """
        over = relationship.state is RelationshipState.ENDED
        if place.folder is not None:
            try:
                known = folders.open_to(place.folder, addresses, read_only=over)
                return replace(place, open_to=known)
            except GoneError:
                pass  # deleted outside: the pair still needs one
        folder, url = folders.ensure_folder(name)
        for title, content in self.starters(relationship.format).items():
            with suppress(ConflictError):  # an earlier attempt has put it there
                folders.add(folder, title, content)
        known = folders.open_to(folder, addresses, read_only=over)
        return replace(place, url=url, folder=folder, open_to=known)

    def _keep(self, place: Place) -> None:
        with self.store.work(place.tenant_id) as work:
            work.save_place(place)
