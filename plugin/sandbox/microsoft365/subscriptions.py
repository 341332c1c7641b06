"""`/subscriptions`: who wants to hear of changed events, and the notifications that follow."""

import re
import secrets
from datetime import timedelta
from urllib.parse import urlsplit
from uuid import uuid4

import requests

from .calls import Call, mailbox_of, text
from .events import etag, shown_id
from .odata import Answer, GraphProblem, Json, parse_stamp, stamp
from .postman import Postman
from .state import Document
from .world import CLIENT_ID, TENANT_ID, World

LONGEST = timedelta(minutes=10_080)
SHORTEST = timedelta(minutes=45)
USUAL_DELAY_S, LATE_DELAY_S = 0.5, 30.0
VALIDATION_TIMEOUT_S = 10.0
LIFECYCLE = ("reauthorizationRequired", "subscriptionRemoved", "missed")
_RESOURCE = re.compile(r"^/?(?:me|users(?:/|\(')(?P<user>[^/']+)(?:'\))?)/events/?$")
_KINDS = frozenset({"created", "updated", "deleted"})


class Subscriptions:
    """Subscriptions to the events of a mailbox."""

    def __init__(self, world: World, postman: Postman) -> None:
        self._world, self._state, self._postman = world, world.state, postman

    def create(self, call: Call) -> Answer:
        """Make a subscription, after both addresses have proved that they listen."""
        subscription = self._new(call)
        for name in ("notificationUrl", "lifecycleNotificationUrl"):
            if subscription.get(name):
                _validate(subscription[name])
        key = subscription["id"]
        self._state.put("subscription", key, subscription, owner=subscription["mailbox"])
        return Answer(201, _shown(subscription))

    def all(self, call: Call) -> Answer:
        """Return the caller's subscriptions."""
        made = [s for s in self._live() if s["creatorId"] == _creator(call)]
        return Answer(200, {"value": [_shown(s) for s in made]})

    def get(self, call: Call) -> Answer:
        """Return one."""
        return Answer(200, _shown(self._one(call)))

    def renew(self, call: Call) -> Answer:
        """Set a new end; nothing else can be changed here."""
        if set(call.body) - {"expirationDateTime", "notificationUrl"}:
            raise GraphProblem(400, "InvalidRequest", "Only expirationDateTime can be changed.")
        with self._state.changing():
            subscription = self._one(call)
            subscription["expirationDateTime"] = self._end(text(call.body, "expirationDateTime"))
            key = subscription["id"]
            self._state.put("subscription", key, subscription, owner=subscription["mailbox"])
        return Answer(200, _shown(subscription))

    def reauthorize(self, call: Call) -> Answer:
        """Take note that the caller may still read."""
        self._one(call)
        return Answer(204)

    def delete(self, call: Call) -> Answer:
        """End one."""
        self._state.remove("subscription", self._one(call)["id"])
        return Answer(204)

    def hear(self, kind: str, event: Document) -> None:
        """Tell whoever subscribed to the event's mailbox, as the switches allow."""
        if not self._world.switch("notifications_sent"):
            return
        delay_s = LATE_DELAY_S if self._world.switch("notifications_late") else USUAL_DELAY_S
        copies = 3 if self._world.switch("notifications_doubled") else 1
        for subscription in self._live(event["owner"]):
            if kind in subscription["changeType"].split(","):
                notice = _notice(subscription, kind, event)
                for again in range(copies):
                    url = subscription["notificationUrl"]
                    self._postman.post(url, {"value": [notice]}, after_s=delay_s + 0.1 * again)

    def end_of_life(self, subscription_id: str, event: str) -> bool:
        """Send a lifecycle notification; a removed subscription is gone. False if it cannot be."""
        subscription = self._state.get("subscription", subscription_id)
        if subscription is None or event not in LIFECYCLE:
            return False
        if event == "subscriptionRemoved":
            self._state.remove("subscription", subscription_id)
        notice = {**_head(subscription), "lifecycleEvent": event}
        if url := subscription.get("lifecycleNotificationUrl"):
            self._postman.post(url, {"value": [notice]}, after_s=USUAL_DELAY_S)
        return True

    def _new(self, call: Call) -> Document:
        body = call.body
        kinds = text(body, "changeType").split(",")
        if not set(kinds) <= _KINDS:
            raise GraphProblem(400, "InvalidRequest", "changeType is not supported.")
        named = _RESOURCE.match(text(body, "resource"))
        if named is None:
            raise GraphProblem(400, "InvalidRequest", "Resource is not supported here.")
        if len(text(body, "clientState")) > 128:
            raise GraphProblem(400, "InvalidRequest", "clientState is too long.")
        for name in ("notificationUrl", "lifecycleNotificationUrl"):
            _check_address(text(body, name), required=name == "notificationUrl")
        mailbox = mailbox_of(call.caller, named["user"], self._world)
        kept = {name: body.get(name) for name in ("changeType", "resource", "clientState")}
        kept |= {n: body.get(n) for n in ("notificationUrl", "lifecycleNotificationUrl")}
        end = self._end(text(body, "expirationDateTime"))
        kept |= {"id": str(uuid4()), "creatorId": _creator(call), "expirationDateTime": end}
        return {**kept, "mailbox": mailbox.oid, "immutable": call.immutable}

    def _end(self, wanted: str) -> str:
        now, end = self._world.clock(), parse_stamp(wanted)
        if end > now + LONGEST:
            words = "Subscription expiration can only be 10080 minutes in the future."
            raise GraphProblem(403, "ExtensionError", words)
        if end <= now:
            raise GraphProblem(400, "InvalidRequest", "expirationDateTime is in the past.")
        return stamp(max(end, now + SHORTEST))

    def _live(self, mailbox: str | None = None) -> list[Document]:
        now = stamp(self._world.clock())
        kept = self._state.every("subscription", owner=mailbox)
        return [s for s in kept if s["expirationDateTime"] > now]

    def _one(self, call: Call) -> Document:
        wanted = call.path["subscription-id"]
        for subscription in self._live():
            if subscription["id"] == wanted and subscription["creatorId"] == _creator(call):
                return subscription
        raise GraphProblem(404, "ResourceNotFound", "The object was not found.")


