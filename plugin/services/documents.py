"""What members do with the documents of their relationship: see, add, agree where they are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from plugin.mentoring.agreed_link import (
    LONGEST_TITLE,
    AgreedLink,
    LinkId,
    SharedLink,
    usable_link,
)
from plugin.mentoring.errors import (
    FileRefusedError,
    NotAllowedError,
    TooManyLinksError,
    UnknownThingError,
    WrongStateError,
)
from plugin.mentoring.people import Actor, Person, PersonId
from plugin.mentoring.place import Place
from plugin.mentoring.relationship import Relationship, RelationshipId, RelationshipState
from plugin.ports.errors import (
    ConsentMissingError,
    GoneError,
    OutsideError,
    RefusedError,
    SignInNeededError,
    TryLaterError,
)
from plugin.ports.folders import FileLine
from plugin.ports.outside import Drives
from plugin.ports.outside import Places as Folders
from plugin.ports.store import Store, Work
from plugin.ports.values import Account, Clock, NewId
from plugin.services.place_work import keep_place
from plugin.services.relationships import opened, require_going_on
from plugin.services.shelves import shelf

MOST_BYTES = 10_000_000
MOST_LINKS = 100


@dataclass(frozen=True, slots=True)
class DocumentsPage:
    """Everything about the documents of a relationship, read at this moment.

    Attributes:
        link: the agreed link that stands in place of the folder; None where the folder counts.
        proposal: waits for somebody's agreement.
        files: None where the folder was not read; `trouble` says why.
        trouble: "later", "consent", "gone" or "refused"; empty when there was none.

    """

    relationship: Relationship
    people: dict[PersonId, Person]
    place: Place | None
    link: AgreedLink | None
    proposal: AgreedLink | None
    links: Sequence[SharedLink]
    files: Sequence[FileLine] | None
    trouble: str

    @property
    def going_on(self) -> bool:
        """Whether things can still be added."""
        return self.relationship.state is not RelationshipState.ENDED


@dataclass(frozen=True, slots=True, kw_only=True)
class Documents:
    """The documents of relationships, for their members.

    Attributes:
        folders, drives: see `plugin.services.places.Places`.

    """

    store: Store
    clock: Clock
    new_id: NewId
    folders: Folders | None
    drives: Drives | None = None

    def page(self, relationship_id: RelationshipId, *, actor: Actor) -> DocumentsPage:
        """Return the page's facts; the folder is asked now, and never remembered.

        Raises:
            UnknownThingError: not a member, or no such relationship: the two look the same.

        """
        with self.store.look(actor.tenant_id) as work:
            relationship = opened(work, relationship_id, actor=actor)
            proposals = work.agreed_links(relationship_id)
            settled = next((one for one in proposals if one.settled_at), None)
            pending = next(iter(proposals), None)
            links, place = work.shared_links(relationship_id), work.place(relationship_id)
            people = {*relationship.people, *(one.added_by for one in links)}
            people |= place.holders if place else set()
            everybody, accounts = dict(work.people(people)), _accounts(work, place)
        files, trouble = self._files(place, accounts)
        return DocumentsPage(
            relationship,
            everybody,
            place,
            settled if settled and settled.url else None,
            pending if pending and not pending.settled_at else None,
            links,
            files,
            trouble,
        )

    def add_file(
        self, relationship_id: RelationshipId, name: str, content: bytes, *, actor: Actor
    ) -> str:
        """Put a file into the folder, under a free name; returns it. Nothing is kept here.

        Raises:
            FileRefusedError: empty, larger than 10 MB, or without a name.
            WrongStateError: there is no folder, or the relationship has ended.
            TryLaterError, ConsentMissingError, GoneError, RefusedError: it was not added.
            ConflictError: all the names that were tried are taken.

        """
        plain = PurePath(name.replace("\\", "/")).name.strip()
        if not plain or plain.startswith(".") or not 0 < len(content) <= MOST_BYTES:
            raise FileRefusedError
        with self.store.look(actor.tenant_id) as work:
            require_going_on(opened(work, relationship_id, actor=actor))
            place = work.place(relationship_id)
            accounts = _accounts(work, place)
        folders = self._shelf(place, accounts)
        if folders is None or place is None or place.folder is None:
            raise WrongStateError
        taken = {one.name.casefold() for one in folders.files_in(place.folder)}
        free = _free(plain, taken)
        folders.add(place.folder, free, content)
        with self.store.work(actor.tenant_id) as work:
            work.note("file.added", relationship=relationship_id, person=actor.person_id)
        return free

    def add_link(
        self, relationship_id: RelationshipId, title: str, url: str, *, actor: Actor
    ) -> None:
        """Put a link on the page.

        Raises:
            UnusableLinkError, TooManyLinksError, WrongStateError.

        """
        usable = usable_link(url)
        with self.store.work(actor.tenant_id) as work:
            require_going_on(opened(work, relationship_id, actor=actor))
            if len(work.shared_links(relationship_id)) >= MOST_LINKS:
                raise TooManyLinksError
            work.save_shared_link(
                SharedLink(
                    LinkId(self.new_id()),
                    relationship_id,
                    actor.tenant_id,
                    title.strip()[:LONGEST_TITLE],
                    usable,
                    actor.person_id,
                    self.clock(),
                )
            )

    def remove_link(
        self, relationship_id: RelationshipId, link_id: LinkId, *, actor: Actor
    ) -> None:
        """Take a link off the page: whoever put it there may, and nobody else.

        Raises:
            UnknownThingError, NotAllowedError.

        """
        with self.store.work(actor.tenant_id) as work:
            opened(work, relationship_id, actor=actor)
            links = work.shared_links(relationship_id)
            link = next((one for one in links if one.link_id == link_id), None)
            if link is None:
                raise UnknownThingError
            if link.added_by != actor.person_id:
                raise NotAllowedError
            work.drop_shared_link(link_id)

    def propose(self, relationship_id: RelationshipId, url: str, *, actor: Actor) -> None:
        """Propose a link as the agreed place, or, with an empty one, the folder again.

        A proposal that still waits is replaced. It holds once every member has agreed.

        Raises:
            UnusableLinkError, WrongStateError.

        """
        usable = usable_link(url) if url else ""
        with self.store.work(actor.tenant_id) as work:
            relationship = opened(work, relationship_id, actor=actor)
            require_going_on(relationship)
            before = next(iter(work.agreed_links(relationship_id)), None)
            if before is not None and before.settled_at is None:
                work.drop_agreed_link(relationship_id, before.number)
            new = AgreedLink(
                relationship_id,
                actor.tenant_id,
                (before.number if before else 0) + 1,
                usable,
                actor.person_id,
                self.clock(),
                frozenset(),
            )
            self._agree(work, new, relationship, actor)

    def agree(self, relationship_id: RelationshipId, number: int, *, actor: Actor) -> None:
        """Agree to the proposal that was seen.

        Raises:
            WrongStateError: another one stands there by now, or none.

        """
        with self.store.work(actor.tenant_id) as work:
            relationship = opened(work, relationship_id, actor=actor)
            require_going_on(relationship)
            self._agree(work, _pending(work, relationship_id, number), relationship, actor)

    def withdraw(self, relationship_id: RelationshipId, number: int, *, actor: Actor) -> None:
        """Take the proposal away: any member may, and nothing has changed then.

        Raises:
            WrongStateError: another one stands there by now, or none.

        """
        with self.store.work(actor.tenant_id) as work:
            opened(work, relationship_id, actor=actor)
            _pending(work, relationship_id, number)
            work.drop_agreed_link(relationship_id, number)

    def try_again(self, relationship_id: RelationshipId, *, actor: Actor) -> None:
        """Ask a worker to make the folder, or to open it to everybody, once more."""
        with self.store.work(actor.tenant_id) as work:
            require_going_on(opened(work, relationship_id, actor=actor))
            keep_place(work, relationship_id)

    def _agree(
        self, work: Work, link: AgreedLink, relationship: Relationship, actor: Actor
    ) -> None:
        work.save_agreed_link(link.agreed_by(actor.person_id, relationship, now=self.clock()))

    def _files(
        self, place: Place | None, accounts: Mapping[PersonId, Account]
    ) -> tuple[Sequence[FileLine] | None, str]:
        try:
            folders = self._shelf(place, accounts)
            if folders is None or place is None or place.folder is None:
                return None, ""
            return folders.files_in(place.folder), ""
        except OutsideError as error:
            return None, _trouble(error)

    def _shelf(self, place: Place | None, accounts: Mapping[PersonId, Account]) -> Folders | None:
        if place is None or place.folder is None:
            return None
        return shelf(place.holder, accounts, folders=self.folders, drives=self.drives)


def _accounts(work: Work, place: Place | None) -> Mapping[PersonId, Account]:
    return work.accounts({place.holder}) if place and place.holder else {}


def _trouble(error: OutsideError) -> str:
    match error:
        case TryLaterError():
            return "later"
        case ConsentMissingError() | SignInNeededError():
            return "consent"
        case GoneError():
            return "gone"
        case RefusedError():
            return "refused"
    return "later"


def _pending(work: Work, relationship_id: RelationshipId, number: int) -> AgreedLink:
    link = next(iter(work.agreed_links(relationship_id)), None)
    if link is None or link.number != number or link.settled_at is not None:
        raise WrongStateError
    return link


def _free(name: str, taken: set[str]) -> str:
    """Return the name, or the first of "name (2)", "name (3)" … that nothing has."""
    path = PurePath(name)
    names = (name, *(f"{path.stem} ({n}){path.suffix}" for n in range(2, 100)))
    return next((one for one in names if one.casefold() not in taken), name)
