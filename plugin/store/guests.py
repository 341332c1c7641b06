"""Invitations from outside a course, and whoever came by one."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, bindparam, exists, select

from plugin.mentoring.enrolment import Side
from plugin.mentoring.guest import GuestLink, GuestLinkId
from plugin.mentoring.people import CourseId, CourseRole, Person, PersonId
from plugin.mentoring.programme import ProgrammeId
from plugin.ports.guests import Guest
from plugin.store.people import People
from plugin.store.tables import account, course_member, enrolment, person, programme, visit
from plugin.store.tables import guest_link as table
from plugin.store.visits import end_visits


class Guests(People):
    """Reads and writes invitations."""

    def guest_links(self, programme_id: ProgrammeId) -> Sequence[GuestLink]:
        """Return those of a programme, the latest first."""
        query = select(table).where(self._mine(table, programme_id=programme_id))
        rows = self._all(query.order_by(table.c.made_at.desc(), table.c.link_id))
        return [self._guest_link(row) for row in rows]

    def guest_link(self, link_id: GuestLinkId) -> GuestLink | None:
        """Return the invitation, or None."""
        row = self._one(select(table).where(self._mine(table, link_id=link_id)))
        return self._guest_link(row) if row else None

    def save_guest_link(self, link: GuestLink) -> None:
        """Write it; raise ConflictError when somebody else wrote it since it was read."""
        self._own(link.tenant_id)
        values = {
            "programme_id": link.programme_id,
            "side": link.side,
            "secret_hash": link.secret_hash,
            "made_by": link.made_by,
            "made_at": link.made_at,
            "expires_at": link.expires_at,
            "memo": self._seal(table, link.link_id, "memo", link.memo),
            "person_id": link.person_id,
            "accepted_at": link.accepted_at,
            "ended_at": link.ended_at,
            "referred": link.referred,
            "admitted_at": link.admitted_at,
        }
        self._save(table, {"link_id": link.link_id}, values, link.version)

    def guests_in(self, programme_id: ProgrammeId) -> frozenset[PersonId]:
        """Return who was let in to a programme from outside its course, and still is."""
        query = select(table.c.person_id).where(
            self._mine(table, programme_id=programme_id),
            table.c.person_id.is_not(None),
            table.c.admitted_at.is_not(None),
            table.c.ended_at.is_(None),
        )
        return frozenset(row.person_id for row in self._all(query))

    def guest_sides(self, programme_id: ProgrammeId, person_id: PersonId) -> frozenset[Side]:
        """Return to which sides of it the person was let in by a link, and still is."""
        query = select(table.c.side).where(
            self._mine(table, programme_id=programme_id, person_id=person_id),
            table.c.admitted_at.is_not(None),
            table.c.ended_at.is_(None),
        )
        return frozenset(Side(row.side) for row in self._all(query))

    def owner_of(self, cloud: str, entra_tenant_id: str, object_id: str) -> PersonId | None:
        """Return whose account it is in this institution."""
        said = {"cloud": cloud, "entra_tenant_id": entra_tenant_id, "object_id": object_id}
        row = self._one(select(account.c.person_id).where(self._mine(account, **said)))
        return PersonId(row.person_id) if row else None

    def met(self, name: str | None, email: str | None) -> Person:
        """Make somebody whom no LMS knows."""
        key = PersonId(self._transaction.new_id())
        someone = Person(key, self.tenant_id, name, email, self._take_numbers(1))
        self.save_person(someone)
        return someone

    def referrals_of(self, programme_id: ProgrammeId, person_id: PersonId) -> Sequence[GuestLink]:
        """Return the referrals that a person made in a programme, the latest first."""
        mine = self._mine(table, programme_id=programme_id, made_by=person_id, referred=True)
        rows = self._all(select(table).where(mine).order_by(table.c.made_at.desc()))
        return [self._guest_link(row) for row in rows]

    def known_by_account_only(self, person_id: PersonId) -> bool:
        """Whether no LMS ever told of the person, and they have no part in any programme."""
        subject = select(person.c.subject).where(self._mine(person, person_id=person_id))
        part = select(enrolment.c.person_id).where(self._mine(enrolment, person_id=person_id))
        found = self._all(subject.union_all(part))
        return len(found) == 1 and found[0][0] is None

    def is_guest(self, person_id: PersonId) -> bool:
        """Whether the person takes part from outside a course anywhere here."""
        theirs = self._mine(table, person_id=person_id), table.c.ended_at.is_(None)
        return bool(self._all(select(table.c.link_id).where(*theirs).limit(1)))

    def members_among(
        self, people: Iterable[PersonId], course_id: CourseId | None = None
    ) -> frozenset[PersonId]:
        """Return whom of them an LMS counts among those of this course, or of any: 1 query."""
        where = {} if course_id is None else {"course_id": course_id}
        query = select(course_member.c.person_id).where(
            self._mine(course_member, **where),
            course_member.c.person_id.in_(list(people)),
            _counts(),
        )
        return frozenset(row.person_id for row in self._all(query))

    def end_guest_visits(self, person_id: PersonId, programme_id: ProgrammeId) -> None:
        """End what the person has open as a guest of the programme."""
        theirs = self._mine(visit, person_id=person_id, guest_of=programme_id)
        end_visits(self._connection, theirs, now=self._transaction.clock())

    def _guest_link(self, row: Row[Any]) -> GuestLink:
        return _link_of(row, self._open(table, row.link_id, "memo", row.memo))


def find_guest_link(connection: Connection, secret_hash: str) -> GuestLink | None:
    """Return the link of this secret; for whom it was made is not told with it."""
    row = connection.execute(select(table).where(table.c.secret_hash == secret_hash)).one_or_none()
    return _link_of(row, "") if row else None


def find_guests(
    connection: Connection, cloud: str, entra_tenant_id: str, object_id: str
) -> Sequence[Guest]:
    """Return where this account takes part as a guest, the latest first."""
    same_person = (account.c.tenant_id == table.c.tenant_id) & (
        account.c.person_id == table.c.person_id
    )
    same_programme = (programme.c.tenant_id == table.c.tenant_id) & (
        programme.c.programme_id == table.c.programme_id
    )
    query = (
        select(
            table.c.tenant_id,
            table.c.person_id,
            table.c.programme_id,
            programme.c.course_id,
            programme.c.title,
            _is_member().label("is_member"),
        )
        .select_from(table.join(account, same_person).join(programme, same_programme))
        .where(
            account.c.cloud == cloud,
            account.c.entra_tenant_id == entra_tenant_id,
            account.c.object_id == object_id,
            table.c.admitted_at.is_not(None),
            table.c.ended_at.is_(None),
        )
        .order_by(table.c.accepted_at.desc(), table.c.link_id)
    )
    found = (Guest(*row) for row in connection.execute(query))
    return list({(x.tenant_id, x.programme_id): x for x in found}.values())


def _counts() -> ColumnElement[bool]:
    return and_(course_member.c.active, course_member.c.role != CourseRole.NONE)


def _is_member() -> ColumnElement[bool]:
    return exists().where(
        course_member.c.tenant_id == table.c.tenant_id,
        course_member.c.person_id == table.c.person_id,
        course_member.c.course_id == programme.c.course_id,
        _counts(),
    )


def still_mentors(person_id: ColumnElement[str], programme_id: Any) -> ColumnElement[bool]:
    """Return whether that person is in that programme by a link, in its course or not."""
    return exists().where(
        table.c.tenant_id == bindparam("tenant"),
        table.c.person_id == person_id,
        table.c.programme_id == programme_id,
        table.c.admitted_at.is_not(None),
        table.c.ended_at.is_(None),
    )


def _link_of(row: Row[Any], memo: str) -> GuestLink:
    return GuestLink(
        row.link_id,
        row.tenant_id,
        row.programme_id,
        Side(row.side),
        row.secret_hash,
        row.made_by,
        row.made_at,
        row.expires_at,
        memo,
        row.person_id,
        row.accepted_at,
        row.ended_at,
        row.referred,
        row.admitted_at,
        row.version,
    )
