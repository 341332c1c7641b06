"""Mailboxes: events, the copies that attendees get, and what each change does to the others.

An event is a document in one mailbox. All copies of a meeting share `uid`; the organiser's is the
one that decides time, place and attendees. Every change is told to `listener`, after it is kept.
"""

from collections.abc import Iterable
from datetime import datetime

from .accounts import Account
from .mailboxes import Mailboxes
from .odata import NEVER, GraphProblem, Json, new_id, stamp
from .series import day_of
from .state import Document

_COPIED = ("subject", "body", "location", "importance", "sensitivity", "hideAttendees")
_COPIED_TOO = ("allowNewTimeProposals", "responseRequested")
ANSWERS = {
    "accept": ("accepted", "busy"),
    "tentativelyAccept": ("tentativelyAccepted", "tentative"),
    "decline": ("declined", "free"),
}


class Calendar(Mailboxes):
    """All mailboxes of the tenant."""

    def between(self, owner: Account, start: datetime, end: datetime) -> list[Document]:
        """Return the events that touch the span, in order of start."""
        first, last = stamp(start), stamp(end)
        found = [e for e in self._spread_out(owner) if e["start"] < last and e["end"] > first]
        return sorted(found, key=lambda e: str(e["start"]))

    def event(self, owner: Account, event_id: str) -> Document:
        """Return an event of the mailbox.

        Raises:
            GraphProblem: there is none with this id (404).

        """
        kept = self._state.get("event", event_id) or self.series.time(event_id)
        if kept is None or kept["owner"] != owner.oid:
            raise GraphProblem(404, "ErrorItemNotFound", "The object was not found in the store.")
        return kept

    def readable(self, owner: Account, event_id: str) -> Document:
        """Return an event of the mailbox, or one called off in Outlook, which its bin still has.

        Raises:
            GraphProblem: there is none with this id (404).

        """
        binned = self._state.get("bin", event_id)
        if binned is not None and binned["owner"] == owner.oid:
            return binned
        return self.event(owner, event_id)

    def create(
        self, owner: Account, draft: Document, *, transaction: str | None = None
    ) -> Document:
        """Put an event into the mailbox and invite its attendees.

        The same `transaction` gives the same event back, unless the switch says that the server
        has forgotten.
        """
        with self._state.changing():
            if made := self._made_before(owner, transaction):
                return made
            event = self._new(owner, {**draft, "transaction": transaction})
            event |= {"organiser": owner.oid, "response": "organizer"}
            if event.get("online"):
                self._meetings.attach(event, owner)
            self._keep(event)
            if transaction:
                self._state.put("transaction", f"{owner.oid}/{transaction}", {"event": event["id"]})
            invited = [self._invite(event, account) for account in self._guests(event)]
        self._tell("created", [event, *invited])
        return event

    def change(self, owner: Account, event_id: str, changes: Document) -> Document:
        """Change an event; the organiser's change reaches every attendee's copy.

        An event of one time becomes a series with a recurrence; everybody is asked anew.
        """
        with self._state.changing():
            event = self.event(owner, event_id)
            moved = any(changes.get(k, event[k]) != event[k] for k in ("start", "end"))
            if moved and "master" in event:
                self._check_neighbours(event, changes)
            before = set(self._addresses(event))
            self._hold_alone(event)
            asked = moved or ("recurrence" in changes and not event.get("recurrence"))
            event |= changes
            if "recurrence" in changes or (moved and event.get("recurrence")):
                self._cut(event, moved=moved)
            if event.get("online"):
                self._meetings.follow(event, owner, body_changed="body" in changes)
            if asked:
                for attendee in event["attendees"]:
                    attendee["status"] = {"response": "none", "time": NEVER}
                    attendee.pop("proposedNewTime", None)
            self._keep(event)
            told = self._spread(event, before, asked_again=asked) if self._leads(event) else []
            alone = self._invite_to_exceptions(event) if "attendees" in changes else []
        self._tell("updated", [event, *alone])
        for kind, copy in told:
            self._tell(kind, [copy])
        return event

    def cancel(
        self, owner: Account, event_id: str, *, organiser_only: bool = True, binned: bool = False
    ) -> None:
        """Call a meeting off: it leaves this mailbox, and copies are marked as cancelled.

        `binned` leaves it readable by its id, as what Outlook's own button cancels is.

        Raises:
            GraphProblem: not the organiser's (400), when that is asked for.

        """
        with self._state.changing():
            event = self.event(owner, event_id)
            if organiser_only and not self._leads(event):
                words = "You need to be an organizer to cancel a meeting."
                raise GraphProblem(400, "ErrorInvalidRequest", words)
            self._hold_alone(event)
            copies = self._copies(event) if self._leads(event) else []
            self._take_out(event)
            if binned and event["attendees"]:
                self._state.put("bin", event_id, event | {"cancelled": True}, owner=owner.oid)
            for copy in copies:
                self._mark_cancelled(copy)
        self._tell("deleted", [event])
        self._tell("updated", copies)

    def answer(
        self,
        owner: Account,
        event_id: str,
        answer: str,
        *,
        send: bool = True,
        rather: Json | None = None,
    ) -> None:
        """Accept, accept tentatively or decline an invitation; a declined one leaves the mailbox.

        `rather` is another time that the guest proposes; the organiser sees it beside the answer.

        Raises:
            GraphProblem: the organiser cannot answer (400).

        """
        with self._state.changing():
            event = self.event(owner, event_id)
            if self._leads(event):
                words = "Your request can't be completed. You can't respond to this meeting."
                raise GraphProblem(400, "ErrorInvalidRequest", words)
            response, show_as = ANSWERS[answer]
            self._hold_alone(event)
            if response == "declined":
                self._take_out(event)
            else:
                event |= {"response": response, "responded_at": self._now(), "showAs": show_as}
                self._keep(event)
            noted = self._note(event, owner, response, rather) if send else None
        self._tell("deleted" if response == "declined" else "updated", [event])
        self._tell("updated", [noted] if noted else [])

    def forward(self, owner: Account, event_id: str, given: list[Json]) -> None:
        """Invite more people, as whoever is invited can: the organiser's list gets longer."""
        with self._state.changing():
            event = self.event(owner, event_id)
            self._hold_alone(event)
            lead = next((e for e in self._all_of(event["uid"]) if self._leads(e)), event)
            before = set(self._addresses(lead))
            new = [a for a in given if a["emailAddress"]["address"].lower() not in before]
            lead["attendees"] = [*lead["attendees"], *new]
            self._keep(lead)
            told = self._spread(lead, before, asked_again=False)
        self._tell("updated", [lead])
        for kind, copy in told:
            self._tell(kind, [copy])

    def seed(self, owner: Account, draft: Document) -> None:
        """Put an event into the mailbox without telling anybody."""
        event = self._new(owner, draft) | {"organiser": owner.oid, "response": "organizer"}
        self._state.put("event", event["id"], event, owner=owner.oid)

    def _made_before(self, owner: Account, transaction: str | None) -> Document | None:
        if not transaction or not self._world.switch("transactions_remembered"):
            return None
        known = self._state.get("transaction", f"{owner.oid}/{transaction}")
        return self._state.get("event", known["event"]) if known else None

    def _new(self, owner: Account, draft: Document) -> Document:
        uid = f"040000008200E00074C5B7101A82E008{new_id().upper()}"
        fresh = {"id": new_id(), "owner": owner.oid, "uid": uid, "version": 0, "attendees": []}
        return {**fresh, "cancelled": False, "showAs": "busy", "made_at": self._now(), **draft}

    def _invite(self, event: Document, guest: Account) -> Document:
        copy = self._new(guest, {"uid": event["uid"], "organiser": event["organiser"]})
        copy |= {"response": "notResponded", "showAs": "tentative", "responded_at": None}
        self._copy_into(copy, event)
        self._keep(copy)
        return copy

    def _copy_into(self, copy: Document, event: Document) -> None:
        shared = (*_COPIED, *_COPIED_TOO, "start", "end", "zone", "attendees", "online", "join_url",
                  "recurrence")  # fmt: skip
        copy.update({name: event[name] for name in shared if name in event})

    def _spread(
        self, event: Document, before: set[str], *, asked_again: bool
    ) -> list[tuple[str, Document]]:
        told = []
        now_invited = set(self._addresses(event))
        held = {copy["owner"] for copy in self._copies(event)}
        for copy in self._copies(event):
            if self._world.accounts.of(copy["owner"]).mail.lower() not in now_invited:
                self._mark_cancelled(copy)
            else:
                self._copy_into(copy, event)
                if asked_again:
                    copy |= {"response": "notResponded", "showAs": "tentative"}
                self._keep(copy)
            told.append(("updated", copy))
        new = [g for g in self._guests(event) if g.oid not in held]
        fresh = [g for g in new if asked_again or g.mail.lower() not in before]
        return told + [("created", self._invite(event, guest)) for guest in fresh]

    def _invite_to_exceptions(self, master: Document) -> list[Document]:
        """Let those who are invited to a series have the times that differ as they are."""
        alone = self.series.exceptions(master) if self._leads(master) else []
        for time in alone:
            self._keep(time | {"attendees": [dict(one) for one in master["attendees"]]})
            for whole in self._copies(master):
                name = f"{whole['id']}_{day_of(time)}"
                copy = self._state.get("event", name) or self.series.time(name)
                if copy is not None and not whole["cancelled"]:
                    self._copy_into(copy, time | {"attendees": master["attendees"]})
                    self._keep(copy | {"alone": True})
                elif copy is not None:
                    self._mark_cancelled(copy)
        return alone

    def _mark_cancelled(self, copy: Document) -> None:
        subject = f"Canceled: {copy.get('subject', '')}"
        copy |= {"cancelled": True, "showAs": "free", "subject": subject}
        self._keep(copy)

    def _note(
        self, event: Document, guest: Account, response: str, rather: Json | None
    ) -> Document | None:
        original = next((e for e in self._all_of(event["uid"]) if self._leads(e)), None)
        if original is None:
            return None
        for attendee in original["attendees"]:
            if attendee["emailAddress"].get("address", "").lower() == guest.mail.lower():
                attendee["status"] = {"response": response, "time": self._now()}
                attendee |= {"proposedNewTime": rather} if rather else {}
        self._keep(original)
        return original

    def _guests(self, event: Document) -> Iterable[Account]:
        found = (self._world.accounts.find(address) for address in self._addresses(event))
        return [a for a in found if a is not None and a.oid != event["owner"]]

    @staticmethod
    def _addresses(event: Document) -> list[str]:
        return [str(a["emailAddress"].get("address") or "").lower() for a in event["attendees"]]
