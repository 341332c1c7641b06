"""What adopting meetings needs of a transaction."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from plugin.mentoring.adoption import Adopting
from plugin.mentoring.people import PersonId


class AdoptingWork(Protocol):
    """Wishes to adopt; part of `plugin.ports.store.Work`."""

    def adopting(self, person_id: PersonId) -> Adopting | None:
        """Return the person's wish, or None."""
        ...

    def adopting_not_looked_at(self, *, since: datetime) -> Sequence[PersonId]:
        """Return whose calendars nobody has looked through since then, the longest ago first.

        One that refused is left alone as long, and one whose owner has to sign in until then.
        """
        ...

    def save_adopting(self, wish: Adopting) -> None:
        """Write it; who wished it before has gone on wishing it."""
        ...

    def looked_through(self, person_id: PersonId, *, until: datetime) -> None:
        """Note until when the calendar was looked through, if it is still wished."""
        ...

    def look_refused(self, person_id: PersonId, *, at: datetime) -> None:
        """Note that the calendar refused then; what changed in it is still to be looked through."""
        ...

    def drop_adopting(self, person_id: PersonId) -> None:
        """Forget the wish."""
        ...
