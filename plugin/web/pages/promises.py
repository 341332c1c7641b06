"""What the members of a relationship said they would do."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import Blueprint
from flask_babel import lazy_gettext
from marshmallow import fields
from werkzeug.wrappers import Response

from plugin.mentoring.people import Person, PersonId
from plugin.mentoring.promises import LONGEST_PROMISE, Promise, PromiseId, PromiseState
from plugin.mentoring.relationship import RelationshipId
from plugin.mentoring.session import SessionId
from plugin.mentoring.spans import on_wall_clock
from plugin.web.current import actor, now, remember_viewer, services, viewer_zone
from plugin.web.forms import Form, FormSchema, at_most, day, one_of, read_form, read_sent, version
from plugin.web.pages.show import page, then
from plugin.web.texts import gettext as _

bp = Blueprint("promises", __name__)

WEEK = timedelta(days=7)
LABELS = {
    "text": lazy_gettext("What"),
    "due_on": lazy_gettext("By when"),
    "owner": lazy_gettext("Who"),
}


class PromiseForm(FormSchema):
    """Who does what by when."""

    text = fields.String(required=True, validate=at_most(LONGEST_PROMISE))
    due_on = day(required=True)
    owner = fields.String(required=True)
    session = fields.String(load_default=None)


class SettleForm(FormSchema):
    """How a promise stands now."""

    version = version()
    state = fields.String(load_default=PromiseState.DONE, validate=one_of(tuple(PromiseState)))
    back = fields.String(load_default="")


class DayForm(FormSchema):
    """Another day."""

    version = version()
    due_on = day(required=True)


@dataclass(frozen=True, slots=True)
class Row:
    """One promise as it is shown.

    Attributes:
        person: whose it is; None for somebody who is not known here any more.
        mine: whether the reader may settle it.

    """

    promise: Promise
    person: Person | None
    mine: bool


def promise_rows(
    promises: Iterable[Promise], people: Mapping[PersonId, Person], me: PersonId
) -> list[Row]:
    """Return promises as rows, each with its owner's face."""
    return [Row(one, people.get(one.owner), one.owner == me) for one in promises]


def suggested_day(moment: datetime, zone: str) -> date:
    """Return the day a week after a moment, or after now, whichever is later."""
    return on_wall_clock(max(moment, now()) + WEEK, zone).date()


@bp.get("/relationships/<relationship_id>/promises/")
def show(relationship_id: str) -> Response:
    """Show every promise, and how the reader kept their own."""
    return _page(relationship_id, Form())


@bp.post("/relationships/<relationship_id>/promises/")
def make(relationship_id: str) -> Response:
    """Write down a promise."""
    form = read_form(PromiseForm())
    if not form.ok:
        return _page(relationship_id, form, status=422)
    session = form.data["session"]
    services().promises.make(
        RelationshipId(relationship_id),
        form.data["text"],
        due_on=form.data["due_on"],
        owner=PersonId(form.data["owner"]),
        session_id=SessionId(session) if session else None,
        actor=actor(),
    )
    if session:
        return then("records.show", "promised", session_id=session)
    return then("relationships.show", "promised", relationship_id=relationship_id)


@bp.post("/promises/<promise_id>/")
def settle(promise_id: str) -> Response:
    """Say that it is done, let it go, or take it up again."""
    said = read_sent(SettleForm())
    promise = services().promises.settle(
        PromiseId(promise_id),
        PromiseState(said["state"]),
        version=said["version"],
        actor=actor(),
    )
    key = promise.relationship_id
    place = "promises.show" if said["back"] == "all" else "relationships.show"
    return then(place, f"promise-{promise.state.name.lower()}", relationship_id=key)


@bp.post("/promises/<promise_id>/day")
def put_off(promise_id: str) -> Response:
    """Give it another day."""
    said = read_sent(DayForm())
    promise = services().promises.put_off(
        PromiseId(promise_id), said["due_on"], version=said["version"], actor=actor()
    )
    return then("promises.show", "put-off", relationship_id=promise.relationship_id)


def _page(relationship_id: str, form: Form, *, status: int = 200) -> Response:
    facts = services().promises.page(RelationshipId(relationship_id), actor=actor())
    me = actor().person_id
    remember_viewer(facts.people.get(me))
    rows = promise_rows(facts.promises, facts.people, me)
    if not form.sent:
        due_on = suggested_day(now(), viewer_zone()).isoformat()
        form = Form.filled({"due_on": due_on, "owner": me})
    return page(
        "promises/show.html",
        status=status,
        form=form,
        labels=LABELS,
        relationship=facts.relationship,
        members=_members(facts.people, facts.relationship.people, me),
        open=[row for row in rows if row.promise.state is PromiseState.OPEN],
        settled=[row for row in reversed(rows) if row.promise.state is not PromiseState.OPEN],
        kept=facts.kept,
        signed=facts.signed,
    )


def _members(
    people: Mapping[PersonId, Person], members: Iterable[PersonId], me: PersonId
) -> list[tuple[str, str]]:
    """Return who may own a promise, the reader first."""
    return [
        (who, _("I do") if who == me else people[who].given)
        for who in sorted(members, key=lambda who: (who != me, people[who].label))
    ]
