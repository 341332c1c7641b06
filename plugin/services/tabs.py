"""What the tab in Teams shows one person: across courses, in a chat, beside a meeting."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import unquote

from plugin.mentoring.errors import UnknownThingError
from plugin.mentoring.hours import WeekHours
from plugin.mentoring.people import Actor
from plugin.mentoring.relationship import Relationship, RelationshipId, RelationshipState
from plugin.mentoring.session import CalendarLink, MentoringSession, SessionState
from plugin.ports.between import Waiting
from plugin.ports.reads import OwnFacts, Reads, RelationshipLine
from plugin.ports.store import Store, Work
from plugin.ports.values import Clock
from plugin.services.relationships import opened

AFTER = timedelta(hours=12)
"""How long after its end a meeting's panel still shows its session."""


@dataclass(frozen=True, slots=True)
class Coming:
    """One session of the person, whichever course it is from."""

    session: MentoringSession
    link: CalendarLink | None
    line: RelationshipLine


@dataclass(frozen=True, slots=True, kw_only=True)
class Tabs:
    """Pages of one person outside any course. Membership alone opens what they show."""

    store: Store
    clock: Clock
    reads: Reads

    def own(self, *, actor: Actor) -> OwnFacts:
        """Return the person with their relationships in every course."""
        return self.reads.own(actor.tenant_id, actor.person_id, now=self.clock())

    def people(self, *, actor: Actor) -> tuple[OwnFacts, Mapping[RelationshipId, Waiting]]:
        """Return the person's relationships that go on, and what waits for them in each."""
        facts = self.own(actor=actor)
        keys = [x.relationship_id for x in facts.lines if x.state is not RelationshipState.ENDED]
        if not keys:
            return facts, {}
        with self.store.look(actor.tenant_id) as work:
            return facts, work.waiting(actor.person_id, keys, now=self.clock())

    def sessions(self, *, actor: Actor) -> tuple[OwnFacts, tuple[Coming, ...]]:
        """Return the person's sessions that have not ended, the next first."""
        facts, now = self.own(actor=actor), self.clock()
        lines = {line.relationship_id: line for line in facts.lines}
        with self.store.look(actor.tenant_id) as work:
            found = work.sessions_of(lines, ending_after=now) if lines else ()
            links = work.links(one.session_id for one in found)
        coming = (
            Coming(one, links.get(one.session_id), lines[one.relationship_id]) for one in found
        )
        return facts, tuple(sorted(coming, key=lambda one: one.session.span.starts_at))

    def hours(self, *, actor: Actor) -> WeekHours:
        """Return when the person is usually free: what any of their profiles says."""
        with self.store.look(actor.tenant_id) as work:
            parts = work.own_enrolments(actor.person_id)
        return WeekHours(
            frozenset[tuple[int, int]]().union(*(p.profile.hours.cells for p in parts))
        )

    def keep_hours(self, hours: WeekHours, *, actor: Actor) -> None:
        """Put the hours into every profile of the person. What is booked stays.

        Raises:
            UnknownThingError: the person has no profile yet.
            ConflictError: a profile was changed at the same moment.

        """
        with self.store.work(actor.tenant_id) as work:
            parts = work.own_enrolments(actor.person_id)
            if not parts:
                raise UnknownThingError
            for part in parts:
                work.save_enrolment(part.with_hours(hours))

    def of_chat(self, thread: str | None, *, actor: Actor) -> Relationship | None:
        """Return the relationship of a chat for its members; None for everybody else."""
        if thread is None:
            return None
        with self.store.look(actor.tenant_id) as work:
            key = work.chat_of(thread)
            return _member_of(work, key, actor) if key else None

    def bind_chat(
        self, thread: str | None, relationship_id: RelationshipId, *, actor: Actor
    ) -> None:
        """Say that a chat belongs to a relationship.

        Raises:
            UnknownThingError: not a member of it, no chat, or the chat belongs to another one
                whose member the actor is not.

        """
        with self.store.work(actor.tenant_id) as work:
            opened(work, relationship_id, actor=actor)
            before = work.chat_of(thread) if thread else None
            if thread is None or (before and _member_of(work, before, actor) is None):
                raise UnknownThingError
            work.save_chat(thread, relationship_id, by=actor.person_id, at=self.clock())
            work.note("teams.chat", relationship=relationship_id, by=actor.person_id)

    def of_meeting(self, thread: str | None, *, actor: Actor) -> MentoringSession | None:
        """Return the actor's own session whose meeting this is, else the one that is on now."""
        now = self.clock()
        with self.store.look(actor.tenant_id) as work:
            own = [
                one.relationship_id
                for one in work.relationships_of(actor.person_id)
                if one.state is not RelationshipState.ENDED
            ]
            found = work.sessions_of(own, ending_after=now - AFTER) if own else ()
            sessions = [one for one in found if one.state is SessionState.PLANNED]
            links = work.links(one.session_id for one in sessions)
        return _by_thread(sessions, links.values(), thread) or _on_now(sessions, now=now)


def _member_of(work: Work, key: RelationshipId, actor: Actor) -> Relationship | None:
    try:
        return opened(work, key, actor=actor)
    except UnknownThingError:
        return None


def _by_thread(
    sessions: Sequence[MentoringSession], links: Iterable[CalendarLink], thread: str | None
) -> MentoringSession | None:
    """Teams' join address holds the meeting's thread."""
    if thread is None:
        return None
    named = {link.session_id for link in links if thread in unquote(link.join_url or "")}
    return next((one for one in sessions if one.session_id in named), None)


def _on_now(sessions: Sequence[MentoringSession], *, now: datetime) -> MentoringSession | None:
    early = timedelta(minutes=30)
    near = (s for s in sessions if s.span.starts_at - early <= now < s.span.ends_at + early)
    return next(near, None)
