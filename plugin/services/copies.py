"""What an LMS tells of courses that were copied: a copy finds the settings, and no people."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from plugin.mentoring.people import CourseId, TenantId
from plugin.ports.errors import ConsentMissingError, RefusedError
from plugin.ports.outside import CopyNotices
from plugin.ports.store import Store, Work
from plugin.ports.values import Clock, Course, NewId
from plugin.services.kinds import ASK_FOR_COPIES

ASKED_AGAIN: Final = timedelta(days=30)
"""After which an LMS is asked once more: it may have granted the service since, or forgotten us."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Copies:
    """Keeps which course was copied from which."""

    store: Store
    clock: Clock
    new_id: NewId
    notices: CopyNotices

    def subscribe(self, tenant_id: TenantId, registration_id: str, url: str) -> bool:
        """Ask the LMS to tell of copies; False where it will not.

        Raises:
            TryLaterError: the queue should call again.

        """
        try:
            self.notices.subscribe(registration_id, url)
        except (ConsentMissingError, RefusedError):
            done, word = False, "notices.refused"
        else:
            done, word = True, "notices.asked"
        with self.store.work(tenant_id) as work:
            work.note(word, registration=registration_id)
        return done

    def heard(
        self,
        tenant_id: TenantId,
        registration_id: str,
        notice_id: str,
        *,
        context_id: str,
        title: str | None,
        origins: tuple[str, ...],
    ) -> bool:
        """Take in that a course was copied; False for a notice that came before.

        The copy may not have been opened yet: it is known from now on, with nobody in it. Who
        teaches it is offered the settings of the programme (`Programmes.copied`).
        """
        with self.store.work(tenant_id) as work:
            if not work.first_notice(registration_id, notice_id):
                return False
            known = work.course_known_as(registration_id, context_id)
            course = known or Course(
                CourseId(self.new_id()), tenant_id, registration_id, context_id, title or ""
            )
            work.save_course(replace(course, copied_from=",".join(origins)))
            work.note("course.copied", course=course.course_id)
        return True


def ask_for_copies(work: Work, registration_id: str, url: str, *, now: datetime) -> bool:
    """Queue that the LMS is asked to tell of copies; True when it was queued.

    Once for each address that launches name, and again after `ASKED_AGAIN`.
    """
    asked_at = work.copies_asked_at(registration_id, url)
    if asked_at is not None and now - asked_at < ASKED_AGAIN:
        return False
    work.save_copies_asked(registration_id, url, now=now)
    payload = {"registration": registration_id, "url": url}
    work.queue(ASK_FOR_COPIES, payload, key=f"{ASK_FOR_COPIES}:{registration_id}:{url}")
    return True
