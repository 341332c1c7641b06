"""Asking a question about the programme: answered from what is written there, or not at all."""

from flask import Blueprint
from marshmallow import fields
from werkzeug.wrappers import Response

from plugin.mentoring.passages import LONGEST_QUESTION, Found, Source
from plugin.mentoring.programme import ProgrammeId
from plugin.services.helper import Answer
from plugin.web.current import actor, page_url, services
from plugin.web.forms import Form, FormSchema, at_most, read_form
from plugin.web.languages import language
from plugin.web.pages.show import page
from plugin.web.texts import gettext as _

bp = Blueprint("helper", __name__, url_prefix="/programmes/<programme_id>/ask")


class QuestionForm(FormSchema):
    """A question in one's own words."""

    question = fields.String(required=True, validate=at_most(LONGEST_QUESTION))


@bp.get("/")
def ask(programme_id: str) -> Response:
    """Show the field for a question."""
    return _page(services().helper.page(ProgrammeId(programme_id), actor=actor()), Form())


@bp.post("/")
def answer(programme_id: str) -> Response:
    """Show what is written about it. Nothing is kept, so the page answers at once."""
    form, key = read_form(QuestionForm()), ProgrammeId(programme_id)
    if not form.ok:
        return _page(services().helper.page(key, actor=actor()), form, status=422)
    found = services().helper.answer(key, form.data["question"], language=language(), actor=actor())
    return _page(found, form, asked=True)


def _page(found: Answer, form: Form, *, asked: bool = False, status: int = 200) -> Response:
    return page(
        "training/ask.html",
        status=status,
        programme=found.programme,
        form=form,
        labels={"question": _("Your question")},
        asked=asked,
        found=[(one, *_place(found, one)) for one in found.found],
    )


def _place(answer: Answer, one: Found) -> tuple[str, str]:
    """Return the address of the page that holds a passage, and what that page is called."""
    where, key = one.passage, answer.programme.programme_id
    if where.source in (Source.TRAINING, Source.HELP):
        href = page_url("training.read", programme_id=key, key=where.key, page=where.page)
        return href, where.title
    if where.source is Source.SUPPORT and answer.relationship_id:
        return page_url("trouble.show", relationship_id=answer.relationship_id), _("Help")
    return page_url("home.mine"), answer.programme.title
