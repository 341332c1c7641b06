"""How Graph writes what several resources share: moments, people, links. Its names stop here."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any
from urllib.parse import quote, urlsplit
from zoneinfo import ZoneInfo

from marshmallow import EXCLUDE, Schema, ValidationError, fields

from graph.errors import GraphContractError
from graph.zones import iana_name, windows_name

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class Shape(Schema):
    """Strict about the fields it names, blind to the rest: Graph adds properties at any time."""

    class Meta:
        unknown = EXCLUDE


class MomentShape(Shape):
    """dateTimeTimeZone: https://learn.microsoft.com/graph/api/resources/datetimetimezone."""

    wall = fields.String(required=True, data_key="dateTime")
    zone = fields.String(required=True, data_key="timeZone")


class MailShape(Shape):
    """emailAddress. Exchange leaves out the address of a person it cannot resolve."""

    address = fields.String(load_default="", allow_none=True)
    name = fields.String(load_default="", allow_none=True)


def truth(name: str) -> fields.Boolean:
    """Return a field for true, false and null under Graph's `name`; quoted ones are refused."""
    return fields.Boolean(
        truthy={True}, falsy={False}, load_default=False, allow_none=True, data_key=name
    )


def load(shape: type[Schema], body: object, what: str) -> dict[str, Any]:
    """Return the values of `body`. A shape is made once: making it takes longer than reading.

    Raises:
        GraphContractError: naming the fields that do not fit, never their values.

    """
    if not isinstance(body, Mapping):
        raise GraphContractError(f"not {what}")
    try:
        values: dict[str, Any] = _ready(shape).load(body)
    except ValidationError as error:
        raise GraphContractError(f"not {what}: {sorted(map(str, error.messages_dict))}") from error
    return values


@cache
def _ready(shape: type[Schema]) -> Schema:
    return shape()


def owner_path(owner: str) -> str:
    """Return the path of one account: "me", or an Entra object id.

    A user principal name is not used: an apostrophe in one breaks subscriptions.
    """
    return "/me" if owner == "me" else f"/users/{segment(owner)}"


def segment(identifier: str) -> str:
    """Return `identifier` as exactly one path segment: it adds no slash and no query."""
    if identifier in {"", ".", ".."}:
        raise GraphContractError("an empty or relative identifier")
    return quote(identifier, safe="=,!-_")


def literal(text: str) -> str:
    """Return an OData string literal for `$filter`."""
    return "'" + text.replace("'", "''") + "'"


def wall_clock(moment: datetime, zone: str) -> dict[str, str]:
    """Write `moment` as the clock on the wall in IANA `zone`, under Outlook's name for it.

    UTC is written instead for a zone that Outlook has no name for, and for an hour that the wall
    clock shows twice, which Graph cannot tell apart.
    """
    name = windows_name(zone)
    local = moment.astimezone(ZoneInfo(zone)) if name else moment
    if name is None or local.utcoffset() != local.replace(fold=1 - local.fold).utcoffset():
        return utc(moment)
    return {"dateTime": local.strftime("%Y-%m-%dT%H:%M:%S"), "timeZone": name}


def utc(moment: datetime) -> dict[str, str]:
    """Write `moment` in UTC."""
    return {"dateTime": moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S"), "timeZone": "UTC"}


def moment_from(values: Mapping[str, str]) -> datetime:
    """Return a moment in UTC; seven digits of a second are Graph's habit, six are kept.

    Raises:
        GraphContractError: a zone nobody knows; wrong by hours would be worse than no answer.

    """
    zone = iana_name(values["zone"])
    if zone is None:
        raise GraphContractError("a moment in an unknown zone")
    try:
        wall = datetime.fromisoformat(values["wall"])
        if wall.tzinfo is None:
            wall = wall.replace(tzinfo=ZoneInfo(zone))
        return wall.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise GraphContractError("not a moment") from error


def stamp(text: str) -> datetime:
    """Read an ISO 8601 moment, as Graph writes them outside calendars: in UTC or with an offset."""
    try:
        moment = datetime.fromisoformat(text)
        return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise GraphContractError("not a moment") from error


def web_link(url: str | None) -> str | None:
    """Return `url` if a page may link to it: https, or http on this machine (the sandbox)."""
    if not url:
        return None
    parts = urlsplit(url)
    if parts.scheme == "https" and parts.hostname:
        return url
    return url if parts.scheme == "http" and parts.hostname in LOOPBACK else None
