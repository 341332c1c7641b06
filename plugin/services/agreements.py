"""Writing down how two people work, and signing it."""

from dataclasses import dataclass, replace
from datetime import datetime

from plugin.mentoring.agreement import Agreement, Terms, first_terms, newcomers
from plugin.mentoring.enrolment import Medium
from plugin.mentoring.errors import (
    AgreementChangedError,
    PartMissingError,
    UnknownThingError,
    WrongStateError,
)
from plugin.mentoring.feedback import wants_another_rhythm
from plugin.mentoring.notices import News
from plugin.mentoring.parts import Part
from plugin.mentoring.people import Actor
from plugin.mentoring.programme import Programme
from plugin.mentoring.questions import Bank, Item
from plugin.mentoring.relationship import Relationship, RelationshipId
from plugin.ports.errors import ConflictError
from plugin.ports.store import Store, Work
from plugin.ports.values import UNREADABLE, Clock
from plugin.services.coming import follow
from plugin.services.contents import items_of
from plugin.services.planning import Planning
from plugin.services.relationships import opened, require_going_on, require_none_afar
from plugin.services.telling import about, tell


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreements:
    """The agreement of a relationship."""

    store: Store
    clock: Clock
    planning: Planning

    def page(
        self, relationship_id: RelationshipId, *, actor: Actor
    ) -> tuple[Relationship, Programme, Agreement | None, Terms]:
        """Return the latest agreement, and the terms to begin from.

        Raises:
            UnknownThingError: not a member.

        """
        with self.store.look(actor.tenant_id) as work:
            relationship, programme = _loaded(work, relationship_id, actor)
            agreement = work.agreement(relationship_id)
        terms = agreement.terms if agreement else first_terms(programme.bounds)
        return relationship, programme, agreement, terms

    def parts(self, relationship_id: RelationshipId, *, actor: Actor) -> tuple[Part, ...]:
        """Return what every member brings, for a member; UnknownThingError for anybody else."""
        with self.store.look(actor.tenant_id) as work:
            opened(work, relationship_id, actor=actor)
            return tuple(work.parts(relationship_id))

    def strained(self, relationship_id: RelationshipId, *, actor: Actor) -> bool:
        """Whether the actor's own feedback speaks for another rhythm; nobody else is told."""
        with self.store.look(actor.tenant_id) as work:
            opened(work, relationship_id, actor=actor)
            return wants_another_rhythm(work.feedback_of(relationship_id, actor.person_id))

    def support(self, relationship_id: RelationshipId, *, actor: Actor) -> tuple[str, ...]:
        """Return where the institution offers help beyond mentoring, as its coordinators wrote."""
        with self.store.look(actor.tenant_id) as work:
            relationship = opened(work, relationship_id, actor=actor)
            items = items_of(work, relationship.programme_id)
        return tuple(one.text for one in items if one.bank is Bank.SUPPORT and one.text)

    def tasks(self, relationship_id: RelationshipId, *, actor: Actor) -> tuple[Item, ...]:
        """Return the statements of a mentor's task that are ready to be taken; none for others."""
        with self.store.look(actor.tenant_id) as work:
            relationship = opened(work, relationship_id, actor=actor)
            if actor.person_id not in relationship.mentors:
                return ()
            items = items_of(work, relationship.programme_id)
        return tuple(one for one in items if one.bank is Bank.TASKS)

    def propose(
        self,
        relationship_id: RelationshipId,
        terms: Terms,
        *,
        version: int,
        actor: Actor,
        part: Part | None = None,
    ) -> Agreement:
        """Keep a new text, which everybody signs anew; the proposer signs by proposing.

        Args:
            relationship_id: whose agreement.
            terms: the text.
            version: of the agreement on the proposer's page; 0 where there was none.
            actor: a member.
            part: what the proposer brings; None leaves what they wrote before.

        Raises:
            UnknownThingError, OutOfBoundsError.
            PartMissingError: the proposer's part does not say what is asked of their side.
            DistanceError: in person, where somebody meets at a distance only.
            WrongStateError: the relationship has ended.
            ConflictError: the partner changed it meanwhile.

        """
        now = self.clock()
        with self.store.work(actor.tenant_id) as work:
            relationship, programme = _loaded(work, relationship_id, actor)
            require_going_on(relationship)
            before = work.agreement(relationship_id)
            terms.check(programme, before.terms if before else None)
            _keep_part(work, relationship, part, actor)
            if terms.medium is Medium.IN_PERSON:
                require_none_afar(work, relationship)
            if (before.version if before else 0) != version:
                raise ConflictError("agreement")
            agreement = (
                before.proposed(terms, by=actor.person_id, now=now)
                if before
                else Agreement(
                    relationship_id, actor.tenant_id, 1, terms.kept(), actor.person_id, now
                )
            )
            signed = agreement.signed(
                actor.person_id, number=agreement.number, relationship=relationship, now=now
            )
            if signed != before:
                work.save_agreement(signed)
                _ask_to_sign(work, relationship, signed, now)
                work.note("agreement.proposed", relationship=relationship_id)
        return signed

    def write_part(self, part: Part, *, actor: Actor) -> None:
        """Keep what the actor brings; nobody signs anew for it.

        Raises:
            UnknownThingError, WrongStateError, PartMissingError.

        """
        with self.store.work(actor.tenant_id) as work:
            relationship = opened(work, part.relationship_id, actor=actor)
            require_going_on(relationship)
            _keep_part(work, relationship, part, actor)

    def renew(self, relationship_id: RelationshipId, number: int, *, actor: Actor) -> Agreement:
        """Say at a review that the text still fits; the others sign the new version.

        Raises:
            UnknownThingError, WrongStateError.
            AgreementChangedError: there is a newer text.

        """
        with self.store.work(actor.tenant_id) as work:
            relationship = opened(work, relationship_id, actor=actor)
            require_going_on(relationship)
            agreement = work.agreement(relationship_id)
            if agreement is None:
                raise UnknownThingError
            if agreement.terms.words == UNREADABLE or not agreement.signed_by_all(relationship):
                raise WrongStateError
            if agreement.number != number:
                raise AgreementChangedError
            renewed = agreement.renewed(by=actor.person_id, now=self.clock())
            work.save_agreement(renewed)
            _ask_to_sign(work, relationship, renewed, self.clock())
            work.note("agreement.renewed", relationship=relationship_id)
        return renewed

    def sign(
        self,
        relationship_id: RelationshipId,
        number: int,
        *,
        actor: Actor,
        part: Part | None = None,
    ) -> Agreement:
        """Put the actor's name under the version that was on their page; repeatable.

        Raises:
            UnknownThingError: not a member, or nothing to sign.
            PartMissingError: the signer's part does not say what is asked of their side.
            AgreementChangedError: there is a newer text.
            WrongStateError: it has ended, or the text cannot be shown, so nobody has read it.

        """
        with self.store.work(actor.tenant_id) as work:
            relationship, programme = _loaded(work, relationship_id, actor)
            require_going_on(relationship)
            agreement = work.agreement(relationship_id)
            if agreement is None:
                raise UnknownThingError
            if agreement.terms.words == UNREADABLE:
                raise WrongStateError
            _keep_part(work, relationship, part, actor)
            signed = agreement.signed(
                actor.person_id, number=number, relationship=relationship, now=self.clock()
            )
            if signed != agreement:
                work.save_agreement(signed)
                if programme.formal and actor.person_id in newcomers(
                    relationship, signed.proposed_at
                ):
                    new = frozenset({actor.person_id})
                    follow(work, relationship, new=new, planning=self.planning, now=self.clock())
                if signed.signed_by_all(relationship):
                    others = relationship.people - {actor.person_id}
                    thing = about("agreement", relationship_id, turn=str(number))
                    tell(work, News.AGREED, others, thing=thing, now=self.clock())
                work.note("agreement.signed", relationship=relationship_id, number=str(number))
        return signed


def _ask_to_sign(
    work: Work, relationship: Relationship, agreement: Agreement, now: datetime
) -> None:
    unsigned = relationship.people - agreement.signers
    thing = about("agreement", relationship.relationship_id, turn=str(agreement.number))
    tell(work, News.TO_SIGN, unsigned, thing=thing, now=now)


def _keep_part(work: Work, relationship: Relationship, part: Part | None, actor: Actor) -> None:
    """Write the actor's part, and see that it says what is asked of their side (T6)."""
    key, me = relationship.relationship_id, actor.person_id
    before = work.part(key, me)
    side = next(one.side for one in relationship.members if one.person_id == me)
    new = part.kept() if part else before
    if not (new and new.says_enough(side)):
        raise PartMissingError
    if part and new:
        version = before.version if before else 0
        work.save_part(replace(new, person_id=me, tenant_id=actor.tenant_id, version=version))


def _loaded(
    work: Work, relationship_id: RelationshipId, actor: Actor
) -> tuple[Relationship, Programme]:
    relationship = opened(work, relationship_id, actor=actor)
    programme = work.programme(relationship.programme_id)
    if programme is None:
        raise UnknownThingError
    return relationship, programme
