"""What people's wishes for a partner need kept."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from plugin.mentoring.people import PersonId
from plugin.mentoring.programme import ProgrammeId
from plugin.mentoring.wishes import Wishes


class WishWork(Protocol):
    """The part of `Work` for wishes."""

    def partner_wishes(self, programme_id: ProgrammeId) -> Wishes:
        """Return everybody's wishes in a programme, for whoever makes the draft only."""
        ...

    def partner_wishes_of(
        self, programme_id: ProgrammeId, person_id: PersonId
    ) -> Sequence[PersonId]:
        """Return whom one person wishes for, the dearest first."""
        ...

    def save_partner_wishes(
        self,
        programme_id: ProgrammeId,
        person_id: PersonId,
        wished: Sequence[PersonId],
        *,
        at: datetime,
    ) -> None:
        """Write them in place of the ones before."""
        ...
