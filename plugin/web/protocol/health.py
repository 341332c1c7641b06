"""Whether the process lives, and whether it can do its work: for whoever runs it."""

from collections.abc import Callable

from flask import Blueprint, current_app
from flask.typing import ResponseReturnValue

from plugin.web.current import web

bp = Blueprint("health", __name__)


@bp.get("/healthz")
def alive() -> ResponseReturnValue:
    """Answer as long as the process does; asks nothing of the database."""
    return {"status": "ok"}


@bp.get("/readyz")
def ready() -> ResponseReturnValue:
    """Name each part and whether it is well; status 503 unless all are."""
    parts = {"database": _reads, **web().checks}
    well = {name: _is_well(name, check) for name, check in parts.items()}
    return {"status": "ok" if all(well.values()) else "not ready", "parts": well}, (
        200 if all(well.values()) else 503
    )


def _reads() -> bool:
    web().store.tenants()
    return True


def _is_well(name: str, check: Callable[[], bool]) -> bool:
    try:
        return check()
    except Exception:
        current_app.logger.exception("readiness check %s failed", name)
        return False
