"""Questions and rounds in writing: asked with their context, answered in one's own time."""

from datetime import datetime, time, timedelta
from math import ceil
from typing import Any

from flask import Blueprint, request
from flask_babel import lazy_gettext
from marshmallow import fields, validate
from werkzeug.wrappers import Response

from plugin.mentoring.errors import ClockGapError
from plugin.mentoring.exchanges import (
    LONGEST_CONTEXT,
    LONGEST_MESSAGE,
    LONGEST_SUBJECT,
    ExchangeId,
    ExchangeKind,
)
from plugin.mentoring.relationship import RelationshipId, RelationshipState
from plugin.mentoring.spans import from_wall_clock, on_wall_clock
from plugin.ports.values import UNREADABLE
from plugin.services.exchanges import ExchangePage
from plugin.services.taking_back import WRITTEN
from plugin.web.current import (
    actor,
    in_teams,
    now,
    page_url,
    remember_viewer,
    services,
    viewer_zone,
)
from plugin.web.forms import Form, FormSchema, at_most, one_of, read_form, read_sent, version
from plugin.web.pages.show import page, then

bp = Blueprint("messages", __name__)

NOON = time(12)
HOUR = timedelta(hours=1)
LABELS = {
    "subject": lazy_gettext("What it is about"),
    "context": lazy_gettext("What one has to know to answer"),
    "body": lazy_gettext("Your message"),
    "link": lazy_gettext("A link"),
    "urgent": lazy_gettext("How soon"),
    "words": lazy_gettext("Words to look for"),
}


class AskForm(FormSchema):
    """A question or a round with its context."""

    kind = fields.String(load_default=ExchangeKind.QUESTION, validate=one_of(tuple(ExchangeKind)))
    subject = fields.String(required=True, validate=at_most(LONGEST_SUBJECT))
    context = fields.String(required=True, validate=at_most(LONGEST_CONTEXT))
    urgent = fields.Boolean(load_default=False)
    anyway = fields.Boolean(load_default=False)


class MessageForm(FormSchema):
    """A message, with a link to something spoken, drawn or annotated."""

    body = fields.String(required=True, validate=at_most(LONGEST_MESSAGE))
    link = fields.String(load_default="", validate=at_most(2000))


class LaterForm(FormSchema):
    """The day on which an answer comes."""

    version = version()
    on = fields.Date(required=True)


class SettleForm(FormSchema):
    """The version that was on the page."""

    version = version()


class SearchForm(FormSchema):
    """Words to look for; sent in the body, since an address is kept in many places."""

    words = fields.String(required=True, validate=validate.Length(2, 100))


@bp.get("/relationships/<relationship_id>/messages/")
def show(relationship_id: str) -> Response:
    """Show what was asked, the newest first."""
    return _list(relationship_id, Form())


@bp.post("/relationships/<relationship_id>/messages/")
def ask(relationship_id: str) -> Response:
    """Ask; what is urgent is first shown the faster way."""
    form = read_form(AskForm())
    if not form.ok:
        return _list(relationship_id, form, status=422)
    if form.data["urgent"] and not form.data["anyway"]:
        return _list(relationship_id, form, faster=True)
    made = services().exchanges.ask(
        RelationshipId(relationship_id),
        ExchangeKind(form.data["kind"]),
        form.data["subject"],
        form.data["context"],
        urgent=form.data["urgent"],
        actor=actor(),
    )
    return then("messages.exchange", "exchange-asked", exchange_id=made.exchange_id)


@bp.post("/relationships/<relationship_id>/messages/search")
def search(relationship_id: str) -> Response:
    """Find words in what the reader may read here."""
    form = read_form(SearchForm())
    key = RelationshipId(relationship_id)
    facts = services().exchanges.page(key, actor=actor())
    wanted = form.data["words"] if form.ok else ""
    found, whole = services().searches.find(key, wanted, actor=actor())
    remember_viewer(facts.people.get(actor().person_id))
    return page(
        "messages/found.html",
        form=form,
        wanted=wanted,
        found=found,
        whole=whole,
        people=facts.people,
        me=actor().person_id,
        relationship=facts.relationship,
    )


@bp.get("/messages/<exchange_id>/")
def exchange(exchange_id: str) -> Response:
    """Show one question or round."""
    return _exchange(exchange_id, Form())


