"""Times at which a mentor's door is open: a mentee takes one, and nobody needs to be asked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NewType

from plugin.mentoring.errors import OutOfBoundsError, SlotPassedError
from plugin.mentoring.people import PersonId, TenantId
from plugin.mentoring.programme import ProgrammeId
from plugin.mentoring.spans import Span, free_slots

DropInId = NewType("DropInId", str)
LENGTHS = (15, 20, 30, 45, 60)
LONGEST = timedelta(hours=8)


@dataclass(frozen=True, slots=True)
class DropIn:
    """One stretch of open door of one mentor, cut into sessions of `length_min`."""

    drop_in_id: DropInId
    tenant_id: TenantId
    programme_id: ProgrammeId
    person_id: PersonId
    span: Span
    length_min: int
    version: int = 0

    def checked(self, *, now: datetime) -> "DropIn":
        """Return it; raise OutOfBoundsError or SlotPassedError for one nobody could use."""
        if self.span.ends_at <= now:
            raise SlotPassedError
        if self.length_min not in LENGTHS or not self.length <= self.span.length <= LONGEST:
            raise OutOfBoundsError
        return self

    @property
    def length(self) -> timedelta:
        """Of one session."""
        return timedelta(minutes=self.length_min)

    def open_slots(self, taken: Iterable[Span], *, now: datetime) -> list[Span]:
        """Return what can still be taken, given when those who would meet are taken."""
        slots = free_slots(self.span, taken, length=self.length, step=self.length)
        return [slot for slot in slots if slot.starts_at > now]
