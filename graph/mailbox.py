"""What a person set in Outlook: their zone and their working hours.

https://learn.microsoft.com/graph/api/user-get-mailboxsettings. Needs MailboxSettings.Read.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from typing import Any

from marshmallow import fields

from graph._shapes import Shape, load, owner_path
from graph.errors import GraphContractError
from graph.transport import Transport
from graph.zones import iana_name

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """The same hours on each of `days` (0 is Monday), on the wall clock of `zone`, an IANA name."""

    days: frozenset[int]
    starts: time
    ends: time
    zone: str


@dataclass(frozen=True, slots=True)
class MailboxSettings:
    """What we use of a mailbox's settings.

    Attributes:
        zone: IANA name. None for a custom or unknown zone: show UTC, and say so.
        working_hours: None when none are set, or their zone is unknown.

    """

    zone: str | None
    working_hours: WorkingHours | None


class Mailbox:
    """One account's mailbox."""

    def __init__(self, transport: Transport, *, owner: str | None = None) -> None:
        self._transport = transport
        self._url = f"{owner_path(owner or transport.owner)}/mailboxSettings"

    def settings(self) -> MailboxSettings:
        """Return the settings.

        Raises:
            GraphNoMailboxError: this account has no mailbox that Graph reaches.
            GraphError: any other kind.

        """
        values = load(_SettingsShape, self._transport.get(self._url), "mailbox settings")
        return MailboxSettings(iana_name(values["zone"] or ""), _hours(values["hours"]))


class _ZoneShape(Shape):
    name = fields.String(load_default="", allow_none=True)


class _HoursShape(Shape):
    days = fields.List(fields.String(), load_default=[], allow_none=True, data_key="daysOfWeek")
    starts = fields.String(load_default=None, allow_none=True, data_key="startTime")
    ends = fields.String(load_default=None, allow_none=True, data_key="endTime")
    zone = fields.Nested(_ZoneShape, load_default=None, allow_none=True, data_key="timeZone")


class _SettingsShape(Shape):
    zone = fields.String(load_default="", allow_none=True, data_key="timeZone")
    hours = fields.Nested(_HoursShape, load_default=None, allow_none=True, data_key="workingHours")


def _hours(values: Mapping[str, Any] | None) -> WorkingHours | None:
    if not values or not (values["days"] and values["starts"] and values["ends"]):
        return None
    zone = iana_name((values["zone"] or {}).get("name") or "")
    days = frozenset(DAYS.index(day) for day in values["days"] if day in DAYS)
    starts, ends = _clock(values["starts"]), _clock(values["ends"])
    return WorkingHours(days, starts, ends, zone) if zone and starts < ends else None


def _clock(text: str) -> time:
    """Read "08:00:00.0000000"."""
    try:
        return time.fromisoformat(text).replace(tzinfo=None)
    except ValueError as error:
        raise GraphContractError("not a time of day") from error
