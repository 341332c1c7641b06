"""How a relationship meets: its two ways, one press that moves everybody, who has tried it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from plugin.mentoring.agreement import first_terms
from plugin.mentoring.enrolment import Medium
from plugin.mentoring.errors import UnknownThingError, WrongStateError
from plugin.mentoring.people import Actor, Person, PersonId, TenantId
from plugin.mentoring.relationship import Relationship, RelationshipId
from plugin.mentoring.session import MentoringSession, SessionId, SessionState
from plugin.mentoring.spans import on_wall_clock
from plugin.mentoring.ways import (
    Platform,
    Reach,
    Switch,
    Way,
    Ways,
    by_default,
    may_switch,
    numbers_are_shown,
)
from plugin.ports.errors import RefusedError
from plugin.ports.outside import Notes, Post
from plugin.ports.store import Store, Work
from plugin.ports.values import Clock
from plugin.services.invitations import addresses_of
from plugin.services.kinds import TELL_SWITCHED
from plugin.services.relationships import (
    opened,
    opened_session,
    require_going_on,
    require_none_afar,
)

NEAR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class WaysPage:
    """How the members of a relationship meet.

    Attributes:
        people: the members, in the relationship's order.
        tried: who says that the technology works for them.
        mine: how the reader is reached; nobody else's is here.

    """

    relationship: Relationship
    people: tuple[Person, ...]
    ways: Ways
    tried: Mapping[PersonId, datetime]
    mine: Reach
    languages: Mapping[PersonId, str]


@dataclass(frozen=True, slots=True)
class SessionWays:
    """Where one session is held, for one of its relationship's members.

    Attributes:
        at: the way that counts now; `other` is where one press leads.
        numbers: of the session's people but the reader; empty outside its time.
        near: it is about to begin, goes on, or has moved; then people look for this first.
        writes: whether a mail tells of a switch.
        first: no session of theirs has been yet.
        video_min, video_limit: the reader's video in the week of the session, and from when on
            they want to be told; 0 for never.

    """

    ways: Ways
    at: Way
    other: Way
    switch: Switch | None
    may_switch: bool
    near: bool
    writes: bool
    numbers: Mapping[PersonId, str]
    tried: Mapping[PersonId, datetime]
    first: bool
    languages: Mapping[PersonId, str]
    video_min: int
    video_limit: int

    @property
    def much_video(self) -> bool:
        """Whether the reader wanted to be told."""
        return 0 < self.video_limit < self.video_min


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingWays:
    """Reading and keeping how people meet.

    Attributes:
        notes, post: tell of a switch by mail; None where no mail is sent, and the page tells alone.
        link_to: the address of a session's page.

    """

    store: Store
    clock: Clock
    notes: Notes | None
    post: Post | None
    link_to: Callable[[SessionId], str]

    def page(self, relationship_id: RelationshipId, *, actor: Actor) -> WaysPage:
        """Return the page's facts; UnknownThingError for whoever is no member."""
        with self.store.look(actor.tenant_id) as work:
            relationship = opened(work, relationship_id, actor=actor)
            people, said = work.people(relationship.people), work.reach(relationship.people)
            me = actor.person_id
            return WaysPage(
                relationship,
                tuple(people[one.person_id] for one in relationship.members),
                ways_of(work, relationship),
                work.tried(relationship_id),
                said.get(me) or Reach(me, actor.tenant_id),
                _languages(said.values()),
            )

    def keep(
        self, relationship_id: RelationshipId, primary: Way, backup: Way, *, version: int,
        actor: Actor,
    ) -> Ways:  # fmt: skip
        """Keep how they meet from now on; what is booked keeps its place in the calendars.

        Raises:
            UnknownThingError, ConflictError.
            OutOfBoundsError: a way that leads nowhere, or the same way twice.
            DistanceError: in person, where somebody meets at a distance only.
            WrongStateError: the relationship has ended.

        """
        with self.store.work(actor.tenant_id) as work:
            relationship = opened(work, relationship_id, actor=actor)
            require_going_on(relationship)
            ways = Ways(relationship_id, actor.tenant_id, primary, backup, version).checked()
            if Platform.IN_PERSON in (primary.platform, backup.platform):
                require_none_afar(work, relationship)
            work.save_ways(ways)
        return ways

    def keep_reach(self, number: str, language: str | None, *, version: int, actor: Actor) -> None:
        """Keep the actor's own number and language; empty forgets them.

        Raises:
            OutOfBoundsError: nobody can dial it.
            ConflictError: it was changed in another window.

        """
        one = Reach(actor.person_id, actor.tenant_id, number, language, version).checked()
        with self.store.work(actor.tenant_id) as work:
            work.save_reach(one)

    def try_it(self, relationship_id: RelationshipId, *, works: bool, actor: Actor) -> None:
        """Keep the actor's word on whether the technology works for them. Repeatable."""
        at = self.clock() if works else None
        with self.store.work(actor.tenant_id) as work:
            opened(work, relationship_id, actor=actor)
            work.save_tried(relationship_id, actor.person_id, at)

    def of_session(self, session_id: SessionId, *, actor: Actor) -> SessionWays:
        """Return where the session is; UnknownThingError for whoever is no member."""
        now, me = self.clock(), actor.person_id
        with self.store.look(actor.tenant_id) as work:
            session, relationship = opened_session(work, session_id, actor=actor)
            ways, switch = ways_of(work, relationship), work.switch(session_id)
            said = work.reach(relationship.people)
            own = work.own_times([me]).get(me)
            moved = switch is not None and switch.to_backup
            at, other = (ways.backup, ways.primary) if moved else (ways.primary, ways.backup)
            shown = me in session.people and numbers_are_shown(session, now)
            return SessionWays(
                ways,
                at,
                other,
                switch,
                me in session.people and may_switch(session, now),
                moved or session.span.starts_at - NEAR <= now,
                self.notes is not None and self.post is not None,
                _numbers(said, session.people - {me}) if shown else {},
                work.tried(relationship.relationship_id),
                not _has_met(work, relationship, session),
                _languages(said[who] for who in session.people if who in said),
                _video(work, session, me),
                own.video_week_min if own else 300,
            )

    def switch(self, session_id: SessionId, *, to_backup: bool, actor: Actor) -> MentoringSession:
        """Move everybody to the other way, and tell them. Pressing twice moves and tells once.

        Raises:
            UnknownThingError: nobody of this session.
            WrongStateError: it is over, or called off.
            ConflictError: somebody else pressed at the same moment.

        """
        now = self.clock()
        with self.store.work(actor.tenant_id) as work:
            session, _relationship = opened_session(work, session_id, actor=actor)
            if actor.person_id not in session.people:
                raise UnknownThingError
            if not may_switch(session, now):
                raise WrongStateError
            before = work.switch(session_id)
            if to_backup == (before is not None and before.to_backup):
                return session
            version = before.version if before else 0
            by = actor.person_id
            work.save_switch(Switch(session_id, actor.tenant_id, to_backup, by, now, version))
            for who in sorted(session.people - {by}):
                payload = {"session": session_id, "person": who, "number": str(version + 1)}
                work.queue(TELL_SWITCHED, payload)
            work.note("session.switched", session=session_id, by=by)
        return session

    def tell(
        self, tenant_id: TenantId, session_id: SessionId, person_id: PersonId, number: int
    ) -> None:
        """Tell one person that their session is elsewhere now; not one that has moved on since.

        Raises:
            TryLaterError: the queue should call again.

        """
        with self.store.look(tenant_id) as work:
            session, switch = work.session(session_id), work.switch(session_id)
            people, accounts = work.people([person_id]), work.accounts([person_id])
        late = session is None or not may_switch(session, self.clock())
        if late or switch is None or switch.version != number:
            return
        reader, address = people.get(person_id), addresses_of(people, accounts).get(person_id)
        if self.notes is None or self.post is None or reader is None or address is None:
            return
        key = f"switched/{session_id}/{number}/{person_id}"
        try:
            letter = self.notes.switched(
                key, reader, address, self.link_to(session_id), now=self.clock()
            )
            self.post.send(letter)
        except RefusedError:
            with self.store.work(tenant_id) as work:
                work.note("switch.not-told", session=session_id, person=person_id)


