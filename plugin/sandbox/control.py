"""The control pages and API of a pretend server, under `/_control`; the same for both servers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from flask import Blueprint, Flask, current_app, jsonify, redirect, render_template, request
from flask.typing import ResponseReturnValue

from plugin.sandbox.faults import KINDS, BadRuleError, Faults, FaultyApp

bp = Blueprint(
    "control",
    __name__,
    url_prefix="/_control",
    template_folder="templates",
    static_folder="static",
    static_url_path="/static",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """What the control pages of one server need to know.

    `reset` puts everything back to the seed, `state` returns what is worth seeing as JSON, and
    `panels` names templates of the server that the page includes below the faults.
    """

    title: str
    faults: Faults
    reset: Callable[[], None]
    state: Callable[[], Mapping[str, Any]]
    panels: Sequence[str] = ()


def install_control(app: Flask, control: Control) -> None:
    """Give `app` its control pages, and let it misbehave as they say."""
    app.extensions["sandbox.control"] = control
    app.register_blueprint(bp)
    app.wsgi_app = FaultyApp(app.wsgi_app, control.faults).__call__  # type: ignore[method-assign] # Flask's documented way to add a WSGI layer


def _control() -> Control:
    control: Control = current_app.extensions["sandbox.control"]
    return control


def _done(body: Mapping[str, Any], status: int = 200) -> ResponseReturnValue:
    """Answer programs with JSON, and lead people back to the page."""
    return (jsonify(body), status) if request.is_json or not request.form else redirect("/_control")


@bp.get("")
def page() -> ResponseReturnValue:
    """Show what is wrong on purpose, with buttons."""
    return render_template("sandbox_control.html", control=_control(), kinds=KINDS)


@bp.get("/faults")
def list_faults() -> ResponseReturnValue:
    """Return the rules in force."""
    return jsonify(faults=[asdict(rule) for rule in _control().faults.active()])


@bp.post("/faults")
def add_fault() -> ResponseReturnValue:
    """Put a rule in force, from JSON or from the page's form."""
    body = request.get_json() if request.is_json else _from_form()
    try:
        rule = _control().faults.add(body)
    except BadRuleError as error:
        return jsonify(error=str(error)), 400
    return _done(asdict(rule), 201)


@bp.delete("/faults")
def clear_faults() -> ResponseReturnValue:
    """Behave again."""
    _control().faults.clear()
    return "", 204


@bp.delete("/faults/<rule_id>")
def remove_fault(rule_id: str) -> ResponseReturnValue:
    """Take one rule out of force."""
    _control().faults.remove(rule_id)
    return "", 204


@bp.post("/faults/clear")
def clear_by_form() -> ResponseReturnValue:
    """Take one rule, or all of them, out of force, from the page."""
    if rule_id := request.form.get("id"):
        _control().faults.remove(rule_id)
    else:
        _control().faults.clear()
    return redirect("/_control")


@bp.post("/reset")
def reset() -> ResponseReturnValue:
    """Put everything back to the seed; faults end too."""
    _control().faults.clear()
    _control().reset()
    return _done({"reset": True})


@bp.get("/state")
def state() -> ResponseReturnValue:
    """Return what the server knows, for tests and the curious."""
    return jsonify(_control().state())


def _from_form() -> Mapping[str, Any]:
    form = request.form
    return {
        "kind": form.get("kind"),
        "match": {key: form.get(key) for key in ("method", "path", "pattern")},
        "times": form.get("times") or None,
        "delay_s": form.get("delay_s") or 0,
        "retry_after": form.get("retry_after") or None,
    }
