"""Projects that members do together: all of them, one of them, and the form for its words."""

from flask import Blueprint
from flask_babel import lazy_gettext as _l
from marshmallow import fields, validate
from werkzeug.wrappers import Response

from plugin.mentoring.agreed_link import LONGEST_LINK
from plugin.mentoring.errors import OutcomeMissingError, UnusableLinkError
from plugin.mentoring.projects import (
    LONGEST_PART,
    LONGEST_TEXT,
    LONGEST_TITLE,
    Project,
    ProjectId,
    ProjectState,
)
from plugin.mentoring.relationship import RelationshipId, RelationshipState
from plugin.ports.errors import ConflictError
from plugin.ports.values import UNREADABLE
from plugin.services.projects import ProjectPage, ProjectsPage
from plugin.web.bank_words import text_of
from plugin.web.current import actor, now, remember_viewer, services
from plugin.web.forms import Form, FormSchema, at_most, day, one_of, read_form, read_sent, version
from plugin.web.pages.show import form_page, page, then

bp = Blueprint("projects", __name__)

LABELS = {
    "title": _l("What you make together"),
    "plan": _l("How you go about it"),
    "due_on": _l("By when?"),
    "skills": _l("Skills"),
    "outcome": _l("What came of it"),
    "url": _l("The link"),
    "link_title": _l("What it is"),
}
_BAD_LINK = _l("It must begin with https:// and hold no password. Copy it from the browser's bar.")


class ProjectForm(FormSchema):
    """The words of a project."""

    version = version(default=0)
    title = fields.String(required=True, validate=at_most(LONGEST_TITLE))
    plan = fields.String(load_default="", validate=at_most(LONGEST_TEXT))
    outcome = fields.String(load_default="", validate=at_most(LONGEST_TEXT))
    due_on = day(load_default=None)
    skills = fields.List(fields.String(validate=at_most(100)), load_default=list)


class PartForm(FormSchema):
    """What one does in it."""

    version = version(default=0)
    text = fields.String(load_default="", validate=at_most(LONGEST_PART))


class FileForm(FormSchema):
    """A link to a file."""

    version = version()
    url = fields.String(required=True, validate=at_most(LONGEST_LINK))
    link_title = fields.String(load_default="", validate=at_most(LONGEST_TITLE))


class NumberForm(FormSchema):
    """Which file is meant."""

    version = version()
    number = fields.Integer(required=True, validate=validate.Range(0, 99))


class StateForm(FormSchema):
    """How the project stands now."""

    version = version()
    state = fields.String(required=True, validate=one_of(tuple(ProjectState)))


@bp.get("/relationships/<relationship_id>/projects/")
def show(relationship_id: str) -> Response:
    """Show every project of the relationship."""
    facts = _read(relationship_id)
    return page("projects/show.html", page=facts, writable=_is_writable(facts))


@bp.get("/relationships/<relationship_id>/projects/new")
def new(relationship_id: str) -> Response:
    """Show the form, empty."""
    return _form(_read(relationship_id), Form.filled({"version": 0}), None)


@bp.post("/relationships/<relationship_id>/projects/")
def begin(relationship_id: str) -> Response:
    """Keep a new project."""
    form = read_form(ProjectForm())
    if not form.ok:
        return _form(_read(relationship_id), form, None, status=422)
    made = services().projects.begin(_project(relationship_id, form), actor=actor())
    return then("projects.one", "project-begun", project_id=made.project_id)


@bp.get("/projects/<project_id>/")
def one(project_id: str) -> Response:
    """Show one project with its files and parts."""
    return _one(project_id, Form())


@bp.get("/projects/<project_id>/edit")
def edit(project_id: str) -> Response:
    """Show the form with what is written."""
    facts = services().projects.of(ProjectId(project_id), actor=actor())
    made = facts.project
    said = {name: getattr(made, name).replace(UNREADABLE, "") for name in ("title", "plan")}
    said["outcome"] = made.outcome.replace(UNREADABLE, "")
    due = made.due_on.isoformat() if made.due_on else None
    form = Form.filled({**said, "due_on": due, "skills": made.skills, "version": made.version})
    return _form(facts, form, made)


