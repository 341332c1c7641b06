"""Series: one event that repeats, its times, and those of them that differ.

A time of a series is made when somebody asks for it. Once it is moved, changed or answered alone
it is kept as a document of its own, an exception; once it is called off the series knows its day.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from .odata import GraphProblem, Json, parse_stamp, stamp
from .state import Document, State
from .zones import zone

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MOST = 999


class Series:
    """The times of the series in all mailboxes."""

    def __init__(self, state: State) -> None:
        self._state = state

    def time(self, event_id: str) -> Document | None:
        """Return the time with this id, as the series has it; None when it has none."""
        master_id, _, day = event_id.partition("_")
        master = self._state.get("event", master_id) if day else None
        if master is None or not master.get("recurrence"):
            return None
        found = (one for one in self._planned(master) if one["id"] == event_id)
        return next(found, None)

    def times(self, master: Document) -> Iterator[Document]:
        """Yield the times of a series, in order: exceptions where there are, none called off."""
        for planned in self._planned(master):
            yield self._state.get("event", planned["id"]) or planned

    def exceptions(self, master: Document) -> list[Document]:
        """Return the times that are kept on their own."""
        kept = self._state.every("event", owner=master["owner"])
        return [one for one in kept if one.get("master") == master["id"]]

    def call_off(self, time: Document) -> None:
        """Let the series have that time no more; where it was the last, the series goes too."""
        master = self._state.get("event", time["master"])
        if master is None:
            return
        master["gone"] = [*master.get("gone", []), day_of(time)]
        if next(self._planned(master), None) is None:
            self._state.remove("event", master["id"])
        else:
            self._state.put("event", master["id"], master, owner=master["owner"])

    def cut(self, master: Document, *, moved: bool) -> list[Document]:
        """Forget exceptions that a changed rule has no place for; returns them."""
        days = {day_of(one) for one in self._planned(master)}
        lost = [one for one in self.exceptions(master) if moved or day_of(one) not in days]
        for one in lost:
            self._state.remove("event", one["id"])
        return lost

    def _planned(self, master: Document) -> Iterator[Document]:
        length = parse_stamp(master["end"]) - parse_stamp(master["start"])
        for day, start in starts(master["recurrence"], master["start"]):
            if f"{day:%Y%m%d}" not in master.get("gone", ()):
                yield {
                    **{k: v for k, v in master.items() if k not in ("recurrence", "gone")},
                    "id": f"{master['id']}_{day:%Y%m%d}",
                    "uid": f"{master['uid']}{day:%Y%m%d}",
                    "start": stamp(start),
                    "end": stamp(start + length),
                    "master": master["id"],
                    "planned": stamp(start),
                }


def day_of(time: Document) -> str:
    """Return the day that a time was planned for; its id says it."""
    return str(time["id"]).rpartition("_")[2]


def starts(recurrence: Json, first: str) -> Iterator[tuple[date, datetime]]:
    """Yield the day and the moment of each time, on the wall clock of the rule's zone."""
    pattern, limits = recurrence["pattern"], recurrence["range"]
    there = zone(limits.get("recurrenceTimeZone") or "UTC")
    local = parse_stamp(first).astimezone(there)
    day, count = date.fromisoformat(limits["startDate"]), 0
    while count < MOST and not _over(limits, day, count):
        wall = datetime.combine(day, local.time(), tzinfo=there)
        yield day, wall.astimezone(UTC)
        day, count = day + timedelta(weeks=pattern["interval"]), count + 1


def checked(recurrence: Any, start: str) -> Json:
    """Return a rule that can be kept.

    Raises:
        GraphProblem: it is none that Outlook takes (400), or one that is not pretended here.

    """
    try:
        pattern, limits = recurrence["pattern"], recurrence["range"]
        there = zone(limits.get("recurrenceTimeZone") or "UTC")
        first = date.fromisoformat(limits["startDate"])
        known = pattern["type"] == "weekly" and pattern["interval"] >= 1
        fits = [DAYS[first.weekday()]] == pattern["daysOfWeek"]
        ends = limits["type"] != "endDate" or date.fromisoformat(limits["endDate"]) >= first
    except (KeyError, TypeError, ValueError):
        raise _refused("The recurrence is not valid.") from None
    if not known or not fits:
        raise _refused("This pretend Exchange repeats weekly, on the day of the start.")
    if not ends or parse_stamp(start).astimezone(there).date() != first:
        raise _refused("The recurrence does not begin with the event, or ends before it.")
    return {"pattern": pattern, "range": limits}


def crosses(times: list[Document], time: Document, start: str, name: str) -> bool:
    """Whether a time, begun then, would reach the day of the one before or after it."""
    there = zone(name)
    day = parse_stamp(start).astimezone(there).date()
    at = next((n for n, one in enumerate(times) if one["id"] == time["id"]), None)
    if at is None:
        return False
    days = [parse_stamp(one["start"]).astimezone(there).date() for one in times]
    early = at > 0 and day <= days[at - 1]
    return early or (at + 1 < len(days) and day >= days[at + 1])


def _over(limits: Json, day: date, count: int) -> bool:
    if limits["type"] == "numbered":
        return bool(count >= int(limits["numberOfOccurrences"]))
    return limits["type"] == "endDate" and day > date.fromisoformat(limits["endDate"])


def _refused(words: str) -> GraphProblem:
    return GraphProblem(400, "ErrorPropertyValidationFailure", words)
