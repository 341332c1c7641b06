"""How two people work together, written down and signed."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from flask import Blueprint, request
from marshmallow import fields
from werkzeug.wrappers import Response

from plugin.mentoring.agreement import (
    LONGEST_REVIEW_WEEKS,
    Terms,
    lengths_of,
    rhythms_of,
    topics_of,
)
from plugin.mentoring.cadence import RHYTHMS
from plugin.mentoring.enrolment import LONGEST_WORD, Medium
from plugin.mentoring.parts import Part, left_aside
from plugin.mentoring.relationship import Relationship, RelationshipId
from plugin.ports.errors import ConflictError
from plugin.ports.values import UNREADABLE
from plugin.services.contents import LONGEST_ITEM
from plugin.services.taking_back import SIGNED
from plugin.web.bank_words import text_of
from plugin.web.current import actor, in_teams, now, services, viewer
from plugin.web.forms import (
    Form,
    FormSchema,
    at_most,
    between,
    one_of,
    read_form,
    read_sent,
    version,
)
from plugin.web.pages.agreement_words import asked_of, differing, labels
from plugin.web.pages.show import form_page, page, then
from plugin.web.pages.words import cadences, lengths, media, notice_words, reply_words, review_words
from plugin.web.texts import gettext as _

bp = Blueprint("agreements", __name__, url_prefix="/relationships/<relationship_id>/agreement")

LISTS = ("recorded", "shared", "never", "limits")
PART = ("role", "goals", "offers", "seeks", "aside")


class PartForm(FormSchema):
    """What a member brings; one item a line."""

    role = fields.String(load_default="", validate=at_most(2000))
    goals = fields.String(load_default="", validate=at_most(2000))
    offers = fields.String(load_default="", validate=at_most(2000))
    seeks = fields.String(load_default="", validate=at_most(2000))
    aside = fields.String(load_default="", validate=at_most(2000))
    ready = fields.List(fields.String(validate=at_most(LONGEST_ITEM)), load_default=())


class TermsForm(PartForm):
    """The text of an agreement; lists are one item a line."""

    version = version(default=0)
    recorded = fields.String(load_default="", validate=at_most(1000))
    shared = fields.String(load_default="", validate=at_most(1000))
    never = fields.String(load_default="", validate=at_most(1000))
    cadence_weeks = fields.Integer(required=True, validate=between(1, 8))
    length_min = fields.Integer(required=True)
    medium = fields.String(required=True, validate=one_of(tuple(Medium)))
    reply_hours = fields.Integer(required=True, validate=between(1, 80))
    notice_hours = fields.Integer(required=True, validate=between(0, 168))
    backup = fields.String(load_default="", validate=at_most(200))
    words = fields.String(load_default="", validate=at_most(300))
    limits = fields.String(load_default="", validate=at_most(1000))
    topics = fields.List(fields.String(validate=at_most(LONGEST_WORD)), load_default=())
    review_weeks = fields.Integer(load_default=12, validate=between(1, LONGEST_REVIEW_WEEKS))


class SignForm(PartForm):
    """The version that the signer read, and what was still missing of their part."""

    number = version()


@bp.get("/")
def show(relationship_id: str) -> Response:
    """Show the agreement to sign, or the form where there is none yet."""
    relationship, programme, agreement, _terms = _read(relationship_id)
    if agreement is None:
        return edit(relationship_id)
    parts = services().agreements.parts(relationship.relationship_id, actor=actor())
    return page(
        "agreements/show.html",
        relationship=relationship,
        programme=programme,
        agreement=agreement,
        people=services().relationships.page(relationship.relationship_id, actor=actor()).people,
        me=viewer(),
        pair=_is_pair(relationship),
        parts=parts,
        aside=left_aside(parts),
        wants=_wanted(relationship, parts),
        tasks=_tasks(relationship),
        agreed=agreement.signed_by_all(relationship),
        strained=services().agreements.strained(relationship.relationship_id, actor=actor()),
        review_is_due=agreement.review_at <= now(),
        support=services().agreements.support(relationship.relationship_id, actor=actor()),
        replies=dict(reply_words()),
        notices=dict(notice_words()),
    )


@bp.get("/edit")
def edit(relationship_id: str) -> Response:
    """Show the form, filled in with what holds now."""
    _relationship, programme, agreement, terms = _read(relationship_id)
    version = agreement.version if agreement else 0
    every = request.args.get("every", terms.cadence_weeks, int)
    if every in RHYTHMS and programme.bounds.allows_cadence(every):
        terms = replace(terms, cadence_weeks=every)
    mine = _mine(services().agreements.parts(RelationshipId(relationship_id), actor=actor()))
    return _form(relationship_id, Form.filled({**_texts(terms), **mine, "version": version}))


@bp.post("/")
def propose(relationship_id: str) -> Response:
    """Keep the text with the proposer's signature; if another came meanwhile, show both."""
    form = _checked(read_form(TermsForm()), relationship_id)
    if not form.ok:
        return _form(relationship_id, form, status=422)
    try:
        services().agreements.propose(
            RelationshipId(relationship_id),
            _terms(form.data),
            version=form.data["version"],
            part=_part(relationship_id, form.data),
            actor=actor(),
        )
    except ConflictError:
        return _both(relationship_id, form)
    return then("agreements.show", "proposed", relationship_id=relationship_id)


@bp.post("/sign")
def sign(relationship_id: str) -> Response:
    """Put one's name under the version that was read."""
    said = read_sent(SignForm())
    part = _part(relationship_id, said) if any(said[name] for name in (*PART, "ready")) else None
    key = RelationshipId(relationship_id)
    services().agreements.sign(key, said["number"], part=part, actor=actor())
    if in_teams():
        return then("teams.people", "signed", undo=f"{SIGNED}:{key}.{said['number']}")
    return then("relationships.show", "signed", relationship_id=relationship_id)


