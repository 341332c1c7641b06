"""Projects that members do together: beginning one, writing in it, files, parts, and its end."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from plugin.mentoring.agreed_link import usable_link
from plugin.mentoring.errors import UnknownThingError
from plugin.mentoring.notices import News
from plugin.mentoring.people import Actor, Person, PersonId
from plugin.mentoring.projects import (
    LONGEST_PART,
    LONGEST_TEXT,
    LONGEST_TITLE,
    Project,
    ProjectId,
    ProjectLink,
    ProjectPart,
    ProjectState,
)
from plugin.mentoring.questions import Bank, Item
from plugin.mentoring.relationship import Relationship, RelationshipId
from plugin.ports.errors import ConflictError
from plugin.ports.store import Store, Work
from plugin.ports.values import UNREADABLE, Clock, NewId
from plugin.services.contents import items_of
from plugin.services.records import reads_notes, require_may_write
from plugin.services.relationships import opened
from plugin.services.telling import about, tell


@dataclass(frozen=True, slots=True)
class ProjectsPage:
    """The projects of a relationship, the newest first.

    Attributes:
        skills: the programme's list.
        closed: projects are read once the reader has signed the agreement.

    """

    relationship: Relationship
    people: Mapping[PersonId, Person]
    projects: tuple[Project, ...]
    skills: tuple[Item, ...]
    closed: bool


@dataclass(frozen=True, slots=True)
class ProjectPage:
    """One project, with what each member says that they do in it."""

    relationship: Relationship
    people: Mapping[PersonId, Person]
    project: Project
    parts: Mapping[PersonId, ProjectPart]
    skills: tuple[Item, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Projects:
    """What members make together."""

    store: Store
    clock: Clock
    new_id: NewId

    def page(self, relationship_id: RelationshipId, *, actor: Actor) -> ProjectsPage:
        """Return the projects for a member; UnknownThingError for anybody else."""
        with self.store.look(actor.tenant_id) as work:
            relationship = opened(work, relationship_id, actor=actor)
            open_ = reads_notes(work, relationship, actor)
            return ProjectsPage(
                relationship,
                work.people(relationship.people),
                tuple(work.projects(relationship_id)) if open_ else (),
                _skills(work, relationship),
                not open_,
            )

    def of(self, project_id: ProjectId, *, actor: Actor) -> ProjectPage:
        """Return one for a member who may read it; UnknownThingError for anybody else."""
        with self.store.look(actor.tenant_id) as work:
            project, relationship = project_for(work, project_id, actor)
            parts = work.project_parts(project_id)
            people = work.people(relationship.people | parts.keys())
            skills = _skills(work, relationship)
            return ProjectPage(relationship, people, project, parts, skills)

    def begin(self, said: Project, *, actor: Actor) -> Project:
        """Keep a new project, and tell the others that there is one.

        Raises:
            UnknownThingError, WrongStateError, AgreementMissingError.

        """
        now, me = self.clock(), actor.person_id
        with self.store.work(actor.tenant_id) as work:
            relationship = opened(work, said.relationship_id, actor=actor)
            require_may_write(work, relationship, actor)
            key = ProjectId(self.new_id())
            made = replace(
                _kept(said), project_id=key, made_by=me, made_at=now, changed_at=now, version=0
            )
            work.save_project(made)
            thing = about("relationship", relationship.relationship_id, turn=key)
            tell(work, News.WRITTEN, relationship.people - {me}, thing=thing, now=now)
            work.note("project.begun", relationship=relationship.relationship_id)
        return made

    def write(self, project_id: ProjectId, said: Project, *, actor: Actor) -> Project:
        """Write other words; `said.version` is of the project on the actor's page.

        Raises:
            UnknownThingError, WrongStateError, AgreementMissingError, OutcomeMissingError.
            ConflictError: somebody changed it meanwhile.

        """
        now = self.clock()
        return self._change(
            project_id, said.version, lambda project: project.written(_kept(said), now=now), actor
        )

    def add_link(
        self, project_id: ProjectId, title: str, url: str, *, version: int, actor: Actor
    ) -> Project:
        """Put a file on the project's page, by its link.

        Raises:
            UnknownThingError, AgreementMissingError, ConflictError.
            UnusableLinkError: not everybody could open it safely.
            WrongStateError: it has ended, or no more fit.

        """
        now, words = self.clock(), " ".join(_said(title).split())[:LONGEST_TITLE]

        def change(project: Project) -> Project:
            return project.with_link(ProjectLink(words, usable_link(url)), now=now)

        return self._change(project_id, version, change, actor)

    def remove_link(
        self, project_id: ProjectId, number: int, *, version: int, actor: Actor
    ) -> Project:
        """Take a file off the project's page; where it lies, it stays.

        Raises:
            UnknownThingError, WrongStateError, AgreementMissingError, ConflictError.

        """
        now = self.clock()
        return self._change(
            project_id, version, lambda project: project.without_link(number, now=now), actor
        )

    def settle(
        self, project_id: ProjectId, state: ProjectState, *, version: int, actor: Actor
    ) -> Project:
        """Say that it is done, let it go, or take it up again.

        Raises:
            UnknownThingError, WrongStateError, AgreementMissingError, ConflictError.
            OutcomeMissingError: it does not say yet what came of it.

        """
        now = self.clock()
        return self._change(
            project_id, version, lambda project: project.settled(state, now=now), actor
        )

    def take_part(self, project_id: ProjectId, text: str, *, version: int, actor: Actor) -> Project:
        """Say what the actor does in it; each speaks for themselves.

        Raises:
            UnknownThingError, WrongStateError, AgreementMissingError, ConflictError.

        """
        with self.store.work(actor.tenant_id) as work:
            project, relationship = project_for(work, project_id, actor)
            require_may_write(work, relationship, actor)
            words = _said(text)[:LONGEST_PART]
            owner = (project_id, actor.tenant_id, project.relationship_id, actor.person_id)
            work.save_project_part(ProjectPart(*owner, words, version))
        return project

    def _change(
        self,
        project_id: ProjectId,
        version: int,
        change: Callable[[Project], Project],
        actor: Actor,
    ) -> Project:
        with self.store.work(actor.tenant_id) as work:
            project, relationship = project_for(work, project_id, actor)
            require_may_write(work, relationship, actor)
            if project.version != version:
                raise ConflictError("project")
            changed = change(project)
            work.save_project(changed)
        return changed


def project_for(work: Work, project_id: ProjectId, actor: Actor) -> tuple[Project, Relationship]:
    """Load a project for a member who may read it; UnknownThingError for anybody else."""
    project = work.project(project_id)
    if project is None:
        raise UnknownThingError
    relationship = opened(work, project.relationship_id, actor=actor)
    if not reads_notes(work, relationship, actor):
        raise UnknownThingError
    return project, relationship


def _skills(work: Work, relationship: Relationship) -> tuple[Item, ...]:
    items = items_of(work, relationship.programme_id)
    return tuple(one for one in items if one.bank is Bank.SKILLS)


def _kept(said: Project) -> Project:
    return replace(
        said,
        title=" ".join(_said(said.title).split())[:LONGEST_TITLE],
        plan=_said(said.plan)[:LONGEST_TEXT],
        outcome=_said(said.outcome)[:LONGEST_TEXT],
    )


def _said(text: str) -> str:
    return text.replace(UNREADABLE, "").strip()
