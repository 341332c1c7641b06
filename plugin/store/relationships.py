"""Relationships and their members."""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, bindparam, select

from plugin.mentoring.counted import Part
from plugin.mentoring.enrolment import Side
from plugin.mentoring.matching import Reason
from plugin.mentoring.people import PersonId
from plugin.mentoring.programme import Format, ProgrammeId
from plugin.mentoring.relationship import (
    Membership,
    Relationship,
    RelationshipId,
    RelationshipState,
)
from plugin.store.rows import Rows
from plugin.store.tables import membership
from plugin.store.tables import relationship as table


class Relationships(Rows):
    """Reads and writes relationships."""

    def relationship(self, relationship_id: RelationshipId) -> Relationship | None:
        """Return the relationship, or None."""
        rows = self._fixed(_one(), relationship=relationship_id)
        return next(iter(relationships_of(rows)), None)

    def relationships_in(self, programme_id: ProgrammeId) -> Sequence[Relationship]:
        """Return the programme's relationships, ended ones included, oldest first."""
        return self._relationships(table.c.programme_id == programme_id)

    def relationships_of(self, person_id: PersonId) -> Sequence[Relationship]:
        """Return the person's relationships in every programme, ended ones included."""
        theirs = select(membership.c.relationship_id)
        theirs = theirs.where(self._mine(membership, person_id=person_id))
        return self._relationships(table.c.relationship_id.in_(theirs))

    def save_relationship(self, relationship: Relationship) -> None:
        """Write the relationship and its members."""
        self._own(relationship.tenant_id)
        key = {"relationship_id": relationship.relationship_id}
        values = {
            "programme_id": relationship.programme_id,
            "format": relationship.format,
            "title": relationship.title,
            "reasons": [[one.part, list(one.words)] for one in relationship.reasons],
            "state": relationship.state,
            "paused_until": relationship.paused_until,
            "waiting": list(relationship.waiting),
            "created_at": relationship.created_at,
        }
        self._save(table, key, values, relationship.version)
        self._put(membership, key, map(_member_row, enumerate(relationship.members)))

    def _relationships(self, wanted: ColumnElement[bool]) -> list[Relationship]:
        return relationships_of(self._all(_all().where(self._mine(table), wanted)))


@cache
def _all() -> Select[Any]:
    return (
        select(table, *(membership.c[name] for name in ("person_id", "side", "joined_at")))
        .select_from(table.join(membership, with_members()))
        .order_by(table.c.created_at, table.c.relationship_id, membership.c.position)
    )


@cache
def _one() -> Select[Any]:
    """Return the statement of nearly every request: to write it takes longer than to run it."""
    tenant = table.c.tenant_id == bindparam("tenant")
    return _all().where(tenant, table.c.relationship_id == bindparam("relationship"))


def with_members() -> ColumnElement[bool]:
    """Return the condition that joins a relationship's members."""
    same = membership.c.relationship_id == table.c.relationship_id
    return same & (membership.c.tenant_id == table.c.tenant_id)


def _member_row(placed: tuple[int, Membership]) -> dict[str, Any]:
    position, member = placed
    return {
        "person_id": member.person_id,
        "side": member.side,
        "joined_at": member.joined_at,
        "position": position,
    }


def relationships_of(rows: Iterable[Row[Any]]) -> list[Relationship]:
    """Read rows of `relationship` with a member each, in the members' order."""
    first: dict[str, Row[Any]] = {}
    members: dict[str, list[Membership]] = {}
    for row in rows:
        first.setdefault(row.relationship_id, row)
        member = Membership(row.person_id, Side(row.side), row.joined_at)
        members.setdefault(row.relationship_id, []).append(member)
    return [_relationship(row, tuple(members[key])) for key, row in first.items()]


def _relationship(row: Row[Any], members: tuple[Membership, ...]) -> Relationship:
    return Relationship(
        row.relationship_id,
        row.tenant_id,
        row.programme_id,
        Format(row.format),
        members,
        row.created_at,
        tuple(Reason(Part(part), tuple(words)) for part, words in row.reasons),
        RelationshipState(row.state),
        row.version,
        row.title,
        row.paused_until,
        tuple(row.waiting),
    )
