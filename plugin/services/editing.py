"""Changing a programme after it was made, and who coordinates it."""

from dataclasses import dataclass, replace
from datetime import date

from plugin.mentoring import policy
from plugin.mentoring.enrolment import LONGEST_WORD, MOST_PLACES, MOST_SKILLS
from plugin.mentoring.errors import (
    CoordinatorMissingError,
    NotAllowedError,
    OutOfBoundsError,
    ShapeError,
)
from plugin.mentoring.formats import sides_of
from plugin.mentoring.people import Actor, CourseRole, Person, PersonId
from plugin.mentoring.programme import (
    Bounds,
    Entry,
    Format,
    Programme,
    ProgrammeGoal,
    ProgrammeId,
    SelfMatch,
)
from plugin.ports.errors import ConflictError
from plugin.ports.store import Store, Work
from plugin.services.programmes import coordinated, give_clock

MOST_GOALS = 3
_TEAM = (CourseRole.INSTRUCTOR, CourseRole.ASSISTANT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Everything that coordinators may change; no `lengths_min` leaves them as they are."""

    title: str
    purpose: str
    goals: tuple[ProgrammeGoal, ...]
    skills: tuple[str, ...]
    formats: tuple[Format, ...]
    formal: bool
    zone: str
    bounds: Bounds
    entries: tuple[Entry, ...] = ()
    starts_on: date | None = None
    ends_on: date | None = None
    self_match: SelfMatch | None = None
    wishes: bool = False
    own_drives: bool = False
    meeting_reports: bool = False
    eligible: tuple[tuple[str, tuple[Entry, ...]], ...] = ()
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Team:
    """Who coordinates, and who else of the course's staff could."""

    programme: Programme
    coordinators: tuple[Person, ...]
    others: tuple[Person, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Editing:
    """Settings of a programme."""

    store: Store

    def team(self, programme_id: ProgrammeId, *, actor: Actor) -> Team:
        """Return the programme with the people who lead it, or could.

        Raises:
            UnknownThingError, NotAllowedError.

        """
        with self.store.look(actor.tenant_id) as work:
            programme = coordinated(work, programme_id, actor=actor)
            known = work.people(programme.coordinators)
            staff = _staff(work, programme)
        others = (one for who, one in staff.items() if who not in programme.coordinators)
        return Team(
            programme,
            tuple(known[who] for who in programme.coordinators),
            tuple(sorted(others, key=lambda one: one.label)),
        )

    def change(
        self, programme_id: ProgrammeId, change: Change, *, version: int, actor: Actor
    ) -> Programme:
        """Keep the settings; what was agreed and booked before stays as it is.

        Raises:
            UnknownThingError, NotAllowedError, OutOfBoundsError.
            ShapeError: no format, or somebody takes part in a way that no format is left for.
            ConflictError: another coordinator changed it meanwhile.

        """
        with self.store.work(actor.tenant_id) as work:
            programme = _read(work, programme_id, version, actor)
            _check(change)
            sides = sides_of(change.formats)
            if any(one.side not in sides for one in work.enrolments(programme_id)):
                raise ShapeError("formats: in use")
            lengths = tuple(sorted(change.bounds.lengths_min)) or programme.bounds.lengths_min
            bounds = replace(change.bounds, lengths_min=lengths).checked()
            changed = replace(
                programme,
                title=change.title.strip(),
                purpose=change.purpose.strip(),
                goals=_whole(change.goals),
                skills=_skills(change.skills),
                formats=change.formats,
                formal=change.formal,
                zone=change.zone,
                bounds=bounds,
                starts_on=change.starts_on,
                ends_on=change.ends_on,
                life=replace(
                    programme.life,
                    entries=change.entries,
                    self_match=change.self_match,
                    wishes=change.wishes,
                    own_drives=change.own_drives,
                    meeting_reports=change.meeting_reports,
                    eligible=change.eligible,
                    places=_skills(change.places)[:MOST_PLACES],
                ),
            )
            if changed.stage.value != "draft":
                changed.check_whole()
            work.save_programme(changed)
            work.note("programme.changed", programme=programme_id, by=actor.person_id)
        return changed

    def appoint(
        self, programme_id: ProgrammeId, person: PersonId, *, version: int, actor: Actor
    ) -> None:
        """Add somebody of the course's staff to the team; repeatable.

        Raises:
            UnknownThingError, ConflictError.
            NotAllowedError: the actor does not coordinate it, or the person does not teach here.

        """
        with self.store.work(actor.tenant_id) as work:
            programme = _read(work, programme_id, version, actor)
            policy.require(person in _staff(work, programme))
            work.save_programme(programme.with_coordinator(person))
            give_clock(work, programme, person)
            work.note("coordinator.joined", programme=programme_id, by=actor.person_id)

    def release(
        self, programme_id: ProgrammeId, person: PersonId, *, version: int, actor: Actor
    ) -> None:
        """Take somebody out of the team; the last one stays, so that there is somebody to turn to.

        Raises:
            UnknownThingError, NotAllowedError, ConflictError.
            CoordinatorMissingError: nobody would be left.

        """
        with self.store.work(actor.tenant_id) as work:
            programme = _read(work, programme_id, version, actor)
            if person not in programme.coordinators:
                raise NotAllowedError
            left = tuple(one for one in programme.coordinators if one != person)
            if not left:
                raise CoordinatorMissingError
            work.save_programme(replace(programme, coordinators=left))
            work.note("coordinator.left", programme=programme_id, by=actor.person_id)


def _read(work: Work, programme_id: ProgrammeId, version: int, actor: Actor) -> Programme:
    programme = coordinated(work, programme_id, actor=actor)
    if programme.version != version:
        raise ConflictError("programme")
    return programme


def _staff(work: Work, programme: Programme) -> dict[PersonId, Person]:
    members = work.course_members(programme.course_id)
    teaching = [one.person for one in members if one.active and one.role in _TEAM]
    return {one.person_id: one for one in teaching if not one.is_test}


def _check(change: Change) -> None:
    if not change.formats:
        raise ShapeError("formats: none")
    if change.self_match:
        change.self_match.checked()
    if change.starts_on and change.ends_on and change.ends_on < change.starts_on:
        raise OutOfBoundsError


def _whole(goals: tuple[ProgrammeGoal, ...]) -> tuple[ProgrammeGoal, ...]:
    said = (ProgrammeGoal(one.text.strip(), one.measure.strip()) for one in goals)
    return tuple(one for one in said if one.text or one.measure)[:MOST_GOALS]


def _skills(words: tuple[str, ...]) -> tuple[str, ...]:
    tidy = (" ".join(word.split())[:LONGEST_WORD] for word in words)
    found: dict[str, str] = {}
    for word in filter(None, tidy):
        found.setdefault(word.casefold(), word)
    return tuple(found.values())[: 2 * MOST_SKILLS]
