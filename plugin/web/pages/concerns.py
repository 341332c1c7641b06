"""Concerns, for who raised them and who was told. To anybody else there is no such page."""

from collections.abc import Iterable

from flask import Blueprint
from marshmallow import fields
from werkzeug.wrappers import Response

from plugin.mentoring.concern import LONGEST, ConcernId
from plugin.mentoring.people import PersonId
from plugin.services.concerns import ConcernPage
from plugin.web.current import actor, services
from plugin.web.forms import Form, FormSchema, at_most, read_form, version
from plugin.web.names import names
from plugin.web.pages.show import page, then

bp = Blueprint("concerns", __name__, url_prefix="/concerns")


class AnswerForm(FormSchema):
    """What is going to be done."""

    version = version()
    answer = fields.String(required=True, validate=at_most(LONGEST))


@bp.get("/")
def mine() -> Response:
    """List what the person raised or was told, without words."""
    who = actor()
    found = services().concerns.mine(actor=who)
    return page("trouble/concerns.html", found=found, me=who.person_id)


@bp.get("/<concern_id>/")
def show(concern_id: str) -> Response:
    """Show one's own concern, or offer to open another's: looking is written down."""
    return _page(concern_id, Form())


@bp.post("/<concern_id>/open")
def read(concern_id: str) -> Response:
    """Show the words of a concern that one was told; that they were read is written down."""
    found = services().concerns.read(ConcernId(concern_id), actor=actor())
    return _shown(found, Form(), words=True)


@bp.post("/<concern_id>/answer")
def answer(concern_id: str) -> Response:
    """Say what is going to be done."""
    form = read_form(AnswerForm())
    if not form.ok:
        return _page(concern_id, form, status=422)
    said = form.data
    services().concerns.answer(
        ConcernId(concern_id), said["answer"], version=said["version"], actor=actor()
    )
    return then("concerns.show", "answered", concern_id=concern_id)


def _page(concern_id: str, form: Form, *, status: int = 200) -> Response:
    found = services().concerns.of(ConcernId(concern_id), actor=actor())
    own = found.concern.raised_by == actor().person_id
    return _shown(found, form, words=own, status=status)


def _shown(found: ConcernPage, form: Form, *, words: bool, status: int = 200) -> Response:
    concern = found.concern

    def labels(keys: Iterable[PersonId]) -> str:
        return names([found.people[one] for one in keys if one in found.people])

    return page(
        "trouble/read.html",
        status=status,
        found=found,
        form=form,
        words=words,
        me=actor().person_id,
        about=labels(sorted(concern.about)),
        told=labels(concern.told),
        readers=labels((concern.raised_by, *concern.told)),
    )
