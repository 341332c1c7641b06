"""The grade book: what a score changes, and what is shown of it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeGuard

from plugin.sandbox.lms.state import State

LINE_ITEM_FIELDS = (
    "label",
    "scoreMaximum",
    "resourceLinkId",
    "resourceId",
    "tag",
    "startDateTime",
    "endDateTime",
    "gradesReleased",
)
STALE = 409
ACTIVITY = ("Initialized", "Started", "InProgress", "Submitted", "Completed")
GRADING = ("FullyGraded", "Pending", "PendingManual", "Failed", "NotReady")


def record_score(
    state: State, score_id: str, score: Mapping[str, Any], *, whole_seconds: bool = False
) -> tuple[int, str] | None:
    """Keep the score; or return the HTTP status and the reason why not.

    A score must be newer than the last under its id: of the same instant (or, with `whole_seconds`,
    of the same second) or older is STALE.
    """
    if problem := _problem(score):
        return 400, problem
    moment = _moment(score["timestamp"])
    with state.alone():
        last = state.get("score", score_id)
        if last is not None and moment is not None:
            before = _known(last["timestamp"])
            if whole_seconds:
                moment, before = moment.replace(microsecond=0), before.replace(microsecond=0)
            if moment <= before:
                return STALE, "a score with this or a later timestamp is here already"
        state.put("score", score_id, score)
    return None


def result(
    state: State, item_id: str, item: Mapping[str, Any], person_key: str
) -> dict[str, Any] | None:
    """Return the result of a person as the service gives it, or None where there is no score.

    Only a fully graded score has a `resultScore`, scaled to the column's maximum.
    """
    score = state.get("score", f"{item_id}/{person_key}")
    if score is None:
        return None
    shown = {"comment": score["comment"]} if score.get("comment") else {}
    if score["gradingProgress"] != "FullyGraded" or score.get("scoreGiven") is None:
        return shown
    maximum = item["scoreMaximum"]
    scaled = score["scoreGiven"] / score["scoreMaximum"] * maximum
    return {"resultScore": round(scaled, 4), "resultMaximum": maximum, **shown}


def _problem(score: Mapping[str, Any]) -> str:
    given, maximum = score.get("scoreGiven"), score.get("scoreMaximum")
    if _moment(score.get("timestamp")) is None:
        return "timestamp must be ISO 8601 with fractions of a second and a zone"
    if score.get("activityProgress") not in ACTIVITY or score.get("gradingProgress") not in GRADING:
        return "activityProgress or gradingProgress is not one of the specification's words"
    if given is None:
        return ""
    if not _is_number(given) or given < 0:
        return "scoreGiven must be a number of at least 0"
    if not _is_number(maximum) or maximum <= 0:
        return "scoreMaximum is needed with scoreGiven, above 0"
    return ""


def _is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _moment(text: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return moment if moment.tzinfo and "." in str(text) else None


def _known(text: str) -> datetime:
    return datetime.fromisoformat(text)
