"""Making the shared folder of a relationship, and letting its access follow membership."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace

from plugin.mentoring.may_run import Feature
from plugin.mentoring.people import Person, PersonId, TenantId
from plugin.mentoring.place import Place, PlaceState, Shelves
from plugin.mentoring.programme import Format
from plugin.mentoring.relationship import Relationship, RelationshipId, RelationshipState
from plugin.ports.errors import (
    ConflictError,
    ConsentMissingError,
    GoneError,
    RefusedError,
    SignInNeededError,
)
from plugin.ports.folders import FolderChanges
from plugin.ports.outside import Drives
from plugin.ports.outside import Places as Folders
from plugin.ports.store import Store, Work
from plugin.ports.values import Account, Clock
from plugin.services.accounts import needs_sign_in
from plugin.services.bookings import GAVE_UP
from plugin.services.invitations import addresses_of
from plugin.services.kinds import LOOK_IN_DRIVE
from plugin.services.place_work import keep_place
from plugin.services.running import ALONE
from plugin.services.shelves import shelf, shelves

NO_SHELF = "no-shelf"


def _nothing_to_begin_with(_kind: Format) -> Mapping[str, bytes]:
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """The agreed place of each relationship.

    Attributes:
        folders: in the institution's site; None where it has given none.
        drives: people's own OneDrives; None where the institution does not offer that.
        starters: returns the documents that a folder begins with, by name.

    """

    store: Store
    clock: Clock
    folders: Folders | None
    drives: Drives | None = None
    starters: Callable[[Format], Mapping[str, bytes]] = _nothing_to_begin_with

    @property
    def shelves(self) -> Shelves:
        """Where folders can be made here."""
        return shelves(self.folders, self.drives)

    def make(self, tenant_id: TenantId, relationship_id: RelationshipId) -> None:
        """Make the folder and open it to exactly the present members. Safe to repeat.

        Raises:
            TryLaterError: the queue should call again.

        """
        with self.store.look(tenant_id) as work:
            found = self._found(work, relationship_id)
        if found is None:
            return
        now, place = self.clock(), found.place
        try:
            self._close_earlier(found)
            place = self._opened(found)
        except (ConsentMissingError, SignInNeededError):
            self._keep(place.at(PlaceState.NEEDS_CONSENT, now=now))
        except RefusedError as error:
            self._keep(place.at(PlaceState.FAILED, now=now, problem=str(error)))
        else:
            self._keep(place.at(PlaceState.READY, now=now))

    def allowed(self, tenant_id: TenantId, person_id: PersonId) -> None:
        """Go on with the folders that are to lie in the OneDrive of somebody who said yes."""
        with self.store.work(tenant_id) as work:
            for one in work.relationships_of(person_id):
                keep_place(work, one.relationship_id)
            work.note("drive.allowed", person=person_id)

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

    def look_through(self, tenant_id: TenantId) -> int:
        """Queue a look into every OneDrive that folders lie in; returns how many."""
        if self.drives is None:
            return 0
        with self.store.look(tenant_id) as work:
            holders = work.drive_holders()
        with self.store.work(tenant_id) as work:
            for one in holders:
                work.queue(LOOK_IN_DRIVE, {"person": one}, key=f"{LOOK_IN_DRIVE}:{one}")
        return len(holders)

    def look(self, tenant_id: TenantId, holder: PersonId) -> None:
        """Note what changed in the folders that lie in that person's OneDrive, or that one is gone.

        Only these folders are asked for. A delta of a OneDrive would tell of all that its owner
        has in it, and of no single folder there is one.

        Raises:
            TryLaterError: the queue should call again.

        """
        with self.store.look(tenant_id) as work:
            account, places = work.account(holder), work.places_held_by(holder)
        run = ALONE.of(
            Feature.FOLDER, account, offered=self.drives is not None, wished=bool(places)
        )
        if self.drives is None or account is None or not run.goes:
            return  # whoever signs in again has all of their folders gone through
        try:
            folders = self.drives.of(account)
            for place in places:
                self._look_into(folders, place)
        except SignInNeededError:
            with self.store.work(tenant_id) as work:
                needs_sign_in(work, account, now=self.clock())
        except (ConsentMissingError, RefusedError):
            with self.store.work(tenant_id) as work:
                for place in places:
                    keep_place(work, place.relationship_id)  # which says for whom it waits

    def _look_into(self, folders: Folders, place: Place) -> None:
        try:
            files = folders.files_in(place.folder or "")
        except GoneError:
            files = None
        with self.store.work(place.tenant_id) as work:
            latest = work.place(place.relationship_id)
            if latest is None or latest.folder != place.folder:
                return
            if files is None:
                keep_place(work, place.relationship_id)
                return
            changed = max((one.changed_at for one in files), default=None)
            if changed is not None and (latest.changed_at is None or changed > latest.changed_at):
                work.save_place(replace(latest, changed_at=changed))

    def _note(self, tenant_id: TenantId, found: FolderChanges) -> None:
        with self.store.work(tenant_id) as work:
            ours = work.places_of_folders({*found.changed, *found.gone})
            for folder, relationship_id in ours.items():
                place = work.place(relationship_id)
                if folder in found.gone:
                    keep_place(work, relationship_id)
                elif place is not None:
                    work.save_place(replace(place, changed_at=found.changed[folder]))

    def _found(self, work: Work, relationship_id: RelationshipId) -> "_Found | None":
        place, relationship = work.place(relationship_id), work.relationship(relationship_id)
        programme = work.programme(relationship.programme_id) if relationship else None
        if place is None or relationship is None or programme is None:
            return None
        in_drive = self.shelves.in_drive(wished=programme.life.own_drives)
        place = place.held_for(relationship, in_drive=in_drive)
        if not self.shelves.site and place.holder is None:
            return None
        if relationship.state is RelationshipState.ENDED and place.folder is None:
            return None
        people = work.people(relationship.people)
        accounts = work.accounts({*people, *place.holders})
        return _Found(place, relationship, people, accounts, addresses_of(people, accounts))

    def _opened(self, found: "_Found") -> Place:
        """Open the folder that was made before, whatever it is called by now; else make one.

        At the end of a relationship its last members may read what they made, and nobody writes.
        """
        place = found.place
        folders = self._shelf(place.holder, found.accounts)
        if folders is None:
            raise RefusedError(NO_SHELF)
        if place.folder is not None:
            try:
                return _open_to(folders, place, found)
            except GoneError:
                pass  # deleted outside: the pair still needs one
        folder, url = folders.ensure_folder(found.name)
        for title, content in self.starters(found.relationship.format).items():
            with suppress(ConflictError):  # an earlier attempt has put it there
                folders.add(folder, title, content)
        return _open_to(folders, replace(place, url=url, folder=folder), found)

    def _close_earlier(self, found: "_Found") -> None:
        """Let the members of today read what lies in the OneDrives of those who left, no more.

        Where their owner is not to be reached any more, nothing can be done about it from here.
        """
        for one in found.place.earlier:
            with suppress(ConsentMissingError, SignInNeededError, GoneError, RefusedError):
                folders = self._shelf(one.holder, found.accounts)
                if folders is not None:
                    others = _without(found.addresses, one.holder)
                    folders.open_to(one.folder, others, read_only=True)

    def _shelf(
        self, holder: PersonId | None, accounts: Mapping[PersonId, Account]
    ) -> Folders | None:
        return shelf(holder, accounts, folders=self.folders, drives=self.drives)

    def _keep(self, place: Place) -> None:
        with self.store.work(place.tenant_id) as work:
            work.save_place(place)


@dataclass(frozen=True, slots=True)
class _Found:
    """A place, and all that its folder's name and access come from."""

    place: Place
    relationship: Relationship
    people: Mapping[PersonId, Person]
    accounts: Mapping[PersonId, Account]
    addresses: Mapping[PersonId, str]

    @property
    def name(self) -> str:
        """What the folder is called; its end tells it from any other of these people."""
        of = self.relationship
        given = [self.people[member.person_id].given for member in of.members]
        names = of.title or (" and ".join(given) if len(given) < 4 else "Circle")
        return f"{names} · {of.relationship_id[:6]}"


def _open_to(folders: Folders, place: Place, found: _Found) -> Place:
    """Open it to the members; whose OneDrive it lies in needs no opening."""
    over = found.relationship.state is RelationshipState.ENDED
    others = _without(found.addresses, place.holder)
    known = folders.open_to(place.folder or "", others, read_only=over)
    own = {place.holder} & found.relationship.people if place.holder else set()
    return replace(place, open_to=known | own)


def _without(addresses: Mapping[PersonId, str], who: PersonId | None) -> dict[PersonId, str]:
    return {one: address for one, address in addresses.items() if one != who}
