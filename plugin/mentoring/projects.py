"""Something that members make together: plan, parts, files, and what came of it."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Final, NewType

from plugin.mentoring.errors import OutcomeMissingError, WrongStateError
from plugin.mentoring.people import PersonId, TenantId
from plugin.mentoring.relationship import RelationshipId

ProjectId = NewType("ProjectId", str)
LONGEST_TITLE: Final = 120
LONGEST_TEXT: Final = 4000
LONGEST_PART: Final = 500
MOST_LINKS: Final = 20
MOST_SKILLS: Final = 12


class ProjectState(StrEnum):
    """How a project stands. One that is let go was a decision, and no failure."""

    GOING_ON = "going on"
    DONE = "done"
    LET_GO = "let go"


@dataclass(frozen=True, slots=True)
class ProjectLink:
    """A file of the project, wherever it lies."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Project:
    """What the members make together; each of them writes in it.

    Attributes:
        plan: how they go about it, in their own words.
        outcome: what came of it; said before it is done.
        skills: keys of the programme's list.
        links: files and other places, the oldest first.

    """

    project_id: ProjectId
    tenant_id: TenantId
    relationship_id: RelationshipId
    made_by: PersonId
    made_at: datetime
    changed_at: datetime
    title: str
    plan: str = ""
    outcome: str = ""
    due_on: date | None = None
    skills: tuple[str, ...] = ()
    links: tuple[ProjectLink, ...] = ()
    state: ProjectState = ProjectState.GOING_ON
    version: int = 0

    def written(self, said: "Project", *, now: datetime) -> "Project":
        """Return it with other words; its files and how it stands are not among them.

        Raises:
            OutcomeMissingError: it is done, and would no longer say what came of it.

        """
        if self.state is ProjectState.DONE and not said.outcome:
            raise OutcomeMissingError
        return replace(
            self,
            title=said.title,
            plan=said.plan,
            outcome=said.outcome,
            due_on=said.due_on,
            skills=said.skills[:MOST_SKILLS],
            changed_at=now,
        )

    def with_link(self, link: ProjectLink, *, now: datetime) -> "Project":
        """Return it with one file more; raises WrongStateError where no more fit."""
        if len(self.links) >= MOST_LINKS:
            raise WrongStateError
        return replace(self, links=(*self.links, link), changed_at=now)

    def without_link(self, number: int, *, now: datetime) -> "Project":
        """Return it without the file at that place; raises WrongStateError for none there."""
        if not 0 <= number < len(self.links):
            raise WrongStateError
        left = (*self.links[:number], *self.links[number + 1 :])
        return replace(self, links=left, changed_at=now)

    def settled(self, state: ProjectState, *, now: datetime) -> "Project":
        """Return it done, let go, or taken up again.

        Raises:
            OutcomeMissingError: it would be done without a word on what came of it.

        """
        if state is ProjectState.DONE and not self.outcome:
            raise OutcomeMissingError
        return replace(self, state=state, changed_at=now)


@dataclass(frozen=True, slots=True)
class ProjectPart:
    """What one member does in a project, in that member's own words."""

    project_id: ProjectId
    tenant_id: TenantId
    relationship_id: RelationshipId
    person_id: PersonId
    text: str
    version: int = 0
