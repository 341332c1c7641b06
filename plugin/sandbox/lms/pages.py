"""Pages of the LMS for people: sign-in, courses, activities with a tool in a frame, grades."""

from flask import Blueprint, Response, abort, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from plugin.sandbox.lms import names
from plugin.sandbox.lms.current import course_role, lms, signed_in, storage_frame, teaching, visitor
from plugin.sandbox.lms.deep_linking import remember
from plugin.sandbox.lms.gradebook import result
from plugin.sandbox.lms.hints import Hint, announce
from plugin.sandbox.lms.links import Link, find_link, links_in
from plugin.sandbox.lms.state import Document
from plugin.sandbox.lms.tools import Tool, all_tools, find_tool
from plugin.sandbox.people import COURSES, PEOPLE, Role, person

bp = Blueprint("pages", __name__)


@bp.get("/")
def home() -> ResponseReturnValue:
    """Show everybody there is, to sign in as one of them."""
    groups = {
        "Staff": [p for p in PEOPLE if _is_staff(p.key)],
        "Learners": [p for p in PEOPLE if not _is_staff(p.key)],
    }
    return render_template("home.html", groups=groups, courses=COURSES)


def _is_staff(key: str) -> bool:
    who = person(key)
    return who is not None and Role.LEARNER not in who.courses.values()


@bp.post("/sign-in")
def sign_in() -> ResponseReturnValue:
    """Become somebody; an empty key is nobody."""
    who = person(request.form.get("person", ""))
    session.clear()
    if who is None:
        return redirect(url_for("pages.home"))
    session["person"] = who.key
    return redirect(url_for("pages.courses"))


@bp.get("/courses")
def courses() -> ResponseReturnValue:
    """Show the visitor's courses; an administrator sees all."""
    who = signed_in()
    if who is None:
        return redirect(url_for("pages.home"))
    roles = {course_id: lms().roles(course_id).get(who.key) for course_id in COURSES}
    mine = {c: r for c, r in roles.items() if r or who.is_lms_admin}
    return render_template("courses.html", mine=mine, courses=COURSES)


@bp.get("/courses/<course_id>")
def course(course_id: str) -> ResponseReturnValue:
    """Show the activities of a course."""
    role = course_role(course_id)
    tools = [t for t in all_tools(lms().state) if t.active and t.deep_link_url]
    return render_template(
        "course.html",
        course_id=course_id,
        role=role,
        links=links_in(lms().state, course_id),
        tools=tools if teaching(course_id) else [],
    )


@bp.get("/courses/<course_id>/activities/<link_id>")
def activity(course_id: str, link_id: str) -> ResponseReturnValue:
    """Show a tool in a frame that reaches the window's bottom."""
    course_role(course_id)
    link, tool = _link(course_id, link_id)
    start = url_for("pages.start", course_id=course_id, link_id=link_id)
    return render_template(
        "frame.html", title=link.title, course_id=course_id, start=start, tool=tool, link=link
    )


@bp.get("/courses/<course_id>/activities/<link_id>/start")
def start(course_id: str, link_id: str) -> ResponseReturnValue:
    """Begin the login: a form that the browser posts to the tool."""
    course_role(course_id)
    link, tool = _link(course_id, link_id)
    hint = announce(
        lms(),
        person=visitor().key,
        client_id=tool.client_id,
        course_id=course_id,
        link_id=link.id,
        message=names.LINK_MESSAGE,
        window="window" in request.args,
    )
    return _login_form(tool, hint, link.url or tool.target_link_uri)


@bp.get("/courses/<course_id>/add/<client_id>")
def add(course_id: str, client_id: str) -> ResponseReturnValue:
    """Show the tool's own page for choosing what to add."""
    tool = _addable(course_id, client_id)
    start = url_for("pages.start_adding", course_id=course_id, client_id=client_id)
    title = f"Add from {tool.name}"
    return render_template(
        "frame.html", title=title, course_id=course_id, start=start, tool=tool, link=None
    )


@bp.get("/courses/<course_id>/add/<client_id>/start")
def start_adding(course_id: str, client_id: str) -> ResponseReturnValue:
    """Begin the login for a deep linking request."""
    tool = _addable(course_id, client_id)
    hint = announce(
        lms(),
        person=visitor().key,
        client_id=client_id,
        course_id=course_id,
        link_id="",
        message=names.DEEP_LINK_MESSAGE,
        window=False,
    )
    remember(lms(), hint)
    return _login_form(tool, hint, tool.deep_link_url)


@bp.get("/courses/<course_id>/grades")
def grades(course_id: str) -> ResponseReturnValue:
    """Show the grade book: a teacher sees everybody's row, a learner their own."""
    role = course_role(course_id)
    items = {i: r for i, r in lms().state.all("line_item").items() if r["course"] == course_id}
    learners = [k for k, r in lms().roles(course_id).items() if r is Role.LEARNER]
    shown = [visitor().key] if role in (Role.LEARNER, Role.TEST_USER) else learners
    rows = [
        (person(key), [(i, result(lms().state, i, item, key)) for i, item in items.items()])
        for key in shown
    ]
    return render_template("grades.html", course_id=course_id, items=items, rows=rows)


@bp.get("/courses/<course_id>/grades/<item_id>/<person_key>/start")
def start_review(course_id: str, item_id: str, person_key: str) -> ResponseReturnValue:
    """Begin the login for a look at one person's work behind a column of a tool."""
    course_role(course_id)
    item = lms().state.get("line_item", item_id)
    links = [one for one in links_in(lms().state, course_id) if item and _is_of(one, item)]
    if not links or (not teaching(course_id) and visitor().key != person_key):
        return abort(404)
    link, tool = _link(course_id, links[0].id)
    hint = announce(
        lms(),
        person=visitor().key,
        client_id=tool.client_id,
        course_id=course_id,
        link_id=link.id,
        message=names.REVIEW_MESSAGE,
        window=True,
        about=person_key,
        item=item_id,
    )
    return _login_form(tool, hint, link.url or tool.target_link_uri)


def _is_of(link: Link, item: Document) -> bool:
    return bool(link.client_id == item["client_id"])


def _link(course_id: str, link_id: str) -> tuple[Link, Tool]:
    link = find_link(lms().state, link_id)
    tool = find_tool(lms().state, link.client_id) if link else None
    if link is None or link.course_id != course_id or tool is None or not tool.active:
        return abort(404)
    return link, tool


def _addable(course_id: str, client_id: str) -> Tool:
    if not teaching(course_id):
        abort(403)
    tool = find_tool(lms().state, client_id)
    return tool if tool and tool.active and tool.deep_link_url else abort(404)


def _login_form(tool: Tool, hint: Hint, target: str) -> ResponseReturnValue:
    habits = lms().habits
    fields = {
        "iss": lms().issuer,
        "login_hint": lms().subject(visitor()),
        "target_link_uri": target,
        "lti_message_hint": hint.id,
        "client_id": tool.client_id,
        "lti_deployment_id": lms().deployment_of(tool),
        **habits.login_fields,
    }
    if (frame := storage_frame(lms())) and not hint.window:
        fields["lti_storage_target"] = frame
    page = render_template(
        "post.html", action=tool.login_url, fields=fields, method=habits.login_method
    )
    return Response(page, headers={"Cache-Control": "no-store"})
