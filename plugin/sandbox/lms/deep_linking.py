"""Deep Linking 2.0, the platform's half: take what the tool's answer puts into a course."""

from collections.abc import Mapping
from dataclasses import asdict
from secrets import token_hex
from typing import Any

import jwt
from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from plugin.sandbox.lms import names
from plugin.sandbox.lms.current import Lms, lms
from plugin.sandbox.lms.hints import Hint
from plugin.sandbox.lms.links import Link, new_link_id
from plugin.sandbox.lms.tools import Tool, ToolTokenError, checked_claims, find_tool

bp = Blueprint("deep_linking", __name__, url_prefix="/lti")


def remember(running: Lms, hint: Hint) -> None:
    """Expect one answer to this deep linking message."""
    running.state.put("deep_link", hint.id, asdict(hint))


@bp.post("/deep-link")
def returned() -> ResponseReturnValue:
    """Check the tool's answer and add the activities; the page then leads back to the course."""
    try:
        hint, added = _accept(lms(), request.form.get("JWT", ""))
    except ToolTokenError as error:
        return render_template("problem.html", title="Nothing was added", words=str(error)), 400
    return render_template("added.html", course_id=hint.course_id, added=added)


def _accept(running: Lms, token: str) -> tuple[Hint, list[Link]]:
    tool = find_tool(running.state, _issuer(token))
    if tool is None or not tool.active:
        raise ToolTokenError("no active tool has this client id")
    claims = checked_claims(tool, token, audience=running.issuer, now_s=running.now_s())
    _check_message(tool, claims)
    row = running.state.take("deep_link", str(claims.get(names.DL_DATA)))
    if row is None or row["client_id"] != tool.client_id:
        raise ToolTokenError("data is not what was sent, or was used before")
    hint = Hint(**row)
    items = [i for i in claims.get(names.DL_ITEMS, []) if i.get("type") == "ltiResourceLink"]
    return hint, [_add(running, tool, hint.course_id, item) for item in items]


def _issuer(token: str) -> str:
    try:
        return str(jwt.decode(token, options={"verify_signature": False}).get("iss"))
    except jwt.PyJWTError as error:
        raise ToolTokenError(str(error)) from error


def _check_message(tool: Tool, claims: Mapping[str, Any]) -> None:
    wanted = {
        names.MESSAGE_TYPE: names.DEEP_LINK_RESPONSE,
        names.VERSION: "1.3.0",
        names.DEPLOYMENT_ID: lms().deployment_of(tool),
    }
    for name, value in wanted.items():
        if claims.get(name) != value:
            raise ToolTokenError(f"{name.rpartition('/')[2]} must be {value}")
    if not claims.get("nonce"):
        raise ToolTokenError("a nonce is needed")


def _add(running: Lms, tool: Tool, course_id: str, item: Mapping[str, Any]) -> Link:
    link = Link(
        id=new_link_id(),
        course_id=course_id,
        client_id=tool.client_id,
        title=str(item.get("title") or tool.name),
        text=str(item.get("text") or ""),
        url=str(item.get("url") or ""),
        custom={str(k): str(v) for k, v in (item.get("custom") or {}).items()},
    )
    link.save(running.state)
    if line_item := item.get("lineItem"):
        _add_line_item(running, link, line_item)
    return link


def _add_line_item(running: Lms, link: Link, wanted: Mapping[str, Any]) -> None:
    row = {
        "course": link.course_id,
        "client_id": link.client_id,
        "resourceLinkId": link.id,
        "label": str(wanted.get("label") or link.title),
        "scoreMaximum": wanted.get("scoreMaximum", 100),
        "resourceId": wanted.get("resourceId"),
        "tag": wanted.get("tag"),
    }
    running.state.put("line_item", f"item-{token_hex(5)}", row)
