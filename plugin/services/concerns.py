"""Telling somebody in confidence, reading it, answering, and passing it on when nobody looks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from plugin.mentoring.concern import ANSWER_WITHIN, LONGEST, Concern, ConcernId, require_reader
from plugin.mentoring.errors import NotAllowedError, UnknownThingError
from plugin.mentoring.notices import News
from plugin.mentoring.people import Actor, Person, PersonId, TenantId
from plugin.mentoring.programme import Programme
from plugin.mentoring.relationship import RelationshipId
from plugin.ports.errors import ConflictError
from plugin.ports.store import Store, Work
from plugin.ports.trouble import Contact, Support
from plugin.ports.values import Clock, NewId
from plugin.services.relationships import opened, programme_of
from plugin.services.telling import about as about_the
from plugin.services.telling import tell

READ = "concern.read"


@dataclass(frozen=True, slots=True)
class ConcernPage:
    """One concern as its reader sees it; the names of everybody in it."""

    concern: Concern
    people: dict[PersonId, Person]
    contacts: tuple[Contact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Concerns:
    """Concerns, for who raised them and who was told: nobody else learns that they exist."""

    store: Store
    clock: Clock
    new_id: NewId

    def tell(
        self,
        relationship_id: RelationshipId,
        text: str,
        *,
        to: PersonId,
        about: frozenset[PersonId],
        actor: Actor,
    ) -> ConcernId:
        """Tell a coordinator or an officer of the institution.

        Raises:
            UnknownThingError: not a member, or no such relationship.
            NobodyToTellError: `to` may not be told, or is one of those it is about.

        """
        now = self.clock()
        with self.store.work(actor.tenant_id) as work:
            one = opened(work, relationship_id, actor=actor)
            programme = programme_of(work, one.programme_id)
            readers = _readers(programme, work.support())
            require_reader(to, readers, about=about, by=actor.person_id)
            known = {*one.people, *readers}
            raised = Concern(
                ConcernId(self.new_id()),
                actor.tenant_id,
                one.programme_id,
                relationship_id,
                actor.person_id,
                about & known,
                text.strip()[:LONGEST],
                (to,),
                now,
                now + ANSWER_WITHIN,
            )
            work.save_concern(raised)
            _tell(work, raised, [to], now)
            work.audit(
                "concern.raised",
                by=actor.person_id,
                programme=one.programme_id,
                concern=raised.concern_id,
            )
        return raised.concern_id

    def mine(self, *, actor: Actor) -> Sequence[ConcernPage]:
        """Return what the person raised or was told, the latest first, to choose from."""
        with self.store.look(actor.tenant_id) as work:
            found = [x for x in work.concerns_of(actor.person_id) if x.is_open_to(actor.person_id)]
            people = work.people({who for one in found for who in (one.raised_by, *one.told)})
            return [ConcernPage(one, dict(people), ()) for one in found]

    def of(self, concern_id: ConcernId, *, actor: Actor) -> ConcernPage:
        """Return what is known about a concern; its words only where the person raised it.

        Raises:
            UnknownThingError: there is none, or it is not for this person.

        """
        with self.store.look(actor.tenant_id) as work:
            concern = _open(work, concern_id, actor)
            people = work.people({concern.raised_by, *concern.about, *concern.told})
            if actor.person_id != concern.raised_by:
                concern = replace(concern, text="")
            return ConcernPage(concern, dict(people), work.support().contacts)

    def read(self, concern_id: ConcernId, *, actor: Actor) -> ConcernPage:
        """Return the concern's words; that they were read stands in the audit.

        Raises:
            UnknownThingError: there is none, or it is not for this person.

        """
        with self.store.work(actor.tenant_id) as work:
            concern = _open(work, concern_id, actor)
            if actor.person_id != concern.raised_by:
                concern = _seen(work, concern)
                work.audit(
                    READ,
                    by=actor.person_id,
                    about=[concern.raised_by],
                    programme=concern.programme_id,
                    concern=concern_id,
                )
            people = work.people({concern.raised_by, *concern.about, *concern.told})
            return ConcernPage(concern, dict(people), work.support().contacts)

    def answer(self, concern_id: ConcernId, text: str, *, version: int, actor: Actor) -> None:
        """Say what is going to be done.

        Raises:
            UnknownThingError.
            NotAllowedError: the person raised it.
            WrongStateError: the answer is empty.
            ConflictError: somebody else answered meanwhile.

        """
        with self.store.work(actor.tenant_id) as work:
            concern = _open(work, concern_id, actor)
            if actor.person_id == concern.raised_by:
                raise NotAllowedError
            if concern.version != version:
                raise ConflictError("concern")
            work.save_concern(concern.answered(text, by=actor.person_id))
            # The address of a mail may be seen by others: it leads to the common page.
            answer = about_the("relationship", concern.relationship_id, turn=f"{concern_id}-answer")
            tell(work, News.WRITTEN, [concern.raised_by], thing=answer, now=self.clock())
            work.audit("concern.answered", by=actor.person_id, concern=concern_id)

    def pass_on(self, tenant_id: TenantId) -> int:
        """Tell the others where nobody has looked in time (P13); returns how many concerns."""
        now = self.clock()
        with self.store.work(tenant_id) as work:
            late = work.concerns_unseen(before=now)
            for concern in late:
                programme = programme_of(work, concern.programme_id)
                after = concern.passed_on(_readers(programme, work.support()), now=now)
                work.save_concern(after)
                _tell(work, after, set(after.told) - set(concern.told), now)
                work.audit("concern.passed-on", by=None, concern=concern.concern_id)
        return len(late)


def _readers(programme: Programme, support: Support) -> tuple[PersonId, ...]:
    return tuple(dict.fromkeys((*programme.coordinators, *support.officers)))


def _tell(work: Work, concern: Concern, people: Iterable[PersonId], now: datetime) -> None:
    """Say that something waits for them; that it does is nobody else's to know."""
    thing = about_the("concern", concern.concern_id)
    tell(work, News.CONFIDED, people, thing=thing, now=now)


def _open(work: Work, concern_id: ConcernId, actor: Actor) -> Concern:
    concern = work.concern(concern_id)
    if concern is None or not concern.is_open_to(actor.person_id):
        raise UnknownThingError
    return concern


def _seen(work: Work, concern: Concern) -> Concern:
    seen = concern.seen()
    if seen is concern:
        return concern
    work.save_concern(seen)
    return replace(seen, version=concern.version + 1)
