"""The Scores port, by LTI Assignment and Grade Services."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import lti
from lti.grades import Column, Score, ensure_column, find_columns, read_result, send_score
from lti.services import PlatformServices
from plugin.gateways.lti_rosters import translated
from plugin.mentoring.participation import Reporting, SentScore
from plugin.mentoring.programme import ProgrammeId
from plugin.ports.errors import OutsideError, RefusedError
from plugin.ports.participation import Answer
from plugin.ports.values import Course

TAG: Final = "alongside-participation"
NEEDED: Final = frozenset({"items", "scores"})
"""Of `Course.grade_scopes`; see `lti.grades.SCOPE_WORDS`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LtiScores:
    """Writes scores into the LMS's grade book.

    Attributes:
        registration_of: the connection with that id; None when there is none any more.

    """

    services: PlatformServices
    registration_of: Callable[[str], lti.Registration | None]

    def column(self, course: Course, programme_id: ProgrammeId, label: str, target: int) -> str:
        """Return the programme's column, found or made; see the port.

        Raises:
            RefusedError: "not-offered", "not-granted", "not-connected", or "changed" where the
                column that is there has another maximum: it is not ours to change.

        """
        registration, items = self._grade_book(course)
        wanted = _wanted(programme_id, label, target)
        with translated():
            found = ensure_column(self.services, registration, items, wanted)
        if found.maximum is not None and found.maximum != target:
            raise RefusedError("changed")
        return found.url

    def has_column(self, course: Course, reporting: Reporting) -> bool:
        """Whether the column is still there; see the port."""
        registration, items = self._grade_book(course)
        wanted = _wanted(reporting.programme_id, "", reporting.target)
        with translated():
            found = find_columns(self.services, registration, items, wanted)
        return reporting.column in [one.url for one in found]

    def post(self, course: Course, reporting: Reporting, subject: str, score: SentScore) -> Answer:
        """Write one score; see the port."""
        registration, items = self._grade_book(course)
        item, whole = _column(reporting), _score(reporting, subject, score)
        with translated():
            taken = send_score(self.services, registration, items, item, whole)
        return Answer(taken.value)

    def shows(self, course: Course, reporting: Reporting, subject: str, score: SentScore) -> bool:
        """Whether the grade book has this score; see the port."""
        registration, _items = self._grade_book(course)
        if "results" not in course.grade_scopes.split():
            return False
        try:
            with translated():
                shown = read_result(self.services, registration, _column(reporting), subject)
        except OutsideError:
            return False
        wanted = score.given / reporting.target
        return shown is not None and abs(shown[0] / shown[1] - wanted) < 1e-3

    def _grade_book(self, course: Course) -> tuple[lti.Registration, str]:
        registration = self.registration_of(course.registration_id)
        if registration is None:
            raise RefusedError("not-connected")
        if course.line_items_url is None:
            raise RefusedError("not-offered")
        if not set(course.grade_scopes.split()) >= NEEDED:
            raise RefusedError("not-granted")
        return registration, course.line_items_url


def comment(given: int, target: int) -> str:
    """Return what stands beside the score: a fixed sentence with two numbers, whoever it is."""
    return f"Sessions held: {given} of {target}. Reported by Alongside as the learner agreed."


def _wanted(programme_id: ProgrammeId, label: str, target: int) -> Column:
    return Column(label=label, maximum=target, resource_id=programme_id, tag=TAG)


def _column(reporting: Reporting) -> str:
    if reporting.column is None:
        raise RefusedError("not-offered")
    return reporting.column


def _score(reporting: Reporting, subject: str, score: SentScore) -> Score:
    return Score(
        subject=subject,
        given=score.given,
        maximum=reporting.target,
        stamped_at=score.stamped_at,
        complete=score.given == reporting.target,
        comment=comment(score.given, reporting.target),
    )
