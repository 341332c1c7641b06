"""Platform Notification Service 1.0: tools that want to know, and what they are told."""

from typing import Any
from uuid import uuid4

import requests
from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from plugin.sandbox.lms import names
from plugin.sandbox.lms.claims import context
from plugin.sandbox.lms.current import Lms, lms
from plugin.sandbox.lms.keys import sign
from plugin.sandbox.lms.services import bearer, refuse
from plugin.sandbox.lms.tools import Tool, find_tool
from plugin.sandbox.people import COURSES

bp = Blueprint("notices", __name__)
KINDS = (names.CONTEXT_COPY_NOTICE, names.HELLO_NOTICE)
LIFE_S = 3600
TIMEOUT_S = 10


@bp.put("/api/lti/notice-handlers/<client_id>")
def handle(client_id: str) -> ResponseReturnValue:
    """Keep where the tool wants notices of a kind; an empty address wants none."""
    tool = bearer(names.NOTICES_SCOPE)
    if tool.client_id != client_id:
        refuse(404, "no handlers of this tool here")
    body = request.get_json(silent=True)
    asked = body if isinstance(body, dict) else {}
    kind, handler = asked.get("notice_type"), asked.get("handler")
    if kind not in KINDS or not isinstance(handler, str):
        refuse(400, "notice_type and handler are needed")
    if handler and not handler.startswith(f"{tool.origin}/"):
        refuse(400, "the handler must be on the domain of the tool")
    lms().state.put("notice_handler", f"{client_id} {kind}", {"handler": handler})
    return jsonify(notice_type=kind, handler=handler)


@bp.get("/api/lti/notice-handlers/<client_id>")
def handlers(client_id: str) -> ResponseReturnValue:
    """Return what the tool has asked for."""
    tool = bearer(names.NOTICES_SCOPE)
    found = [
        {"notice_type": kind, "handler": row["handler"]}
        for key, row in lms().state.all("notice_handler").items()
        for client, kind in [key.split(" ")]
        if client == client_id
    ]
    deployment = lms().deployment_of(tool)
    return jsonify(client_id=client_id, deployment_id=deployment, notice_handlers=found)


@bp.post("/_control/copies")
def copy() -> ResponseReturnValue:
    """Tell the tools that one course was copied into another, or something they do not know.

    The body has `from` and `to`, and may have `notice`, an id (for the same one twice), and `type`.
    Answers with what each tool answered.
    """
    asked = request.get_json()
    if asked.get("from") not in COURSES or asked.get("to") not in COURSES:
        return jsonify(error="no such course"), 400
    kind = asked.get("type", names.CONTEXT_COPY_NOTICE)
    about = {
        names.NOTICE: {"id": asked.get("notice") or str(uuid4()), "type": kind},
        names.CONTEXT: context(asked["to"]),
        names.ORIGIN_CONTEXTS: [asked["from"]],
    }
    answers = {}
    for key, row in lms().state.all("notice_handler").items():
        tool = find_tool(lms().state, key.split(" ")[0])
        if tool is not None and row["handler"]:
            answers[tool.client_id] = _send(lms(), tool, row["handler"], about)
    return jsonify(answers=answers)


def _send(running: Lms, tool: Tool, handler: str, about: dict[str, Any]) -> int:
    now = running.now_s()
    claims = {
        "iss": running.issuer,
        "aud": tool.client_id,
        "azp": tool.client_id,
        "iat": now,
        "exp": now + LIFE_S,
        "nonce": str(uuid4()),
        names.VERSION: "1.3.0",
        names.DEPLOYMENT_ID: running.deployment_of(tool),
        **about,
    }
    body = {"notices": [{"jwt": sign(running.state, claims)}]}
    return requests.post(handler, json=body, timeout=TIMEOUT_S).status_code
