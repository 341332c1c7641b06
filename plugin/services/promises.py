"""Making a promise, keeping it, putting it off, letting it go."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from plugin.mentoring.errors import NotAllowedError, UnknownThingError
from plugin.mentoring.notices import News
from plugin.mentoring.people import Actor, Person, PersonId
from plugin.mentoring.promises import (
    LONGEST_PROMISE,
    Kept,
    Promise,
    PromiseId,
    PromiseState,
    kept_by,
)
from plugin.mentoring.relationship import Relationship, RelationshipId
from plugin.mentoring.session import SessionId
from plugin.ports.store import Store, Work
from plugin.ports.values import UNREADABLE, Clock, NewId
from plugin.services.mirroring import mirror_promise
from plugin.services.records import reads_notes, require_may_write
from plugin.services.relationships import opened
from plugin.services.telling import about, tell


@dataclass(frozen=True, slots=True)
class PromisesPage:
    """The promises of a relationship.

    Attributes:
        kept: how the reader kept their own; nobody is shown another's.
        signed: whether the reader has signed the agreement, and reads and writes what is shared.

    """

    relationship: Relationship
    people: Mapping[PersonId, Person]
    promises: tuple[Promise, ...]
    kept: Kept
    signed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Promises:
    """What the members of a relationship said they would do."""

    store: Store
    clock: Clock
    new_id: NewId

    def page(self, relationship_id: RelationshipId, *, actor: Actor) -> PromisesPage:
        """Return every promise for a member; UnknownThingError for anybody else."""
        with self.store.look(actor.tenant_id) as work:
            relationship = opened(work, relationship_id, actor=actor)
            open_ = reads_notes(work, relationship, actor)
            promises = tuple(
                one
                for one in work.promises(relationship_id)
                if open_ or one.owner == actor.person_id
            )
            people = work.people(relationship.people | {one.owner for one in promises})
        kept = kept_by(promises, actor.person_id)
        return PromisesPage(relationship, people, promises, kept, open_)

    def make(
        self,
        relationship_id: RelationshipId,
        text: str,
        *,
        due_on: date,
        owner: PersonId,
        actor: Actor,
        session_id: SessionId | None = None,
    ) -> Promise:
        """Write down who does what by when.

        Raises:
            UnknownThingError, WrongStateError, AgreementMissingError.
            NotAllowedError: the owner is no member.

        """
        with self.store.work(actor.tenant_id) as work:
            relationship = opened(work, relationship_id, actor=actor)
            require_may_write(work, relationship, actor)
            if owner not in relationship.people:
                raise NotAllowedError
            _require_session(work, session_id, relationship_id)
            promise = Promise(
                PromiseId(self.new_id()),
                actor.tenant_id,
                relationship_id,
                session_id,
                owner,
                actor.person_id,
                " ".join(text.replace(UNREADABLE, "").split())[:LONGEST_PROMISE],
                due_on,
                self.clock(),
            )
            work.save_promise(promise)
            mirror_promise(work, promise)
            if owner != actor.person_id:
                thing = about("promises", relationship_id, turn=promise.promise_id)
                tell(work, News.PROMISED, [owner], thing=thing, now=promise.made_at)
        return promise

    def settle(
        self, promise_id: PromiseId, state: PromiseState, *, version: int, actor: Actor
    ) -> Promise:
        """Say that it is done, let it go, or take it up again.

        Raises:
            UnknownThingError, WrongStateError.
            NotAllowedError: it is somebody else's.
            ConflictError: it was changed since the page was made.

        """
        with self.store.work(actor.tenant_id) as work:
            promise = _loaded(work, promise_id, actor)
            settled = replace(promise, version=version).settled(
                state, by=actor.person_id, now=self.clock()
            )
            work.save_promise(settled)
            mirror_promise(work, settled)
        return settled

    def put_off(
        self, promise_id: PromiseId, due_on: date, *, version: int, actor: Actor
    ) -> Promise:
        """Give it another day; nobody is told, and no mark is kept.

        Raises:
            UnknownThingError, NotAllowedError, WrongStateError, ConflictError.

        """
        with self.store.work(actor.tenant_id) as work:
            promise = replace(_loaded(work, promise_id, actor), version=version)
            later = promise.put_off(due_on, by=actor.person_id)
            work.save_promise(later)
            mirror_promise(work, later)
        return later


def _loaded(work: Work, promise_id: PromiseId, actor: Actor) -> Promise:
    promise = work.promise(promise_id)
    if promise is None:
        raise UnknownThingError
    relationship = opened(work, promise.relationship_id, actor=actor)
    require_may_write(work, relationship, actor, private=promise.owner == actor.person_id)
    return promise


def _require_session(
    work: Work, session_id: SessionId | None, relationship_id: RelationshipId
) -> None:
    session = work.session(session_id) if session_id else None
    if session_id and (session is None or session.relationship_id != relationship_id):
        raise UnknownThingError
