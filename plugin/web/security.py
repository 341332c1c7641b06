"""What every answer carries and every form must prove.

Headers: nothing inline runs or styles, nothing is fetched from or sent to elsewhere, and only the
LMS that a visit came from may frame it. Forms: sent from our own page (`Sec-Fetch-Site`, else
`Origin`), with the token of the visit. SameSite cannot protect us, for our cookies must work in
another site's frame.
"""

import hmac

from flask import Flask, g, request
from werkzeug import Response

from plugin.web.current import in_teams, in_visit, visit, web
from plugin.web.errors import ForgedFormError

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action {targets}; base-uri 'none'; object-src 'none'; "
    "frame-ancestors {ancestors}"
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    # Not no-referrer: browsers would then send "Origin: null" with our own forms.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}
HSTS = "max-age=31536000"
BODY_LIMIT = 1_000_000
LAUNCH_LIMIT = 128 * 1024
UPLOADS, UPLOAD_LIMIT = frozenset({"documents.add_file", "people_lists.choose"}), 11_000_000
"""A file of 10 MB, and what a form puts around it."""
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
# Others post these: a platform and the sign-in of Microsoft from their own sites, Microsoft and
# mail programs from no page at all.
FROM_ELSEWHERE = ("/lti/", "/graph/", "/mail/", "/ms/callback")
CSRF_FIELD = "csrf"
CSRF_HEADER = "X-CSRF"


def protect(app: Flask) -> None:
    """Put headers on every answer of `app`, and limits on every request."""
    app.config["MAX_CONTENT_LENGTH"] = BODY_LIMIT
    app.config["MAX_FORM_MEMORY_SIZE"] = BODY_LIMIT
    app.before_request(limit_launches)
    app.before_request(refuse_forgeries)
    app.after_request(add_headers)


def may_frame(*origins: str) -> None:
    """Let these origins frame the answer of this request; by default nobody may."""
    g.ancestors = origins


def may_send_to(origin: str) -> None:
    """Let a form of the answer of this request go to one other site."""
    g.form_target = origin


def may_frame_anywhere() -> None:
    """Let any site frame the answer, which must hold no data and no button worth stealing.

    Before a launch is checked nobody knows which site really shows the frame: a platform may serve
    its courses from many hosts.
    """
    near = () if web().secure else ("http://localhost:*", "http://127.0.0.1:*")
    g.ancestors = ("https:", *near)


def limit_launches() -> None:
    """Hold what platforms post to a size that no honest token reaches, and files to theirs."""
    if request.path.startswith("/lti/"):
        request.max_content_length = LAUNCH_LIMIT
    elif request.endpoint in UPLOADS:
        request.max_content_length = UPLOAD_LIMIT


def refuse_forgeries() -> None:
    """Refuse a form that was not sent from a page of ours, or not from one of this visit.

    Raises:
        ForgedFormError: it was not, or nothing shows that it was.

    """
    if request.method in SAFE or request.path.startswith(FROM_ELSEWHERE):
        return
    require_our_page()
    if in_visit() and not hmac.compare_digest(_token(), visit().csrf.encode()):
        raise ForgedFormError


def require_our_page() -> None:
    """Refuse a request that no page of ours sent.

    Raises:
        ForgedFormError: another site sent it, or a browser too old to say.

    """
    site = request.headers.get("Sec-Fetch-Site")
    ours = site == "same-origin" if site else request.headers.get("Origin") == web().public_url
    if not ours:
        raise ForgedFormError


def add_headers(response: Response) -> Response:
    """Set what browsers must know; a view that set its own policy keeps it."""
    ancestors = " ".join(g.get("ancestors") or _visit_ancestors()) or "'none'"
    targets = f"'self' {g.get('form_target', '')}".rstrip()
    policy = POLICY.format(ancestors=ancestors, targets=targets)
    ours = {**HEADERS, "Content-Security-Policy": policy}
    if request.endpoint != "static":
        ours["Cache-Control"] = "no-store"
    if web().secure:
        ours["Strict-Transport-Security"] = HSTS
    # One look at the names: `setdefault` goes through all of them twice for each header.
    present = {name.lower() for name, _ in response.headers}
    for name, value in ours.items():
        if name.lower() not in present:
            response.headers.add(name, value)
    return response


def _visit_ancestors() -> tuple[str, ...]:
    if not in_visit() or not visit().frame_origin:
        return ()
    portals = () if in_teams() else web().frame_origins
    return (visit().frame_origin or "", *portals)


def _token() -> bytes:
    sent = request.headers.get(CSRF_HEADER) or request.form.get(CSRF_FIELD, "")
    return sent.encode("utf-8", "surrogatepass")
