"""What a test or the control page may do to the pretend Microsoft 365, under `/_control`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, abort, jsonify, redirect, request

from .events import kept_id
from .grants import short_scopes
from .odata import GraphProblem, Json, parse_stamp, stamp
from .world import CLIENT_ID, SWITCHES
from .zones import to_utc

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from .accounts import Account
    from .app import Parts
    from .state import Document


def control_api(parts: Parts) -> Blueprint:
    """Return the routes."""
    bp = Blueprint("m365_control", __name__, url_prefix="/_control")
    desk = ControlDesk(parts)
    bp.add_app_template_global(lambda: desk.switches(), "m365_switches")
    bp.add_url_rule("/switches/<name>", view_func=desk.turn, methods=["POST"])
    bp.add_url_rule("/violations", view_func=desk.violations)
    bp.add_url_rule("/people/<name>/consent", view_func=desk.consent, methods=["POST"])
    bp.add_url_rule("/people/<name>/revoke", view_func=desk.revoke, methods=["POST"])
    bp.add_url_rule("/people/<name>/challenge", view_func=desk.challenge, methods=["POST"])
    bp.add_url_rule("/people/<name>/teams-token", view_func=desk.teams, methods=["POST"])
    bp.add_url_rule("/people/<name>/events", view_func=desk.add_event, methods=["POST"])
    bp.add_url_rule("/admin-consent", view_func=desk.admin_consent, methods=["POST"])
    bp.add_url_rule("/app-roles", view_func=desk.app_roles, methods=["POST"])
    bp.add_url_rule("/exchange-roles", view_func=desk.exchange, methods=["POST"])
    bp.add_url_rule("/expire-deltas", view_func=desk.expire_deltas, methods=["POST"])
    bp.add_url_rule("/expire-uploads", view_func=desk.expire_uploads, methods=["POST"])
    bp.add_url_rule("/site-permission", view_func=desk.site, methods=["POST"])
    bp.add_url_rule("/events/<event_id>/<action>", view_func=desk.act, methods=["POST"])
    bp.add_url_rule("/subscriptions/<name>/lifecycle", view_func=desk.lifecycle, methods=["POST"])
    return bp


class ControlDesk:
    """The views."""

    def __init__(self, parts: Parts) -> None:
        self._parts, self._world, self._grants = parts, parts.world, parts.grants

    def switches(self) -> dict[str, bool]:
        """Return every switch with its position."""
        return {name: self._world.switch(name) for name in SWITCHES}

    def turn(self, name: str) -> ResponseReturnValue:
        """Turn a switch: `{"on": true}`."""
        if name not in SWITCHES:
            abort(404)
        on = _body().get("on") in (True, "true", "on", "1")
        self._world.set_switch(name, on=on)
        return jsonify(self.switches()) if request.is_json else redirect("/_control")

    def violations(self) -> ResponseReturnValue:
        """Return what did not fit the contract."""
        checked = self._parts.contract is not None
        return jsonify(checked=checked, violations=self._world.state.every("violation"))

    def consent(self, name: str) -> ResponseReturnValue:
        """Grant or revoke a person's consent: `{"grant": "A B"}` or `{"revoke": "A"}`."""
        return self._consent(self._account(name).oid)

    def admin_consent(self) -> ResponseReturnValue:
        """Grant or revoke the administrator's consent for everybody."""
        return self._consent(None)

    def revoke(self, name: str) -> ResponseReturnValue:
        """Revoke a person's refresh tokens."""
        return jsonify(revoked=self._grants.revoke_sign_ins(self._account(name).oid))

    def challenge(self, name: str) -> ResponseReturnValue:
        """Demand that tokens meet a claim: `{"value": "1", "interaction": false}`, "" ends it."""
        body = _body()
        oid, interaction = self._account(name).oid, body.get("interaction") is True
        self._grants.challenge(oid, str(body.get("value") or ""), interaction=interaction)
        return jsonify(challenged=self._grants.challenged({"oid": oid}))

    def teams(self, name: str) -> ResponseReturnValue:
        """Return the token that Teams would give to the tool's tab."""
        return jsonify(token=self._grants.teams_token(self._account(name)))

    def app_roles(self) -> ResponseReturnValue:
        """Set the application roles: `{"roles": ["Sites.Selected"]}`."""
        self._grants.set_roles(frozenset(_body().get("roles", ())))
        return jsonify(roles=sorted(self._grants.roles()))

    def exchange(self) -> ResponseReturnValue:
        """Let Exchange open some mailboxes to the app: `{"roles": […], "mailboxes": […]}`."""
        body = {name: list(_body().get(name, ())) for name in ("roles", "mailboxes")}
        self._world.state.put("rbac", "app", body)
        return jsonify(body)

    def expire_deltas(self) -> ResponseReturnValue:
        """Let every delta link that was given out end."""
        newest = self._parts.library.newest_change() + 1
        self._world.state.put("delta", "oldest", {"number": newest})
        return jsonify(oldest=newest)

    def expire_uploads(self) -> ResponseReturnValue:
        """End every upload session that is under way."""
        kept = self._world.state.every("upload")
        self._world.state.clear_kind("upload")
        return jsonify(ended=len(kept))

    def site(self) -> ResponseReturnValue:
        """Set what the site gives to the app: `{"roles": ["write"]}`, `[]` for nothing."""
        body = {"roles": list(_body().get("roles", ()))}
        self._world.state.put("site_permission", CLIENT_ID, body)
        return jsonify(body)

    def add_event(self, name: str) -> ResponseReturnValue:
        """Put a busy block into a mailbox: start and end in its own zone."""
        account, body = self._account(name), _body()
        draft = {"subject": body.get("subject") or "Busy", **_span(body, account)}
        event = self._parts.calendar.create(account, draft)
        return jsonify(_brief(event)), 201

    def act(self, event_id: str, action: str) -> ResponseReturnValue:
        """Move, cancel or answer an event as the person whose mailbox it is in."""
        event = self._event(event_id)
        account = self._world.accounts.of(event["owner"])
        try:
            act(self._parts, account, event, action, _body())
        except GraphProblem as problem:
            return jsonify(error=problem.message), problem.status
        kept = self._world.state.get("event", event["id"])
        return jsonify(_brief(kept) if kept else {"id": event["id"], "gone": True})

    def lifecycle(self, name: str) -> ResponseReturnValue:
        """Send a lifecycle notification: `{"event": "missed"}`."""
        if not self._parts.subscriptions.end_of_life(name, str(_body().get("event"))):
            abort(404)
        return jsonify(sent=True), 202

    def _consent(self, oid: str | None) -> ResponseReturnValue:
        body = _body()
        self._grants.consent(oid, short_scopes(str(body.get("grant") or "")))
        self._grants.revoke_consent(oid, short_scopes(str(body.get("revoke") or "")))
        return jsonify(scopes=sorted(self._grants.consented(oid or "")))

    def _account(self, name: str) -> Account:
        return self._world.accounts.find(name) or abort(404)

    def _event(self, event_id: str) -> Document:
        try:
            plain = kept_id(event_id)
        except GraphProblem:
            plain = event_id
        known = self._world.state.get("event", plain) or self._parts.calendar.series.time(plain)
        return known or abort(404)


