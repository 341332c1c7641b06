"""What the page of a relationship reads: three queries, however long it has gone on."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from types import SimpleNamespace
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, Table, and_, bindparam, func, or_, select

from plugin.mentoring.agreement import Agreement
from plugin.mentoring.evidence import MOST_NEEDED
from plugin.mentoring.people import PersonId
from plugin.mentoring.place import Place
from plugin.mentoring.poll import PollState
from plugin.mentoring.programme import ProgrammeId
from plugin.mentoring.relationship import RelationshipId
from plugin.mentoring.session import CalendarLink, SessionId, SessionState
from plugin.ports.relationship_pages import MOST_PAST, Everybody, Meetings, Settled
from plugin.store.accounts import Accounts, account_of
from plugin.store.agreements import Agreements
from plugin.store.enrolments import Enrolments
from plugin.store.links import link_of
from plugin.store.moments import Moment
from plugin.store.people import PERSON, person_of
from plugin.store.places import place_of
from plugin.store.sessions import Sessions
from plugin.store.tables import (
    absence,
    account,
    agreement,
    agreement_text,
    calendar_link,
    course_member,
    enrolment,
    held_word,
    mentoring_session,
    person,
    place,
    poll,
    programme,
    relationship,
    seat,
    signature,
    time_proposal,
)

ENROLMENT = tuple(one.name for one in enrolment.c if one.name not in person.c)


class RelationshipPages(Enrolments, Agreements, Sessions, Accounts):
    """Reads for the page of a relationship."""

    def everybody(self, programme_id: ProgrammeId, person_ids: Iterable[PersonId]) -> Everybody:
        """Return people with their enrolment in the programme and their Microsoft account."""
        people, enrolments, accounts, away = {}, {}, {}, set()
        ids = sorted(set(person_ids))
        rows = self._all(_everybody(), tenant=self.tenant_id, programme=programme_id, ids=ids)
        for row in rows:
            people[row.person_id] = person_of(row)
            if row.away:
                away.add(row.person_id)
            if row.enrolment_id:
                enrolments[row.person_id] = self._enrolment(row)
            if row.account_person_id:
                accounts[row.person_id] = account_of([getattr(row, n) for n in _ACCOUNT_NAMES])
        return Everybody(people, enrolments, accounts, frozenset(away))

    def meetings(self, relationship_id: RelationshipId, *, now: datetime) -> Meetings:
        """Return sessions to come and the latest that have been, with what members said of them."""
        rows = self._all(_meetings(), tenant=self.tenant_id, relationship=relationship_id, now=now)
        links: dict[SessionId, CalendarLink] = {}
        said: dict[SessionId, dict[PersonId, bool]] = {}
        for row in rows:
            if row.link_session_id:
                links[row.session_id] = _link(row)
            if row.held is not None:
                said.setdefault(row.session_id, {})[row.person_id] = row.held
        past, held = (rows[0].past, rows[0].held_count) if rows else (0, 0)
        suggested = frozenset(row.session_id for row in rows if row.suggested)
        return Meetings(self.sessions_from(rows), links, said, suggested, past, held)

    def settled(self, relationship_id: RelationshipId, *, reader: PersonId) -> Settled:
        """Return the agreement that holds, and the place."""
        rows = self._all(
            _settled(), tenant=self.tenant_id, relationship=relationship_id, reader=reader
        )
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


@cache
def _everybody() -> Select[Any]:
    accounts = [account.c[n.removeprefix("account_")].label(n) for n in _ACCOUNT_NAMES]
    part = and_(_both(person, enrolment, "person_id"), _is(enrolment, "programme"))
    return (
        select(
            *PERSON,
            *(enrolment.c[n] for n in ENROLMENT),
            enrolment.c.version,
            *accounts,
            _is_away().label("away"),
        )
        .select_from(
            person.outerjoin(enrolment, part).outerjoin(
                account, _both(person, account, "person_id")
            )
        )
        .where(person.c.tenant_id == bindparam("tenant"))
        .where(person.c.person_id.in_(bindparam("ids", expanding=True)))
    )


@cache
def _meetings() -> Select[Any]:
    """Return a row for each seat of the sessions that the page shows."""
    over = mentoring_session.c.ends_at <= bindparam("now", type_=Moment)
    rank = func.row_number().over(
        partition_by=over,
        order_by=(mentoring_session.c.starts_at.desc(), mentoring_session.c.session_id),
    )
    ranked = (
        select(
            mentoring_session.c.tenant_id,
            mentoring_session.c.session_id,
            over.label("over"),
            rank.label("rank"),
        )
        .where(mentoring_session.c.tenant_id == bindparam("tenant"), _is_of(mentoring_session))
        .subquery("ranked")
    )
    links = [column.label(f"link_{column.name}") for column in calendar_link.c]
    word = and_(_both(seat, held_word, "session_id"), held_word.c.person_id == seat.c.person_id)
    return (
        select(
            mentoring_session,
            seat.c.person_id,
            held_word.c.held,
            *links,
            _is_suggested().label("suggested"),
            _count_past(held=False).label("past"),
            _count_past(held=True).label("held_count"),
        )
        .select_from(
            ranked.join(mentoring_session, _both(ranked, mentoring_session, "session_id"))
            .join(seat, _both(mentoring_session, seat, "session_id"))
            .outerjoin(calendar_link, _both(mentoring_session, calendar_link, "session_id"))
            .outerjoin(held_word, word)
        )
        .where(or_(~ranked.c.over, ranked.c.rank <= MOST_PAST))
        .order_by(mentoring_session.c.starts_at, mentoring_session.c.session_id)
    )


def _count_past(*, held: bool) -> Any:
    """Count planned sessions that have been; with `held`, those that enough members confirm."""
    one = mentoring_session.alias("held_one" if held else "past_one")
    query = select(func.count()).where(
        one.c.tenant_id == bindparam("tenant"),
        one.c.relationship_id == bindparam("relationship"),
        one.c.state == SessionState.PLANNED,
        one.c.ends_at <= bindparam("now", type_=Moment),
    )
    if held:
        words = held_word.alias("words")
        said = (
            select(func.count())
            .where(words.c.tenant_id == one.c.tenant_id, words.c.session_id == one.c.session_id)
            .correlate(one)
        )
        yes, no = said.where(words.c.held), said.where(~words.c.held)
        query = query.where(yes.scalar_subquery() >= MOST_NEEDED, no.scalar_subquery() == 0)
    return query.scalar_subquery()


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
        _both(agreement, agreement_text, "relationship_id"),
        agreement_text.c.number == agreement.c.number,
    )
    signed = and_(
        _both(agreement, signature, "relationship_id"),
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
            relationship.outerjoin(agreement, _both(relationship, agreement, "relationship_id"))
            .outerjoin(agreement_text, text)
            .outerjoin(signature, signed)
            .outerjoin(place, _both(relationship, place, "relationship_id"))
        )
        .where(relationship.c.tenant_id == bindparam("tenant"), _is_of(relationship))
        .order_by(signature.c.signed_at, signature.c.person_id)
    )


def _is(table: Table, name: str) -> ColumnElement[bool]:
    return table.c[f"{name}_id"] == bindparam(name)


def _is_of(table: Table) -> ColumnElement[bool]:
    return _is(table, "relationship")


def _both(one: Any, other: Any, name: str) -> ColumnElement[bool]:
    return and_(one.c.tenant_id == other.c.tenant_id, one.c[name] == other.c[name])


def _is_away() -> Any:
    """Whether a person is noted as absent from the programme's course, and is not back."""
    course = select(programme.c.course_id).where(
        programme.c.tenant_id == bindparam("tenant"), _is(programme, "programme")
    )
    member = _both(absence, course_member, "person_id")
    return (
        select(absence.c.person_id)
        .join(course_member, and_(member, absence.c.course_id == course_member.c.course_id))
        .where(_both(absence, person, "person_id"), course_member.c.active.is_(False))
        .where(absence.c.course_id == course.scalar_subquery())
        .correlate(person)
        .exists()
    )


def _has_open_poll() -> Any:
    return (
        select(poll.c.poll_id)
        .where(poll.c.tenant_id == bindparam("tenant"), poll.c.state == PollState.OPEN)
        .where(poll.c.relationship_id == bindparam("relationship"))
        .exists()
    )


def _is_suggested() -> Any:
    return (
        select(time_proposal.c.time_proposal_id)
        .where(_both(time_proposal, mentoring_session, "session_id"))
        .correlate(mentoring_session)
        .exists()
    )


def _link(row: Row[Any]) -> CalendarLink:
    return link_of(_named(row, calendar_link, "link"))


def _place(row: Row[Any]) -> Place | None:
    return place_of(_named(row, place, "place")) if row.place_relationship_id else None


def _named(row: Row[Any], table: Table, prefix: str) -> Any:
    """Return a table's part of a joined row, as if it had been read alone."""
    names = [column.name for column in table.c]
    return SimpleNamespace(**{name: getattr(row, f"{prefix}_{name}") for name in names})