@bp.post("/messages/<exchange_id>/")
def write(exchange_id: str) -> Response:
    """Write in it."""
    form = read_form(MessageForm())
    if not form.ok:
        return _exchange(exchange_id, form, status=422)
    made, message = services().exchanges.write(
        ExchangeId(exchange_id), form.data["body"], form.data["link"], actor=actor()
    )
    done = "round-done" if made.session_id else "written"
    last = f"{WRITTEN}:{message.message_id}" if in_teams() else None
    return then("messages.exchange", done, exchange_id=exchange_id, undo=last)


@bp.post("/messages/<exchange_id>/later")
def later(exchange_id: str) -> Response:
    """Say that an answer takes until a day."""
    said = read_sent(LaterForm())
    services().exchanges.snooze(
        ExchangeId(exchange_id), _noon(said["on"]), version=said["version"], actor=actor()
    )
    return then("messages.exchange", "snoozed", exchange_id=exchange_id)


@bp.post("/messages/<exchange_id>/settle")
def settle(exchange_id: str) -> Response:
    """Say that it is answered, or that the round is complete as it is."""
    said = read_sent(SettleForm())
    made = services().exchanges.settle(
        ExchangeId(exchange_id), version=said["version"], actor=actor()
    )
    done = "round-done" if made.session_id else "settled"
    return then("messages.exchange", done, exchange_id=exchange_id)


def _noon(day: Any) -> datetime:
    try:
        return from_wall_clock(datetime.combine(day, NOON), viewer_zone())
    except ClockGapError as gap:
        return from_wall_clock(gap.after, viewer_zone())


def _list(relationship_id: str, form: Form, *, status: int = 200, faster: bool = False) -> Response:
    number = max(request.args.get("page", 1, int), 1)
    key = RelationshipId(relationship_id)
    facts = services().exchanges.page(key, actor=actor(), page=min(number, 1000))
    me = actor().person_id
    remember_viewer(facts.people.get(me))
    if not form.sent:
        round_ = request.args.get("kind") == ExchangeKind.ROUND
        form = Form.filled({"kind": ExchangeKind.ROUND if round_ else ExchangeKind.QUESTION})
    return page(
        "messages/show.html",
        status=status,
        form=form,
        labels=LABELS,
        page=facts,
        me=me,
        faster=faster,
        backup=_backup(facts.agreement),
        writable=facts.relationship.state is not RelationshipState.ENDED and not facts.closed,
        before=_page_url(relationship_id, number - 1) if number > 1 else None,
        after=_page_url(relationship_id, number + 1) if facts.more else None,
    )


def _page_url(relationship_id: str, number: int) -> str:
    return page_url("messages.show", relationship_id=relationship_id, page=number)


def _exchange(exchange_id: str, form: Form, *, status: int = 200) -> Response:
    facts = services().exchanges.of(ExchangeId(exchange_id), actor=actor())
    me, asked = actor().person_id, facts.exchange
    remember_viewer(facts.people.get(me))
    ended = facts.relationship.state is RelationshipState.ENDED
    missing = [who for who in facts.relationship.people if who not in facts.writers]
    return page(
        "messages/exchange.html",
        status=status,
        form=form,
        labels=LABELS,
        page=facts,
        me=me,
        backup=_backup(facts.agreement),
        writable=not ended and asked.session_id is None,
        mine_to_answer=asked.waits_for(me) and not ended,
        kind_word=asked.is_late(now()) and asked.waits_for(me) and not ended,
        slipped=asked.may_ask_again(now()) and asked.author == me and not ended,
        settles=_settles(facts, me) and not ended,
        missing=[facts.people[who] for who in sorted(missing)],
        tomorrow=(on_wall_clock(now(), viewer_zone()) + timedelta(days=1)).date(),
        next_week=(on_wall_clock(now(), viewer_zone()) + timedelta(days=7)).date(),
        took_hours=None if facts.took is None else max(ceil(facts.took / HOUR), 1),
    )


def _settles(facts: ExchangePage, me: str) -> bool:
    asked = facts.exchange
    if asked.closed_at is not None:
        return False
    if asked.kind is ExchangeKind.ROUND:
        return len(facts.writers & facts.relationship.people) > 1
    return asked.author == me and asked.answered_at is not None


def _backup(agreement: Any) -> str:
    """Return what to do when something cannot wait, as the members agreed; empty for nothing."""
    backup = agreement.terms.backup if agreement else ""
    return "" if backup == UNREADABLE else str(backup)
