"""The Rosters port, by LTI Names and Role Provisioning Services."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import lti
from lti.launch import Person
from lti.members import Member, Status
from lti.names_roles import (
    Roster,
    fetch_changes,
    fetch_roster,
    fetch_unless,
)
from lti.services import PlatformServices
from plugin.mentoring.people import CourseRole
from plugin.ports.errors import ConsentMissingError, OutsideError, RefusedError, TryLaterError
from plugin.ports.rosters import CourseList, ListMark
from plugin.ports.values import Course, RosterMember

_RANKS = (
    (lti.Role.TEACHING_ASSISTANT, CourseRole.ASSISTANT),
    (lti.Role.INSTRUCTOR, CourseRole.INSTRUCTOR),
    (lti.Role.LEARNER, CourseRole.LEARNER),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LtiRosters:
    """Fetches the whole list of people of a course from its LMS.

    Attributes:
        registration_of: the connection with that id; None when there is none any more.

    """

    services: PlatformServices
    registration_of: Callable[[str], lti.Registration | None]

    def fetch(
        self, course: Course, *, heard: Callable[[int], None], since: ListMark | None = None
    ) -> CourseList:
        """Return the whole list, or raise: a part would look like people having left.

        With a mark, what has changed since where the LMS tells; where that goes wrong, the whole.
        Preview users of the LMS come last, marked, without a name, and then a line for each that
        could not be read.

        Raises:
            TryLaterError: the LMS did not answer.
            ConsentMissingError: the LMS does not know our key, or does not grant the list.
            RefusedError: "not-offered" or "not-connected" any more; "incomplete" when the list
                does not end, leads elsewhere or is in large part unreadable; or another code.

        """
        registration = self.registration_of(course.registration_id)
        if registration is None:
            raise RefusedError("not-connected")
        if course.memberships_url is None:
            raise RefusedError("not-offered")
        source = _Source(self.services, registration, course.memberships_url, heard)
        with translated():
            return source.since(since or ListMark())


@dataclass(frozen=True, slots=True)
class _Source:
    services: PlatformServices
    registration: lti.Registration
    url: str
    heard: Callable[[int], None]

    def since(self, mark: ListMark) -> CourseList:
        return self._changes(mark) or self._unless(mark)

    def _changes(self, mark: ListMark) -> CourseList | None:
        if mark.changes_url is None:
            return None
        try:
            roster = fetch_changes(
                self.services, self.registration, mark.changes_url, heard=self.heard
            )
        except lti.LtiError:
            return None  # the whole list tells as well, and says what is wrong if it is not that
        # Without the address of what changes next, or with gaps, the next reading is a whole one.
        return None if roster.skipped else _list(roster, only_changes=True)

    def _unless(self, mark: ListMark) -> CourseList:
        if mark.etag is None:
            return _list(fetch_roster(self.services, self.registration, self.url, heard=self.heard))
        found = fetch_unless(
            self.services, self.registration, self.url, mark.etag, heard=self.heard
        )
        return _list(found) if found else CourseList((), mark, only_changes=True)


def _list(roster: Roster, *, only_changes: bool = False) -> CourseList:
    previews = (_preview(subject) for subject in sorted(roster.test_users))
    unread = (*sorted(roster.unread), *[""] * roster.nameless)
    members = (*map(_member, roster.members), *previews, *map(_unread, unread))
    etag = None if only_changes else roster.mark.etag  # that of the changes marks no list
    return CourseList(members, ListMark(etag, roster.mark.changes_url), only_changes)


def course_role(roles: frozenset[lti.Role]) -> CourseRole:
    """Return what the roles of the course come to.

    A platform sends the principal role along with a sub-role (LTI Core 1.3, A.2.3), so that an
    "Instructor" who is a "TeachingAssistant" too is an assistant.
    """
    return next((ours for theirs, ours in _RANKS if theirs in roles), CourseRole.NONE)


@contextmanager
def translated() -> Iterator[None]:
    """Turn what `lti` raises into what the ports say."""
    try:
        yield
    except lti.LtiError as error:
        raise _meaning(error) from error


def _meaning(error: lti.LtiError) -> OutsideError:
    match error:
        case lti.UnsafeAddressError():
            return RefusedError("unsafe-address")
        case lti.PlatformUnavailableError():
            return TryLaterError(error.reason, after_s=error.retry_after_s)
        case lti.IncompleteRosterError():
            # It would be the same in an hour: pages that go round, members without an id.
            return RefusedError("incomplete")
        case lti.AccessDeniedError(status=404 | 410):
            return RefusedError("not-offered")
        case lti.AccessDeniedError():
            return ConsentMissingError(f"{error.status} {error.reason}".rstrip())
    return RefusedError("not-understood")


def _member(member: Member) -> RosterMember:
    return RosterMember(
        subject=member.person.subject,
        name=_name(member.person),
        email=member.person.email,
        role=course_role(member.roles),
        active=member.status is Status.ACTIVE,
    )


def _name(person: Person) -> str | None:
    parts = (person.given_name, person.family_name)
    return person.name or " ".join(part for part in parts if part) or None


def _preview(subject: str) -> RosterMember:
    return RosterMember(subject, None, None, CourseRole.LEARNER, active=True, is_test=True)


def _unread(subject: str) -> RosterMember:
    return RosterMember(subject, None, None, CourseRole.NONE, active=True, unread=True)
