"""A Calendars port that remembers. `tests.contracts.calendars` holds it to the real one."""

from dataclasses import dataclass, field, replace
from itertools import count

from plugin.mentoring.merge import Seen
from plugin.mentoring.session import SessionState
from plugin.ports.errors import (
    GoneError,
    OutsideError,
    SeriesRefusedError,
    SignInNeededError,
    TryLaterError,
)
from plugin.ports.values import Booked

SETTINGS = (("recording", "off"), ("transcription", "off"), ("lobby", "invited"))


@dataclass(frozen=True)
class Kept:
    key: tuple
    seen: Seen
    people: frozenset


@dataclass
class FakeCalendars:
    """Books in memory; answers with `trouble` instead while it is set.

    A series is kept as its times; what people are told of it together is told once.

    Attributes:
        told: what was said to people, in order: ("invited", "grown" or "ended", of which
            session or series).
        events: what stands in all calendars, by identifier; cancelled meetings stay.
        own: what people made there themselves: by person, pairs of when and the meeting.
        silent: what reading together says of a person's mailbox.
        together: whether the tool may book many together.
        grows: whether a single meeting may become a series.
        meanwhile: called after each write and before its answer: what another worker does.

    """

    trouble: OutsideError | None = None
    events: dict[str, Kept] = field(default_factory=dict)
    subscriptions: dict = field(default_factory=dict)
    recording: dict = field(default_factory=dict)
    meanwhile: object = lambda: None
    own: dict = field(default_factory=dict)
    silent: dict = field(default_factory=dict)
    numbers: object = field(default_factory=lambda: count(1))
    told: list = field(default_factory=list)
    grows: bool = True
    together: bool = True

    def book(self, invitation):
        self._require(invitation)
        found = self._found(invitation)
        event_id = found[0] if found else self._make(invitation)
        booked = self._booked(event_id)
        self.meanwhile()
        return booked

    def book_all(self, wanted):
        for invitation in wanted if self.together else ():
            try:
                said = self.book(invitation)
            except OutsideError as error:
                said = error
            yield invitation, said

    def change(self, invitation):
        link, session = invitation.previous, invitation.session
        if link is None or link.event_id is None:
            raise GoneError("never made")
        self._require(invitation)
        kept = self.events.get(link.event_id)
        if kept is None or kept.seen.cancelled:
            raise GoneError("gone")
        if kept.seen.span != session.span and not link.may_hold(kept.seen.span):
            raise TryLaterError("moved outside")
        self.move(link.event_id, session.span)
        if link.told_people not in (None, session.people):
            self._tell_people(link.event_id, session, invitation.series)
        said = ("consented", "yes") in link.settings  # what its people said is left as it is
        booked = self._booked(link.event_id, () if said else SETTINGS)
        self.meanwhile()
        return booked

    def cancel(self, invitation):
        self._require(invitation)
        link, series = invitation.previous, invitation.series
        known = [link.event_id] if link and link.event_id else self._found(invitation)
        if series and series.ends_before(invitation.session):
            self._end_early(series.plan)
        elif series and series.replaced:
            self._end_early(series.replaced)
        if series and not series.is_wanted:
            known += self._single(series)
        for event_id in known:
            self.call_off(event_id)
        self.meanwhile()

    def allow_recording(self, invitation, *, allowed):
        self._require(invitation)
        self.recording[invitation.previous.event_id] = allowed
        self.meanwhile()
        return (("recording", "on" if allowed else "off"), *SETTINGS[1:])

    def read(self, link, account):
        if self.trouble:
            raise self.trouble
        kept = self.events.get(link.event_id)
        return kept.seen if kept else None

    def read_all(self, wanted):
        for link, account in wanted:
            try:
                if account.person_id in self.silent:
                    raise self.silent[account.person_id]
                said = self.read(link, account)
            except OutsideError as error:
                said = error
            yield link, said

    def own_meetings(self, account, *, since):
        if self.trouble:
            raise self.trouble
        return [one for made_at, one in self.own.get(account.person_id, ()) if made_at >= since]

    def sweep(self, invitation):
        self._require(invitation)
        found, link = self._found(invitation), invitation.previous
        kept = link.event_id if link and link.event_id in found else next(iter(found), None)
        if invitation.session.state is SessionState.CANCELLED:
            kept = None
        doubles = [event_id for event_id in found if event_id != kept]
        if kept and invitation.series:
            doubles += self._single(invitation.series)
        for event_id in doubles:
            self.call_off(event_id)
        return len(doubles)

    def subscribe(self, account, *, secret, until):
        if self.trouble:
            raise self.trouble
        name = f"subscription-{next(self.numbers)}"
        self.subscriptions[name] = (account, secret, until)
        return name, until

    def renew(self, subscription, account, *, until):
        if self.trouble:
            raise self.trouble
        if subscription.subscription_id not in self.subscriptions:
            raise GoneError("over")
        self.subscriptions[subscription.subscription_id] = (account, subscription.secret, until)
        return until

    def meetings(self):
        return [event_id for event_id, kept in self.events.items() if not kept.seen.cancelled]

    def move(self, event_id, span):
        self._change(event_id, span=span)

    def call_off(self, event_id):
        if event_id in self.events:
            self._change(event_id, cancelled=True)

    def double(self, event_id):
        again = f"event-{next(self.numbers)}"
        self.events[again] = self.events[event_id]
        return again

    def _require(self, invitation):
        if self.trouble:
            raise self.trouble
        if invitation.organiser_account is None:
            raise SignInNeededError("no account")

    def _found(self, invitation):
        return [name for name in self.meetings() if self.events[name].key == _key(invitation)]

    def _make(self, invitation):
        session, series = invitation.session, invitation.series
        if series is None:
            self.told.append(("invited", session.session_id))
            return self._put(_key(invitation), session.span, session.people)
        if not series.leads:
            raise TryLaterError("the first of the series is on its way")
        if series.replaced:
            self._end_early(series.replaced)
        plan, single = series.plan, self._single(series)
        self._require_growing(series, single)
        self.told.append(("grown" if single else "invited", plan.series_id))
        made = {
            turn: self._put((plan.series_id, turn), plan.slot(turn), session.people)
            for turn in range(plan.count)
        }
        for event_id in single:  # it is the first time of the series now
            del self.events[event_id]
        for one in series.sessions:
            if one.state is SessionState.CANCELLED and one.turn in made:
                self.call_off(made[one.turn])
        return made[session.turn]

    def _require_growing(self, series, single):
        if not single or self.grows:
            return
        if series.plan.grown_from in series.apart:
            self.call_off(single[0])
        raise SeriesRefusedError("a single meeting stays one")

    def _tell_people(self, event_id, session, series):
        kept = self.events[event_id]
        same = series and series.as_one
        many = [x for x in self.events if same and self.events[x].key[0] == kept.key[0]]
        if kept.people != session.people:
            self.told.append(("people", kept.key[0]))
        for name in {event_id, *many}:
            self.events[name] = replace(self.events[name], people=session.people)

    def _single(self, series):
        first = next((x for x in series.sessions if x.session_id == series.plan.grown_from), None)
        key = (first.session_id, first.generation - 1) if first else None
        return [name for name in self.meetings() if self.events[name].key == key]

    def _put(self, key, span, people):
        event_id = f"event-{next(self.numbers)}"
        join_url = f"https://teams.example/{event_id}"
        seen = Seen(span, False, f"etag-{next(self.numbers)}", join_url)
        self.events[event_id] = Kept(key, seen, people)
        return event_id

    def _end_early(self, plan):
        over = [
            name
            for name in self.meetings()
            if (key := self.events[name].key)[0] == plan.series_id and key[1] >= plan.count
        ]
        for name in over:
            self.call_off(name)
        if over:
            self.told.append(("ended", plan.series_id))

    def _change(self, event_id, **changes):
        kept = self.events[event_id]
        seen = replace(kept.seen, etag=f"etag-{next(self.numbers)}", **changes)
        self.events[event_id] = replace(kept, seen=seen)

    def _booked(self, event_id, settings=SETTINGS):
        seen = self.events[event_id].seen
        master = f"master-{self.events[event_id].key[0]}"
        uid = f"uid-{event_id}"
        return Booked(event_id, seen.etag, uid, seen.join_url, seen.span, settings, master)


def _key(invitation):
    if invitation.series is not None:
        return (invitation.series.plan.series_id, invitation.session.turn)
    return (invitation.session.session_id, invitation.session.generation)
