"""Reading the course's list of people from the LMS, and what a coordinator decides of it."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from plugin.mentoring import policy
from plugin.mentoring.errors import UnknownThingError
from plugin.mentoring.people import Actor, CourseId, TenantId
from plugin.mentoring.programme import Programme, ProgrammeId, Stage
from plugin.mentoring.roster import Gap, Standing
from plugin.ports.errors import ConflictError, ConsentMissingError, RefusedError, TryLaterError
from plugin.ports.outside import Rosters as RosterSource
from plugin.ports.rosters import (
    CourseList,
    ListMark,
    Proposal,
    Reading,
    RosterCounts,
    RosterLine,
    merged,
)
from plugin.ports.store import Store, Work
from plugin.ports.values import Clock, Course, RosterChange
from plugin.services.kinds import READ_ROSTER
from plugin.services.programmes import coordinated

QUEUED, DONE, LATE = "queued", "done", "late"
NOT_OFFERED, NOT_ALLOWED, REFUSED = "not-offered", "not-allowed", "refused"
NOT_CONNECTED, INCOMPLETE = "not-connected", "incomplete"
GAVE_UP = "gave-up"
KNOWN_REFUSALS: Final = frozenset({NOT_OFFERED, NOT_CONNECTED, INCOMPLETE})
"""Codes of RefusedError that say by themselves who can mend it."""
OLD: Final = timedelta(days=1)
"""After which a list is read again without anybody asking."""
_KEY_UNKNOWN: Final = "invalid_client"
KEY_WAIT: Final = timedelta(minutes=15)
KEY_PATIENCE: Final = timedelta(hours=2)
"""How long an LMS that does not know our key is asked again soon: it may have an old key set."""
WHOLE_AFTER: Final = timedelta(days=7)
"""After which an LMS that tells changes is asked for everybody again, in case it missed one."""
PATIENCE: Final = timedelta(hours=2)
"""How long an LMS may be away before anybody is told: most maintenance is over by then."""


@dataclass(frozen=True, slots=True)
class RosterPage:
    """The reconciliation page: one page of members, and how the list and its reading stand."""

    programme: Programme
    course: Course
    reading: Reading | None
    proposal: Proposal | None
    counts: RosterCounts
    lines: tuple[RosterLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rosters:
    """Keeps the tool's list of people what the LMS says."""

    store: Store
    clock: Clock
    source: RosterSource

    def page(
        self,
        programme_id: ProgrammeId,
        *,
        actor: Actor,
        kind: Standing | Gap | None = None,
        number: int = 1,
    ) -> RosterPage:
        """Return one page of the course's members, of everybody or of one kind.

        Raises:
            UnknownThingError, NotAllowedError.

        """
        with self.store.look(actor.tenant_id) as work:
            programme = coordinated(work, programme_id, actor=actor)
            course = _course_of(work, programme)
            key = course.course_id
            return RosterPage(
                programme,
                course,
                work.reading(key),
                work.proposal(key),
                work.roster_counts(key),
                tuple(work.roster_lines(key, kind=kind, page=number)),
            )

    def ask(self, programme_id: ProgrammeId, *, actor: Actor) -> Course:
        """Queue one reading of the course's list; pressing twice reads once.

        Raises:
            UnknownThingError, NotAllowedError.

        """
        with self.store.work(actor.tenant_id) as work:
            programme = coordinated(work, programme_id, actor=actor)
            course = _course_of(work, programme)
            offered = course.memberships_url is not None
            course = replace(course, roster_state=QUEUED if offered else NOT_OFFERED)
            work.save_course(course)
            if offered:
                _read_whole_next(work, course.course_id)
                _queue(work, course.course_id)
        return course

    def refresh(self, tenant_id: TenantId) -> int:
        """Queue every list of a course with a programme that is a day old; returns how many."""
        with self.store.work(tenant_id) as work:
            old = work.courses_to_read(before=self.clock() - OLD)
            for course_id in old:
                _queue(work, course_id)
        return len(old)

    def settle(self, programme_id: ProgrammeId, *, version: int, remove: bool, actor: Actor) -> int:
        """Carry out the removals that wait, or keep these people; returns how many they are.

        Raises:
            UnknownThingError, NotAllowedError.
            ConflictError: the list was read again, or another coordinator decided, meanwhile.

        """
        with self.store.work(actor.tenant_id) as work:
            programme = coordinated(work, programme_id, actor=actor)
            proposal = work.proposal(programme.course_id)
            if proposal is None or proposal.version != version:
                raise ConflictError("roster_proposal")
            count = work.settle(proposal, remove=remove, now=self.clock())
            word = "roster.removed" if remove else "roster.kept"
            work.note(word, course=programme.course_id, by=actor.person_id, count=str(count))
        return count

    def read(self, tenant_id: TenantId, course_id: CourseId) -> RosterChange | None:
        """Read the list whole and apply it in one step; None when it stays as it was.

        Raises:
            TryLaterError: the queue should call again. The list we have stays.

        """
        with self.store.look(tenant_id) as work:
            course = work.course(course_id)
        if course is None or course.memberships_url is None:
            return None
        reading = self._begun(course)
        try:
            found = self.source.fetch(
                course,
                heard=lambda count: self._heard(reading, count),
                since=_mark(reading, course, now=self.clock()),
            )
        except (ConsentMissingError, RefusedError) as error:
            self._failed(reading, _problem(error), early=_KEY_UNKNOWN in str(error))
            return None
        except TryLaterError:
            self._waits(reading)
            raise
        return self._apply(course, found, reading)

    def gave_up(self, tenant_id: TenantId, course_id: CourseId) -> None:
        """Show on the coordinator's page that the attempts have ended without success."""
        with self.store.look(tenant_id) as work:
            course, reading = work.course(course_id), work.reading(course_id)
        if course is not None and _is_under_way(course, reading):
            self._failed(reading or Reading(course_id, tenant_id), GAVE_UP)

    def _begun(self, course: Course) -> Reading:
        with self.store.work(course.tenant_id) as work:
            before = work.reading(course.course_id) or Reading(course.course_id, course.tenant_id)
            reading = replace(before, tried_at=self.clock(), people_read=0)
            work.save_reading(reading)
        return reading

    def _heard(self, reading: Reading, count: int) -> None:
        """Keep how many have come, each page in a step of its own: nobody waits for a lock."""
        with self.store.work(reading.tenant_id) as work:
            work.save_reading(replace(reading, people_read=count))

    def _apply(self, course: Course, found: CourseList, reading: Reading) -> RosterChange:
        now, key = self.clock(), course.course_id
        with self.store.work(course.tenant_id) as work:
            latest = work.course(key) or course
            members = merged(work.listed(key), found) if found.only_changes else found.members
            change = work.apply_roster(latest, members, now=now)
            work.save_course(replace(latest, roster_at=now, roster_state=DONE))
            done = replace(
                reading,
                people_read=len(members),
                unread=sum(one.unread for one in members),
                trouble_at=None,
                etag=found.mark.etag,
                changes_url=found.mark.changes_url,
            )
            if not found.only_changes:
                done = replace(done, whole_at=now, whole_url=course.memberships_url)
            work.save_reading(done)
            facts = {"total": str(change.total), "waiting": str(change.waiting)}
            work.note("roster.read", course=key, **facts)
        return change

    def _waits(self, reading: Reading) -> None:
        """Note since when the LMS is away; after `PATIENCE` the page says so."""
        now = self.clock()
        since = reading.trouble_at or now
        with self.store.work(reading.tenant_id) as work:
            work.save_reading(replace(reading, trouble_at=since))
            course = work.course(reading.course_id)
            if course and now - since >= PATIENCE and course.roster_state != LATE:
                work.save_course(replace(course, roster_state=LATE))
                work.note("roster.late", course=reading.course_id)

    def _failed(self, reading: Reading, problem: str, *, early: bool = False) -> None:
        """Note the problem; `early` asks again soon, for a while, and then daily as ever."""
        now, since = self.clock(), reading.trouble_at
        with self.store.work(reading.tenant_id) as work:
            course = work.course(reading.course_id)
            if course is not None:
                work.save_course(replace(course, roster_state=problem))
            since = (since or now) if early else None
            work.save_reading(replace(reading, trouble_at=since))
            if since and now - since < KEY_PATIENCE:
                _queue(work, reading.course_id, run_at=now + KEY_WAIT)
            work.note("roster.failed", course=reading.course_id, problem=problem)


