"""Names and Role Provisioning Services 2.0: who is in a course."""

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from plugin.sandbox.lms import names
from plugin.sandbox.lms.claims import context, custom, personal
from plugin.sandbox.lms.current import lms
from plugin.sandbox.lms.groups import enrolments
from plugin.sandbox.lms.habits_bad import spoil_roster
from plugin.sandbox.lms.links import Link, find_link
from plugin.sandbox.lms.paging import page_of
from plugin.sandbox.lms.roster_marks import changed_since, offer, with_marks
from plugin.sandbox.lms.services import answer, caller, need_accept, refuse
from plugin.sandbox.lms.tools import Tool
from plugin.sandbox.people import Role, SandboxPerson, person

bp = Blueprint("roster", __name__, url_prefix="/api/lti/courses/<course_id>")
bp.after_request(spoil_roster)


@bp.get("/memberships")
def memberships(course_id: str) -> ResponseReturnValue:
    """Return the members, whole or by pages; the test user is nobody's member."""
    tool = caller(course_id, names.ROSTER_SCOPE)
    need_accept(names.ROSTER_TYPE)
    link = _asked_link(course_id)
    found = [
        _member(tool, who, role, link) | _groups(course_id, key)
        for key, role in lms().roles(course_id).items()
        if (who := person(key)) and role is not Role.TEST_USER and _role_asked(role)
    ]
    marks = offer(found)
    if "ETag" in marks and request.headers.get("If-None-Match") == marks["ETag"]:
        return "", 304, marks
    found = changed_since(request.args.get("since"), found)
    habits, most = lms().habits, lms().switch("roster_page_size") or lms().habits.most_members
    part, headers = page_of(
        found,
        most=int(most) if most else None,
        style=habits.next_page,
        empty_last=habits.empty_last_page,
    )
    if not part and habits.empty_last_page:
        return "", 200, {"Content-Type": habits.roster_type}
    body = {"id": lms().url(request.full_path), "context": context(course_id), "members": part}
    return answer(body, habits.roster_type, headers=with_marks(headers, marks))


def _groups(course_id: str, key: str) -> dict[str, Any]:
    """Say in which groups somebody is; Sakai says it unasked."""
    asked = request.args.get("groups") == "true" or lms().habits.groups_unasked
    if lms().habits.groups != "service" or not asked:
        return {}
    return {"group_enrollments": enrolments(lms(), course_id, key)}


def _asked_link(course_id: str) -> Link | None:
    if "rlid" not in request.args:
        return None
    link = find_link(lms().state, request.args["rlid"])
    if link is None or link.course_id != course_id:
        refuse(404, "no such resource link in this course")
    return link


def _role_asked(role: Role) -> bool:
    asked = request.args.get("role")
    uris = _roles(role)
    return asked is None or asked in uris or asked in [uri.partition("#")[2] for uri in uris]


def _roles(role: Role) -> list[str]:
    """Return what somebody is in the course; what they are elsewhere is no matter of the roster."""
    habits = lms().habits
    everywhere = habits.roster_roles.get(role) or habits.course_roles[role]
    return [uri for uri in everywhere if "/person#" not in uri]


def _member(tool: Tool, who: SandboxPerson, role: Role, link: Link | None) -> dict[str, Any]:
    uris = _roles(role)
    short = bool(lms().switch("short_roles"))
    member: dict[str, Any] = {
        "user_id": lms().subject(who),
        "status": "Active",
        "roles": [uri.partition("#")[2] for uri in uris] if short else uris,
        "lis_person_sourcedid": who.slug,
        **{k: v for k, v in personal(lms(), tool, who).items() if k != "locale"},
    }
    if link is not None:
        values = custom(lms(), tool, who, link)
        member["message"] = [{names.MESSAGE_TYPE: names.LINK_MESSAGE, names.CUSTOM: values}]
    return member
