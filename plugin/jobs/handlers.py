"""Which service does which kind of work."""

from collections.abc import Callable, Mapping, Sequence

from plugin.mentoring.bringing import ListId
from plugin.mentoring.people import CourseId, PersonId
from plugin.mentoring.poll import PollId
from plugin.mentoring.programme import ProgrammeId
from plugin.mentoring.relationship import RelationshipId
from plugin.mentoring.session import SessionId
from plugin.mentoring.todo import ActionId
from plugin.ports.values import Job
from plugin.services import kinds
from plugin.services.all import Services
from plugin.services.bulk_bookings import booked_together

Handler = Callable[[Job], object]
Together = Callable[[Sequence[Job]], Handler]


def handlers(services: Services) -> Mapping[str, Handler]:
    """Return what does each kind of work; every one of them is safe to repeat."""
    return {
        **_of_lms(services),
        kinds.MATCH: lambda job: services.match_runs.run(
            job.tenant_id, ProgrammeId(job.payload["programme"])
        ),
        kinds.PUSH_SESSION: lambda job: services.bookings.push(
            job.tenant_id, SessionId(job.payload["session"])
        ),
        kinds.SWEEP_SESSION: lambda job: services.bookings.sweep(
            job.tenant_id, SessionId(job.payload["session"])
        ),
        kinds.SEND_LETTER: lambda job: services.bookings.send_letter(
            job.tenant_id, job.payload["letter"]
        ),
        **_following(services),
        **_of_places(services),
        kinds.KEEP_SUBSCRIPTION: lambda job: services.accounts.keep_subscription(
            job.tenant_id, PersonId(job.payload["person"])
        ),
        kinds.SET_RECORDING: lambda job: services.recordings.apply(
            job.tenant_id, SessionId(job.payload["session"])
        ),
        **_telling(services),
        kinds.SETTLE_POLL: lambda job: services.polls.settle(
            job.tenant_id, PollId(job.payload["poll"])
        ),
        kinds.TELL_LAPSED: lambda job: services.accounts.tell_lapsed(
            job.tenant_id, PersonId(job.payload["person"])
        ),
        **_private(services),
        kinds.KEEP_SUBSCRIPTIONS: lambda job: _keep_up(services, job),
    }


def together(services: Services) -> Mapping[str, Together]:
    """Return what begins several jobs of a kind at once, and so tells how each is done."""
    return {kinds.PUSH_SESSION: lambda jobs: _pushing(services, jobs)}


def _pushing(services: Services, jobs: Sequence[Job]) -> Handler:
    sessions = [SessionId(job.payload["session"]) for job in jobs]
    bookings = booked_together(services.bookings, jobs[0].tenant_id, sessions)
    return lambda job: bookings.push(job.tenant_id, SessionId(job.payload["session"]))


def _following(services: Services) -> Mapping[str, Handler]:
    return {
        kinds.READ_EVENT: lambda job: services.watching.read(
            job.tenant_id, PersonId(job.payload["person"]), job.payload["event"]
        ),
        kinds.CHECK_SESSIONS: lambda job: _check(services, job),
        kinds.READ_REPORT: lambda job: services.presences.read(
            job.tenant_id, SessionId(job.payload["session"])
        ),
        kinds.READ_REPORTS: lambda job: services.presences.queue_due(job.tenant_id),
        kinds.ADOPT: lambda job: services.adoption.look(
            job.tenant_id, PersonId(job.payload["person"])
        ),
    }


def _of_places(services: Services) -> Mapping[str, Handler]:
    return {
        kinds.MAKE_PLACE: lambda job: services.places.make(
            job.tenant_id, RelationshipId(job.payload["relationship"])
        ),
        kinds.LOOK_IN_DRIVE: lambda job: services.places.look(
            job.tenant_id, PersonId(job.payload["person"])
        ),
        kinds.LOOK_IN_DRIVES: lambda job: services.places.look_through(job.tenant_id),
    }


def _private(services: Services) -> Mapping[str, Handler]:
    return {
        kinds.MAKE_COPY: lambda job: services.privacy.make_copy(
            job.tenant_id, PersonId(job.payload["person"]), job.payload["copy"]
        ),
        kinds.ERASE: lambda job: services.privacy.erase(
            job.tenant_id, PersonId(job.payload["person"])
        ),
        kinds.LOOK_AFTER_PEOPLE: lambda job: _look_after(services, job),
    }