@bp.post("/projects/<project_id>/")
def write(project_id: str) -> Response:
    """Keep other words; where somebody wrote meanwhile, show theirs beside what was typed."""
    form = read_form(ProjectForm())
    facts = services().projects.of(ProjectId(project_id), actor=actor())
    made = facts.project
    if not form.ok:
        return _form(facts, form, made, status=422)
    said = _project(made.relationship_id, form)
    try:
        services().projects.write(made.project_id, said, actor=actor())
    except OutcomeMissingError:
        words = _l("It is done, so it says what came of it.")
        return _form(facts, form.with_error("outcome", words), made, status=422)
    except ConflictError:
        sent = {**form.sent, "version": (str(made.version),)}
        return _form(facts, Form(sent), made, status=409, changed_meanwhile=True)
    return then("projects.one", "saved", project_id=project_id)


@bp.post("/projects/<project_id>/part")
def take_part(project_id: str) -> Response:
    """Say what one does in it."""
    said = read_sent(PartForm())
    services().projects.take_part(
        ProjectId(project_id), said["text"], version=said["version"], actor=actor()
    )
    return then("projects.one", "saved", project_id=project_id)


@bp.post("/projects/<project_id>/files")
def add_link(project_id: str) -> Response:
    """Put a file on the page, by its link."""
    form = read_form(FileForm())
    if form.ok:
        key, said = ProjectId(project_id), form.data
        try:
            services().projects.add_link(
                key, said["link_title"], said["url"], version=said["version"], actor=actor()
            )
        except UnusableLinkError:
            form = form.with_error("url", _BAD_LINK)
    if not form.ok:
        return _one(project_id, form, status=422)
    return then("projects.one", "file-added", project_id=project_id)


@bp.post("/projects/<project_id>/files/remove")
def remove_link(project_id: str) -> Response:
    """Take a file off the page."""
    said = read_sent(NumberForm())
    services().projects.remove_link(
        ProjectId(project_id), said["number"], version=said["version"], actor=actor()
    )
    return then("projects.one", "saved", project_id=project_id)


@bp.post("/projects/<project_id>/state")
def settle(project_id: str) -> Response:
    """Say that it is done, let it go, or take it up again."""
    said = read_sent(StateForm())
    state = ProjectState(said["state"])
    services().projects.settle(ProjectId(project_id), state, version=said["version"], actor=actor())
    return then("projects.one", f"project-{state.name.lower()}", project_id=project_id)


def _read(relationship_id: str) -> ProjectsPage:
    facts = services().projects.page(RelationshipId(relationship_id), actor=actor())
    remember_viewer(facts.people.get(actor().person_id))
    return facts


def _one(project_id: str, form: Form, *, status: int = 200) -> Response:
    facts = services().projects.of(ProjectId(project_id), actor=actor())
    me = actor().person_id
    remember_viewer(facts.people.get(me))
    names = {one.key: text_of(one) for one in facts.skills}
    return page(
        "projects/one.html",
        status=status,
        page=facts,
        me=me,
        mine=facts.parts.get(me),
        skills=[names[key] for key in facts.project.skills if key in names],
        writable=_is_writable(facts),
        form=form,
        labels=LABELS,
    )


def _is_writable(facts: ProjectsPage | ProjectPage) -> bool:
    return facts.relationship.state is not RelationshipState.ENDED


def _project(relationship_id: str, form: Form) -> Project:
    who, data = actor(), form.data
    return Project(
        ProjectId(""),
        who.tenant_id,
        RelationshipId(relationship_id),
        who.person_id,
        now(),
        now(),
        data["title"],
        data["plan"],
        data["outcome"],
        data["due_on"],
        tuple(dict.fromkeys(data["skills"])),
        version=data["version"],
    )


def _form(
    facts: ProjectsPage | ProjectPage,
    form: Form,
    project: Project | None,
    *,
    status: int = 200,
    changed_meanwhile: bool = False,
) -> Response:
    return form_page(
        facts.relationship,
        "projects/edit.html",
        status=status,
        form=form,
        labels=LABELS,
        project=project,
        relationship=facts.relationship,
        skills=[(one.key, text_of(one)) for one in facts.skills],
        changed_meanwhile=changed_meanwhile,
    )
