"""What the members of a relationship agree, in versions that all of them sign."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from plugin.mentoring.enrolment import Medium
from plugin.mentoring.errors import AgreementChangedError, NotAllowedError, OutOfBoundsError
from plugin.mentoring.people import PersonId, TenantId
from plugin.mentoring.programme import Bounds, Format, Programme
from plugin.mentoring.relationship import Relationship, RelationshipId

LONGEST_REVIEW_WEEKS = 52


@dataclass(frozen=True, slots=True)
class Terms:
    """The text of an agreement.

    Attributes:
        recorded, shared, never: the confidentiality lists: what may be written down, what may be
            told to others, and what never leaves the room.
        cadence_weeks, length_min: how often and how long.
        reply_hours: working hours within which a message is answered.
        notice_hours: how long before a session moving it needs no explanation.
        backup: what to do when the first channel fails.
        words: a sentence of their own; may be empty.
        limits: what neither side should expect of the other.
        review_weeks: after how many weeks the members look at the text again.
        topics: what they work on, of what their programme is about; empty for all of it.

    """

    recorded: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    cadence_weeks: int = 2
    length_min: int = 45
    medium: Medium = Medium.VIDEO
    reply_hours: int = 16
    notice_hours: int = 24
    backup: str = ""
    words: str = ""
    limits: tuple[str, ...] = ()
    review_weeks: int = 12
    topics: tuple[str, ...] = ()

    def is_late(self, starts_at: datetime, *, now: datetime) -> bool:
        """Whether moving a session that begins then is later than the members agreed on (T13).

        It is moved all the same; a late move is nobody's fault and is counted nowhere.
        """
        return starts_at - now < timedelta(hours=self.notice_hours)

    def kept(self) -> "Terms":
        """Return the text without stray blanks and empty lines, so that equal texts are equal."""
        return replace(
            self,
            recorded=_lines(self.recorded),
            shared=_lines(self.shared),
            never=_lines(self.never),
            limits=_lines(self.limits),
            topics=_lines(self.topics),
            backup=" ".join(self.backup.split()),
            words="\n".join(line.rstrip() for line in self.words.splitlines()).strip(),
        )

    def check(self, programme: Programme, before: "Terms | None") -> None:
        """Raise OutOfBoundsError unless it keeps to the programme's bounds (P8).

        Args:
            programme: whose rhythms, lengths and topics there are to choose between.
            before: the text that holds; what stands in it may stay, though the programme has
                narrowed its bounds or dropped a topic since.

        """
        if self.length_min not in lengths_of(programme, before):
            raise OutOfBoundsError
        if self.cadence_weeks not in rhythms_of(programme, before):
            raise OutOfBoundsError
        if not set(self.topics) <= set(topics_of(programme, before)):
            raise OutOfBoundsError


def lengths_of(programme: Programme, before: Terms | None) -> tuple[int, ...]:
    """Return how many minutes members may choose, in order; what they chose before is among it."""
    agreed = {before.length_min} if before else set()
    return tuple(sorted(agreed.union(programme.bounds.lengths_min)))


def rhythms_of(programme: Programme, before: Terms | None) -> tuple[int, ...]:
    """Return how many weeks may lie between sessions, in order, as of `lengths_of`."""
    agreed = {before.cadence_weeks} if before else set()
    bounds = programme.bounds
    return tuple(sorted(agreed.union(range(bounds.cadence_least, bounds.cadence_most + 1))))


def topics_of(programme: Programme, before: Terms | None) -> tuple[str, ...]:
    """Return what members may choose to work on; what they chose before is among it."""
    return tuple(dict.fromkeys((*programme.skills, *(before.topics if before else ()))))


def _lines(lines: tuple[str, ...]) -> tuple[str, ...]:
    tidy = (" ".join(line.split()) for line in lines)
    return tuple(dict.fromkeys(filter(None, tidy)))


@dataclass(frozen=True, slots=True)
class Signature:
    """One member's name under one version."""

    person_id: PersonId
    signed_at: datetime


@dataclass(frozen=True, slots=True)
class Agreement:
    """The latest version of a relationship's agreement.

    Attributes:
        number: 1 for the first text; a changed text is a new number with no signatures.

    """

    relationship_id: RelationshipId
    tenant_id: TenantId
    number: int
    terms: Terms
    proposed_by: PersonId
    proposed_at: datetime
    signatures: tuple[Signature, ...] = ()
    version: int = 0

    @property
    def signers(self) -> frozenset[PersonId]:
        """Who has signed this version."""
        return frozenset(signature.person_id for signature in self.signatures)

    def signed_by_all(self, relationship: Relationship) -> bool:
        """Whether every present member has signed this version."""
        return relationship.people <= self.signers

    def holds_for(self, relationship: Relationship) -> bool:
        """Whether it holds: signed by all, but for newcomers to a circle, who are asked (T1)."""
        new = newcomers(relationship, self.proposed_at)
        return relationship.people - new <= self.signers

    def proposed(self, terms: Terms, *, by: PersonId, now: datetime) -> "Agreement":
        """Return the next version, signed by nobody; the same text stays what it is."""
        terms = terms.kept()
        if terms == self.terms.kept():
            return self
        return replace(
            self,
            number=self.number + 1,
            terms=terms,
            proposed_by=by,
            proposed_at=now,
            signatures=(),
        )

    @property
    def review_at(self) -> datetime:
        """When the members meant to look at the text again."""
        return self.proposed_at + timedelta(weeks=self.terms.review_weeks)

    def renewed(self, *, by: PersonId, now: datetime) -> "Agreement":
        """Return the same text as a new version, which says that it was looked at again."""
        signature = (Signature(by, now),)
        number = self.number + 1
        return replace(self, number=number, proposed_by=by, proposed_at=now, signatures=signature)

    def signed(
        self, person: PersonId, *, number: int, relationship: Relationship, now: datetime
    ) -> "Agreement":
        """Return the agreement with `person`'s signature; repeatable.

        Args:
            person: who signs.
            number: the version that was on the signer's page.
            relationship: whose members may sign.
            now: when.

        Raises:
            NotAllowedError: not a member.
            AgreementChangedError: the text has changed since that page was made.

        """
        if person not in relationship.people:
            raise NotAllowedError
        if number != self.number:
            raise AgreementChangedError
        if person in self.signers:
            return self
        return replace(self, signatures=(*self.signatures, Signature(person, now)))

    def unsigned(self, person: PersonId) -> "Agreement":
        """Return the version without that member's signature."""
        left = tuple(one for one in self.signatures if one.person_id != person)
        return replace(self, signatures=left)


def newcomers(relationship: Relationship, since: datetime) -> frozenset[PersonId]:
    """Return who has joined a circle since a text was written; of two people nobody has."""
    if relationship.format is not Format.CIRCLE:
        return frozenset()
    return frozenset(m.person_id for m in relationship.members if m.joined_at > since)


def first_terms(bounds: Bounds) -> Terms:
    """Return a text to begin from, with the programme's own rhythm."""
    return Terms(
        recorded=("What we promise each other, with dates", "When we met"),
        shared=("That we meet, with the coordinators",),
        never=("What we tell each other in a session", "Recordings, unless all of us said yes"),
        cadence_weeks=bounds.cadence_weeks,
        length_min=bounds.length_min,
    )
