"""A person's sessions under a secret address that any calendar program reads."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from plugin.mentoring.people import Actor, PersonId, TenantId
from plugin.mentoring.session import MentoringSession, SessionId
from plugin.ports.notices import CalendarFeed, Presses
from plugin.ports.store import Store
from plugin.ports.values import Clock, NewId
from plugin.services.invitations import title_for

PURPOSE = "calendar"
SHOWN_FOR = timedelta(days=90)
"""How long a session that is over stays in the feed."""


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One entry. `title` is None where its owner wants to be shown as busy only."""

    session: MentoringSession
    title: str | None
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarFeeds:
    """Switching the feed on, renewing its address, ending it, and reading it."""

    store: Store
    clock: Clock
    new_id: NewId
    presses: Presses
    link_to: Callable[[SessionId], str]

    def mine(self, *, actor: Actor) -> tuple[str, bool] | None:
        """Return (address, busy only) of the actor's feed; None where they have none."""
        with self.store.look(actor.tenant_id) as work:
            feed = work.calendar_feed(actor.person_id)
        return (self._url(actor.tenant_id, feed), feed.busy_only) if feed else None

    def renew(self, *, busy_only: bool, actor: Actor) -> None:
        """Give the feed a new address; the one before shows nothing from now on."""
        with self.store.work(actor.tenant_id) as work:
            work.save_calendar_feed(CalendarFeed(actor.person_id, self.new_id(), busy_only))

    def end(self, *, actor: Actor) -> None:
        """End the feed. Repeatable."""
        with self.store.work(actor.tenant_id) as work:
            work.drop_calendar_feed(actor.person_id)

    def read(self, token: str) -> Sequence[FeedEntry] | None:
        """Return what a calendar program is shown; None for an address that holds no more."""
        parts = self.presses.read(PURPOSE, token)
        if parts is None or len(parts) != 3:
            return None
        person = PersonId(parts[1])
        with self.store.look(TenantId(parts[0])) as work:
            feed = work.calendar_feed(person)
            if feed is None or feed.turn != parts[2]:
                return None
            known = [one.relationship_id for one in work.relationships_of(person)]
            found = work.sessions_of(known, ending_after=self.clock() - SHOWN_FOR)
            mine = [one for one in found if person in one.people]
            people = work.people({who for one in mine for who in one.people})
        return [
            FeedEntry(
                one,
                None if feed.busy_only else title_for([people[who] for who in sorted(one.people)]),
                self.link_to(one.session_id),
            )
            for one in mine
        ]

    def _url(self, tenant_id: TenantId, feed: CalendarFeed) -> str:
        return self.presses.url(PURPOSE, tenant_id, feed.person_id, feed.turn)
