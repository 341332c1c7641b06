"""Change notifications: ask for them, keep them alive, end them.

https://learn.microsoft.com/graph/api/resources/subscription
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from marshmallow import fields

from graph._shapes import Shape, load, segment, stamp
from graph.errors import GraphNotFoundError
from graph.transport import Request, Transport

LONGEST = timedelta(minutes=10_080)
"""How far ahead a subscription to Outlook events may end; Graph refuses more."""

MAX_CLIENT_STATE = 128


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscriptionDraft:
    """What to be told about.

    Attributes:
        resource: such as `events_of(object_id)`.
        lifecycle_url: told when access ends or something was missed. Cannot be added later.
        client_state: random, one per subscription, up to 128 characters. It comes back with every
            notification; there is no other proof of where a notification is from.
        expires_at: aware; at most LONGEST from now.

    """

    resource: str
    notification_url: str
    lifecycle_url: str
    client_state: str
    expires_at: datetime
    changes: tuple[str, ...] = ("updated", "deleted")


@dataclass(frozen=True, slots=True)
class Subscription:
    """A subscription as Graph holds it."""

    subscription_id: str
    resource: str
    expires_at: datetime


class Subscriptions:
    """The subscriptions of this app for one account, or for the application."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def make(self, draft: SubscriptionDraft) -> Subscription:
        """Subscribe. Graph calls both addresses before it answers.

        Raises:
            GraphOutcomeUnknownError: look through `mine` first; a second one would tell us twice.
            GraphContractError: also when Graph could not reach our addresses.
            GraphError: any other kind.

        """
        if len(draft.client_state) > MAX_CLIENT_STATE:
            raise ValueError("a client state has 128 characters at most")
        body = {
            "changeType": ",".join(draft.changes),
            "notificationUrl": draft.notification_url,
            "lifecycleNotificationUrl": draft.lifecycle_url,
            "resource": draft.resource,
            "expirationDateTime": _moment(draft.expires_at),
            "clientState": draft.client_state,
            "latestSupportedTlsVersion": "v1_2",
        }
        request = Request("POST", "/subscriptions", json=body, repeatable=False)
        return _subscription(self._transport.send(request))

    def mine(self) -> list[Subscription]:
        """Return all that this app holds with this token."""
        return [_subscription(each) for each in self._transport.pages("/subscriptions")]

    def renew(self, subscription_id: str, *, expires_at: datetime) -> Subscription:
        """Let it live until `expires_at`; this also answers "reauthorizationRequired".

        Raises:
            GraphNotFoundError: it is over. Make another, and read what was missed.
            GraphError: any other kind.

        """
        body = {"expirationDateTime": _moment(expires_at)}
        return _subscription(
            self._transport.send(Request("PATCH", _path(subscription_id), json=body))
        )

    def end(self, subscription_id: str) -> bool:
        """End it; False when it was over already."""
        try:
            self._transport.send(Request("DELETE", _path(subscription_id)))
        except GraphNotFoundError:
            return False
        return True


def events_of(object_id: str) -> str:
    """Return the resource to subscribe to for one person's events."""
    return f"/users/{segment(object_id)}/events"


class _SubscriptionShape(Shape):
    subscription_id = fields.String(required=True, data_key="id")
    resource = fields.String(required=True)
    expires_at = fields.String(required=True, data_key="expirationDateTime")


def _subscription(body: object) -> Subscription:
    values = load(_SubscriptionShape, body, "a subscription")
    return Subscription(
        subscription_id=values["subscription_id"],
        resource=values["resource"],
        expires_at=stamp(values["expires_at"]),
    )


def _path(subscription_id: str) -> str:
    return f"/subscriptions/{segment(subscription_id)}"


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
