"""Names and Role Provisioning Services 2.0: the roster of a context, whole or not at all.

https://www.imsglobal.org/spec/lti-nrps/v2p0
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

from lti.claims import MEDIA_MEMBERSHIPS, SCOPE_MEMBERSHIPS
from lti.errors import IncompleteRosterError, PlatformUnavailableError, UnsafeAddressError
from lti.http import Answer
from lti.links import linked, next_link
from lti.members import Member, merged, parse_member, subject_of
from lti.services import Call, PlatformServices, UnchangedError
from lti.storage import Registration

PAGE_SIZE = 1000  # asked for; platforms answer with as many as they like
MAX_PAGES = 200
MAX_MEMBERS = 20_000
MAX_PAGE_BYTES = 5_000_000
MAX_BAD_SHARE = 0.05
MAX_ETAG = 200


@dataclass(frozen=True, slots=True)
class Mark:
    """By what a platform can say later whether a list is still true; None where it offers neither.

    Attributes:
        etag: of a list that came in one page; that of a page says nothing of the others.
        changes_url: where the platform tells what has changed since the list.

    """

    etag: str | None = None
    changes_url: str | None = None


@dataclass(frozen=True, slots=True)
class Roster:
    """Every member of a context at one moment: complete by construction.

    Attributes:
        members: one for each subject, in the platform's order; without test users.
        skipped: entries that could not be read; they say nothing about anybody having left.
        test_users: subjects of a teacher's "student view".
        unread: subjects of skipped entries that at least said whose they are.
        nameless: how many skipped entries did not even say that.
        mark: of this list.

    """

    members: tuple[Member, ...]
    skipped: int = 0
    test_users: frozenset[str] = frozenset()
    unread: frozenset[str] = frozenset()
    nameless: int = 0
    mark: Mark = Mark()


@dataclass(slots=True)
class _Reading:
    members: dict[str, Member] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    unread: set[str] = field(default_factory=set)
    entries: int = 0
    skipped: int = 0
    nameless: int = 0
    mark: Mark = Mark()

    def add(self, entries: Iterable[Any]) -> None:
        for entry in entries:
            self.entries += 1
            member = parse_member(entry)
            if member is None:
                self._skip(entry)
            else:
                known = self.members.get(member.person.subject)
                self.members[member.person.subject] = merged(known, member)

    def _skip(self, entry: Any) -> None:
        self.skipped += 1
        subject = subject_of(entry)
        if subject is None:
            self.nameless += 1
        else:
            self.unread.add(subject)

    def incomplete(self, reason: str) -> IncompleteRosterError:
        return IncompleteRosterError(reason, received=len(self.members), pages=len(self.seen))

    def roster(self) -> Roster:
        if self.skipped > MAX_BAD_SHARE * self.entries:
            raise self.incomplete("too many unreadable members")
        people = self.members.values()
        return Roster(
            tuple(member for member in people if not member.is_test_user),
            self.skipped,
            frozenset(member.person.subject for member in people if member.is_test_user),
            frozenset(self.unread.difference(self.members)),
            self.nameless,
            Mark() if self.skipped else self.mark,
        )


def _nobody_listens(_people: int) -> None:
    """Take no notice."""


def fetch_roster(
    services: PlatformServices,
    registration: Registration,
    memberships_url: str,
    *,
    heard: Callable[[int], None] = _nobody_listens,
) -> Roster:
    """Fetch the whole roster of a context, page after page.

    Args:
        services: sends the requests.
        registration: whose platform it is.
        memberships_url: of a launch; may already carry a query.
        heard: told after each page how many people have come so far.

    Raises:
        IncompleteRosterError: the pages did not end, repeated, led elsewhere, or more than one
            member in twenty could not be read. No partial roster is returned, because a caller
            would take the missing people for leavers.
        PlatformUnavailableError: a page did not come; nothing is known.
        AccessDeniedError: the service is not open to this tool.

    """
    return _read(services, registration, _first_page(memberships_url), heard)


def fetch_unless(
    services: PlatformServices,
    registration: Registration,
    memberships_url: str,
    etag: str,
    *,
    heard: Callable[[int], None] = _nobody_listens,
) -> Roster | None:
    """Fetch the roster as `fetch_roster` does; None while the platform's is the marked one."""
    url = _first_page(memberships_url)
    try:
        return _read(services, registration, url, heard, etag=etag)
    except UnchangedError:
        return None


def fetch_changes(
    services: PlatformServices,
    registration: Registration,
    changes_url: str,
    *,
    heard: Callable[[int], None] = _nobody_listens,
) -> Roster:
    """Fetch those whose entry has changed since a list; leavers come as `Status.DELETED`.

    Raises as `fetch_roster` does. Whatever it raises, the whole roster may still be had.
    """
    return _read(services, registration, changes_url, heard)


def _read(
    services: PlatformServices,
    registration: Registration,
    first: str,
    heard: Callable[[int], None],
    *,
    etag: str | None = None,
) -> Roster:
    reading, url = _Reading(), first
    while url:
        if url in reading.seen or len(reading.seen) == MAX_PAGES:
            raise reading.incomplete("pages do not end")
        reading.seen.add(url)
        known = etag if url == first else None
        call = Call(
            method="GET",
            url=url,
            accept=MEDIA_MEMBERSHIPS,
            max_bytes=MAX_PAGE_BYTES,
            unless=known,
        )
        answer = services.send(registration, [SCOPE_MEMBERSHIPS], call)
        reading.add(_entries(answer))
        if len(reading.members) > MAX_MEMBERS:
            raise reading.incomplete("too many members")
        heard(len(reading.members))
        following = _next_page(answer, url, reading)
        if url == first:
            reading.mark = _mark(answer, url, in_one_page=following is None)
        url = following or ""
    return reading.roster()


def _mark(answer: Answer, url: str, *, in_one_page: bool) -> Mark:
    """Return what the first page offers: of a change between two pages, the next reading hears."""
    try:
        changes_url = linked(answer.headers, url, "differences")
    except UnsafeAddressError:
        changes_url = None
    etag = answer.headers.get("etag", "")
    usable = in_one_page and 0 < len(etag) <= MAX_ETAG and etag.isascii() and etag.isprintable()
    return Mark(etag if usable else None, changes_url)


def _first_page(url: str) -> str:
    parts = urlsplit(url)
    if "limit=" in parts.query:
        return url
    query = "&".join(filter(None, (parts.query, urlencode({"limit": PAGE_SIZE}))))
    return urlunsplit(parts._replace(query=query))


def _next_page(answer: Answer, url: str, reading: _Reading) -> str | None:
    try:
        return next_link(answer.headers, url)
    except UnsafeAddressError as error:
        raise reading.incomplete("next page on another origin") from error


def _entries(answer: Answer) -> list[Any]:
    if not answer.body.strip():
        return []  # Sakai's empty page
    body = answer.json()
    entries = body.get("members") if isinstance(body, dict) else None
    if not isinstance(entries, list):
        raise PlatformUnavailableError("not a membership container")
    return entries
