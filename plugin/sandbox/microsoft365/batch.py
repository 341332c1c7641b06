"""`$batch`: up to twenty requests in one, each answered for itself."""

import base64
import json
from typing import Any

from flask import current_app, request
from werkzeug.test import TestResponse

from .odata import GraphProblem, Json

MAX_REQUESTS = 20
_REFUSED = {
    "code": "FailedDependency",
    "message": "A request that this one depends on has failed.",
}


def run_batch(body: Json) -> Json:
    """Answer every request; those that depend on a failed one get 424.

    Raises:
        GraphProblem: the batch itself is malformed (400).

    """
    waiting = _checked(body)
    answers: dict[str, Json] = {}
    while waiting:
        ready = next((r for r in waiting if set(r.get("dependsOn") or ()) <= set(answers)), None)
        if ready is None:
            raise GraphProblem(400, "BadRequest", "dependsOn names an unknown request or a circle.")
        waiting.remove(ready)
        failed = any(answers[i]["status"] >= 400 for i in ready.get("dependsOn") or ())
        answers[ready["id"]] = _refused(ready) if failed else _answered(ready)
    return {"responses": list(answers.values())}


def _checked(body: Json) -> list[Json]:
    wanted = body.get("requests")
    if not isinstance(wanted, list) or not 0 < len(wanted) <= MAX_REQUESTS:
        raise GraphProblem(400, "BadRequest", f"A batch holds 1 to {MAX_REQUESTS} requests.")
    ids = [r.get("id") for r in wanted if isinstance(r, dict)]
    if len(set(ids)) != len(wanted) or not all(isinstance(i, str) and i for i in ids):
        raise GraphProblem(400, "BadRequest", "Each request needs an id of its own.")
    for item in wanted:
        if not str(item.get("url", "")).startswith("/"):
            raise GraphProblem(400, "BadRequest", "Each request needs a relative url.")
        if "body" in item and "content-type" not in {h.lower() for h in item.get("headers") or ()}:
            raise GraphProblem(400, "BadRequest", "A request with a body needs a Content-Type.")
    return list(wanted)


def _refused(item: Json) -> Json:
    return {"id": item["id"], "status": 424, "body": {"error": dict(_REFUSED)}}


def _answered(item: Json) -> Json:
    headers = {"Authorization": request.headers.get("Authorization", "")}
    body = item.get("body")
    answer = current_app.test_client().open(
        f"/v1.0{item['url']}",
        method=str(item.get("method", "GET")),
        headers={**headers, **(item.get("headers") or {})},
        data=None if body is None else json.dumps(body),
    )
    shown: Json = {"id": item["id"], "status": answer.status_code, "headers": _headers(answer)}
    content = _content(answer)
    return shown if content is None else {**shown, "body": content}


def _headers(answer: TestResponse) -> dict[str, str]:
    names = ("Content-Type", "Retry-After", "Location")
    return {name: answer.headers[name] for name in names if name in answer.headers}


def _content(answer: TestResponse) -> Any:
    if not answer.data:
        return None
    if answer.mimetype == "application/json":
        return json.loads(answer.data)
    return base64.b64encode(answer.data).decode()
