"""What the page of a relationship reads of its people and of what is settled between them."""

from collections.abc import Iterable, Sequence
from functools import cache
from operator import attrgetter
from types import SimpleNamespace
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, Table, and_, bindparam, func, select

from plugin.mentoring.agreement import Agreement
from plugin.mentoring.people import PersonId
from plugin.mentoring.place import Place
from plugin.mentoring.poll import PollState
from plugin.mentoring.programme import Programme, ProgrammeId
from plugin.mentoring.relationship import Relationship, RelationshipId
from plugin.ports.relationship_pages import Everybody, Settled
from plugin.store.accounts import Accounts, account_of
from plugin.store.agreements import Agreements
from plugin.store.enrolments import Enrolments
from plugin.store.guests import still_mentors
from plugin.store.page_meetings import PageMeetings
from plugin.store.people import PERSON, person_of
from plugin.store.places import place_of
from plugin.store.programmes import programmes_of, with_coordinators
from plugin.store.relationships import relationships_of, with_members
from plugin.store.rows import both, named
from plugin.store.tables import (
    absence,
    account,
    agreement,
    agreement_text,
    coordinator,
    course_member,
    enrolment,
    membership,
    person,
    place,
    poll,
    programme,
    relationship,
    signature,
)

ENROLMENT = tuple(one.name for one in enrolment.c if one.name not in person.c)


class RelationshipPages(Enrolments, Agreements, PageMeetings, Accounts):
    """Reads for the page of a relationship."""

    def everybody(self, programme_id: ProgrammeId, person_ids: Iterable[PersonId]) -> Everybody:
        """Return people with their enrolment in the programme and their Microsoft account."""
        people, enrolments, accounts, away = {}, {}, {}, set()
        ids = sorted(set(person_ids))
        rows = self._fixed(_everybody(), programme=programme_id, ids=ids)
        for row in rows:
            people[row.person_id] = person_of(_person(row))
            if row.away:
                away.add(row.person_id)
            if row.enrolment_id:
                enrolments[row.person_id] = self._enrolment(row)
            if row.account_person_id:
                accounts[row.person_id] = account_of(_account(row))
        return Everybody(people, enrolments, accounts, frozenset(away))

    def whole(self, relationship_id: RelationshipId) -> tuple[Relationship, Programme] | None:
        """Return a relationship and its programme, in one query; None for one that is not."""
        rows = self._fixed(_whole(), relationship=relationship_id)
        if not rows:
            return None
        first = rows[0]
        members = [row for row in rows if row.coordinator == first.coordinator]
        leads = dict.fromkeys(row.coordinator for row in rows)
        shared = vars(named(first, programme, "programme"))
        led: list[Any] = [SimpleNamespace(**shared, coordinator=one) for one in leads]
        return relationships_of(members)[0], programmes_of(led)[0]

    def settled(self, relationship_id: RelationshipId, *, reader: PersonId) -> Settled:
        """Return the agreement that holds, and the place."""
        rows = self._fixed(_settled(), relationship=relationship_id, reader=reader)
        if not rows:
            return Settled(None, False, False, None)
        first = rows[0]
        once, polled = bool(first.signed_once), bool(first.polled)
        return Settled(self._holding(rows), once, polled, _place(first))

    def _holding(self, rows: Sequence[Row[Any]]) -> Agreement | None:
        return self._agreement(rows) if rows[0].number is not None else None


_ACCOUNT_NAMES = tuple(
    f"account_{name}"
    for name in (
        "person_id", "tenant_id", "cloud", "entra_tenant_id", "object_id", "address", "linked_at",
        "needs_sign_in_since", "version",
    )
)  # fmt: skip
_person, _account = attrgetter(*(one.name for one in PERSON)), attrgetter(*_ACCOUNT_NAMES)


