"""Errors as pages: words, a support code, and nothing of what was sent."""

import secrets

from flask import Flask, current_app, g, make_response, redirect, render_template, request, url_for
from werkzeug import Response
from werkzeug.exceptions import HTTPException, SecurityError

from lti import LaunchRefusedError, RefusalCode
from plugin.mentoring.errors import MentoringError
from plugin.ports.errors import OutsideError
from plugin.web.current import in_visit
from plugin.web.errors import (
    ForgedFormError,
    TooManyError,
    UnservedMessageError,
    VisitLapsedError,
    WebError,
)
from plugin.web.forms import fields_read
from plugin.web.messages import words_for
from plugin.web.protocol.refusals import REFUSALS
from plugin.web.security import may_frame_anywhere
from plugin.web.visits import GUEST_HANDLE, TEAMS_HANDLE
from plugin.web.written import shown_again

KNOWN = (MentoringError, OutsideError, WebError, HTTPException)


def show_errors(app: Flask) -> None:
    """Give `app` a page for every error, down to the defect that nobody foresaw."""
    app.register_error_handler(LaunchRefusedError, show_refusal)
    for kind in KNOWN:
        app.register_error_handler(kind, show)
    app.register_error_handler(500, show)


def show(error: Exception) -> Response:
    """Return the page of an error, or a fragment where only a part of the page was asked for."""
    if isinstance(error, HTTPException) and (error.code or 500) < 400:
        return Response(error.get_response().get_data(), error.code, error.get_headers())
    if isinstance(error, SecurityError):  # asked for under another host: no address can be built
        return Response("", error.code, mimetype="text/plain")
    if isinstance(error, VisitLapsedError) and _of_tab():
        return _opened_anew()
    if isinstance(error, VisitLapsedError) and _handle().startswith(GUEST_HANDLE):
        return redirect(url_for("guests_in.door"), 303)
    words, support = words_for(error), support_code()
    if words.status < 500:  # Flask has logged a defect itself, with its traceback
        current_app.logger.info("%s at %s, support %s", words.code, request.endpoint, support)
    else:
        current_app.logger.warning("%s at %s, support %s", words.code, request.endpoint, support)
    template = "errors/part.html" if request.headers.get("HX-Request") else "errors/page.html"
    detail = str(error) if isinstance(error, UnservedMessageError) else ""
    page = render_template(
        template, words=words, support=support, detail=detail, written=written(error)
    )
    return _with_headers(make_response(page, words.status), error)


def _of_tab() -> bool:
    """Whether a page was asked for that a tab had open: its host can say who it is once more."""
    return request.method == "GET" and _handle().startswith(TEAMS_HANDLE)


def _handle() -> str:
    return str(g.get("handle") or "")


def _opened_anew() -> Response:
    within = request.path.removeprefix(f"/l/{g.handle}/")
    return redirect(url_for("teams_host.tab", entity="people", at=within or None), 303)


def show_refusal(error: LaunchRefusedError) -> Response:
    """Return the page of a refused launch."""
    refusal, support = REFUSALS[error.code], support_code()
    current_app.logger.warning("launch refused: %s, support %s", error, support)
    # The kind of a message is a word of the specification's; other details are for developers.
    named = error.detail if error.code is RefusalCode.MESSAGE_UNSUPPORTED else ""
    page = render_template(
        "errors/launch.html", refusal=refusal, code=error.code, detail=named, support=support
    )
    return _with_headers(make_response(page, refusal.status), error)


def written(error: Exception) -> list[tuple[object, str]]:
    """Return what somebody wrote at length in the form that failed, to show it to them once more.

    Nobody else's words are in it, and none where we are not sure who sent the form.
    """
    if request.method != "POST" or not in_visit() or isinstance(error, ForgedFormError):
        return []
    try:
        return shown_again(request.form.items(multi=True), fields_read())
    except HTTPException:  # the form itself is what failed
        return []


def support_code() -> str:
    """Return a short code that ties a page to its line in the log; it tells nothing else."""
    return "-".join(secrets.token_hex(2).upper() for _ in range(2))


def _with_headers(response: Response, error: Exception) -> Response:
    if not in_visit():
        may_frame_anywhere()  # the LMS's frame must be able to say what is wrong
    if isinstance(error, TooManyError):
        response.headers["Retry-After"] = str(error.after_s)
    if isinstance(error, VisitLapsedError) and request.headers.get("HX-Request"):
        response.headers["HX-Refresh"] = "true"  # a part of a lapsed page would look alive
    return response