def read_if_old(work: Work, course: Course | None, *, actor: Actor, now: datetime) -> bool:
    """Queue a reading when a teacher comes and the list is a day old; True when it was queued.

    Costs nothing for others and for fresh lists, as it is asked at each launch. A course without a
    programme is left alone: nobody has asked for its people.
    """
    if course is None or course.memberships_url is None or not policy.may_start_programme(actor):
        return False
    reading = None if _is_fresh(course.roster_at, now) else work.reading(course.course_id)
    tried_at = reading.tried_at if reading else None
    if _is_fresh(course.roster_at, now) or _is_fresh(tried_at, now):
        return False
    programmes = work.programmes_in(course.course_id)
    if all(one.stage is Stage.CLOSED for one in programmes):
        return False
    _queue(work, course.course_id)
    return True


def _mark(reading: Reading, course: Course, *, now: datetime) -> ListMark | None:
    """Return the mark by which changes alone may be asked for: of this address, and no old one."""
    whole_at, same = reading.whole_at, reading.whole_url == course.memberships_url
    return reading.mark if same and whole_at and now - whole_at < WHOLE_AFTER else None


def _read_whole_next(work: Work, course_id: CourseId) -> None:
    reading = work.reading(course_id)
    if reading is not None and reading.mark is not None:
        work.save_reading(replace(reading, etag=None, changes_url=None))


def _problem(error: ConsentMissingError | RefusedError) -> str:
    if isinstance(error, ConsentMissingError):
        return NOT_ALLOWED
    return str(error) if str(error) in KNOWN_REFUSALS else REFUSED


def _is_fresh(moment: datetime | None, now: datetime) -> bool:
    return moment is not None and now - moment < OLD


def _is_under_way(course: Course, reading: Reading | None) -> bool:
    if course.roster_state in (QUEUED, LATE):
        return True
    tried_at = reading.tried_at if reading else None
    return tried_at is not None and (course.roster_at is None or tried_at > course.roster_at)


def _course_of(work: Work, programme: Programme) -> Course:
    course = work.course(programme.course_id)
    if course is None:  # cannot be: a foreign key, and no course is ever deleted
        raise UnknownThingError
    return course


def _queue(work: Work, course_id: CourseId, *, run_at: datetime | None = None) -> None:
    key = f"{READ_ROSTER}:{course_id}"
    work.queue(READ_ROSTER, {"course": course_id}, key=key, run_at=run_at)
