"""Course Groups 1.0: the groups of a course; who is in which stands in the roster."""

from typing import Any

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from plugin.sandbox.lms import names
from plugin.sandbox.lms.current import Lms, lms
from plugin.sandbox.lms.group_ids import groups_of
from plugin.sandbox.lms.paging import page_of
from plugin.sandbox.lms.services import answer, caller, need_accept, refuse
from plugin.sandbox.people import COURSES, Role, person

bp = Blueprint("groups", __name__)


@bp.get("/api/lti/courses/<course_id>/groups")
def groups(course_id: str) -> ResponseReturnValue:
    """Return the groups, whole or by pages, of one person where the tool asks for that."""
    caller(course_id, names.GROUPS_SCOPE)
    need_accept(names.GROUPS_TYPE)
    if lms().habits.groups != "service":
        refuse(404, "no such service")
    wanted = request.args.get("user_id")
    found = [
        {"id": key, "name": row["name"], "tag": "whatever"}
        for key, row in groups_of(lms(), course_id).items()
        if wanted is None or wanted in _subjects(lms(), row)
    ]
    habits, most = lms().habits, lms().switch("groups_page_size")
    part, headers = page_of(found, most=int(most) if most else None, style=habits.next_page)
    return answer({"id": request.url, "groups": part}, names.GROUPS_TYPE, headers=headers)


def enrolments(running: Lms, course_id: str, person_key: str) -> list[dict[str, str]]:
    """Return which groups somebody is in, as the roster says it."""
    found = groups_of(running, course_id).items()
    return [{"group_id": key} for key, row in found if person_key in row["people"]]


def in_thirds(running: Lms, course_id: str) -> dict[str, list[str]]:
    """Return the learners in three groups, in turn: what a course begins with."""
    learners = [k for k, role in running.roles(course_id).items() if role is Role.LEARNER]
    return {f"Tutorial {letter}": learners[at::3] for at, letter in enumerate("ABC")}


@bp.post("/_control/groups")
def set_groups() -> ResponseReturnValue:
    """Have these groups in a course, in the place of those there are.

    The body has `course` and `groups`, a map from name to keys of people; null brings three
    groups with everybody in them.
    """
    asked = request.get_json()
    course_id = asked.get("course")
    if course_id not in COURSES:
        return jsonify(error="no such course"), 400
    for key in groups_of(lms(), course_id):
        lms().state.take("group", key)
    named = asked.get("groups")
    named = in_thirds(lms(), course_id) if named is None else named
    for number, (name, people) in enumerate(named.items(), start=1):
        body = {"course": course_id, "name": name, "people": list(people)}
        lms().state.put("group", f"{course_id}-g{number}", body)
    return jsonify(groups_of(lms(), course_id))


def _subjects(running: Lms, row: dict[str, Any]) -> list[str]:
    return [running.subject(who) for key in row["people"] if (who := person(key))]
