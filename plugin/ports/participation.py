"""What reporting participation needs of the store and of the LMS's grade book."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from plugin.mentoring.participation import Reporting, SentScore, Sharing
from plugin.mentoring.people import Person, PersonId
from plugin.mentoring.programme import ProgrammeId
from plugin.ports.absences import AbsenceWork
from plugin.ports.values import Course


@dataclass(frozen=True, slots=True)
class ParticipationLine:
    """One learner with a place in the programme.

    Attributes:
        subject: what the LMS knows the person as; None for somebody who is not from there.
        held: sessions of which those who were there say so, as in `evidence.evidence`.
        shares: whether the person agreed that it is reported; None when they said nothing.

    """

    person: Person
    subject: str | None
    held: int
    shares: bool | None
    sent: SentScore | None


class Answer(StrEnum):
    """What the grade book said to a score."""

    TAKEN = "taken"
    NEWER = "newer"
    NOBODY = "nobody"


class ParticipationWork(AbsenceWork, Protocol):
    """What a transaction does with participation, and with who is gone."""

    def reporting(self, programme_id: ProgrammeId) -> Reporting | None:
        """Return how the programme reports; None while nobody ever switched it on."""
        ...

    def save_reporting(self, reporting: Reporting) -> None:
        """Write it."""
        ...

    def reporting_programmes(self) -> Sequence[ProgrammeId]:
        """Return the programmes that report."""
        ...

    def sharing(self, programme_id: ProgrammeId, person_id: PersonId) -> Sharing | None:
        """Return what the person said; None while they said nothing."""
        ...

    def save_sharing(self, sharing: Sharing) -> None:
        """Write it."""
        ...

    def sent_score(self, programme_id: ProgrammeId, person_id: PersonId) -> SentScore | None:
        """Return the person's latest score, or None."""
        ...

    def save_sent_score(self, sent: SentScore) -> None:
        """Write it; raise ConflictError where another worker has it in hand."""
        ...

    def participation(
        self,
        programme_id: ProgrammeId,
        *,
        now: datetime,
        only: PersonId | None = None,
        sharing: bool = False,
        page: int | None = None,
    ) -> Sequence[ParticipationLine]:
        """Return learners with a place in a relationship, by name; one query.

        Args:
            programme_id: which programme.
            now: sessions that ended by then were held.
            only: this person alone.
            sharing: those alone who agreed.
            page: of PAGE_SIZE; None for everybody.

        """
        ...

    def person_known_as(self, registration_id: str, subject: str) -> PersonId | None:
        """Return who that is at the LMS, or None."""
        ...


class Scores(Protocol):
    """Writes into the LMS's grade book.

    Every method raises TryLaterError, ConsentMissingError or RefusedError.
    """

    def column(self, course: Course, programme_id: ProgrammeId, label: str, target: int) -> str:
        """Return the address of the programme's column, made when it is missing; repeatable."""
        ...

    def has_column(self, course: Course, reporting: Reporting) -> bool:
        """Whether the column is still in the grade book: a teacher may have deleted it."""
        ...

    def post(self, course: Course, reporting: Reporting, subject: str, score: SentScore) -> Answer:
        """Write one score; the same one again changes nothing."""
        ...

    def shows(self, course: Course, reporting: Reporting, subject: str, score: SentScore) -> bool:
        """Whether the grade book has this score; False where it cannot be asked."""
        ...