def _of_lms(services: Services) -> Mapping[str, Handler]:
    return {
        kinds.READ_ROSTER: lambda job: _read_roster(services, job),
        kinds.READ_ROSTERS: lambda job: services.rosters.refresh(job.tenant_id),
        kinds.READ_GROUPS: lambda job: services.course_groups.read(
            job.tenant_id, CourseId(job.payload["course"])
        ),
        kinds.ASK_FOR_COPIES: lambda job: services.copies.subscribe(
            job.tenant_id, job.payload["registration"], job.payload["url"]
        ),
        kinds.REPORT_PARTICIPATION: lambda job: services.reports.report(
            job.tenant_id, ProgrammeId(job.payload["programme"])
        ),
        kinds.REPORT_ALL: lambda job: services.reports.refresh(job.tenant_id),
        kinds.BRING_LIST: lambda job: services.people_lists.go_on(
            job.tenant_id, ListId(job.payload["list"])
        ),
    }


def _telling(services: Services) -> dict[str, Handler]:
    return {
        kinds.TELL_SWITCHED: lambda job: _tell_switched(services, job),
        kinds.DELIVER_ALL: lambda job: services.notices.deliver_due(job.tenant_id),
        kinds.DELIVER_NOTICES: lambda job: services.notices.deliver(
            job.tenant_id, PersonId(job.payload["person"])
        ),
        kinds.PUSH_TASK: lambda job: services.todo.push(
            # A version before this one queued promises alone, and called them so.
            job.tenant_id,
            ActionId(job.payload.get("action") or job.payload["promise"]),
        ),
        kinds.READ_TASKS: lambda job: services.todo.read(
            job.tenant_id, PersonId(job.payload["person"])
        ),
        kinds.READ_ALL_TASKS: lambda job: services.todo.read_all(job.tenant_id),
        kinds.REMIND: lambda job: _remind(services, job),
        kinds.REMIND_DAILY: lambda job: services.reminders.remind_daily(job.tenant_id),
    }


def _keep_up(services: Services, job: Job) -> int:
    """Renew Outlook's promises, and go on where the tool reaches calendars by itself."""
    kept = services.accounts.keep_subscriptions(job.tenant_id)
    services.accounts.go_on_without(job.tenant_id)
    return kept


def _remind(services: Services, job: Job) -> None:
    """Let what rested go on first, so that its people are reminded like everybody else."""
    services.reminders.go_on(job.tenant_id)
    services.reminders.remind(job.tenant_id)


def given_up(services: Services) -> Mapping[str, Handler]:
    """Return what tells people that the attempts at a kind of work have ended."""
    return {
        kinds.MATCH: lambda job: services.match_runs.gave_up(
            job.tenant_id, ProgrammeId(job.payload["programme"])
        ),
        kinds.READ_GROUPS: lambda job: services.course_groups.gave_up(
            job.tenant_id, CourseId(job.payload["course"])
        ),
        kinds.BRING_LIST: lambda job: services.people_lists.gave_up(
            job.tenant_id, ListId(job.payload["list"])
        ),
        kinds.PUSH_SESSION: lambda job: services.bookings.gave_up(
            job.tenant_id, SessionId(job.payload["session"])
        ),
        kinds.READ_REPORT: lambda job: services.presences.gave_up(
            job.tenant_id, SessionId(job.payload["session"])
        ),
        kinds.SEND_LETTER: lambda job: services.bookings.letter_gave_up(
            job.tenant_id, job.payload["letter"]
        ),
        kinds.DELIVER_NOTICES: lambda job: services.notices.gave_up(
            job.tenant_id, PersonId(job.payload["person"])
        ),
        kinds.READ_ROSTER: lambda job: services.rosters.gave_up(
            job.tenant_id, CourseId(job.payload["course"])
        ),
        kinds.REPORT_PARTICIPATION: lambda job: services.reports.gave_up(
            job.tenant_id, ProgrammeId(job.payload["programme"])
        ),
        kinds.MAKE_PLACE: lambda job: services.places.gave_up(
            job.tenant_id, RelationshipId(job.payload["relationship"])
        ),
    }


def _tell_switched(services: Services, job: Job) -> None:
    said = job.payload
    who, number = PersonId(said["person"]), int(said["number"])
    services.ways.tell(job.tenant_id, SessionId(said["session"]), who, number)


def _read_roster(services: Services, job: Job) -> None:
    """Read a course's list, then follow those who are gone or back by it."""
    course_id = CourseId(job.payload["course"])
    services.rosters.read(job.tenant_id, course_id)
    services.absences.settle(job.tenant_id, course_id)


def _check(services: Services, job: Job) -> None:
    """Look for what no notice told, among sessions and where meetings may become some."""
    services.adoption.queue_looks(job.tenant_id)
    services.watching.check(job.tenant_id)


def _look_after(services: Services, job: Job) -> None:
    """Pass on concerns nobody opened, tell late what may be told, and forget in time."""
    services.concerns.pass_on(job.tenant_id)
    services.break_glass.tell_late(job.tenant_id)
    services.retention.forget(job.tenant_id)
