"""What members let others of the course read of a project or a session, and the page of it all."""

from collections.abc import Callable
from functools import partial

from flask import Blueprint, request
from flask_babel import lazy_gettext as _l
from marshmallow import fields
from werkzeug.wrappers import Response

from plugin.mentoring.programme import ProgrammeId
from plugin.mentoring.projects import Project, ProjectId
from plugin.mentoring.session import SessionId
from plugin.mentoring.showings import LONGEST_TEXT, LONGEST_TITLE, Showing, ShowingId, ShownKind
from plugin.ports.errors import ConflictError
from plugin.ports.values import UNREADABLE
from plugin.services.showings import ShowingPage
from plugin.web.current import actor, page_url, remember_viewer, services
from plugin.web.forms import Form, FormSchema, at_most, read_form, read_sent, version
from plugin.web.pages.show import page, then

bp = Blueprint("showings", __name__)
MOST_PAGES = 10_000

LABELS = {"title": _l("What it is called"), "text": _l("What others may read")}


class TextForm(FormSchema):
    """What others would read."""

    version = version(default=0)
    title = fields.String(required=True, validate=at_most(LONGEST_TITLE))
    text = fields.String(required=True, validate=at_most(LONGEST_TEXT))


class VersionForm(FormSchema):
    """Which text was on the page."""

    version = version()


@bp.get("/projects/<project_id>/showing/")
def of_project(project_id: str) -> Response:
    """Show what would be shown of a project, and who has said yes."""
    return _page(services().showings.of_project(ProjectId(project_id), actor=actor()))


@bp.get("/sessions/<session_id>/showing/")
def of_session(session_id: str) -> Response:
    """Show what would be shown of a session, and who has said yes."""
    return _page(services().showings.of_session(SessionId(session_id), actor=actor()))


@bp.post("/projects/<project_id>/showing/")
def offer_project(project_id: str) -> Response:
    """Keep a text on a project, and ask the others."""
    key, showings = ProjectId(project_id), services().showings
    return _offered(
        showings.of_project(key, actor=actor()), partial(showings.offer_project, key, actor=actor())
    )


@bp.post("/sessions/<session_id>/showing/")
def offer_session(session_id: str) -> Response:
    """Keep a text on a session, and ask the others."""
    key, showings = SessionId(session_id), services().showings
    return _offered(
        showings.of_session(key, actor=actor()), partial(showings.offer_session, key, actor=actor())
    )


@bp.post("/showings/<showing_id>/yes")
def agree(showing_id: str) -> Response:
    """Say yes to the text that was read."""
    seen = read_sent(VersionForm())["version"]
    made = services().showings.agree(ShowingId(showing_id), version=seen, actor=actor())
    return _then(made, "show-yes")


@bp.post("/showings/<showing_id>/back")
def take_back(showing_id: str) -> Response:
    """Take one's yes back, also after leaving."""
    services().showings.take_back(ShowingId(showing_id), actor=actor())
    return then("home.show", "show-no")


@bp.get("/programmes/<programme_id>/shown/")
def shown(programme_id: str) -> Response:
    """Show everybody in the course what people let one another read."""
    number = min(max(request.args.get("page", 1, int), 1), MOST_PAGES)
    facts = services().showings.shown(ProgrammeId(programme_id), page=number, actor=actor())
    found = facts.people
    return page(
        "showings/shown.html",
        page=facts,
        me=actor().person_id,
        rows=[(x, [found[who] for who in sorted(x.agreed)]) for x in facts.showings],
        before=_page_url(programme_id, number - 1) if number > 1 else None,
        after=_page_url(programme_id, number + 1) if facts.more else None,
    )


def _page_url(programme_id: str, number: int) -> str:
    return page_url("showings.shown", programme_id=programme_id, page=number)


def _offered(facts: ShowingPage, offer: Callable[..., Showing]) -> Response:
    """Keep the text that was sent, unless another came meanwhile."""
    form = read_form(TextForm())
    if not form.ok:
        return _page(facts, form, status=422)
    try:
        return _then(offer(**form.data), "to-show")
    except ConflictError:
        return _meanwhile(facts, form)


def _then(made: Showing, done: str) -> Response:
    if made.kind is ShownKind.PROJECT:
        return then("showings.of_project", done, project_id=made.thing_id)
    return then("showings.of_session", done, session_id=made.thing_id)


def _meanwhile(facts: ShowingPage, form: Form) -> Response:
    at = facts.showing.version if facts.showing else 0
    sent = {**form.sent, "version": (str(at),)}
    return _page(facts, Form(sent), status=409, changed_meanwhile=True)


def _page(
    facts: ShowingPage,
    form: Form | None = None,
    *,
    status: int = 200,
    changed_meanwhile: bool = False,
) -> Response:
    thing, made, me = facts.about, facts.showing, actor().person_id
    remember_viewer(facts.people.get(me))
    if isinstance(thing, Project):
        action = page_url("showings.offer_project", project_id=thing.project_id)
        back = page_url("projects.one", project_id=thing.project_id)
    else:
        action = page_url("showings.offer_session", session_id=thing.session_id)
        back = page_url("records.show", session_id=thing.session_id)
    return page(
        "showings/one.html",
        status=status,
        page=facts,
        me=me,
        thing=thing,
        is_project=isinstance(thing, Project),
        action=action,
        back=back,
        form=form or Form.filled(_first_words(thing, made)),
        labels=LABELS,
        typed=form is not None,
        changed_meanwhile=changed_meanwhile,
    )


def _first_words(thing: object, made: Showing | None) -> dict[str, object]:
    """Return what stands in the form: the present text, or what a project says of itself."""
    if made:
        said: dict[str, object] = {"title": made.title, "text": made.text, "version": made.version}
    elif isinstance(thing, Project):
        said = {"title": thing.title, "text": thing.outcome, "version": 0}
    else:
        said = {"version": 0}
    return {name: "" if value == UNREADABLE else value for name, value in said.items()}
