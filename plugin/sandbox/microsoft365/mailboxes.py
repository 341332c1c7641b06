"""What every act on a mailbox needs: its events, the copies of a meeting, and times of a series."""

from collections.abc import Callable, Iterable

from .accounts import Account
from .meetings import Meetings
from .odata import GraphProblem, stamp
from .series import Series, crosses
from .state import Document
from .world import World

Listener = Callable[[str, Document], None]


class Mailboxes:
    """Events by mailbox; all copies of a meeting share `uid`."""

    def __init__(self, world: World, meetings: Meetings, listener: Listener) -> None:
        self._world, self._state = world, world.state
        self._meetings, self._listener = meetings, listener
        self.series = Series(self._state)

    def events(self, owner: Account) -> list[Document]:
        """Return the events of a mailbox, oldest first; a series is one."""
        return [e for e in self._state.every("event", owner=owner.oid) if "master" not in e]

    def _spread_out(self, owner: Account) -> Iterable[Document]:
        """Yield what stands in a mailbox, a series by its times."""
        for event in self.events(owner):
            if event.get("recurrence"):
                yield from self.series.times(event)
            else:
                yield event

    def _check_neighbours(self, time: Document, changes: Document) -> None:
        master = self._state.get("event", time["master"])
        times = list(self.series.times(master)) if master else []
        if crosses(times, time, str(changes.get("start", time["start"])), time.get("zone", "UTC")):
            words = "Modified occurrence is crossing or overlapping adjacent occurrence."
            raise GraphProblem(400, "ErrorOccurrenceCrossingBoundary", words)

    def _hold_alone(self, time: Document) -> None:
        """Keep one time of a series on its own, in every mailbox that has the series."""
        if "master" not in time or self._state.get("event", time["id"]):
            return
        master = self._state.get("event", time["master"]) or {}
        day = time["id"].rpartition("_")[2]
        for whole in self._all_of(master.get("uid", "")):
            other = self.series.time(f"{whole['id']}_{day}")
            if other is not None and not whole["cancelled"]:
                self._keep(other | {"alone": True})
        time |= self._state.get("event", time["id"]) or {}

    def _take_out(self, event: Document) -> None:
        self._state.remove("event", event["id"])
        if "master" in event:
            self.series.call_off(event)
        elif event.get("recurrence"):
            self._cut(event, moved=True)

    def _cut(self, master: Document, *, moved: bool) -> None:
        """Forget exceptions, in everybody's mailbox where it is the organiser's series."""
        others = self._copies(master) if self._leads(master) else ()
        for whole in (*others, master):
            self.series.cut(whole | {"recurrence": master["recurrence"]}, moved=moved)

    def _copies(self, event: Document) -> list[Document]:
        return [e for e in self._all_of(event["uid"]) if e["id"] != event["id"]]

    def _all_of(self, uid: str) -> list[Document]:
        known = self._state.get("meeting_copies", uid) or {"ids": []}
        found = (self._state.get("event", event_id) for event_id in known["ids"])
        return [event for event in found if event is not None]

    @staticmethod
    def _leads(event: Document) -> bool:
        return bool(event["organiser"] == event["owner"])

    def _keep(self, event: Document) -> None:
        event |= {"version": event["version"] + 1, "changed_at": self._now()}
        self._state.put("event", event["id"], event, owner=event["owner"])
        known = self._state.get("meeting_copies", event["uid"]) or {"ids": []}
        if event["id"] not in known["ids"]:
            ids = [*known["ids"], event["id"]]
            self._state.put("meeting_copies", event["uid"], {"ids": ids})

    def _tell(self, kind: str, events: Iterable[Document]) -> None:
        for event in events:
            self._listener(kind, event)

    def _now(self) -> str:
        return stamp(self._world.clock())
