"""A list of people on its way into a programme: chosen, checked, brought in piece by piece.

Nothing is anybody's before a coordinator has seen what it would do. Then each row becomes a draft
that its person alone can send; what somebody has said themselves is never touched.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, NewType

from plugin.mentoring.errors import WrongStateError
from plugin.mentoring.list_file import Column, Line
from plugin.mentoring.people import PersonId, TenantId
from plugin.mentoring.people_list import Fault
from plugin.mentoring.programme import ProgrammeId

ListId = NewType("ListId", str)
KEPT: Final = timedelta(days=7)
"""How long the rows of a list are kept at most, brought in or not."""
UNDONE_WITHIN: Final = timedelta(days=1)


class ListState(StrEnum):
    """How far a list is. UNREAD stopped before every row was looked at, and can only be dropped."""

    CHECKING = "checking"
    UNREAD = "unread"
    CHECKED = "checked"
    BRINGING = "bringing"
    DONE = "done"
    FAILED = "failed"
    UNDOING = "undoing"
    UNDONE = "undone"


OPEN: Final = frozenset(set(ListState) - {ListState.DONE, ListState.UNDONE})
"""One list of a programme at a time."""
UNDER_WAY: Final = frozenset({ListState.CHECKING, ListState.BRINGING, ListState.UNDOING})
_STOPPED: Final = {ListState.CHECKING: ListState.UNREAD, ListState.UNDOING: ListState.DONE}


class RowState(StrEnum):
    """What becomes of a row, and what has become of it."""

    PREFILL = "prefill"
    PREFILLED = "prefilled"
    INVITE = "invite"
    INVITED = "invited"
    ASKED = "asked"
    """Somebody from outside whom a list has invited before."""
    FULL = "full"
    """As many invitations wait as may."""
    SAID = "said"
    """The person has begun or sent a profile of their own, which stays as it is."""
    ABSENT = "absent"
    WRONG = "wrong"
    TAKEN_BACK = "taken back"
    GONE_ON = "gone on"
    """Brought in and not taken back: the person has made it their own since."""


TO_DO: Final = frozenset({RowState.PREFILL, RowState.INVITE})
BROUGHT: Final = frozenset({RowState.PREFILLED, RowState.INVITED})
LEFT_OVER: Final = frozenset({RowState.ABSENT, RowState.WRONG, RowState.FULL})
"""What the coordinator gets back as a file, each row with its reason."""


@dataclass(frozen=True, slots=True)
class PeopleList:
    """One list.

    Attributes:
        total: how many rows it has.
        characters, separator: how it was read.
        left_out: heads that are none of ours.

    """

    list_id: ListId
    tenant_id: TenantId
    programme_id: ProgrammeId
    made_by: PersonId
    made_at: datetime
    total: int
    characters: str
    separator: str
    left_out: tuple[str, ...] = ()
    state: ListState = ListState.CHECKING
    done_at: datetime | None = None
    version: int = 0

    @property
    def is_open(self) -> bool:
        """Whether no other list may come before it is brought in or dropped."""
        return self.state in OPEN

    @property
    def under_way(self) -> bool:
        """Whether a worker has still to do with it."""
        return self.state in UNDER_WAY

    def checked(self) -> "PeopleList":
        """Return it once every row was looked at."""
        return replace(self, state=ListState.CHECKED)

    def bringing(self) -> "PeopleList":
        """Return it on its way in: decided, or taken up again after it failed.

        Raises:
            WrongStateError: not every row was looked at, or it is decided already.

        """
        if self.state not in (ListState.CHECKED, ListState.FAILED):
            raise WrongStateError
        return replace(self, state=ListState.BRINGING)

    def done(self, now: datetime) -> "PeopleList":
        """Return it brought in."""
        return replace(self, state=ListState.DONE, done_at=now)

    def failed(self) -> "PeopleList":
        """Return it stopped by something that trying again does not mend."""
        return replace(self, state=_STOPPED.get(self.state, ListState.FAILED))

    def check_may_be_dropped(self) -> None:
        """Raise unless nobody is just being brought in, or taken back, by its rows.

        Raises:
            WrongStateError: a part of it would be left with nothing to take it back by.

        """
        if self.state in (ListState.BRINGING, ListState.UNDOING):
            raise WrongStateError

    def may_be_undone(self, now: datetime) -> bool:
        """Whether it was brought in less than a day ago."""
        done = self.done_at if self.state is ListState.DONE else None
        return done is not None and now - done < UNDONE_WITHIN

    def undoing(self, now: datetime) -> "PeopleList":
        """Return it being taken back.

        Raises:
            WrongStateError: it was not brought in, or longer than a day ago.

        """
        if not self.may_be_undone(now):
            raise WrongStateError
        return replace(self, state=ListState.UNDOING)

    def undone(self) -> "PeopleList":
        """Return it taken back."""
        return replace(self, state=ListState.UNDONE)


@dataclass(frozen=True, slots=True)
class ListRow:
    """One row of a list.

    Attributes:
        number: in a spreadsheet.
        person_id: which member it means.
        cells, faults: what it says and what is wrong; empty once it is brought in.
        made: the enrolment or the invitation that came of it.
        secret: of the invitation, for the file of links; as long as the row is kept.

    """

    list_id: ListId
    tenant_id: TenantId
    number: int
    state: RowState
    person_id: PersonId | None = None
    cells: Mapping[Column, str] | None = None
    faults: tuple[Fault, ...] = ()
    made: str | None = None
    secret: str = ""

    @property
    def line(self) -> Line:
        """What it says, to be read again."""
        return Line(self.number, self.cells or {})

    def over(self, state: RowState, *, made: str | None = None) -> "ListRow":
        """Return it dealt with: what it said is forgotten."""
        return replace(self, state=state, made=made, cells=None, faults=())
