"""How long meetings may go unread where nobody tells of a change, and where somebody does."""

from datetime import datetime, timedelta

from plugin.ports.unchecked import Unchecked

SOON, SOON_EVERY = timedelta(hours=24), timedelta(minutes=15)
LATER, LATER_EVERY = timedelta(days=14), timedelta(hours=6)
TELLING = timedelta(hours=24)
"""A calendar of which something was told within this is believed to tell of changes."""
SOON_TOLD_EVERY, LATER_TOLD_EVERY = timedelta(hours=2), timedelta(hours=24)
"""How often sessions of such calendars are read, in case one notice is lost."""
AT_ONCE = 200
"""Links that one sweep reads; the rest are the next sweep's."""


def unread(now: datetime) -> tuple[Unchecked, Unchecked]:
    """Return which meetings are due: of sessions soon, and of later ones."""
    return (
        _unread(now, SOON, SOON_EVERY, SOON_TOLD_EVERY),
        _unread(now, LATER, LATER_EVERY, LATER_TOLD_EVERY),
    )


def _unread(now: datetime, ahead: timedelta, every: timedelta, told_every: timedelta) -> Unchecked:
    return Unchecked(
        before=now - every,
        starting_before=now + ahead,
        limit=AT_ONCE,
        telling=now - TELLING,
        told_before=now - told_every,
    )
