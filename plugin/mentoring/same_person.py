"""Two accounts that are one person (S04), and one account that is another person now (S08)."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, NewType

from plugin.mentoring.errors import UnknownThingError, WrongStateError
from plugin.mentoring.people import Person, PersonId, TenantId

JoiningId = NewType("JoiningId", str)
TAKEN_BACK_WITHIN: Final = timedelta(days=14)


def looks_like_another(before: Person, name: str | None, email: str | None) -> bool:
    """Whether an account that was `before`'s says of itself what hardly anybody changes at once.

    Whoever marries, transitions or moves keeps an address, or one word of the name.
    """
    if not before.name or not name or _is_one_word(before.email, email):
        return False
    return not set(before.name.casefold().split()) & set(name.casefold().split())


def _is_one_word(before: str | None, now: str | None) -> bool:
    return bool(before and now) and str(before).casefold() == str(now).casefold()


@dataclass(frozen=True, slots=True)
class Doubt:
    """An account with something of its own came under another name; nothing is shown to it.

    Attributes:
        person_id: whose account it was.
        name, email: what the LMS calls whoever comes with it now.

    """

    person_id: PersonId
    tenant_id: TenantId
    name: str | None
    email: str | None
    since: datetime


@dataclass(frozen=True, slots=True)
class Joining:
    """Two accounts of one LMS that are said to be one person, until both have said so.

    Attributes:
        kept: whose page both accounts lead to afterwards.
        other: who has nothing that would be lost.
        kept_subject, other_subject: what the LMS called each of them then.
        said_at, other_said_at: when each said yes.
        ended_at: when somebody said no, or took it back.

    """

    joining_id: JoiningId
    tenant_id: TenantId
    registration_id: str
    kept: PersonId
    other: PersonId
    kept_subject: str
    other_subject: str
    made_by: PersonId
    made_at: datetime
    said_at: datetime | None = None
    other_said_at: datetime | None = None
    joined_at: datetime | None = None
    ended_at: datetime | None = None
    version: int = 0

    @property
    def is_open(self) -> bool:
        """Whether somebody has still to say yes."""
        return self.joined_at is None and self.ended_at is None

    @property
    def ends(self) -> datetime | None:
        """Until when it may be taken back; None before both have said yes."""
        return self.joined_at + TAKEN_BACK_WITHIN if self.joined_at else None

    def waits_for(self, who: PersonId) -> bool:
        """Whether this person has still to say something."""
        said = {self.kept: self.said_at, self.other: self.other_said_at}
        return self.is_open and who in said and said[who] is None

    def agreed(self, who: PersonId, *, now: datetime) -> "Joining":
        """Return it with this account's yes; joined once both have said so.

        Raises:
            UnknownThingError: neither of the two.
            WrongStateError: it is over, or was joined.

        """
        self._require(who)
        mine = who == self.kept
        known = replace(self, said_at=now) if mine else replace(self, other_said_at=now)
        return replace(known, joined_at=now) if known.said_at and known.other_said_at else known

    def declined(self, who: PersonId, *, now: datetime) -> "Joining":
        """Return it at its end: one no is enough. Raises as `agreed`."""
        self._require(who)
        return replace(self, ended_at=now)

    def may_be_taken_back(self, now: datetime) -> bool:
        """Whether the two can still be told apart again."""
        return self.ends is not None and self.ended_at is None and now < self.ends

    def taken_back(self, *, now: datetime) -> "Joining":
        """Return it undone.

        Raises:
            WrongStateError: never joined, undone already, or two weeks have passed.

        """
        if not self.may_be_taken_back(now):
            raise WrongStateError
        return replace(self, ended_at=now)

    def _require(self, who: PersonId) -> None:
        if who not in (self.kept, self.other):
            raise UnknownThingError
        if not self.is_open:
            raise WrongStateError
