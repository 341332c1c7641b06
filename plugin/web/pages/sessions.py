"""What the members do with one session: topics, calling off, trying again."""

from flask import Blueprint
from marshmallow import fields
from werkzeug.wrappers import Response

from plugin.mentoring.session import SessionId
from plugin.ports.errors import ConflictError
from plugin.ports.values import UNREADABLE
from plugin.web.current import actor, page_url, services
from plugin.web.forms import FormSchema, at_most, read_sent, version
from plugin.web.pages.notes import both
from plugin.web.pages.show import page, then

bp = Blueprint("sessions", __name__, url_prefix="/sessions/<session_id>")


class ChangeForm(FormSchema):
    """The version of the session on the sender's page."""

    version = version()
    agenda = fields.String(load_default="", validate=at_most(4000))
    back = fields.String(load_default="")


@bp.post("/agenda")
def agenda(session_id: str) -> Response:
    """Keep what the members want to talk about; of two who wrote at once, show both texts."""
    said = read_sent(ChangeForm())
    try:
        session = services().sessions.write_agenda(
            SessionId(session_id), said["agenda"], version=said["version"], actor=actor()
        )
    except ConflictError:
        return both_agendas(
            SessionId(session_id),
            said["agenda"],
            action=page_url("sessions.agenda", session_id=session_id),
            back=page_url("records.show", session_id=session_id),
        )
    if said["back"] == "session":
        return then("records.show", "agenda", session_id=session_id)
    return then("relationships.show", "agenda", relationship_id=session.relationship_id)


def both_agendas(
    session_id: SessionId, mine: str, *, action: str, back: str, **also: str
) -> Response:
    """Show the topics that two people wrote at the same time, as `notes.both` does."""
    session = services().sessions.of(session_id, actor=actor())
    return both(
        theirs=session.agenda.replace(UNREADABLE, ""),
        mine=mine,
        version=session.version,
        name="agenda",
        action=action,
        back=back,
        **also,
    )


@bp.get("/cancel")
def ask_cancel(session_id: str) -> Response:
    """Ask before a session is called off: it cannot be undone, only booked anew."""
    session = services().sessions.of(SessionId(session_id), actor=actor())
    return page("sessions/cancel.html", session=session)


@bp.post("/cancel")
def cancel(session_id: str) -> Response:
    """Call the session off."""
    said = read_sent(ChangeForm())
    session = services().sessions.cancel(
        SessionId(session_id), version=said["version"], actor=actor()
    )
    return then("relationships.show", "cancelled", relationship_id=session.relationship_id)


@bp.post("/by-mail")
def by_mail(session_id: str) -> Response:
    """Invite by mail instead of waiting for Outlook."""
    session = services().sessions.by_mail(SessionId(session_id), actor=actor())
    return then("relationships.show", "again", relationship_id=session.relationship_id)


@bp.post("/again")
def again(session_id: str) -> Response:
    """Try the outside calendar again after a failure."""
    session = services().sessions.try_again(SessionId(session_id), actor=actor())
    return then("relationships.show", "again", relationship_id=session.relationship_id)


@bp.post("/anew")
def anew(session_id: str) -> Response:
    """Make a new meeting for a session whose meeting is lost."""
    session = services().sessions.make_again(SessionId(session_id), actor=actor())
    return then("relationships.show", "again", relationship_id=session.relationship_id)