@cache
def _whole() -> Select[Any]:
    """Return a row for each member beside each coordinator: few times few."""
    with_programme = both(relationship, programme, "programme_id")
    return (
        select(
            relationship,
            membership.c.person_id,
            membership.c.side,
            membership.c.joined_at,
            *(column.label(f"programme_{column.name}") for column in programme.c),
            coordinator.c.person_id.label("coordinator"),
        )
        .select_from(
            relationship.join(membership, with_members())
            .join(programme, with_programme)
            .outerjoin(coordinator, with_coordinators())
        )
        .where(relationship.c.tenant_id == bindparam("tenant"), _is_of(relationship))
        .order_by(membership.c.position, coordinator.c.position)
    )


@cache
def _everybody() -> Select[Any]:
    accounts = [account.c[n.removeprefix("account_")].label(n) for n in _ACCOUNT_NAMES]
    part = and_(both(person, enrolment, "person_id"), _is(enrolment, "programme"))
    return (
        select(
            *PERSON,
            *(enrolment.c[n] for n in ENROLMENT),
            enrolment.c.version,
            *accounts,
            _is_away().label("away"),
        )
        .select_from(
            person.outerjoin(enrolment, part).outerjoin(account, both(person, account, "person_id"))
        )
        .where(person.c.tenant_id == bindparam("tenant"))
        .where(person.c.person_id.in_(bindparam("ids", expanding=True)))
    )


@cache
def _settled() -> Select[Any]:
    mine = signature.alias("mine")
    once = (
        select(func.count())
        .where(
            mine.c.tenant_id == bindparam("tenant"),
            mine.c.relationship_id == bindparam("relationship"),
            mine.c.person_id == bindparam("reader"),
        )
        .scalar_subquery()
    )
    text = and_(
        both(agreement, agreement_text, "relationship_id"),
        agreement_text.c.number == agreement.c.number,
    )
    signed = and_(
        both(agreement, signature, "relationship_id"),
        signature.c.number == agreement.c.number,
    )
    return (
        select(
            agreement_text,
            agreement.c.version,
            signature.c.person_id.label("signer"),
            signature.c.signed_at,
            once.label("signed_once"),
            *(column.label(f"place_{column.name}") for column in place.c),
            _has_open_poll().label("polled"),
        )
        .select_from(
            relationship.outerjoin(agreement, both(relationship, agreement, "relationship_id"))
            .outerjoin(agreement_text, text)
            .outerjoin(signature, signed)
            .outerjoin(place, both(relationship, place, "relationship_id"))
        )
        .where(relationship.c.tenant_id == bindparam("tenant"), _is_of(relationship))
        .order_by(signature.c.signed_at, signature.c.person_id)
    )


def _is(table: Table, name: str) -> ColumnElement[bool]:
    return table.c[f"{name}_id"] == bindparam(name)


def _is_of(table: Table) -> ColumnElement[bool]:
    return _is(table, "relationship")


def _is_away() -> Any:
    """Whether a person is noted as absent from the programme's course, and is not back.

    Whoever mentors in it by a link as well is there.
    """
    course = select(programme.c.course_id).where(
        programme.c.tenant_id == bindparam("tenant"), _is(programme, "programme")
    )
    member = both(absence, course_member, "person_id")
    gone = (
        select(absence.c.person_id)
        .join(course_member, and_(member, absence.c.course_id == course_member.c.course_id))
        .where(both(absence, person, "person_id"), course_member.c.active.is_(False))
        .where(absence.c.course_id == course.scalar_subquery())
        .correlate(person)
        .exists()
    )
    return gone & ~still_mentors(person.c.person_id, bindparam("programme"))


def _has_open_poll() -> Any:
    return (
        select(poll.c.poll_id)
        .where(poll.c.tenant_id == bindparam("tenant"), poll.c.state == PollState.OPEN)
        .where(poll.c.relationship_id == bindparam("relationship"))
        .exists()
    )


def _place(row: Row[Any]) -> Place | None:
    return place_of(named(row, place, "place")) if row.place_relationship_id else None
