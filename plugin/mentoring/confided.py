"""What people confide in a profile: sealed, and shown to a partner or to nobody.

The wish to meet at a distance works without being shown: no meeting in person is agreed (M12), and
nobody is told whose wish it is, or why.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from plugin.mentoring.background import Answers

LONGEST = 600


class Ready(StrEnum):
    """What somebody asks themselves before they ask for a mentor (M10)."""

    MOTIVATED = "motivated"
    CURIOUS = "curious"
    OPEN = "open"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class Confided:
    """What is sealed of a profile besides the person's own words.

    Attributes:
        access: what helps the person take part; a private note to the partner (S17).
        hopes: where they would like to be one day, for the partner (M4).
        virtual_only: whether they meet at a distance only; nobody is shown whose wish it is.
        checked: what they could say yes to in the readiness check; for themselves.
        background: of fields that a coordinator switched on; for the making of drafts alone (M5).
        readable: False where it does not open; the rest of the profile holds.

    """

    access: str = ""
    hopes: str = ""
    virtual_only: bool = False
    checked: tuple[Ready, ...] = ()
    background: Answers = ()
    readable: bool = True

    @property
    def ready(self) -> bool:
        """Whether the person said yes to every question of the readiness check."""
        return set(self.checked) == set(Ready)

    def kept(self) -> "Confided":
        """Return it without what is too long, the wrong way round, or said twice."""
        return replace(
            self,
            access=self.access.strip()[:LONGEST].rstrip(),
            hopes=self.hopes.strip()[:LONGEST].rstrip(),
            checked=tuple(one for one in Ready if one in self.checked),
        )


NOTHING_CONFIDED = Confided()
