"""Showing others of the course what came of a project or a session, once everybody says yes."""

from collections.abc import Mapping
from dataclasses import dataclass

from plugin.mentoring.errors import UnknownThingError
from plugin.mentoring.notices import News
from plugin.mentoring.people import Actor, Person, PersonId
from plugin.mentoring.programme import Programme, ProgrammeId
from plugin.mentoring.projects import Project, ProjectId
from plugin.mentoring.relationship import Relationship
from plugin.mentoring.session import MentoringSession, SessionId
from plugin.mentoring.showings import LONGEST_TEXT, LONGEST_TITLE, Showing, ShowingId, ShownKind
from plugin.ports.errors import ConflictError
from plugin.ports.store import Store, Work
from plugin.ports.values import UNREADABLE, Clock, NewId
from plugin.services.programmes import seen
from plugin.services.projects import project_for
from plugin.services.records import reads_notes
from plugin.services.relationships import opened, opened_session
from plugin.services.telling import about, tell

PAGE = 20


@dataclass(frozen=True, slots=True)
class ShowingPage:
    """What members would show of one project or session.

    Attributes:
        about: the project or the session.
        showing: the text and who has said yes; None while nothing is written.

    """

    relationship: Relationship
    programme: Programme
    people: Mapping[PersonId, Person]
    about: Project | MentoringSession
    showing: Showing | None

    @property
    def is_shown(self) -> bool:
        """Whether others of the course read it now."""
        return self.showing is not None and self.showing.is_shown(self.relationship)


@dataclass(frozen=True, slots=True)
class ShownPage:
    """What people of a programme show one another, the newest first.

    Attributes:
        people: who said yes to what stands here.
        more: whether there is another page.

    """

    programme: Programme
    people: Mapping[PersonId, Person]
    showings: tuple[Showing, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class _About:
    kind: ShownKind
    key: str
    thing: Project | MentoringSession
    relationship: Relationship


@dataclass(frozen=True, slots=True, kw_only=True)
class Showings:
    """What members let others of the course read."""

    store: Store
    clock: Clock
    new_id: NewId

    def of_project(self, project_id: ProjectId, *, actor: Actor) -> ShowingPage:
        """Return what a member is shown before anything is; UnknownThingError for others."""
        with self.store.look(actor.tenant_id) as work:
            return _page(work, _of_project(work, project_id, actor))

    def of_session(self, session_id: SessionId, *, actor: Actor) -> ShowingPage:
        """Return the same of a session."""
        with self.store.look(actor.tenant_id) as work:
            return _page(work, _of_session(work, session_id, actor))

    def offer_project(
        self, project_id: ProjectId, title: str, text: str, *, version: int, actor: Actor
    ) -> Showing:
        """Write what would be shown of a project, and ask the others for their yes.

        Whoever writes has said yes by it; a yes to an earlier text is none to this one. Also after
        the end, for then there is something to show.

        Raises:
            UnknownThingError.
            ConflictError: somebody wrote another text meanwhile.

        """
        with self.store.work(actor.tenant_id) as work:
            found = _of_project(work, project_id, actor)
            return self._offer(work, found, (title, text), version, actor)

    def offer_session(
        self, session_id: SessionId, title: str, text: str, *, version: int, actor: Actor
    ) -> Showing:
        """Write what would be shown of a session; as of a project."""
        with self.store.work(actor.tenant_id) as work:
            found = _of_session(work, session_id, actor)
            return self._offer(work, found, (title, text), version, actor)

    def agree(self, showing_id: ShowingId, *, version: int, actor: Actor) -> Showing:
        """Say yes to the text on the actor's page.

        Raises:
            UnknownThingError: not a member, or the agreement is not signed.
            ConflictError: it is another text by now, or somebody spoke at the same moment.

        """
        with self.store.work(actor.tenant_id) as work:
            made = work.showing(showing_id)
            if made is None:
                raise UnknownThingError
            relationship = opened(work, made.relationship_id, actor=actor)
            if not reads_notes(work, relationship, actor):
                raise UnknownThingError
            if made.version != version:
                raise ConflictError("showing")
            agreed = made.agreed_by(actor.person_id, relationship)
            work.save_showing(agreed)
            work.note("showing.agreed", showing=showing_id, by=actor.person_id)
        return agreed

    def take_back(self, showing_id: ShowingId, *, actor: Actor) -> Showing:
        """Take the actor's yes back; nobody reads the text any more. Also for who has left.

        Raises:
            UnknownThingError: there is no yes of theirs.

        """
        with self.store.work(actor.tenant_id) as work:
            made = work.showing(showing_id)
            if made is None or actor.person_id not in made.agreed:
                raise UnknownThingError
            without = made.without(actor.person_id)
            work.save_showing(without)
            work.note("showing.withdrawn", showing=showing_id, by=actor.person_id)
        return without

    def shown(self, programme_id: ProgrammeId, *, actor: Actor, page: int = 1) -> ShownPage:
        """Return what everybody in the course may read; UnknownThingError for anybody else."""
        with self.store.look(actor.tenant_id) as work:
            programme = seen(work, programme_id, actor=actor)
            found = work.shown_in(programme_id, most=PAGE + 1, start=(page - 1) * PAGE)
            people = work.people({who for one in found for who in one.agreed})
            return ShownPage(programme, people, tuple(found[:PAGE]), len(found) > PAGE)

    def _offer(
        self, work: Work, found: _About, said: tuple[str, str], version: int, actor: Actor
    ) -> Showing:
        now, me = self.clock(), actor.person_id
        title, text = " ".join(_said(said[0]).split())[:LONGEST_TITLE], _said(said[1])
        before = work.showing_of(found.kind, found.key) or Showing(
            ShowingId(self.new_id()),
            actor.tenant_id,
            found.relationship.relationship_id,
            found.kind,
            found.key,
            me,
            now,
            "",
            "",
            frozenset(),
            frozenset(),
        )
        if before.version != version:
            raise ConflictError("showing")
        made = before.rewritten(title, text[:LONGEST_TEXT], found.relationship, by=me, now=now)
        work.save_showing(made)
        key = found.relationship.relationship_id
        asked = about("relationship", key, turn=f"{made.showing_id}-{version}")
        tell(work, News.TO_SHOW, found.relationship.people - {me}, thing=asked, now=now)
        work.note("showing.offered", relationship=key, kind=found.kind)
        return made


def _of_project(work: Work, project_id: ProjectId, actor: Actor) -> _About:
    project, relationship = project_for(work, project_id, actor)
    return _About(ShownKind.PROJECT, project_id, project, relationship)


def _of_session(work: Work, session_id: SessionId, actor: Actor) -> _About:
    session, relationship = opened_session(work, session_id, actor=actor)
    if not reads_notes(work, relationship, actor):
        raise UnknownThingError
    return _About(ShownKind.SESSION, session_id, session, relationship)


def _page(work: Work, found: _About) -> ShowingPage:
    programme = work.programme(found.relationship.programme_id)
    if programme is None:
        raise UnknownThingError
    made = work.showing_of(found.kind, found.key)
    said = made.agreed | {made.made_by} if made else frozenset()
    people = work.people(found.relationship.people | said)
    return ShowingPage(found.relationship, programme, people, found.thing, made)


def _said(text: str) -> str:
    return text.replace(UNREADABLE, "").strip()
