"""What Graph posts to us: bytes in, values out.

https://learn.microsoft.com/graph/change-notifications-delivery-webhooks

Nothing here is signed. A notification is a hint: the caller compares `client_state` and tenant
with the subscription in constant time, and then reads the thing itself from Graph.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast, get_args

from marshmallow import ValidationError, fields

from graph._shapes import Shape

MAX_BYTES = 1_000_000
MAX_ITEMS = 1000
MAX_DEPTH = 32
MAX_TOKEN_BYTES = 2048

Change = Literal["created", "updated", "deleted"]
Lifecycle = Literal["reauthorizationRequired", "subscriptionRemoved", "missed"]


class NotificationTooLargeError(Exception):
    """More than Graph ever sends: answer 413."""


class NotificationUnreadableError(Exception):
    """Not a collection of notifications: answer 400."""


class ValidationTokenError(Exception):
    """A token not to be echoed: answer 400."""


@dataclass(frozen=True, slots=True)
class ChangeNotice:
    """Something changed. `resource_id` is only ever looked up among what we know, never called."""

    subscription_id: str
    client_state: str
    tenant_id: str
    change: Change
    resource_id: str
    etag: str | None


@dataclass(frozen=True, slots=True)
class LifecycleNotice:
    """Something about the subscription itself. `event` None is one Microsoft invented since."""

    subscription_id: str
    client_state: str
    tenant_id: str
    event: Lifecycle | None


@dataclass(frozen=True, slots=True)
class Received:
    """One delivery. `skipped` counts items that were not notifications: log it, answer 202."""

    changes: tuple[ChangeNotice, ...]
    lifecycle: tuple[LifecycleNotice, ...]
    skipped: int


def validation_token(values: Iterable[str]) -> str:
    """Return the token to echo, decoded, as text/plain with nosniff, and nothing else.

    Args:
        values: every `validationToken` of the query, percent-decoded once.

    Raises:
        ValidationTokenError: none or several, empty, over 2 kB, or with control characters.

    """
    tokens = list(values)
    if len(tokens) != 1 or not tokens[0] or len(tokens[0].encode()) > MAX_TOKEN_BYTES:
        raise ValidationTokenError
    if re.search(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]", tokens[0]):
        raise ValidationTokenError
    return tokens[0]


def received(body: bytes) -> Received:
    """Read one delivery; sound items count even beside damaged ones.

    Raises:
        NotificationTooLargeError: over 1 MB or 1000 items.
        NotificationUnreadableError: not JSON, not a collection, or nested without reason.

    """
    items = _items(body)
    changes, lifecycle, skipped = [], [], 0
    for item in items:
        notice = _notice(item)
        if isinstance(notice, ChangeNotice):
            changes.append(notice)
        elif isinstance(notice, LifecycleNotice):
            lifecycle.append(notice)
        else:
            skipped += 1
    return Received(tuple(changes), tuple(lifecycle), skipped)


class _ThingShape(Shape):
    resource_id = fields.String(required=True, data_key="id")
    etag = fields.String(load_default=None, allow_none=True, data_key="@odata.etag")


class _NoticeShape(Shape):
    subscription_id = fields.String(required=True, data_key="subscriptionId")
    client_state = fields.String(load_default="", allow_none=True, data_key="clientState")
    tenant_id = fields.String(load_default="", allow_none=True, data_key="tenantId")
    change = fields.String(load_default=None, allow_none=True, data_key="changeType")
    event = fields.String(load_default=None, allow_none=True, data_key="lifecycleEvent")
    thing = fields.Nested(_ThingShape, load_default=None, allow_none=True, data_key="resourceData")


def _items(body: bytes) -> list[Any]:
    if len(body) > MAX_BYTES:
        raise NotificationTooLargeError
    if _depth(body) > MAX_DEPTH:
        raise NotificationUnreadableError
    try:
        parsed = json.loads(body.decode("utf-8"))
    except ValueError as error:
        raise NotificationUnreadableError from error
    items = parsed.get("value") if isinstance(parsed, dict) else None
    if not isinstance(items, list):
        raise NotificationUnreadableError
    if len(items) > MAX_ITEMS:
        raise NotificationTooLargeError
    return items


def _depth(body: bytes) -> int:
    """Return how deep brackets nest, text in quotes left out; measured before anything is built."""
    deepest = depth = 0
    for mark in re.findall(rb'"(?:[^"\\]|\\.)*"|[\[{]|[\]}]', body):
        depth += (mark in b"[{") - (mark in b"]}")
        deepest = max(deepest, depth)
    return deepest


def _notice(item: object) -> ChangeNotice | LifecycleNotice | None:
    if not isinstance(item, Mapping):
        return None
    try:
        values: dict[str, Any] = _NoticeShape().load(item)
    except ValidationError:
        return None
    about = (values["subscription_id"], values["client_state"] or "", values["tenant_id"] or "")
    if values["event"] is not None:
        known = values["event"] in get_args(Lifecycle)
        return LifecycleNotice(*about, cast("Lifecycle", values["event"]) if known else None)
    if values["change"] not in get_args(Change) or values["thing"] is None:
        return None
    thing = values["thing"]
    change = cast("Change", values["change"])
    return ChangeNotice(*about, change, thing["resource_id"], thing["etag"])
