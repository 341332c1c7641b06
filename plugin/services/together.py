"""Questions for one another, what is in common, thanks, and introductions."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from plugin.mentoring.errors import NotAllowedError, UnknownThingError
from plugin.mentoring.introductions import Introduction, IntroductionId
from plugin.mentoring.notes import Note, NoteKind
from plugin.mentoring.notices import News
from plugin.mentoring.people import Actor, Person, PersonId, TenantId
from plugin.mentoring.questions import (
    ICE_SESSIONS,
    LONGEST_ANSWER,
    Answer,
    Asked,
    Bank,
    Item,
    following,
    in_common,
)
from plugin.mentoring.relationship import Relationship, RelationshipId, RelationshipState
from plugin.ports.notices import Presses
from plugin.ports.store import Store, Work
from plugin.ports.values import UNREADABLE, Clock, NewId
from plugin.services.contents import items_of
from plugin.services.records import reads_notes, require_may_write
from plugin.services.relationships import opened
from plugin.services.telling import about, tell

LONGEST_WHO = 400
THIRD = "third"
"""The purpose of an address at which a third person says whether they may be introduced."""


@dataclass(frozen=True, slots=True)
class TogetherPage:
    """What members ask and give one another.

    Attributes:
        offered: questions that were not taken yet; `asked` those that were.
        mine: the reader's answers by question; `common` what two chose to share.
        addresses: where third persons whom the reader would introduce say yes or no themselves.
        closed: what others wrote is read once the reader has signed the agreement.

    """

    relationship: Relationship
    people: Mapping[PersonId, Person]
    items: tuple[Item, ...]
    offered: tuple[Item, ...]
    asked: tuple[Asked, ...]
    mine: Mapping[str, Answer]
    common: Mapping[str, tuple[Answer, ...]]
    thanks: tuple[Note, ...]
    introductions: tuple[Introduction, ...]
    closed: bool
    addresses: Mapping[IntroductionId, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """Getting to know one another."""

    store: Store
    clock: Clock
    new_id: NewId
    presses: Presses

    def page(self, relationship_id: RelationshipId, *, actor: Actor) -> TogetherPage:
        """Return the page for a member; UnknownThingError for anybody else."""
        me = actor.person_id
        with self.store.look(actor.tenant_id) as work:
            relationship = opened(work, relationship_id, actor=actor)
            open_ = reads_notes(work, relationship, actor)
            items = items_of(work, relationship.programme_id)
            asked = tuple(work.asked(relationship_id)) if open_ else ()
            answers = work.answers(relationship_id)
            notes = work.writings(relationship_id) if open_ else ()
            introductions = work.introductions(relationship_id)
            return TogetherPage(
                relationship,
                work.people(relationship.people),
                items,
                _offered(items, asked),
                asked,
                {one.key: one for one in answers if one.person_id == me},
                in_common(answers, viewer=me) if open_ else {},
                tuple(one for one in reversed(notes) if one.kind is NoteKind.THANKS),
                tuple(one for one in introductions if me in (one.made_by, one.made_for)),
                not open_,
                {
                    one.introduction_id: self.presses.url(
                        THIRD, actor.tenant_id, one.introduction_id
                    )
                    for one in introductions
                    if one.made_by == me and one.agreed is not True
                },
            )

    def take(self, relationship_id: RelationshipId, key: str, *, actor: Actor) -> None:
        """Take a question that is offered, so that it is not offered again.

        Raises:
            UnknownThingError: also for a question that is not in the bank.
            WrongStateError, AgreementMissingError.

        """
        with self.store.work(actor.tenant_id) as work:
            relationship = _writable(work, relationship_id, actor)
            items = items_of(work, relationship.programme_id)
            banks = (Bank.ICE_BREAKERS, Bank.DEEPENING)
            item = next((x for x in items if name_of(x) == key and x.bank in banks), None)
            if item is None:
                raise UnknownThingError
            work.save_asked(relationship_id, Asked(key, item.text, self.clock()))

    def answer(
        self, relationship_id: RelationshipId, key: str, text: str, *, shared: bool, actor: Actor
    ) -> None:
        """Keep the actor's answer; an empty one is an answer nobody asks about.

        Raises:
            UnknownThingError: nobody took that question.
            WrongStateError, AgreementMissingError.

        """
        me = actor.person_id
        with self.store.work(actor.tenant_id) as work:
            _writable(work, relationship_id, actor)
            if key not in {one.key for one in work.asked(relationship_id)}:
                raise UnknownThingError
            mine = (x for x in work.answers(relationship_id) if (x.key, x.person_id) == (key, me))
            before = next(mine, Answer(relationship_id, actor.tenant_id, key, me, "", False))
            said = text.replace(UNREADABLE, "").strip()[:LONGEST_ANSWER]
            kept = before.text if before.text == UNREADABLE and not said else said
            work.save_answer(replace(before, text=kept, shared=shared))

    def introduce(
        self,
        relationship_id: RelationshipId,
        who: str,
        contact: str,
        *,
        to: PersonId,
        actor: Actor,
    ) -> Introduction:
        """Offer to introduce a third person; the partner first learns who, and not how to reach.

        Raises:
            UnknownThingError, WrongStateError, AgreementMissingError.
            NotAllowedError: `to` is nobody else in the relationship.

        """
        with self.store.work(actor.tenant_id) as work:
            relationship = _writable(work, relationship_id, actor)
            if to not in relationship.partners_of(actor.person_id):
                raise NotAllowedError
            made = Introduction(
                IntroductionId(self.new_id()),
                actor.tenant_id,
                relationship_id,
                actor.person_id,
                to,
                who.replace(UNREADABLE, "").strip()[:LONGEST_WHO],
                contact.replace(UNREADABLE, "").strip()[:LONGEST_WHO],
                self.clock(),
            )
            work.save_introduction(made)
            offered = about("relationship", relationship_id, turn=made.introduction_id)
            tell(work, News.WRITTEN, [to], thing=offered, now=self.clock())
        return made

    def agree(self, introduction_id: IntroductionId, yes: bool, *, actor: Actor) -> Introduction:
        """Keep the partner's word on whether they want it.

        Raises:
            UnknownThingError: also for a third member, whom it does not concern.
            NotAllowedError: the introducer, who speaks for nobody else.
            WrongStateError.

        """
        with self.store.work(actor.tenant_id) as work:
            made = work.introduction(introduction_id)
            if made is None or actor.person_id not in (made.made_by, made.made_for):
                raise UnknownThingError
            _writable(work, made.relationship_id, actor)
            said = made.answered(yes, by=actor.person_id)
            work.save_introduction(said)
        return said

    def introducer(self, token: str) -> Person | None:
        """Return who would introduce the third person that the address was made for, or None."""
        found = self._asked(token)
        if found is None:
            return None
        with self.store.look(found[0]) as work:
            made = work.introduction(found[1])
            return work.person(made.made_by) if made and _is_open(work, made) else None

    def third_says(self, token: str, yes: bool) -> bool:
        """Keep the third person's own word, which they may change; False for no such address.

        Whoever has the address speaks with it: the introducer sends it to one person.
        """
        found = self._asked(token)
        if found is None:
            return False
        with self.store.work(found[0]) as work:
            made = work.introduction(found[1])
            if made is None or not _is_open(work, made):
                return False
            work.save_introduction(made.answered_by_third(yes))
            thing = about(
                "relationship", made.relationship_id, turn=f"{made.introduction_id}-{yes}"
            )
            tell(work, News.WRITTEN, [made.made_by], thing=thing, now=self.clock())
        return True

    def _asked(self, token: str) -> tuple[TenantId, IntroductionId] | None:
        parts = self.presses.read(THIRD, token)
        if parts is None or len(parts) != 2:
            return None
        return TenantId(parts[0]), IntroductionId(parts[1])


def _is_open(work: Work, made: Introduction) -> bool:
    relationship = work.relationship(made.relationship_id)
    return relationship is not None and relationship.state is not RelationshipState.ENDED


def name_of(item: Item) -> str:
    """Return how a question is called once it was taken: banks may have keys in common."""
    return f"{item.bank}.{item.key}"


def _offered(items: tuple[Item, ...], asked: tuple[Asked, ...]) -> tuple[Item, ...]:
    """Return ice-breakers for the first sessions, and always the next deepening questions."""
    taken = {one.key for one in asked}
    left = [one for one in items if name_of(one) not in taken]
    broken = sum(key.startswith(f"{Bank.ICE_BREAKERS}.") for key in taken)
    ice = following(left, Bank.ICE_BREAKERS, ()) if broken < ICE_SESSIONS else ()
    return (*ice, *following(left, Bank.DEEPENING, ()))


def _writable(work: Work, relationship_id: RelationshipId, actor: Actor) -> Relationship:
    relationship = opened(work, relationship_id, actor=actor)
    require_may_write(work, relationship, actor)
    return relationship
