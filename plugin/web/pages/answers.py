"""The presses of the tab's first page: offer times, confirm one, and take back the last thing."""

from datetime import UTC

from flask import Blueprint
from marshmallow import fields, validate
from werkzeug.wrappers import Response

from plugin.mentoring.common_time import Fit
from plugin.mentoring.errors import OutOfBoundsError
from plugin.mentoring.poll import MOST_SLOTS
from plugin.mentoring.relationship import RelationshipId
from plugin.mentoring.time_proposal import TimeProposalId, TimeProposalState
from plugin.services.taking_back import HOURS, SIGNED, WRITTEN
from plugin.services.undoing import BOOKED, MOVED, OFFERED
from plugin.web.current import actor, services
from plugin.web.forms import REASONABLE, FormSchema, at_most, read_form, read_sent
from plugin.web.pages.show import form_page, then
from plugin.web.pages.teams_links import meeting_link
from plugin.web.pages.times import elsewhere
from plugin.web.texts import gettext as _

bp = Blueprint("answers", __name__, url_prefix="/teams")
OFFERED_TIMES = 3
TAKEN_BACK = {
    BOOKED: "unbooked",
    OFFERED: "withdrawn",
    MOVED: "changed",
    SIGNED: "unsigned",
    WRITTEN: "unwritten",
    HOURS: "hours-back",
}
"""What is said of each kind once it was taken back."""


class OfferForm(FormSchema):
    """The times that are ticked."""

    slots = fields.List(
        fields.AwareDateTime(default_timezone=UTC, validate=REASONABLE),
        load_default=(),
        validate=validate.Length(max=MOST_SLOTS),
    )


class UndoForm(FormSchema):
    """What was done last, as "kind:key"."""

    last = fields.String(required=True, validate=at_most(100))


@bp.get("/offer/<relationship_id>")
def offer(relationship_id: str) -> Response:
    """Show the three best times of one relationship; Outlook is asked now."""
    return _offer(relationship_id)


@bp.post("/offer/<relationship_id>")
def send_offer(relationship_id: str) -> Response:
    """Offer the times that are ticked; the others pick one."""
    form = read_form(OfferForm())
    try:
        poll = services().polls.offer(
            RelationshipId(relationship_id), form.data.get("slots", ()), actor=actor()
        )
    except OutOfBoundsError:
        return _offer(relationship_id, few=True)
    return then("teams.people", "offered-times", undo=f"{OFFERED}:{poll.poll_id}")


@bp.post("/confirm/<key>")
def confirm(key: str) -> Response:
    """Move a session to the time that somebody else suggested for it."""
    services().open_times.decide(TimeProposalId(key), TimeProposalState.TAKEN, actor=actor())
    return then("teams.people", "changed", undo=f"{MOVED}:{key}")


@bp.post("/undo")
def undo() -> Response:
    """Take back what was just done, or lead to where it is said why it stands."""
    said = read_sent(UndoForm())["last"]
    done = services().undoing.undo(said, actor=actor())
    words, stands = TAKEN_BACK[done.kind], {"undo": said} if done.bar else {}
    if done.kind == HOURS:
        return then("teams.hours", words)
    if done.kind == WRITTEN:
        key = done.exchange_id
        return then("messages.exchange", "" if stands else words, exchange_id=key, **stands)
    return then("teams.people", "" if stands else words, **stands)


def _offer(relationship_id: str, *, few: bool = False) -> Response:
    facts = services().free_time.times(RelationshipId(relationship_id), actor=actor())
    partners = [one for one in facts.people if one.person_id != actor().person_id]
    best = [one for one in facts.best if one.fit is not Fit.UNSOCIAL] or list(facts.best)
    return form_page(
        facts.relationship,
        "teams/offer.html",
        status=422 if few else 200,
        page=facts,
        partners=partners,
        best=sorted(best[:OFFERED_TIMES], key=lambda one: one.span),
        few=few,
        elsewhere=elsewhere,
        meeting_link=meeting_link(_("Mentoring"), best[0].span if best else None),
    )
