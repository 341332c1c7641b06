"""What one member takes along: their own words, and of others' those that were given for it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final

from plugin.mentoring.errors import UnknownThingError, WrongStateError
from plugin.mentoring.exchanges import Exchange, Message
from plugin.mentoring.feedback import Feedback
from plugin.mentoring.goals import Goal, GoalState
from plugin.mentoring.notes import Note, NoteKind
from plugin.mentoring.people import Actor, Person, PersonId
from plugin.mentoring.portfolio import Choice
from plugin.mentoring.programme import Programme, Stage
from plugin.mentoring.promises import Kept, Promise, kept_by
from plugin.mentoring.questions import Answer
from plugin.mentoring.relationship import Relationship, RelationshipId, RelationshipState
from plugin.ports.store import Store, Work
from plugin.ports.values import UNREADABLE, Clock
from plugin.services.portfolio_words import taken_by
from plugin.services.records import reads_notes
from plugin.services.relationships import opened

MOST = 20_000
"""Of each kind, more than anybody writes; what is above it would be named as left out."""
KEYS: Final = {
    "goals": "goal_id",
    "notes": "note_id",
    "exchanges": "exchange_id",
    "messages": "message_id",
    "promises": "promise_id",
    "answers": "key",
    "feedback": "session_id",
    "received": "author",
}
"""Kinds of things, and which of their fields tells one from another."""


@dataclass(frozen=True, slots=True)
class Received:
    """What a partner gave for the portfolio; `said_by` is their name, None when it is not known."""

    author: PersonId
    said_by: str | None
    text: str
    said_at: datetime | None


@dataclass(frozen=True, slots=True)
class TakeAway:
    """One member's own words, and those that partners gave them for this.

    Attributes:
        notes: that nobody else has written in; a record that was changed is left out, since it
            may hold a partner's words.
        promises: that the member made themselves.
        unreadable: how many of their texts did not open where they are kept, and are not here.
        held: how many sessions took place, as at least two members say.

    """

    person: Person
    programme: Programme
    since: datetime
    made_at: datetime
    held: int
    goals: tuple[Goal, ...]
    notes: tuple[Note, ...]
    exchanges: tuple[Exchange, ...]
    messages: tuple[Message, ...]
    promises: tuple[Promise, ...]
    answers: tuple[Answer, ...]
    feedback: tuple[Feedback, ...]
    received: tuple[Received, ...]
    unreadable: int = 0

    def of(self, kind: str) -> tuple[tuple[str, Any], ...]:
        """Return the things of a kind, each with its key, the earliest first."""
        return tuple((getattr(one, KEYS[kind]), one) for one in getattr(self, kind))

    def only(self, choice: Choice) -> "TakeAway":
        """Return what was chosen of it."""
        chosen: dict[str, Any] = {
            kind: tuple(one for key, one in self.of(kind) if choice.holds(kind, key))
            for kind in KEYS
        }
        return replace(self, **chosen)


@dataclass(frozen=True, slots=True)
class Closing:
    """How a time together went, for one member.

    Attributes:
        kept: how the reader kept their own promises; nobody is shown another's.
        thanks: what was said to one another.
        certified: whether there is a certificate by now.

    """

    programme: Programme
    relationship: Relationship
    people: Mapping[PersonId, Person]
    held: int
    kept: Kept
    reached: tuple[Goal, ...]
    thanks: tuple[Note, ...]
    certified: bool


@dataclass(frozen=True, slots=True)
class Certificate:
    """That somebody took part to the end."""

    person: Person
    programme: Programme
    since: date
    until: date
    held: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeAways:
    """Ending well: what was, what stays, and what one takes along."""

    store: Store
    clock: Clock

    def own(self, relationship_id: RelationshipId, *, actor: Actor) -> TakeAway:
        """Return the actor's own words; UnknownThingError for who is no member."""
        me = actor.person_id
        with self.store.look(actor.tenant_id) as work:
            relationship = opened(work, relationship_id, actor=actor)
            notes = [x for x in work.writings_of(relationship_id, most=MOST) if _is_own(x, me)]
            exchanges = work.exchanges(relationship_id, most=MOST)
            messages = work.messages_of(relationship_id, most=MOST)
            promises = work.promises(relationship_id)
            return _readable(
                TakeAway(
                    _person(work, me),
                    _programme(work, relationship),
                    relationship.created_at,
                    self.clock(),
                    self._held(work, relationship),
                    tuple(one for one in work.goals(relationship_id) if one.owner == me),
                    tuple(reversed(notes)),
                    tuple(one for one in reversed(exchanges) if one.author == me),
                    tuple(one for one in messages if one.author == me),
                    tuple(one for one in promises if one.owner == one.made_by == me),
                    tuple(x for x in work.answers(relationship_id) if x.person_id == me and x.text),
                    tuple(work.feedback_of(relationship_id, me)),
                    _received(work, relationship_id, me),
                )
            )

    def closing(self, relationship_id: RelationshipId, *, actor: Actor) -> Closing:
        """Return how it went, for a member; UnknownThingError for anybody else."""
        me = actor.person_id
        with self.store.look(actor.tenant_id) as work:
            relationship = opened(work, relationship_id, actor=actor)
            open_ = reads_notes(work, relationship, actor)
            programme = _programme(work, relationship)
            notes = work.writings(relationship_id) if open_ else ()
            thanks = tuple(one for one in reversed(notes) if one.kind is NoteKind.THANKS)
            held = self._held(work, relationship)
            goals = work.goals(relationship_id)
            return Closing(
                programme,
                relationship,
                work.people(relationship.people | {one.author for one in thanks}),
                held,
                kept_by(work.promises(relationship_id), me),
                tuple(x for x in goals if x.owner == me and x.state is GoalState.REACHED),
                thanks,
                _is_over(relationship, programme) and held > 0,
            )

    def certificate(self, relationship_id: RelationshipId, *, actor: Actor) -> Certificate:
        """Return the actor's certificate.

        Raises:
            UnknownThingError: not a member.
            WrongStateError: it is not over, or nobody says that any session took place.

        """
        with self.store.look(actor.tenant_id) as work:
            relationship = opened(work, relationship_id, actor=actor)
            programme = _programme(work, relationship)
            held = self._held(work, relationship)
            if held == 0 or not _is_over(relationship, programme):
                raise WrongStateError
            me = actor.person_id
            joined = next(x.joined_at for x in relationship.members if x.person_id == me)
            said = work.meetings(relationship_id, now=self.clock()).sessions
            past = [x.span.ends_at for x in said if x.span.ends_at <= self.clock()]
            last = max(past, default=self.clock())
            return Certificate(_person(work, me), programme, joined.date(), last.date(), held)

    def _held(self, work: Work, relationship: Relationship) -> int:
        return work.meetings(relationship.relationship_id, now=self.clock()).held


