"""Values that cross a port: what is kept, sent or received, in mentoring words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, NewType

from plugin.mentoring.matching import Draft
from plugin.mentoring.people import (
    CourseId,
    CourseRole,
    Person,
    PersonId,
    TenantId,
)
from plugin.mentoring.programme import ProgrammeId
from plugin.mentoring.session import CalendarLink, MentoringSession, SessionId
from plugin.mentoring.spans import Span
from plugin.ports.series import InSeries

JobId = NewType("JobId", str)
Clock = Callable[[], datetime]
"""Returns the present moment, aware, in UTC."""
NewId = Callable[[], str]
"""Returns an identifier that nobody can guess and that was never returned before."""
MOST_STEPS_BACK = 10
"""Changes of a draft that can be taken back."""
UNREADABLE = "\ufffd"
"""Stands for a text that is kept sealed and does not open: a page says "cannot be shown".

Saved again, it leaves what is kept as it is.
"""


@dataclass(frozen=True, slots=True)
class Course:
    """One course of the LMS.

    Attributes:
        registration_id: the connection to the LMS that it came through.
        memberships_url: the roster's address; None where the LMS does not offer it.
        roster_at: when the whole list was last read; None when never.
        roster_state: "never", "queued", "done" or a problem code.
        line_items_url: the grade book's address; None where the LMS does not offer it.
        grade_scopes: what the LMS grants there, short words with spaces between.
        groups_url: of the course's groups; None as above.
        copied_from: the LMS's ids of the courses it was copied from, latest first, with commas.

    """

    course_id: CourseId
    tenant_id: TenantId
    registration_id: str
    context_id: str
    title: str
    memberships_url: str | None = None
    roster_at: datetime | None = None
    roster_state: str = "never"
    line_items_url: str | None = None
    grade_scopes: str = ""
    groups_url: str | None = None
    copied_from: str = ""
    version: int = 0


@dataclass(frozen=True, slots=True)
class RosterMember:
    """One line of an LMS's list, as it came.

    Attributes:
        unread: the line could not be read. It says that somebody is there, and nothing else;
            `subject` is empty where it does not even say who.

    """

    subject: str
    name: str | None
    email: str | None
    role: CourseRole
    active: bool
    is_test: bool = False
    unread: bool = False


@dataclass(frozen=True, slots=True)
class RosterChange:
    """What reading a roster changed.

    Attributes:
        waiting: who would have left, and stays until a coordinator has looked.

    """

    joined: int
    left: int
    total: int
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class Account:
    """A person's Microsoft account.

    Attributes:
        address: where invitations go; shown to its owner and used for nobody's identity.
        needs_sign_in_since: None while the tool may act for the person.

    """

    person_id: PersonId
    tenant_id: TenantId
    cloud: str
    entra_tenant_id: str
    object_id: str
    address: str
    linked_at: datetime
    needs_sign_in_since: datetime | None = None
    version: int = 0


@dataclass(frozen=True, slots=True)
class Subscription:
    """Outlook's promise to tell us of changes in one person's calendar.

    Attributes:
        secret: what Outlook must repeat in every notification; kept encrypted.

    """

    subscription_id: str
    tenant_id: TenantId
    person_id: PersonId
    secret: str
    expires_at: datetime
    heard_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """Work that leaves the process, written with the change that caused it.

    Attributes:
        key: of two unfinished jobs with one key there is only one; None for no such limit.
        needed_at: by when it should be done; None for at once.
        fence: grows with every claim; a worker that lost its lease holds an old one.

    """

    job_id: JobId
    tenant_id: TenantId
    kind: str
    payload: Mapping[str, str]
    run_at: datetime
    key: str | None = None
    needed_at: datetime | None = None
    attempts: int = 0
    fence: int = 0


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One job, for the operator's page: never its payload."""

    job_id: JobId
    kind: str
    state: str
    attempts: int
    run_at: datetime
    error: str | None
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail that is to be sent, or was. The calendar part and the address are kept encrypted.

    Attributes:
        key: the same key is sent once, e.g. "session/sequence/person/REQUEST".
        message_id: stays the same over repeats, so that a mailbox may drop a double.

    """

    key: str
    tenant_id: TenantId
    person_id: PersonId
    session_id: SessionId
    address: str
    message_id: str
    method: str
    body: bytes
    sent_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Invitation:
    """Everything a calendar needs to know of a session.

    Attributes:
        title: of the event; names the people, never the topics.
        link: back to the session's page, without anything secret in it.
        previous: what the outside calendar is known to hold; None for a new meeting.
        online: whether Teams is where they meet.
        parting: for somebody who is no longer of it, while the session goes on without them.
        series: what else people are invited to with it; None for a session on its own.
        answers_at: where each says whether they come, for those who are invited by mail.

    """

    session: MentoringSession
    organiser: Person
    organiser_account: Account | None
    guests: tuple[Person, ...]
    addresses: Mapping[PersonId, str]
    title: str
    link: str
    previous: CalendarLink | None = None
    online: bool = True
    parting: bool = False
    series: InSeries | None = None
    answers_at: Mapping[PersonId, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Booked:
    """What a calendar confirmed; `master_id` names the event that holds its whole series."""

    event_id: str
    etag: str
    ical_uid: str
    join_url: str | None
    span: Span
    settings: tuple[tuple[str, str], ...] = ()
    master_id: str | None = None


@dataclass(frozen=True, slots=True)
class SavedDraft:
    """The one unpublished draft of a programme; `before` are those to go back to, latest last."""

    programme_id: ProgrammeId
    tenant_id: TenantId
    draft: Draft
    made_by: PersonId
    made_at: datetime
    version: int = 0
    before: tuple[Draft, ...] = ()

    def changed_to(self, draft: Draft) -> "SavedDraft":
        """Return it with another draft, and the way back to this one."""
        return replace(self, draft=draft, before=(*self.before, self.draft)[-MOST_STEPS_BACK:])


@dataclass(frozen=True, slots=True)
class Visit:
    """One launch that somebody is working in: a row, never a cookie.

    Attributes:
        handle_hash: sha256 of the handle in the address; two courses in one browser have two.
        browser_hash: sha256 of the browser's cookie; None in the cookie-free mode, where the
            handle alone is the secret and `agent_hash` binds it to the browser.
        csrf: what every form of this visit must repeat.
        frame_origin: the origin of the LMS that may frame its pages.
        in_frame: False in a window of its own.
        admin_of: the registration whose LMS the person administers; None for everybody else.
        host: "lms", what shows the tab ("teams", "outlook" or "office"), or "guest" for neither.
        theme: the one the host showed last; None to follow the system.
        thread: the chat or meeting that a tab says it is in. It opens nothing by itself.
        guest_of: as of the Actor.

    """

    handle_hash: str
    tenant_id: TenantId
    person_id: PersonId
    course_id: CourseId | None
    role: CourseRole
    is_test: bool
    browser_hash: str | None
    agent_hash: str | None
    csrf: str
    frame_origin: str | None
    in_frame: bool
    locale: str | None
    created_at: datetime
    seen_at: datetime
    expires_at: datetime
    admin_of: str | None = None
    host: str = "lms"
    theme: str | None = None
    thread: str | None = None
    guest_of: str | None = None
