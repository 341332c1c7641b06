"""What inviting somebody from outside the course needs kept."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from plugin.mentoring.enrolment import Side
from plugin.mentoring.guest import GuestLink, GuestLinkId
from plugin.mentoring.people import CourseId, Person, PersonId, TenantId
from plugin.mentoring.programme import ProgrammeId


@dataclass(frozen=True, slots=True)
class Identity:
    """Who signed in with Microsoft. Tenant and object id are who they are; the rest only helps.

    Attributes:
        name, address: as Entra says; for showing and for inviting, never for recognising.

    """

    cloud: str
    entra_tenant_id: str
    object_id: str
    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who came by a link and takes part in a programme.

    Attributes:
        title: of the programme.
        is_member: whether the course counts them among its people as well.

    """

    tenant_id: TenantId
    person_id: PersonId
    programme_id: ProgrammeId
    course_id: CourseId
    title: str
    is_member: bool = False


class GuestWork(Protocol):
    """The part of a transaction that knows guests."""

    def guest_links(self, programme_id: ProgrammeId) -> Sequence[GuestLink]:
        """Return those of a programme, the latest first."""
        ...

    def guest_link(self, link_id: GuestLinkId) -> GuestLink | None:
        """Return the invitation, or None."""
        ...

    def save_guest_link(self, link: GuestLink) -> None:
        """Write it; raise ConflictError when somebody else wrote it since it was read."""
        ...

    def guests_in(self, programme_id: ProgrammeId) -> frozenset[PersonId]:
        """Return who was let in to a programme from outside its course, and still is."""
        ...

    def guest_sides(self, programme_id: ProgrammeId, person_id: PersonId) -> frozenset[Side]:
        """Return to which sides of it the person was let in by a link, and still is."""
        ...

    def owner_of(self, cloud: str, entra_tenant_id: str, object_id: str) -> PersonId | None:
        """Return whose account it is in this institution."""
        ...

    def met(self, name: str | None, email: str | None) -> Person:
        """Make somebody whom no LMS knows."""
        ...

    def referrals_of(self, programme_id: ProgrammeId, person_id: PersonId) -> Sequence[GuestLink]:
        """Return the referrals that a person made in a programme, the latest first."""
        ...

    def known_by_account_only(self, person_id: PersonId) -> bool:
        """Whether no LMS ever told of the person, and they have no part in any programme."""
        ...

    def is_guest(self, person_id: PersonId) -> bool:
        """Whether the person takes part from outside a course anywhere here."""
        ...

    def members_among(
        self, people: Iterable[PersonId], course_id: CourseId | None = None
    ) -> frozenset[PersonId]:
        """Return whom of them an LMS counts among those of this course, or of any."""
        ...

    def end_guest_visits(self, person_id: PersonId, programme_id: ProgrammeId) -> None:
        """End what the person has open as a guest of the programme."""
        ...


class GuestStore(Protocol):
    """What is asked before anybody knows the institution."""

    def guest_link_of(self, secret_hash: str) -> GuestLink | None:
        """Return the link of this secret, over or not."""
        ...

    def guests(self, cloud: str, entra_tenant_id: str, object_id: str) -> Sequence[Guest]:
        """Return where this account takes part as a guest, the latest first."""
        ...
