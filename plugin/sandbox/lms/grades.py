"""Assignment and Grade Services 2.0: line items, scores, results."""

from collections.abc import Mapping
from secrets import token_hex
from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from plugin.sandbox.lms import names
from plugin.sandbox.lms.current import lms
from plugin.sandbox.lms.gradebook import LINE_ITEM_FIELDS, STALE, record_score, result
from plugin.sandbox.lms.paging import page_of
from plugin.sandbox.lms.services import answer, caller, json_body, need_accept, refuse
from plugin.sandbox.lms.state import Document
from plugin.sandbox.people import Role, person

bp = Blueprint("grades", __name__, url_prefix="/api/lti/courses/<course_id>/line_items")
_FILTERS = {"resource_link_id": "resourceLinkId", "resource_id": "resourceId", "tag": "tag"}
_GRADED = (Role.LEARNER, Role.TEST_USER)
_READ = (names.LINE_ITEM_READ_SCOPE, names.LINE_ITEM_SCOPE)


@bp.get("")
def line_items(course_id: str) -> ResponseReturnValue:
    """Return the tool's own line items, narrowed by the query."""
    tool = caller(course_id, *_READ)
    need_accept(names.LINE_ITEMS_TYPE)
    asked = {field: request.args[name] for name, field in _FILTERS.items() if name in request.args}
    found = [
        _shown(course_id, item_id, row)
        for item_id, row in lms().state.all("line_item").items()
        if (row["course"], row["client_id"]) == (course_id, tool.client_id)
        and all(row.get(field) == value for field, value in asked.items())
    ]
    part, headers = page_of(found, most=None, style=lms().habits.items_next)
    return answer(part, names.LINE_ITEMS_TYPE, headers=headers)


@bp.post("")
def add_line_item(course_id: str) -> ResponseReturnValue:
    """Make a column in the grade book."""
    tool = caller(course_id, names.LINE_ITEM_SCOPE)
    fields = _line_item_fields()
    item_id = f"item-{token_hex(5)}"
    row = {"course": course_id, "client_id": tool.client_id, "resourceLinkId": None, **fields}
    lms().state.put("line_item", item_id, row)
    return answer(_shown(course_id, item_id, row), names.LINE_ITEM_TYPE, status=201)


@bp.get("/<item_id>")
def line_item(course_id: str, item_id: str) -> ResponseReturnValue:
    """Return one line item."""
    row = _own(course_id, item_id, *_READ)
    return answer(_shown(course_id, item_id, row), names.LINE_ITEM_TYPE)


@bp.put("/<item_id>")
def change_line_item(course_id: str, item_id: str) -> ResponseReturnValue:
    """Replace what the tool may say about a line item; the link it belongs to stays."""
    row = _own(course_id, item_id, names.LINE_ITEM_SCOPE)
    kept = {name: row[name] for name in ("course", "client_id", "resourceLinkId")}
    changed = {**_line_item_fields(), **kept}
    lms().state.put("line_item", item_id, changed)
    return answer(_shown(course_id, item_id, changed), names.LINE_ITEM_TYPE)


@bp.delete("/<item_id>")
def remove_line_item(course_id: str, item_id: str) -> ResponseReturnValue:
    """Remove the column with everything in it."""
    _own(course_id, item_id, names.LINE_ITEM_SCOPE)
    lms().state.take("line_item", item_id)
    for score_id in lms().state.all("score"):
        if score_id.startswith(f"{item_id}/"):
            lms().state.take("score", score_id)
    return "", 204


@bp.post("/<item_id>/scores")
def post_score(course_id: str, item_id: str) -> ResponseReturnValue:
    """Take a score; 400 for people who cannot be graded, 409 unless newer than the last."""
    _own(course_id, item_id, names.SCORE_SCOPE)
    score = json_body(names.SCORE_TYPE)
    graded = lms().known_as(str(score.get("userId")))
    if graded is None or lms().roles(course_id).get(graded.key) not in _GRADED:
        refuse(400, "userId is nobody who can be graded in this course")
    habits = lms().habits
    problem = record_score(
        lms().state, f"{item_id}/{graded.key}", score, whole_seconds=habits.whole_seconds
    )
    if problem:
        status, reason = problem
        refuse(habits.stale_score if status == STALE else status, reason)
    return _taken(score, habits.taken_score)


@bp.get("/<item_id>/results")
def results(course_id: str, item_id: str) -> ResponseReturnValue:
    """Return what the grade book shows, one result for each person with one."""
    row = _own(course_id, item_id, names.RESULT_SCOPE)
    need_accept(names.RESULTS_TYPE)
    base = f"{_address(course_id, item_id)}"
    asked = request.args.get("user_id")
    found = [
        {"id": f"{base}/results/{key}", "scoreOf": base, "userId": subject, **shown}
        for key in lms().roles(course_id)
        if (who := person(key))
        and asked in (None, subject := lms().subject(who))
        and (shown := result(lms().state, item_id, row, key)) is not None
    ]
    part, headers = page_of(found, most=None)
    return answer(part, names.RESULTS_TYPE, headers=headers)


def _taken(score: Mapping[str, Any], status: int) -> ResponseReturnValue:
    # With nothing, with nothing that calls itself JSON, or with the score.
    if status == 201:
        return answer(dict(score), names.SCORE_TYPE, status=status)
    return "", status, {"Content-Type": "application/json"} if status == 200 else {}


def _own(course_id: str, item_id: str, *scopes: str) -> Document:
    tool = caller(course_id, *scopes)
    row = lms().state.get("line_item", item_id)
    if row is None or (row["course"], row["client_id"]) != (course_id, tool.client_id):
        refuse(404, "no such line item")
    return row


def _line_item_fields() -> dict[str, Any]:
    body = json_body(names.LINE_ITEM_TYPE)
    label, maximum = body.get("label"), body.get("scoreMaximum")
    if not isinstance(label, str) or not label.strip():
        refuse(400, "label is needed")
    if not isinstance(maximum, int | float) or isinstance(maximum, bool) or maximum <= 0:
        refuse(400, "scoreMaximum must be a number above 0")
    return {name: body[name] for name in LINE_ITEM_FIELDS if name in body}


def _shown(course_id: str, item_id: str, row: Mapping[str, Any]) -> dict[str, Any]:
    fields = {n: row[n] for n in LINE_ITEM_FIELDS if row.get(n) is not None}
    return {"id": _address(course_id, item_id), **fields}


def _address(course_id: str, item_id: str) -> str:
    return lms().url(f"/api/lti/courses/{course_id}/line_items/{item_id}")
