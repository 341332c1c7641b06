"""Where links in mails lead that do one thing, for whoever has the mail: no visit is needed.

GET shows and changes nothing, for mail programs and scanners open every link. POST acts; a mail
program posts by itself where its reader presses its own "unsubscribe" (RFC 8058).
"""

from flask import Blueprint, make_response, render_template, request
from werkzeug import Response

from plugin.mentoring.answers import Answer
from plugin.web.current import services, web

bp = Blueprint("mail", __name__)


@bp.get("/to/<path:thing>")
def to(thing: str) -> Response:
    """Send people to their course; whether there is such a thing is nobody's to learn here."""
    return make_response(
        render_template("handshake/entry.html", guests=web().microsoft is not None)
    )


@bp.get("/mail/off/<token>")
def ask_off(token: str) -> Response:
    """Ask before mail ends."""
    return _off("ask" if services().notices.would_end(token) else "broken")


@bp.post("/mail/off/<token>")
def off(token: str) -> Response:
    """End the mail of the person whom the link was made for."""
    return _off("done" if services().notices.end_mail(token) else "broken")


def _off(state: str) -> Response:
    found = render_template("mail/off.html", state=state)
    return make_response(found, 404 if state == "broken" else 200)


@bp.get("/mail/third/<token>")
def ask_third(token: str) -> Response:
    """Ask a third person whether they may be introduced; nothing of theirs is shown here."""
    return _third(token)


@bp.post("/mail/third/<token>")
def third(token: str) -> Response:
    """Keep the third person's own word."""
    yes = request.form.get("word") == "yes"
    said = services().together.third_says(token, yes)
    return _third(token, said="" if not said else "yes" if yes else "no")


def _third(token: str, *, said: str = "") -> Response:
    person = services().together.introducer(token)
    found = render_template("mail/third.html", person=person, said=said)
    return make_response(found, 200 if person else 404)


@bp.get("/mail/answer/<token>")
def ask_answer(token: str) -> Response:
    """Ask whether somebody comes to a session or a series: when it is, and nobody's name."""
    return _answer(token)


@bp.post("/mail/answer/<token>")
def answer(token: str) -> Response:
    """Keep the answer; one to what has changed meanwhile is asked for again."""
    word = request.form.get("word", "")
    if word not in set(Answer):
        return _answer(token)
    said = services().replies.say(token, Answer(word), state=request.form.get("state", ""))
    return _answer(token, said=said, stale=not said)


def _answer(token: str, *, said: bool = False, stale: bool = False) -> Response:
    asked = services().replies.asked(token)
    found = render_template("mail/answer.html", asked=asked, said=said, stale=stale)
    return make_response(found, 404 if asked is None else 409 if stale else 200)
