"""What the LTI services share: bearer tokens, media types, refusals."""

from collections.abc import Mapping
from typing import Any, NoReturn

from flask import Response, abort, jsonify, make_response, request

from plugin.sandbox.lms.current import lms
from plugin.sandbox.lms.tools import Tool, find_tool
from plugin.sandbox.people import COURSES


def refuse(status: int, reason: str) -> NoReturn:
    """End the request with a JSON error, of another status where the habits say so.

    Raises:
        werkzeug.exceptions.HTTPException: always.

    """
    status = lms().habits.refusals.get(status, status)
    abort(make_response(jsonify(status=status, reason=reason), status))


def caller(course_id: str, *scopes: str) -> Tool:
    """Return the tool whose bearer token carries one of `scopes`; end the request otherwise.

    401 where the token is none of ours or too old, 403 where it lacks the scope, 404 where there
    is no such course.
    """
    tool = bearer(*scopes)
    if course_id not in COURSES:
        refuse(404, "no such course")
    return tool


def bearer(*scopes: str) -> Tool:
    """Return the tool whose bearer token carries one of `scopes`; as `caller`, of no course."""
    kind, _, value = request.headers.get("Authorization", "").partition(" ")
    row = lms().state.get("access_token", value) if kind.lower() == "bearer" else None
    tool = find_tool(lms().state, row["client_id"]) if row else None
    if row is None or tool is None or row["expires_s"] <= lms().now_s():
        refuse(401, "no valid access token")
    if not set(scopes) & set(row["scopes"]):
        refuse(403, f"the token lacks {scopes[0]}")
    return tool


def need_accept(media_type: str) -> None:
    """End the request with 406 unless its Accept header names `media_type` or everything."""
    if not request.accept_mimetypes[media_type]:
        refuse(406, f"Accept must have {media_type}")


def json_body(media_type: str) -> dict[str, Any]:
    """Return the body; 415 for another media type, 400 for anything but a JSON object."""
    if request.mimetype != media_type:
        refuse(415, f"Content-Type must be {media_type}")
    body = request.get_json(force=True, silent=True)
    if not isinstance(body, dict):
        refuse(400, "the body must be a JSON object")
    return body


def answer(
    body: Any, media_type: str, *, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    """Return JSON under an LTI media type."""
    reply = make_response(jsonify(body), status)
    reply.headers.update(headers or {})
    reply.content_type = media_type
    return reply
