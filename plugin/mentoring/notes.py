"""What is written down about a session, in kinds that say on the page who reads them."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final, NewType

from plugin.mentoring.agreement import Agreement
from plugin.mentoring.errors import NotAllowedError, UnknownThingError, WrongStateError
from plugin.mentoring.joint import Piece, woven
from plugin.mentoring.people import PersonId, TenantId
from plugin.mentoring.relationship import RelationshipId
from plugin.mentoring.session import SessionId

NoteId = NewType("NoteId", str)
LONGEST_NOTE: Final = 8000


class NoteKind(StrEnum):
    """Which kind of writing it is."""

    RECORD = "record"
    JOTTING = "jotting"
    HEARD = "heard"
    WENT_WRONG = "went wrong"
    THANKS = "thanks"


PRIVATE: Final = frozenset({NoteKind.JOTTING, NoteKind.WENT_WRONG})
"""Kinds that only their author reads until the author shares them."""


@dataclass(frozen=True, slots=True)
class Note:
    """One piece of writing inside a relationship.

    Attributes:
        session_id: None for what belongs to no session, such as thanks.
        body: Markdown of a few marks; sealed where it is kept.
        shared: whether every member reads it; else its author alone.
        changed_by: who wrote it last.
        confirmed_by: who said of "what I heard" that this is it; None before.
        pieces: who wrote what of a record that not its author alone wrote; else none.

    """

    note_id: NoteId
    tenant_id: TenantId
    relationship_id: RelationshipId
    session_id: SessionId | None
    kind: NoteKind
    author: PersonId
    body: str
    shared: bool
    made_at: datetime
    changed_by: PersonId
    changed_at: datetime
    confirmed_by: PersonId | None = None
    version: int = 0
    pieces: tuple[Piece, ...] = ()

    def is_open_to(self, person: PersonId) -> bool:
        """Whether this member reads it, once they may read the relationship's notes at all."""
        return self.shared or person == self.author

    def require_open_to(self, person: PersonId) -> None:
        """Raise UnknownThingError for a member whose it is not: that it exists is private too."""
        if not self.is_open_to(person):
            raise UnknownThingError

    def rewritten(self, body: str, *, by: PersonId, now: datetime) -> "Note":
        """Return it with other words; the record is everybody's to write, the rest its author's.

        What was confirmed is confirmed anew once the words change.

        Raises:
            UnknownThingError: it is somebody's own.
            NotAllowedError: it is shared, and its author's to change.

        """
        self.require_open_to(by)
        if self.kind is not NoteKind.RECORD and by != self.author:
            raise NotAllowedError
        body = body.strip()[:LONGEST_NOTE]
        if body == self.body:
            return self
        before = self.pieces or (Piece(self.author, self.body),)
        pieces = woven(before, body, by=by)
        if all(one.by == self.author for one in pieces):
            pieces = ()
        written = replace(self, body=body, pieces=pieces)
        return replace(written, changed_by=by, changed_at=now, confirmed_by=None)

    def opened_up(self, *, by: PersonId, now: datetime) -> "Note":
        """Return it shared with every member, which cannot be taken back.

        A jotting becomes part of the session's record, as everything is that others know of.

        Raises:
            UnknownThingError: it is not `by`'s.
            WrongStateError: it is shared already.

        """
        self.require_open_to(by)
        if self.shared:
            raise WrongStateError
        kind = NoteKind.RECORD if self.kind is NoteKind.JOTTING else self.kind
        return replace(self, kind=kind, shared=True, changed_by=by, changed_at=now)

    def confirmed(self, *, by: PersonId) -> "Note":
        """Return what was heard with the word of the one who said it.

        Raises:
            WrongStateError: it is not of this kind, or written by the same person.

        """
        if self.kind is not NoteKind.HEARD or by == self.author:
            raise WrongStateError
        return replace(self, confirmed_by=by)


def may_read_notes(agreement: Agreement | None, *, ever_signed: bool) -> bool:
    """Whether a member reads what the others shared: once there is an agreement, who has signed it.

    One version is enough: a text that changed closes nothing to those who were there before, and
    somebody who joined later has signed none.
    """
    return agreement is None or ever_signed
