"""Following people who vanish from a course while others count on them."""

from dataclasses import dataclass
from datetime import datetime

from plugin.mentoring.absence import GRACE, Absence, calls_off
from plugin.mentoring.people import CourseId, PersonId, TenantId
from plugin.mentoring.relationship import Relationship, RelationshipState
from plugin.ports.store import Store, Work
from plugin.ports.values import Clock
from plugin.services.handover import hand_over, heir
from plugin.services.planning import Planning, save_change
from plugin.services.regrouping import regroup


@dataclass(frozen=True, slots=True, kw_only=True)
class Absences:
    """Notes who is gone for good, calls off what they were to come to, and lets them return."""

    store: Store
    clock: Clock
    planning: Planning

    def settle(self, tenant_id: TenantId, course_id: CourseId) -> tuple[int, int]:
        """Note who is gone since the grace, and who is back; returns how many of each.

        Everything of one person is one step, so that a session is called off once, whoever else
        does the same at the same time. Who returns finds their partners; what was called off stays
        so, as the others may have made plans since.
        """
        now = self.clock()
        with self.store.work(tenant_id) as work:
            gone = work.gone(course_id, before=now - GRACE)
            for person_id in gone:
                work.save_absence(Absence(tenant_id, course_id, person_id, now))
                self._call_off(work, course_id, person_id, now)
                work.note("member.absent", course=course_id, person=person_id)
            back = work.back(course_id)
            for absence in back:
                work.drop_absence(absence)
                work.note("member.back", course=course_id, person=absence.person_id)
        return len(gone), len(back)

    def _call_off(
        self, work: Work, course_id: CourseId, person_id: PersonId, now: datetime
    ) -> None:
        of_course = {
            one.programme_id
            for one in work.programmes_in(course_id)
            if person_id not in work.guests_in(one.programme_id)  # they mentor by a link as well
        }
        for one in work.relationships_of(person_id):
            if one.programme_id in of_course and one.state is not RelationshipState.ENDED:
                self._call_off_of(work, one, person_id, now)

    def _call_off_of(
        self, work: Work, relationship: Relationship, person_id: PersonId, now: datetime
    ) -> None:
        every = work.sessions_of([relationship.relationship_id], ending_after=now)
        coming = [one for one in every if calls_off(person_id, one, relationship, now=now)]
        made = []
        for session in coming:
            to = heir(session, relationship, person_id)
            if to is None:
                save_change(work, session.cancelled(now=now), now)
            else:
                people = session.people - {person_id}
                again = hand_over(work, session, to, people, planning=self.planning, now=now)
                made.append((session, again))
        regroup(work, coming, made, new_id=self.planning.new_id)
