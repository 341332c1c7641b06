"""Projects and who does what in them; a project's text is of all, and sealed as nobody's own.

Until somebody has written in it again it is its beginner's, and goes with them (`own_texts.py`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import Row, select

from plugin.mentoring.people import PersonId
from plugin.mentoring.projects import Project, ProjectId, ProjectLink, ProjectPart, ProjectState
from plugin.mentoring.relationship import RelationshipId
from plugin.ports.values import UNREADABLE
from plugin.store.rows import Rows
from plugin.store.tables import project, project_part

_LOST: dict[str, Any] = {
    **dict.fromkeys(("title", "plan", "outcome"), UNREADABLE),
    "skills": [],
    "links": [],
}


class Projects(Rows):
    """Reads and writes projects."""

    def project(self, project_id: ProjectId) -> Project | None:
        """Return the project, or None."""
        row = self._one(select(project).where(self._mine(project, project_id=project_id)))
        return self._project(row) if row else None

    def projects(self, relationship_id: RelationshipId) -> Sequence[Project]:
        """Return every project, the newest first."""
        query = select(project).where(self._mine(project, relationship_id=relationship_id))
        rows = self._all(query.order_by(project.c.made_at.desc(), project.c.project_id))
        return [self._project(row) for row in rows]

    def save_project(self, made: Project) -> None:
        """Write it; a text that did not open is left as it is."""
        self._own(made.tenant_id)
        values: dict[str, Any] = {
            name: getattr(made, name)
            for name in ("relationship_id", "made_by", "made_at", "changed_at", "state", "due_on")
        }
        if made.title != UNREADABLE:
            text = {name: getattr(made, name) for name in ("title", "plan", "outcome")}
            text |= {"skills": list(made.skills), "links": [asdict(one) for one in made.links]}
            values["body"] = self._sealed_json(
                project, made.project_id, text, of=made.relationship_id
            )
        self._save(project, {"project_id": made.project_id}, values, made.version)

    def project_parts(self, project_id: ProjectId) -> Mapping[PersonId, ProjectPart]:
        """Return what each member does in it, as they say."""
        query = select(project_part).where(self._mine(project_part, project_id=project_id))
        return {row.person_id: self._part_of(row) for row in self._all(query)}

    def save_project_part(self, part: ProjectPart) -> None:
        """Write what one member does."""
        self._own(part.tenant_id)
        name = f"{part.project_id}/{part.person_id}"
        values: dict[str, Any] = {"relationship_id": part.relationship_id}
        if part.text != UNREADABLE:
            values["body"] = self._seal_bytes(
                project_part,
                name,
                "body",
                part.text.encode(),
                of=part.relationship_id,
                by=part.person_id,
            )
        key = {"project_id": part.project_id, "person_id": part.person_id}
        self._save(project_part, key, values, part.version)

    def _part_of(self, row: Row[Any]) -> ProjectPart:
        name = f"{row.project_id}/{row.person_id}"
        text = self._open(project_part, name, "body", row.body, of=row.relationship_id)
        owner = (row.project_id, row.tenant_id, row.relationship_id, row.person_id)
        return ProjectPart(*owner, text, row.version)

    def _project(self, row: Row[Any]) -> Project:
        text = self._opened_json(project, row.project_id, row.body, of=row.relationship_id) or _LOST
        return Project(
            row.project_id,
            row.tenant_id,
            row.relationship_id,
            row.made_by,
            row.made_at,
            row.changed_at,
            text["title"],
            text["plan"],
            text["outcome"],
            row.due_on,
            tuple(text["skills"]),
            tuple(ProjectLink(**one) for one in text["links"]),
            ProjectState(row.state),
            row.version,
        )
