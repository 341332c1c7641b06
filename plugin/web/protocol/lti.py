"""LTI's endpoints: login, launch, key set, and the two ways round blocked cookies."""

from collections.abc import Mapping

from flask import Blueprint, make_response, render_template, request
from flask.typing import ResponseReturnValue
from itsdangerous import BadData, URLSafeSerializer
from werkzeug import Response

from lti import (
    AskStorage,
    AskWindow,
    Cookie,
    Launch,
    Launched,
    LaunchRefusedError,
    MessageType,
    Redirect,
)
from plugin.mentoring.people import CourseRole
from plugin.web.answers import sent_to
from plugin.web.cookies import sent_cookies, set_cookie
from plugin.web.current import web
from plugin.web.error_pages import show_refusal
from plugin.web.errors import SpentTicketError
from plugin.web.protocol import placements
from plugin.web.protocol.arrivals import check_served, open_visit, reviewed
from plugin.web.protocol.tool import LtiTool
from plugin.web.security import may_frame_anywhere, require_our_page
from plugin.web.visits import COOKIE_PREFIX, Browser
from plugin.web.window import enter

bp = Blueprint("lti", __name__, url_prefix="/lti")
ADMINISTRATORS = "connection/"
"""Where a launch leads whoever administers the LMS and is nobody in the course."""


@bp.errorhandler(LaunchRefusedError)
def refused(error: LaunchRefusedError) -> Response:
    """Say why, and note it for who looks after the connection."""
    if (notes := _tool().notes) is not None:
        notes.refused(error, _fields(request.values))
    return show_refusal(error)


@bp.route("/login", methods=["GET", "POST"])
def login() -> Response:
    """Begin a launch: to the platform's authorisation page, by its storage where it has one."""
    sent = _fields(request.form) | _fields(request.args)
    reply = _tool().handshake.begin_login(sent)
    if isinstance(reply, Redirect):
        return _with_cookies(sent_to(reply.location), reply.cookies)
    return _with_cookies(_page("handshake/keep.html", ask=reply), reply.cookies)


@bp.post("/launch")
def launch() -> Response:
    """Check an id_token and open a visit, or ask what is still missing about the browser."""
    cookies = sent_cookies(request.cookies)
    known = any(name.startswith(COOKIE_PREFIX) for name in cookies)
    outcome = _tool().handshake.finish_launch(
        _fields(request.form), cookies=cookies, has_session=known
    )
    return _answer(outcome)


@bp.post("/storage")
def storage() -> Response:
    """Go on with what the platform's storage gave back to our page."""
    require_our_page()
    form = _fields(request.form)
    return _answer(
        _tool().handshake.complete_with_storage(form.get("ticket", ""), form.get("value"))
    )


@bp.post("/window")
def window() -> Response:
    """Name the person and the course in a window of its own; go on after their click.

    Nobody is signed in as somebody else without having read whose name it is. The window is never
    framed, so the click cannot be stolen by a page that lies on top of it.
    """
    require_our_page()
    form = _fields(request.form)
    if "agreed" not in form:
        person, course = _unsealed(form.get("names", ""))
        return make_response(
            render_template(
                "handshake/continue.html",
                ticket=form.get("ticket", ""),
                person=person,
                course=course,
            )
        )
    return _answer(_tool().handshake.complete_in_window(form.get("ticket", "")))


@bp.get("/jwks")
def jwks() -> ResponseReturnValue:
    """Publish our public keys."""
    return _tool().keys.key_set(), {"Cache-Control": "public, max-age=3600"}


def _answer(outcome: Launched | AskStorage | AskWindow) -> Response:
    if isinstance(outcome, AskStorage):
        return _page("handshake/fetch.html", ask=outcome)
    if isinstance(outcome, AskWindow):
        names = _sealer().dumps([outcome.person, outcome.course])
        return _page("handshake/window.html", ticket=outcome.ticket, names=names)
    return _with_cookies(_open(outcome.launch, outcome.bound_by), outcome.cookies)


def _open(launch: Launch, bound_by: str) -> Response:
    framed = bound_by != "window" and _in_frame(launch)
    if (notes := _tool().notes) is not None:
        notes.launched(launch, bound_by=bound_by, framed=framed)
    check_served(launch)
    browser = Browser(
        agent=str(request.user_agent), takes_cookies=bound_by != "storage", in_frame=framed
    )
    opened = open_visit(launch, browser)
    if launch.message_type is MessageType.DATA_PRIVACY:
        return enter(opened, to="me/privacy")
    if opened.visit.admin_of and opened.visit.role is CourseRole.NONE:
        return enter(opened, to=ADMINISTRATORS)
    if launch.deep_linking is not None:
        placements.keep(opened, launch.deep_linking)
        return enter(opened, to=placements.PATH)
    if launch.message_type is MessageType.SUBMISSION_REVIEW:
        return enter(opened, to=reviewed(launch))
    return enter(opened, to=_path(launch))


def _in_frame(launch: Launch) -> bool:
    """Ask the browser before the platform: a person may open a framed link in a tab."""
    shown_as = request.headers.get("Sec-Fetch-Dest") or launch.document_target
    return shown_as not in {"document", "window"}


def _path(launch: Launch) -> str:
    """Return the page of the visit that the link was placed for: what follows "/l/".

    Some platforms launch every link at the tool's one address; its parameter then says the page.
    """
    pages, target = f"{web().public_url}/l/", launch.target_link_uri.partition("?")[0]
    named = target.removeprefix(pages) if target.startswith(pages) else ""
    return named or launch.custom.get(placements.PARAMETER, "")


def _page(template: str, **values: object) -> Response:
    may_frame_anywhere()
    return make_response(render_template(template, **values))


def _with_cookies(response: Response, cookies: tuple[Cookie, ...]) -> Response:
    for cookie in cookies:
        set_cookie(response, cookie.name, cookie.value, lifetime_s=cookie.lifetime_s)
    return response


def _fields(sent: Mapping[str, str]) -> dict[str, str]:
    return dict(sent.items())


def _unsealed(names: str) -> tuple[str | None, str | None]:
    try:
        person, course = _sealer().loads(names)
    except BadData as error:
        raise SpentTicketError from error
    return person, course


def _sealer() -> URLSafeSerializer:
    return URLSafeSerializer(web().signing_key, salt="names of a launch")


def _tool() -> LtiTool:
    return web().lti
