"""What the control pages of the LMS add: keys, switches, enrolment, tokens bad on purpose."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, jsonify, redirect, request
from flask.typing import ResponseReturnValue

from plugin.sandbox.lms.current import Lms, lms
from plugin.sandbox.lms.habits_bad import BAD_HABITS
from plugin.sandbox.lms.habits_table import HABITS
from plugin.sandbox.lms.keys import key_set, rotate, sign
from plugin.sandbox.lms.seed import enrol, known_tool
from plugin.sandbox.lms.switches import SWITCHES, parse_switch
from plugin.sandbox.people import COURSES, Role, person

bp = Blueprint("lms_control", __name__, url_prefix="/_control")


def visible_state(running: Lms) -> Mapping[str, Any]:
    """Return what the LMS knows, without private keys, secrets and live tokens."""
    kinds = ("tool", "link", "enrolment", "line_item", "score")
    documents = {kind: running.state.all(kind) for kind in kinds}
    switches = {switch.name: running.switch(switch.name) for switch in SWITCHES}
    kids = [key["kid"] for key in key_set(running.state)["keys"]]
    return {**documents, "switches": switches, "kids": kids, **known_by(running)}


@bp.post("/rotate-keys")
def rotate_keys() -> ResponseReturnValue:
    """Sign with a new key; `overlap` keeps the old ones published."""
    asked = _asked()
    kid = rotate(lms().state, overlap=asked.get("overlap") in (True, "true", "yes"))
    return _done({"kid": kid})


@bp.get("/switches")
def list_switches() -> ResponseReturnValue:
    """Return every switch and how it stands."""
    return jsonify({switch.name: lms().switch(switch.name) for switch in SWITCHES})


@bp.post("/switches")
def set_switches() -> ResponseReturnValue:
    """Set the named switches, all or none."""
    try:
        values = {name: parse_switch(name, value) for name, value in _asked().items()}
    except ValueError as error:
        return jsonify(error=str(error)), 400
    for name, value in values.items():
        lms().state.put("switch", name, {"value": value})
    return _done(values)


@bp.get("/habits")
def list_habits() -> ResponseReturnValue:
    """Return what each LMS is known by, where from, and which one this is like now."""
    known = {
        name: {"words": row.words, "source": row.source, "as_of": row.as_of}
        for name, row in HABITS.items()
    }
    return jsonify(like=_like(lms()), habits=known)


@bp.post("/habits")
def set_habits() -> ResponseReturnValue:
    """Behave like another LMS, its switches as they stand there; say what tools must know then."""
    name = str(_asked().get("like"))
    if name not in HABITS:
        return jsonify(error=f"like must be one of {', '.join(HABITS)}"), 400
    lms().state.put("habits", "like", {"name": name})
    for switch in SWITCHES:
        value = HABITS[name].switches.get(switch.name, switch.default)
        lms().state.put("switch", switch.name, {"value": value})
    return _done(known_by(lms()))


def known_by(running: Lms) -> Mapping[str, Any]:
    """Return what a tool must have registered to be launched as things stand."""
    tool = known_tool(running.tool_url)
    return {
        "like": _like(running),
        "issuer": running.issuer,
        "client_id": tool.client_id,
        "deployment_id": running.deployment_of(tool),
        "token_audience": running.habits.token_audience,
    }


def _like(running: Lms) -> str:
    return next(name for name, row in HABITS.items() if row is running.habits)


@bp.get("/bad-habits")
def list_bad_habits() -> ResponseReturnValue:
    """Return every bad habit of each service with its case, and which one it has now."""
    known = {
        service: {name: {"case": bad.case, "words": bad.words} for name, bad in rows.items()}
        for service, rows in BAD_HABITS.items()
    }
    return jsonify(now=bad_habits(lms()), habits=known)


@bp.post("/bad-habits")
def set_bad_habits() -> ResponseReturnValue:
    """Give the named services a bad habit each, or none (null), all or none of them."""
    asked = _asked()
    for service, name in asked.items():
        if service not in BAD_HABITS or (name and name not in BAD_HABITS[service]):
            return jsonify(error=f"{service} has no bad habit {name}"), 400
    for service, name in asked.items():
        if name:
            lms().state.put("bad_habit", service, {"name": name})
        else:
            lms().state.take("bad_habit", service)
    return _done(bad_habits(lms()))


def bad_habits(running: Lms) -> Mapping[str, str | None]:
    """Return the bad habit of each service, None where it has none."""
    chosen = running.state.all("bad_habit")
    return {service: chosen.get(service, {}).get("name") for service in BAD_HABITS}


@bp.post("/enrolments")
def set_enrolment() -> ResponseReturnValue:
    """Change what a person (by key) is in a course; a null role takes them out."""
    asked = _asked()
    role = asked.get("role") or None
    if person(str(asked.get("person"))) is None or asked.get("course") not in COURSES:
        return jsonify(error="no such person or course"), 400
    if role is not None and role not in list(Role):
        return jsonify(error=f"role must be one of {', '.join(Role)}"), 400
    enrol(lms(), str(asked["person"]), str(asked["course"]), Role(role) if role else None)
    return _done(asked)


@bp.post("/id-token")
def id_token() -> ResponseReturnValue:
    """Sign any claims with the platform's newest key, for launches that must be refused.

    The body has `claims`, and may have `header` to change header fields (null removes one).
    """
    asked = _asked()
    token = sign(lms().state, asked.get("claims") or {}, header=asked.get("header"))
    return jsonify(id_token=token)


def _asked() -> Mapping[str, Any]:
    return dict(request.get_json()) if request.is_json else request.form.to_dict()


def _done(body: Mapping[str, Any]) -> ResponseReturnValue:
    return jsonify(body) if request.is_json or not request.form else redirect("/_control")