def _creator(call: Call) -> str:
    return call.caller.account.oid if call.caller.account else CLIENT_ID


def _check_address(address: str, *, required: bool) -> None:
    parts = urlsplit(address)
    loopback = parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost")
    if (address or required) and not (parts.scheme == "https" or loopback):
        raise GraphProblem(400, "InvalidRequest", "The notification endpoint must be https.")


def _validate(address: str) -> None:
    token = f"Validation: Testing client application reachability+{secrets.token_urlsafe(16)} %"
    try:
        answer = requests.post(
            address,
            params={"validationToken": token},
            headers={"Content-Type": "text/plain; charset=utf-8"},
            timeout=VALIDATION_TIMEOUT_S,
        )
    except requests.RequestException:
        raise _unheard("The endpoint did not answer.") from None
    kind = answer.headers.get("Content-Type", "").partition(";")[0]
    if answer.status_code != 200 or kind != "text/plain" or answer.text != token:
        raise _unheard(f"The endpoint answered {answer.status_code} {kind}.")


def _unheard(words: str) -> GraphProblem:
    said = f"Subscription validation request failed. {words}"
    return GraphProblem(400, "ValidationError", said)


def _shown(subscription: Document) -> Json:
    hidden = {"mailbox", "immutable"}
    body = {k: v for k, v in subscription.items() if k not in hidden}
    return {**body, "applicationId": CLIENT_ID, "includeResourceData": None}


def _head(subscription: Document) -> Json:
    return {
        "subscriptionId": subscription["id"],
        "subscriptionExpirationDateTime": subscription["expirationDateTime"],
        "clientState": subscription["clientState"],
        "tenantId": TENANT_ID,
        "resource": subscription["resource"],
    }


def _notice(subscription: Document, kind: str, event: Document) -> Json:
    event_id = shown_id(event["id"], immutable=subscription["immutable"])
    resource = f"Users/{event['owner']}/Events/{event_id}"
    data = {"@odata.type": "#Microsoft.Graph.Event", "@odata.id": resource}
    data |= {"@odata.etag": etag(event), "id": event_id}
    head = {**_head(subscription), "resource": resource}
    return {**head, "changeType": kind, "resourceData": data}
