"""Which meetings are to be read again though nobody told of a change."""

from dataclasses import dataclass
from datetime import datetime

from plugin.mentoring.people import PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchecked:
    """Links of planned sessions that nobody has looked at for long.

    Attributes:
        before: not read since then.
        starting_before: of a session that starts before then.
        limit: how many at most, the longest unread first.
        organiser: theirs only; None for everybody's.
        telling: a calendar of which something was told since then is one that tells of changes.
        told_before: of those, only what was not read since then either. Both or neither.

    """

    before: datetime
    starting_before: datetime
    limit: int
    organiser: PersonId | None = None
    telling: datetime | None = None
    told_before: datetime | None = None