@bp.post("/renew")
def renew(relationship_id: str) -> Response:
    """Say at a review that the text still fits."""
    number = read_sent(SignForm())["number"]
    services().agreements.renew(RelationshipId(relationship_id), number, actor=actor())
    return then("agreements.show", "renewed", relationship_id=relationship_id)


@bp.get("/mine")
def mine(relationship_id: str) -> Response:
    """Show one's own part, to be changed without a new signature."""
    parts = services().agreements.parts(RelationshipId(relationship_id), actor=actor())
    return _part_form(relationship_id, Form.filled(_mine(parts)))


@bp.post("/mine")
def write_mine(relationship_id: str) -> Response:
    """Keep one's own part."""
    form = _checked(read_form(PartForm()), relationship_id)
    if not form.ok:
        return _part_form(relationship_id, form, status=422)
    services().agreements.write_part(_part(relationship_id, form.data), actor=actor())
    return then("agreements.show", "part", relationship_id=relationship_id)


def _read(relationship_id: str) -> Any:
    return services().agreements.page(RelationshipId(relationship_id), actor=actor())


def _is_pair(relationship: Relationship) -> bool:
    return len(relationship.people) == 2


def _terms(data: Mapping[str, Any]) -> Terms:
    lists: dict[str, Any] = {name: _lines(data[name]) for name in LISTS}
    rest = {k: v for k, v in data.items() if k not in (*lists, *PART, "ready", "version", "medium")}
    rest["topics"] = tuple(data["topics"])
    rest["words"] = data["words"].replace(UNREADABLE, "")  # it would stand for a text that is kept
    return Terms(**lists, **rest, medium=Medium(data["medium"]))


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _texts(terms: Terms) -> dict[str, object]:
    """Return what stands in the form's fields, in their order."""
    return {
        "never": "\n".join(terms.never),
        "recorded": "\n".join(terms.recorded),
        "shared": "\n".join(terms.shared),
        "cadence_weeks": terms.cadence_weeks,
        "length_min": terms.length_min,
        "medium": terms.medium,
        "reply_hours": terms.reply_hours,
        "notice_hours": terms.notice_hours,
        "backup": terms.backup,
        "limits": "\n".join(terms.limits),
        "topics": terms.topics,
        "review_weeks": terms.review_weeks,
        "words": terms.words.replace(UNREADABLE, ""),
    }


def _part(relationship_id: str, data: Mapping[str, Any]) -> Part:
    who = actor()
    said: dict[str, Any] = {name: _lines(data[name]) for name in PART}
    said["role"] = (*said["role"], *data["ready"])
    return Part(RelationshipId(relationship_id), who.tenant_id, who.person_id, **said)


def _mine(parts: Sequence[Part]) -> dict[str, object]:
    part = next((one for one in parts if one.person_id == actor().person_id), None)
    return {name: "\n".join(getattr(part, name)) if part else "" for name in PART}


def _wanted(relationship: Relationship, parts: Sequence[Part] = ()) -> str:
    """Return the field that is still asked of the reader before they sign; empty for none."""
    me = actor().person_id
    side = next(one.side for one in relationship.members if one.person_id == me)
    enough = any(one.person_id == me and one.says_enough(side) for one in parts)
    return "" if enough else asked_of(side)


def _tasks(relationship: Relationship) -> list[str]:
    found = services().agreements.tasks(relationship.relationship_id, actor=actor())
    return [text_of(one) for one in found]


def _checked(form: Form, relationship_id: str) -> Form:
    """Return the form with a word at the field that is asked of the reader's side (T6)."""
    wanted = _wanted(_read(relationship_id)[0])
    if form.ok and not form.data[wanted] and not (wanted == "role" and form.data["ready"]):
        return form.with_error(wanted, _("Please say at least one thing."))
    return form


def _part_form(relationship_id: str, form: Form, *, status: int = 200) -> Response:
    relationship = _read(relationship_id)[0]
    return form_page(
        relationship,
        "agreements/mine.html",
        status=status,
        form=form,
        labels=labels(pair=_is_pair(relationship)),
        relationship=relationship,
        wants=_wanted(relationship),
        tasks=_tasks(relationship),
    )


def _both(relationship_id: str, form: Form) -> Response:
    """Show what stands there now, and what was typed in the form: keeping it takes its place."""
    relationship, _programme, agreement, terms = _read(relationship_id)
    sent = {**form.sent, "version": (str(agreement.version if agreement else 0),)}
    theirs = differing(_texts(terms), form, pair=_is_pair(relationship))
    return _form(relationship_id, Form(sent), status=409, meanwhile=True, theirs=theirs)


def _form(relationship_id: str, form: Form, *, status: int = 200, **more: Any) -> Response:
    relationship, programme, agreement, terms_now = _read(relationship_id)
    return form_page(
        relationship,
        "agreements/edit.html",
        status=status,
        form=form,
        labels=labels(pair=_is_pair(relationship)),
        wants=_wanted(relationship),
        tasks=_tasks(relationship),
        reviews=review_words(),
        relationship=relationship,
        pair=_is_pair(relationship),
        agreement=agreement,
        cadences=cadences(rhythms_of(programme, terms_now)),
        topics=[(one, one) for one in topics_of(programme, terms_now)],
        lengths=lengths(lengths_of(programme, terms_now)),
        media=media(),
        replies=reply_words(),
        notices=notice_words(),
        **more,
    )