def _readable(taken: TakeAway) -> TakeAway:
    """Return it without the texts that do not open, and with how many they were."""
    kept = {
        "goals": tuple(one for one in taken.goals if one.specific != UNREADABLE),
        "notes": tuple(one for one in taken.notes if one.body != UNREADABLE),
        "exchanges": tuple(one for one in taken.exchanges if one.subject != UNREADABLE),
        "messages": tuple(one for one in taken.messages if one.body != UNREADABLE),
        "promises": tuple(one for one in taken.promises if one.text != UNREADABLE),
        "answers": tuple(one for one in taken.answers if one.text != UNREADABLE),
        "feedback": tuple(one for one in taken.feedback if one.good != UNREADABLE),
        "received": tuple(one for one in taken.received if one.text != UNREADABLE),
    }
    lost = sum(len(getattr(taken, name)) - len(left) for name, left in kept.items())
    return replace(taken, **kept, unreadable=lost)  # type: ignore[arg-type]


def _received(work: Work, relationship_id: RelationshipId, me: PersonId) -> tuple[Received, ...]:
    words = taken_by(work, relationship_id, me)
    people = work.people(one.asked_of for one in words)
    return tuple(
        Received(
            one.asked_of,
            people[one.asked_of].label if one.asked_of in people else None,
            one.text,
            one.said_at,
        )
        for one in words
    )


def _is_own(note: Note, me: PersonId) -> bool:
    """Whether nobody else can have written in it: a record is everybody's to write."""
    return note.author == me and (note.kind is not NoteKind.RECORD or note.version == 1)


def _is_over(relationship: Relationship, programme: Programme) -> bool:
    return relationship.state is RelationshipState.ENDED or programme.stage is Stage.CLOSED


def _person(work: Work, who: PersonId) -> Person:
    person = work.person(who)
    if person is None:
        raise UnknownThingError
    return person


def _programme(work: Work, relationship: Relationship) -> Programme:
    programme = work.programme(relationship.programme_id)
    if programme is None:
        raise UnknownThingError
    return programme
