"""Who is free when, and nothing about why not.

https://learn.microsoft.com/graph/api/calendar-getschedule

Only `availabilityView` is read. `scheduleItems`, which may hold the subjects of other people's
meetings, is never looked at.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from marshmallow import fields

from graph._shapes import Shape, load, owner_path, utc
from graph.transport import Request, Transport

MAX_ADDRESSES = 20
LONGEST = timedelta(days=42)
FREE, TAKEN = frozenset("04"), frozenset("123")
"""0 free, 4 working elsewhere; 1 tentative, 2 busy, 3 out of office."""


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of time, aware; the end is not part of it."""

    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Busy:
    """When somebody is taken: in order, not touching; empty means free throughout."""

    spans: tuple[Window, ...]


@dataclass(frozen=True, slots=True)
class Unknown:
    """Graph could not say. Never to be read as free. `reason` is a code for logs."""

    reason: str


class Schedule:
    """Free and busy times as one account may see them. Needs Calendars.ReadBasic."""

    def __init__(self, transport: Transport, *, owner: str | None = None) -> None:
        self._transport = transport
        self._url = f"{owner_path(owner or transport.owner)}/calendar/getSchedule"

    def free_busy(
        self, addresses: Sequence[str], window: Window, *, interval_min: int = 30
    ) -> dict[str, Busy | Unknown]:
        """Return, for every address as given, when it is busy in `window`, or that it is unknown.

        Args:
            addresses: any number; 20 are asked about at a time.
            window: 42 days at most.
            interval_min: 5 to 1440; what is taken in part counts as taken.

        Raises:
            GraphError: the question as a whole was not answered.

        """
        if not timedelta(0) < window.ends_at - window.starts_at <= LONGEST:
            raise ValueError("a window is longer than nothing and at most 42 days")
        found: dict[str, Busy | Unknown] = {}
        for start in range(0, len(addresses), MAX_ADDRESSES):
            found |= self._some(addresses[start : start + MAX_ADDRESSES], window, interval_min)
        return found

    def _some(
        self, addresses: Sequence[str], window: Window, interval_min: int
    ) -> dict[str, Busy | Unknown]:
        body = {
            "schedules": list(addresses),
            "startTime": utc(window.starts_at),
            "endTime": utc(window.ends_at),
            "availabilityViewInterval": interval_min,
        }
        answer = load(
            _AnswerShape, self._transport.send(Request("POST", self._url, json=body)), "schedules"
        )
        step = timedelta(minutes=interval_min)
        said = {one["address"].casefold(): _read(one, window, step) for one in answer["value"]}
        return {each: said.get(each.casefold(), Unknown("notAnswered")) for each in addresses}


class _ErrorShape(Shape):
    code = fields.String(load_default="", allow_none=True, data_key="responseCode")


class _OneShape(Shape):
    address = fields.String(required=True, data_key="scheduleId")
    view = fields.String(load_default=None, allow_none=True, data_key="availabilityView")
    error = fields.Nested(_ErrorShape, load_default=None, allow_none=True)


class _AnswerShape(Shape):
    value = fields.List(fields.Nested(_OneShape), required=True)


def _read(values: dict[str, Any], window: Window, step: timedelta) -> Busy | Unknown:
    view = values["view"]
    if values["error"] is not None:
        return Unknown(values["error"]["code"] or "error")
    if view is None or len(view) != -(-(window.ends_at - window.starts_at) // step):
        return Unknown("incomplete")
    if not set(view) <= FREE | TAKEN:
        return Unknown("unreadable")
    return Busy(tuple(_spans(view, window, step)))


def _spans(view: str, window: Window, step: timedelta) -> Iterator[Window]:
    for taken, run in groupby(enumerate(view), key=lambda cell: cell[1] in TAKEN):
        cells = [index for index, _ in run]
        if taken:
            ends_at = window.starts_at + step * (cells[-1] + 1)
            yield Window(window.starts_at + step * cells[0], min(ends_at, window.ends_at))