def ways_of(work: Work, relationship: Relationship) -> Ways:
    """Return how they meet: what they said, else what their agreement or programme comes to."""
    said = work.ways(relationship.relationship_id)
    if said is not None:
        return said
    agreement = work.agreement(relationship.relationship_id)
    programme = work.programme(relationship.programme_id)
    if programme is None:
        raise UnknownThingError
    terms = agreement.terms if agreement else first_terms(programme.bounds)
    return by_default(relationship.relationship_id, relationship.tenant_id, terms.medium)


def _has_met(work: Work, relationship: Relationship, session: MentoringSession) -> bool:
    """Whether an earlier session was planned and not called off."""
    return any(
        one.state is SessionState.PLANNED and one.span.ends_at <= session.span.starts_at
        for one in work.sessions_of([relationship.relationship_id])
    )


def _video(work: Work, session: MentoringSession, person: PersonId) -> int:
    """Return the person's minutes of video in the week of the session, this one included."""
    mine = [one.relationship_id for one in work.relationships_of(person)]
    week = _week(session.span.starts_at, session.zone)
    lengths = (
        one.span.length
        for one in work.sessions_of(mine)
        if one.state is SessionState.PLANNED
        and one.medium is Medium.VIDEO
        and person in one.people
        and _week(one.span.starts_at, session.zone) == week
    )
    return int(sum(lengths, timedelta()).total_seconds() // 60)


def _week(moment: datetime, zone: str) -> tuple[int, int]:
    year, week, _day = on_wall_clock(moment, zone).isocalendar()
    return year, week


def _numbers(said: Mapping[PersonId, Reach], people: Iterable[PersonId]) -> dict[PersonId, str]:
    return {who: said[who].number for who in people if who in said and said[who].number}


def _languages(said: Iterable[Reach]) -> dict[PersonId, str]:
    return {one.person_id: one.language for one in said if one.language}
