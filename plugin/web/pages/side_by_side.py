"""Bringing a second mentor to a pairing."""

from flask import Blueprint
from marshmallow import fields
from werkzeug.wrappers import Response

from plugin.mentoring.people import PersonId
from plugin.mentoring.programme import ProgrammeId
from plugin.mentoring.relationship import Relationship, RelationshipId
from plugin.services.side_by_side import SideBySidePage
from plugin.web.current import actor, services
from plugin.web.forms import FormSchema, read_sent
from plugin.web.names import labels
from plugin.web.pages.overview import places
from plugin.web.pages.show import page, then

bp = Blueprint("side_by_side", __name__, url_prefix="/programmes/<programme_id>/side-by-side")


class BringForm(FormSchema):
    """Whom to bring to which pairing."""

    pair = fields.String(required=True)
    mentor = fields.String(required=True)


@bp.get("/")
def show(programme_id: str) -> Response:
    """Show the pairings, and mentors who have a place left."""
    facts = services().side_by_side.page(ProgrammeId(programme_id), actor=actor())
    return page(
        "members/side_by_side.html",
        nav=places(facts.programme, here_is="overview"),
        page=facts,
        pairs=[(one.relationship_id, names) for one, names in _named(facts)],
        shared=[names for one, names in _named(facts) if len(one.mentors) > 1],
    )


@bp.post("/")
def bring(programme_id: str) -> Response:
    """Bring a mentor to a pairing."""
    said = read_sent(BringForm())
    pair, mentor = RelationshipId(said["pair"]), PersonId(said["mentor"])
    made = services().side_by_side.bring(pair, mentor, actor=actor())
    return then("side_by_side.show", "brought", programme_id=made.programme_id)


def _named(facts: SideBySidePage) -> list[tuple[Relationship, str]]:
    found = [
        (one, labels([facts.people[member.person_id] for member in one.members]))
        for one in facts.pairs
    ]
    return sorted(found, key=lambda pair: pair[1].casefold())
