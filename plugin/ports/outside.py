"""The outside systems, as the services want them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from plugin.mentoring.adoption import OwnMeeting
from plugin.mentoring.merge import Seen
from plugin.mentoring.people import (
    Person,
    PersonId,
)
from plugin.mentoring.session import CalendarLink
from plugin.mentoring.spans import Span
from plugin.ports.errors import OutsideError
from plugin.ports.folders import FileLine, FolderChanges
from plugin.ports.rosters import CourseList, ListMark
from plugin.ports.series import InSeries
from plugin.ports.values import (
    Account,
    Booked,
    Course,
    Invitation,
    Letter,
    Subscription,
)


class Calendars(Protocol):
    """Puts sessions into the organiser's outside calendar and reads them back.

    Every method raises TryLaterError, SignInNeededError, ConsentMissingError or RefusedError.
    """

    def book(self, invitation: Invitation) -> Booked:
        """Make the meeting, or adopt the one an earlier attempt made.

        Safe to repeat: looks before it repeats, and the same session and generation carry the
        same key.

        Raises SeriesRefusedError too, where a series was to grow from the first session's meeting.
        """
        ...

    def book_all(
        self, wanted: Iterable[Invitation]
    ) -> Iterator[tuple[Invitation, Booked | OutsideError]]:
        """Yield what `book` would return or raise, for those that can be booked in few requests.

        Those of no series only. What is left out was not made, or is found by `book`. Raises
        nothing.
        """
        ...

    def change(self, invitation: Invitation) -> Booked:
        """Move the meeting to the session's time. Raises GoneError when it is not there."""
        ...

    def cancel(self, invitation: Invitation) -> None:
        """Call the meeting off; repeatable, and one that is gone counts as called off."""
        ...

    def allow_recording(
        self, invitation: Invitation, *, allowed: bool
    ) -> tuple[tuple[str, str], ...]:
        """Let the meeting be recorded, or not, at once; returns what is in effect then."""
        ...

    def read(self, link: CalendarLink, account: Account) -> Seen | None:
        """Return the meeting as it stands, or None when it is not found."""
        ...

    def read_all(
        self, wanted: Iterable[tuple[CalendarLink, Account]]
    ) -> Iterator[tuple[CalendarLink, Seen | OutsideError | None]]:
        """Yield each meeting as `read` would return it, or the error that `read` would raise.

        In as few round trips as can be, made as the answers are taken; raises nothing. A mailbox
        that does not answer is asked no more, and every meeting left in it has the same error.
        """
        ...

    def own_meetings(self, account: Account, *, since: datetime) -> Sequence[OwnMeeting]:
        """Return what the person made or changed since then in their own calendar, others' not."""
        ...

    def sweep(self, invitation: Invitation) -> int:
        """Remove the younger of meetings that a stalled worker made twice; returns how many."""
        ...

    def subscribe(self, account: Account, *, secret: str, until: datetime) -> tuple[str, datetime]:
        """Ask to be told of changes; returns the subscription and when it really ends."""
        ...

    def renew(self, subscription: Subscription, account: Account, *, until: datetime) -> datetime:
        """Make the subscription last; raises GoneError when it must be made anew."""
        ...


class OwnReach(Protocol):
    """Says whose calendars the tool reaches by itself, with nobody signed in (level 3)."""

    def covers(self, account: Account) -> bool:
        """Whether it reaches this person's, and provably not everybody's.

        Raises TryLaterError while nobody can say.
        """
        ...


class FreeBusy(Protocol):
    """Says when people are busy, without saying with what."""

    def busy(
        self, asker: Account, addresses: Sequence[str], window: Span
    ) -> Mapping[str, tuple[Span, ...] | None]:
        """Return the busy spans by address; None where nobody could say, which is not free.

        Raises TryLaterError, SignInNeededError, ConsentMissingError.
        """
        ...


class Places(Protocol):
    """Makes shared folders."""

    def ensure_folder(self, name: str) -> tuple[str, str]:
        """Return (folder, url) of the folder with that name, made when missing; repeatable."""
        ...

    def open_to(
        self, folder: str, addresses: Mapping[PersonId, str], *, read_only: bool = False
    ) -> frozenset[PersonId]:
        """Give exactly these people access; returns for whom that was confirmed."""
        ...

    def files_in(self, folder: str) -> Sequence[FileLine]:
        """Return what lies in the folder at this moment; raises GoneError when it is gone."""
        ...

    def add(self, folder: str, name: str, content: bytes) -> None:
        """Put a new file into the folder; repeatable, and nothing there is replaced.

        Raises ConflictError where another file has the name, GoneError without the folder.
        """
        ...

    def changes(self, since: str | None) -> FolderChanges:
        """Return what changed in the library since that answer; None begins now."""
        ...


class Drives(Protocol):
    """People's own OneDrives, as places for folders."""

    def of(self, account: Account) -> Places:
        """Return that person's, for folders in it.

        What it does raises SignInNeededError, and ConsentMissingError until they said yes, too;
        RefusedError "no-drive" where they have none. Its `changes` are never asked
        for: they would tell of everything that the person has there.
        """
        ...


class Owners(Protocol):
    """Says what a person's own account says of them."""

    def about(self, account: Account) -> tuple[str | None, str | None]:
        """Return (address that mail reaches, IANA zone); None for what is not known.

        Raises TryLaterError, SignInNeededError, ConsentMissingError or RefusedError.
        """
        ...


class SignIns(Protocol):
    """Keeps what lets the tool act for people who signed in."""

    def forget(self, account: Account) -> None:
        """Forget the account's tokens, unless it also belongs to somebody at another institution.

        To be called once the account is no longer kept here; repeatable.
        """
        ...


class Notes(Protocol):
    """Writes short mails that tell of something and hold no content."""

    def sign_in_again(self, account: Account, reader: Person, *, now: datetime) -> Letter:
        """Return the mail that asks a person to sign in to Microsoft again."""
        ...

    def switched(
        self, key: str, reader: Person, address: str, link: str, *, now: datetime
    ) -> Letter:
        """Return the mail that says that a session goes on another way; raises RefusedError."""
        ...


class Rosters(Protocol):
    """Reads the LMS's list of people."""

    def fetch(
        self, course: Course, *, heard: Callable[[int], None], since: ListMark | None = None
    ) -> CourseList:
        """Return the whole list, or raise: a part would look like people having left.

        With a mark it may return what has changed `since`, where the LMS says so; else the whole.
        Tells `heard` now and then how many people have come so far.
        """
        ...


class CopyNotices(Protocol):
    """Has an LMS tell of courses that are copied."""

    def subscribe(self, registration_id: str, url: str) -> None:
        """Ask for it, at the address that a launch named; repeatable.

        Raises TryLaterError, ConsentMissingError or RefusedError.
        """
        ...


class Post(Protocol):
    """Sends mail."""

    def send(self, letter: Letter) -> None:
        """Hand the letter over; raises TryLaterError or RefusedError."""
        ...


class Letters(Protocol):
    """Writes invitations as iCalendar mail (level 0 of the ladder)."""

    def write(self, invitation: Invitation, reader: Person, *, now: datetime) -> Letter:
        """Return the invitation or cancellation for one reader.

        Of a series that mail invites to, it is about this one session.
        """
        ...

    def write_series(
        self, invitation: Invitation, series: InSeries, reader: Person, *, now: datetime
    ) -> Letter:
        """Return the invitation to a whole series as it stands now, or its cancellation."""
        ...