def act(parts: Parts, account: Account, event: Document, action: str, body: Json) -> None:
    """Do to an event what its person could do in Outlook.

    Raises:
        GraphProblem: Outlook would not let them, or the action is unknown.

    """
    if action == "move":
        parts.calendar.change(account, event["id"], _span(body, account))
    elif action == "cancel":
        parts.calendar.cancel(account, event["id"], binned=True)
    elif action == "delete":
        parts.calendar.cancel(account, event["id"], organiser_only=False)
    elif action in ("accept", "tentativelyAccept", "decline"):
        parts.calendar.answer(account, event["id"], action)
    elif action == "attend":
        attend(parts, account, event, body)
    else:
        raise GraphProblem(404, "BadRequest", f"Nobody can {action} an event.")


def attend(parts: Parts, account: Account, event: Document, body: Json) -> None:
    """Let people have been in the event's meeting, and Teams write its report.

    The body names addresses in `who`, or ticks them as `joined <address>`; with `start` and `end`
    where they were not there from the event's start to its end.

    Raises:
        GraphProblem: there is no meeting, or nobody was in it.

    """
    meeting = parts.meetings.by_url(event.get("join_url") or "")
    if meeting is None:
        raise GraphProblem(400, "BadRequest", "This event has no Teams meeting.")
    span = _span(body, account) if "start" in body else event
    start, end = parse_stamp(span["start"]), parse_stamp(span["end"])
    ticked = [name.removeprefix("joined ") for name in body if name.startswith("joined ")]
    who = [*str(body.get("who") or "").split(), *ticked]
    find = parts.world.accounts.find
    parts.attendance.add(meeting, [(find(one) or one, start, end) for one in who])


def seen(parts: Parts) -> dict[str, Any]:
    """Return what is worth seeing; the seeded busy weeks are only counted."""
    state = parts.world.state
    events = state.every("event")
    return {
        "mailboxes": {
            account.mail: [_brief(e) for e in events if e["owner"] == account.oid and _new(e)]
            for account in parts.world.accounts.all
        },
        "times": {
            e["id"]: [_brief(time) for time in parts.calendar.series.times(e)]
            for e in events
            if e.get("recurrence")
        },
        "seeded_events": sum(not _new(e) for e in events),
        "meetings": state.every("meeting"),
        "subscriptions": state.every("subscription"),
        "items": [_item(parts, item) for item in state.every("item")],
        "mails": state.every("mail"),
        "requests": {d["operation"]: d["count"] for d in state.every("requests")},
        "refused": {d["operation"]: d["count"] for d in state.every("refused")},
        "deliveries": parts.postman.outcomes,
        "switches": {name: parts.world.switch(name) for name in SWITCHES},
        "app_roles": sorted(parts.grants.roles()),
    }


def _new(event: Document) -> bool:
    return not event.get("seeded")


def _brief(event: Document) -> Json:
    names = ("id", "uid", "subject", "start", "end", "cancelled", "response", "showAs", "join_url")
    brief: Json = {name: event.get(name) for name in names}
    answers = {a["emailAddress"]["address"]: a["status"]["response"] for a in event["attendees"]}
    return {**brief, "organiser": event["organiser"] == event["owner"], "attendees": answers}


def _item(parts: Parts, item: Document) -> Json:
    grants = parts.library.grants(item)
    who = {parts.world.accounts.of(g["oid"]).mail: g["roles"] for g in grants}
    return {
        "id": item["id"],
        "path": parts.library.path(item),
        "folder": item["folder"],
        "grants": who,
    }


def _span(body: Json, account: Account) -> Json:
    zone = account.windows_zone
    try:
        start, end = (to_utc(str(body[name]), zone) for name in ("start", "end"))
    except (KeyError, ValueError):
        raise GraphProblem(400, "BadRequest", "start and end must be local times.") from None
    if end <= start:
        raise GraphProblem(400, "BadRequest", "The end must be after the start.")
    return {"start": stamp(start), "end": stamp(end), "zone": zone}


def _body() -> Json:
    return request.get_json() if request.is_json else request.form.to_dict()
