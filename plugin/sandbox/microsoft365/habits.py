"""Working hours and a plausible busy month for everybody, the same for a person every time.

What a person does is derived from their key, when it happens from the current week. So common
free time is interesting, and tests can rely on it.
"""

import hashlib
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from .accounts import Account
from .odata import Json, stamp
from .state import Document

WEEKS = 5
_DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday"]
_THINGS = (
    ("Reading group", 60),
    ("Lab meeting", 90),
    ("Seminar", 60),
    ("Tutorial", 60),
    ("Office hours", 60),
    ("Writing morning", 120),
    ("Library shift", 180),
    ("Choir", 60),
    ("Running club", 30),
    ("Team catch-up", 30),
    ("Lecture", 60),
    ("Project board", 90),
)


def working_hours(account: Account) -> Json:
    """Return Graph's workingHours: Monday to Friday, starting between 8 and 9:30."""
    first, last = _hours(account)
    return {
        "daysOfWeek": _DAYS,
        "startTime": f"{first:%H:%M}:00.0000000",
        "endTime": f"{last:%H:%M}:00.0000000",
        "timeZone": {"name": account.windows_zone},
    }


def busy_events(account: Account, now: datetime) -> list[Document]:
    """Return the person's own events of this week and the next four, three to six a week."""
    dice = _dice(account)
    weekly = [(dice[i] % 5, dice[i + 1] % 14, _THINGS[dice[i + 2] % len(_THINGS)])
              for i in range(3, 3 + 3 * (3 + dice[2] % 4), 3)]  # fmt: skip
    today = now.astimezone(ZoneInfo(account.zone)).date()
    monday = today - timedelta(days=today.weekday())
    return [
        _event(account, monday + timedelta(weeks=week, days=day), half_hour, thing)
        for week in range(WEEKS)
        for day, half_hour, thing in weekly
        if (dice[0] + week + day) % 5 != 0 or week == 0
    ]


def _event(account: Account, day: date, half_hour: int, thing: tuple[str, int]) -> Document:
    first, _ = _hours(account)
    subject, minutes = thing
    local = datetime.combine(day, first, ZoneInfo(account.zone)) + timedelta(minutes=30 * half_hour)
    start = local.astimezone(UTC)
    return {
        "subject": subject,
        "start": stamp(start),
        "end": stamp(start + timedelta(minutes=minutes)),
        "zone": account.windows_zone,
        "showAs": "busy",
    }


def _hours(account: Account) -> tuple[time, time]:
    dice = _dice(account)
    start = 8 * 60 + 30 * (dice[0] % 4)
    end = start + 8 * 60 + 30 * (dice[1] % 2)
    return time(*divmod(start, 60)), time(*divmod(end, 60))


def _dice(account: Account) -> bytes:
    return hashlib.sha256(account.key.encode()).digest()
