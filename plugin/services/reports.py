"""Sending participation to the grade book: each score once, whatever happens on the way."""

from dataclasses import dataclass, replace
from typing import Final

from plugin.mentoring.participation import (
    Reporting,
    ScoreState,
    SentScore,
    is_due,
    next_score,
)
from plugin.mentoring.people import TenantId
from plugin.mentoring.programme import Programme, ProgrammeId
from plugin.ports.errors import ConflictError, ConsentMissingError, RefusedError
from plugin.ports.participation import Answer, ParticipationLine, Scores
from plugin.ports.store import Store
from plugin.ports.values import Clock, Course
from plugin.services.participation import COLUMN_GONE, course_of, queue_report

NOT_ALLOWED, REFUSED, GAVE_UP = "not-allowed", "refused", "gave-up"
KNOWN_REFUSALS: Final = frozenset(
    {"not-offered", "not-granted", "not-connected", "changed", COLUMN_GONE}
)
"""Codes of RefusedError that say by themselves who can mend it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reports:
    """Writes what is due into grade books."""

    store: Store
    clock: Clock
    scores: Scores

    def refresh(self, tenant_id: TenantId) -> int:
        """Queue every programme that reports; returns how many."""
        with self.store.work(tenant_id) as work:
            found = work.reporting_programmes()
            for programme_id in found:
                queue_report(work, programme_id)
        return len(found)

    def report(self, tenant_id: TenantId, programme_id: ProgrammeId) -> int:
        """Send what is due of one programme; returns how many scores were posted.

        Raises:
            TryLaterError: the queue should call again; nothing is sent twice.

        """
        with self.store.look(tenant_id) as work:
            programme, reporting = work.programme(programme_id), work.reporting(programme_id)
            if programme is None or reporting is None or not reporting.on:
                return 0
            course = course_of(work, programme)
        try:
            ready = self._with_column(course, programme, reporting)
            with self.store.look(tenant_id) as work:
                lines = work.participation(programme_id, now=self.clock(), sharing=True)
            return sum(self._send(course, ready, line) for line in lines)
        except (ConsentMissingError, RefusedError) as error:
            self._stopped(tenant_id, programme_id, _problem(error))
            return 0

    def gave_up(self, tenant_id: TenantId, programme_id: ProgrammeId) -> None:
        """Show on the coordinator's page that the attempts have ended without success."""
        self._stopped(tenant_id, programme_id, GAVE_UP)

    def _with_column(self, course: Course, programme: Programme, reporting: Reporting) -> Reporting:
        if reporting.column is not None:
            if not self.scores.has_column(course, reporting):
                raise RefusedError(COLUMN_GONE)
            return self._saved(replace(reporting, problem=None), reporting)
        key, target = programme.programme_id, reporting.target
        column = self.scores.column(course, key, programme.title, target)
        return self._saved(replace(reporting, column=column, problem=None), reporting)

    def _saved(self, after: Reporting, before: Reporting) -> Reporting:
        """Write what was found out; where somebody else did first, theirs holds."""
        if after == before:
            return before
        with self.store.work(after.tenant_id) as work:
            work.save_reporting(after)  # raises where it is not `before` any more
        return replace(after, version=before.version + 1)

    def _send(self, course: Course, reporting: Reporting, line: ParticipationLine) -> bool:
        """Post one score if one is due; False where there is nothing to send."""
        given = reporting.counted(line.held)
        if line.subject is None or not is_due(line.sent, given):
            return False
        claimed = self._claim(reporting, line, given)
        if claimed is None:
            return False
        answer = self.scores.post(course, reporting, line.subject, claimed)
        again = claimed.attempts > 1
        if answer is Answer.NOBODY and again:
            # Some platforms answer a repeated score so; what the grade book shows decides.
            again = self.scores.shows(course, reporting, line.subject, claimed)
        state = _state(answer, again=again)
        try:
            with self.store.work(reporting.tenant_id) as work:
                work.save_sent_score(claimed.at(state, now=self.clock()))
        except ConflictError:
            return False  # another worker has taken it up again, and decides
        return True

    def _claim(self, reporting: Reporting, line: ParticipationLine, given: int) -> SentScore | None:
        """Write down what is about to leave; None where somebody else does it, or it was stopped.

        Consent and switch are read again in this very step, as they may have changed meanwhile.
        """
        now = self.clock()
        key, who = reporting.programme_id, line.person.person_id
        fresh = SentScore(key, reporting.tenant_id, who, given, now, ScoreState.SENDING, now)
        claimed = next_score(line.sent, fresh)
        try:
            with self.store.work(reporting.tenant_id) as work:
                latest, said = work.reporting(key), work.sharing(key, who)
                if latest is None or not latest.on or said is None or not said.holds:
                    return None
                work.save_sent_score(claimed)
        except ConflictError:
            return None
        return replace(claimed, version=claimed.version + 1)

    def _stopped(self, tenant_id: TenantId, programme_id: ProgrammeId, problem: str) -> None:
        with self.store.work(tenant_id) as work:
            reporting = work.reporting(programme_id)
            if reporting is not None and reporting.problem != problem:
                work.save_reporting(replace(reporting, problem=problem))
                work.note("participation.failed", programme=programme_id, problem=problem)


def _state(answer: Answer, *, again: bool) -> ScoreState:
    """Return what an answer means; the same score posted again is in the book already."""
    if answer is Answer.TAKEN or again:
        return ScoreState.SENT
    return ScoreState.NEWER if answer is Answer.NEWER else ScoreState.NOBODY


def _problem(error: ConsentMissingError | RefusedError) -> str:
    if isinstance(error, ConsentMissingError):
        return NOT_ALLOWED
    return str(error) if str(error) in KNOWN_REFUSALS else REFUSED
