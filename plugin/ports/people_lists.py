"""What bringing a list of people into a programme needs kept."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from plugin.mentoring.bringing import ListId, ListRow, PeopleList, RowState
from plugin.mentoring.enrolment import Enrolment
from plugin.mentoring.guest import GuestLink
from plugin.mentoring.programme import ProgrammeId


class PeopleListWork(Protocol):
    """The part of a transaction that knows lists."""

    def people_lists(self, programme_id: ProgrammeId) -> Sequence[PeopleList]:
        """Return those of a programme that are still kept, the latest first."""
        ...

    def people_list(self, list_id: ListId) -> PeopleList | None:
        """Return one, or None."""
        ...

    def save_people_list(self, one: PeopleList) -> None:
        """Write it; raise ConflictError when the programme has another open one by now."""
        ...

    def save_list_file(self, list_id: ListId, content: bytes | None) -> None:
        """Keep the file until its rows are read; None forgets it."""
        ...

    def list_file(self, list_id: ListId) -> bytes | None:
        """Return the file; None where it is forgotten, or does not open."""
        ...

    def drop_people_list(self, list_id: ListId) -> None:
        """Delete it with all its rows."""
        ...

    def forget_people_lists(self, *, before: datetime) -> int:
        """Delete lists from before that moment, with their rows; returns how many."""
        ...

    def add_list_rows(self, rows: Sequence[ListRow]) -> None:
        """Write new rows."""
        ...

    def save_list_row(self, row: ListRow) -> None:
        """Write what has become of a row."""
        ...

    def drop_untouched(self, part: Enrolment) -> bool:
        """Delete a draft that nobody has written since it was read; False where somebody has."""
        ...

    def drop_unused(self, link: GuestLink) -> bool:
        """Delete an invitation by which nobody has come since it was read; False else."""
        ...

    def last_list_row(self, list_id: ListId) -> int:
        """Return the number of the last row that was written; 0 where none was."""
        ...

    def list_rows(
        self, list_id: ListId, states: Collection[RowState], *, skip: int = 0, limit: int
    ) -> Sequence[ListRow]:
        """Return rows in these states, by number."""
        ...

    def list_counts(self, list_id: ListId) -> Mapping[RowState, int]:
        """Return how many rows are in each state; one query."""
        ...
