"""What Microsoft Graph tells us: saved as work to do and answered at once; nothing is believed.

Nothing here is signed. A notice is compared with the subscription's secret and then only says where
to look; whether it was ours is not told to the sender.
"""

import logging

from flask import Blueprint, Response, abort, request
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge

from graph.notifications import (
    MAX_BYTES,
    NotificationTooLargeError,
    NotificationUnreadableError,
    Received,
    ValidationTokenError,
    received,
    validation_token,
)
from plugin.ports.errors import OutsideError
from plugin.services.watching import Notice
from plugin.web.current import now, services, web

bp = Blueprint("notifications", __name__, url_prefix="/graph")
_log = logging.getLogger(__name__)


@bp.post("/notify")
@bp.post("/lifecycle")
def notify() -> Response:
    """Queue what the notices point at, and answer 202 whether they were ours or not."""
    if "validationToken" in request.args:
        return _echo()
    found = _read()
    notices = [
        Notice(one.subscription_id, one.client_state, one.resource_id) for one in found.changes
    ]
    notices += [
        Notice(one.subscription_id, one.client_state, None, one.event or "")
        for one in found.lifecycle
    ]
    try:
        ours = services().watching.heard(notices)
    except OutsideError as error:  # not saved: Graph shall tell us again
        _log.warning("notices were not saved: %s", error)
        return Response(status=503)
    if ours < len(notices) or found.skipped:
        _log.info("notices: %s ours of %s, %s unreadable", ours, len(notices), found.skipped)
    return Response(status=202)


def _echo() -> Response:
    """Answer the question that Graph asks while a subscription is made, and at no other time."""
    try:
        token = validation_token(request.args.getlist("validationToken"))
    except ValidationTokenError as error:
        raise BadRequest from error
    if not web().store.expecting_subscription(now=now()):
        abort(404)
    answer = Response(token, 200, content_type="text/plain; charset=utf-8")
    answer.headers["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'"
    return answer


def _read() -> Received:
    request.max_content_length = MAX_BYTES
    try:
        return received(request.get_data(cache=False))
    except NotificationTooLargeError as error:
        raise RequestEntityTooLarge from error
    except NotificationUnreadableError as error:
        raise BadRequest from error
