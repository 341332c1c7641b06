"""What telling people needs of a transaction and of the outside."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from plugin.mentoring.notices import Choices, News, Notice, NoticeState
from plugin.mentoring.people import Person, PersonId
from plugin.mentoring.poll import PollId
from plugin.mentoring.promises import PromiseId
from plugin.mentoring.relationship import RelationshipId
from plugin.mentoring.session import SessionId
from plugin.ports.values import Letter


@dataclass(frozen=True, slots=True)
class Delivery:
    """Notices that go together.

    Attributes:
        batch: the same through every attempt; what is sent is named after it.
        address: of the reader, where it goes by mail.
        news: how often each piece of news is in it.
        things: what they are about; a link leads there when it is one thing.
        off_url: where one press ends this mail; it does nothing else.

    """

    batch: str
    reader: Person
    address: str
    news: Mapping[News, int]
    things: tuple[str, ...]
    made_at: datetime
    off_url: str


@dataclass(frozen=True, slots=True)
class CalendarFeed:
    """A person's sessions under a secret address, for any calendar program.

    Attributes:
        turn: part of the address; another turn ends the address before.
        busy_only: whether entries say "Busy" instead of who meets.

    """

    person_id: PersonId
    turn: str
    busy_only: bool


class NoticeWork(Protocol):
    """Notices and choices; part of `plugin.ports.store.Work`."""

    def save_notice(self, notice: Notice) -> None:
        """Write the notice unless one with its key exists."""
        ...

    def settle_notices(self, notices: Iterable[Notice]) -> None:
        """Write what has changed of notices that exist."""
        ...

    def notices_of(self, person_id: PersonId, *states: NoticeState) -> Sequence[Notice]:
        """Return the person's notices in these states, the oldest first."""
        ...

    def people_to_tell(self, *, now: datetime, limit: int) -> Sequence[PersonId]:
        """Return people who have a notice that is due, or one that did not get through."""
        ...

    def deliveries_since(self, person_id: PersonId, since: datetime) -> int:
        """Return how many deliveries the person was sent."""
        ...

    def notice_counts(self) -> Mapping[tuple[str, str, str], int]:
        """Return how many notices there are by state, way and problem."""
        ...

    def choices(self, person_id: PersonId) -> Choices | None:
        """Return how the person wants to be told; None where they never said."""
        ...

    def save_choices(self, choices: Choices) -> None:
        """Write them; a person has them once."""
        ...

    def stopped(self, address: str) -> str | None:
        """Return why mail to this address has stopped; None where it goes."""
        ...

    def stop_address(self, address: str, problem: str, *, at: datetime) -> None:
        """Send no more mail there, until its owner asks for it."""
        ...

    def open_address(self, address: str) -> None:
        """Send mail there again."""
        ...

    def calendar_feed(self, person_id: PersonId) -> CalendarFeed | None:
        """Return the person's feed; None where they have none."""
        ...

    def save_calendar_feed(self, feed: CalendarFeed) -> None:
        """Write it in place of the one before, whose address ends."""
        ...

    def drop_calendar_feed(self, person_id: PersonId) -> None:
        """Forget it; its address ends."""
        ...

    def has_address(self, address: str) -> bool:
        """Whether somebody here is reached there."""
        ...

    def sessions_starting(self, after: datetime, before: datetime) -> Sequence[SessionId]:
        """Return planned sessions that begin in this stretch of time."""
        ...

    def promises_due(
        self, first: date, last: date
    ) -> Sequence[tuple[PromiseId, RelationshipId, PersonId, date]]:
        """Return open promises of these days, with their owners; nobody's text."""
        ...

    def polls_ending(self, after: datetime, before: datetime) -> Sequence[PollId]:
        """Return open polls with a deadline in this stretch of time."""
        ...

    def rested(self, *, by: date) -> Sequence[RelationshipId]:
        """Return resting relationships that were to go on by this day."""
        ...

    def reviews_near(self, now: datetime, within: timedelta) -> Sequence[RelationshipId]:
        """Return going relationships whose text was written whole weeks before now, nearly."""
        ...


class Presses(Protocol):
    """Makes addresses on which one press does one thing, and reads them again."""

    def url(self, purpose: str, *parts: str) -> str:
        """Return the address; whoever has it can do this one thing and nothing else."""
        ...

    def read(self, purpose: str, token: str) -> tuple[str, ...] | None:
        """Return the parts, or None for what was not made here for this purpose."""
        ...


class Digests(Protocol):
    """Writes notices as mail."""

    def digest(self, delivery: Delivery) -> Letter:
        """Return the mail; the same delivery gives the same Message-ID.

        Raises RefusedError where the address is none.
        """
        ...


class Feed(Protocol):
    """Puts notices into a person's activity feed."""

    def show(self, object_id: str, delivery: Delivery) -> bool:
        """Show it; False when the person has not installed the app, so that it did not happen.

        Safe to repeat: the later one replaces the earlier. Raises TryLaterError or RefusedError.
        """
        ...
