"""What people make together and show to others, as the store keeps it."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from plugin.mentoring.people import PersonId
from plugin.mentoring.programme import ProgrammeId
from plugin.mentoring.projects import Project, ProjectId, ProjectPart
from plugin.mentoring.relationship import RelationshipId
from plugin.mentoring.showings import Showing, ShowingId, ShownKind


class MakingWork(Protocol):
    """The part of `Work` for projects and showings. Texts that do not open are UNREADABLE."""

    def project(self, project_id: ProjectId) -> Project | None: ...
    def projects(self, relationship_id: RelationshipId) -> Sequence[Project]:
        """Return every project, the newest first."""
        ...

    def save_project(self, made: Project) -> None: ...
    def project_parts(self, project_id: ProjectId) -> Mapping[PersonId, ProjectPart]: ...
    def save_project_part(self, part: ProjectPart) -> None: ...

    def showing(self, showing_id: ShowingId) -> Showing | None: ...
    def showing_of(self, kind: ShownKind, thing_id: str) -> Showing | None: ...
    def save_showing(self, made: Showing) -> None:
        """Write it with everybody's words."""
        ...

    def shown_in(self, programme_id: ProgrammeId, *, most: int, start: int) -> Sequence[Showing]:
        """Return what everybody has said yes to, the newest first."""
        ...
