"""Whether a session may be recorded: everybody's own word, and the link for its people."""

from flask import Blueprint
from marshmallow import fields
from werkzeug.wrappers import Response

from plugin.mentoring.recording import LONGEST_LINK, TEXT, text_hash
from plugin.mentoring.session import SessionId
from plugin.web.current import actor, services
from plugin.web.forms import FormSchema, at_most, read_form, read_sent
from plugin.web.pages.show import page, then
from plugin.web.texts import gettext as _

bp = Blueprint("recordings", __name__, url_prefix="/sessions/<session_id>/recording")


class WordForm(FormSchema):
    """Yes to the text on the page, or a yes taken back."""

    word = fields.String(load_default="no")
    read = fields.String(load_default="")


class LinkForm(FormSchema):
    """Where the recording is."""

    url = fields.String(load_default="", validate=at_most(LONGEST_LINK))


@bp.get("/")
def show(session_id: str) -> Response:
    """Show who has said yes, and to what."""
    return _page(session_id)


@bp.post("/")
def say(session_id: str) -> Response:
    """Keep one's word."""
    said = read_sent(WordForm())
    given = said["word"] == "yes"
    services().recordings.say(SessionId(session_id), given=given, read=said["read"], actor=actor())
    return then(
        "recordings.show", "recording-yes" if given else "recording-no", session_id=session_id
    )


@bp.post("/link")
def link(session_id: str) -> Response:
    """Keep the link."""
    form = read_form(LinkForm())
    url = form.data["url"] if form.ok else ""
    try:
        services().recordings.add_link(SessionId(session_id), url, actor=actor())
    except ValueError:
        return _page(session_id, problem=_("Please give an address that begins with https://."))
    return then("recordings.show", "saved", session_id=session_id)


def _page(session_id: str, *, problem: str = "") -> Response:
    facts = services().recordings.page(SessionId(session_id), actor=actor())
    state = dict(facts.link.settings).get("recording", "unknown") if facts.link else "unknown"
    return page(
        "sessions/recording.html",
        status=422 if problem else 200,
        page=facts,
        text=_(TEXT),
        read=text_hash(),
        me=actor().person_id,
        state=state,
        problem=problem,
    )
