"""A member of a context, as one entry of a roster says it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any

from lti.launch import Person
from lti.roles import Role, parse_roles
from lti.text import clean, clean_email, is_identifier


class Status(IntEnum):
    """What the platform says of an enrolment; the greater is the worse."""

    ACTIVE = 0
    INACTIVE = 1
    DELETED = 2


_STATUSES = {"Active": Status.ACTIVE, "Inactive": Status.INACTIVE, "Deleted": Status.DELETED}


@dataclass(frozen=True, slots=True)
class Member:
    """One enrolment. Names and address are None where the platform withholds them.

    Attributes:
        groups: ids of the course's groups they are in, where the platform was asked and says so.

    """

    person: Person
    roles: frozenset[Role]
    status: Status = Status.ACTIVE
    is_test_user: bool = False
    groups: frozenset[str] = frozenset()


def parse_member(entry: Any) -> Member | None:
    """Return the member that an entry of a list is about; None for what cannot be read."""
    if subject_of(entry) is None:
        return None
    roles, status = entry.get("roles"), _STATUSES.get(str(entry.get("status", "Active")))
    if status is None or not isinstance(roles, list):
        return None
    if not all(isinstance(role, str) for role in roles):
        return None
    granted = parse_roles(roles)
    return Member(_person(entry), granted.roles, status, granted.is_test_user, _groups(entry))


def group_id(said: Mapping[str, Any], name: str = "id") -> str:
    """Return a group's id as text, empty where there is none: some platforms have numbers."""
    value = said.get(name)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value if isinstance(value, str) and is_identifier(value) else ""


def _groups(entry: Mapping[str, Any]) -> frozenset[str]:
    said = entry.get("group_enrollments")
    named = [one for one in said if isinstance(one, dict)] if isinstance(said, list) else []
    return frozenset(filter(None, (group_id(one, "group_id") for one in named)))


def subject_of(entry: Any) -> str | None:
    """Return whose entry it is, if it says so."""
    subject = entry.get("user_id") if isinstance(entry, dict) else None
    return subject if is_identifier(subject) else None


def _person(entry: Mapping[str, Any]) -> Person:
    return Person(
        subject=entry["user_id"],
        name=clean(entry.get("name")),
        given_name=clean(entry.get("given_name")),
        family_name=clean(entry.get("family_name")),
        email=clean_email(entry.get("email")),
    )


def merged(known: Member | None, member: Member) -> Member:
    """Return somebody who is named twice: all roles, and the worse status."""
    if known is None:
        return member
    return replace(
        known,
        roles=known.roles | member.roles,
        status=max(known.status, member.status),
        is_test_user=known.is_test_user or member.is_test_user,
        groups=known.groups | member.groups,
    )
