"""What mentees' requests need kept."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from plugin.mentoring.mentor_requests import MentorRequest, MentorRequestId, RequestWord
from plugin.mentoring.people import PersonId
from plugin.mentoring.programme import ProgrammeId


class MentorRequestWork(Protocol):
    """The part of `Work` for mentees who ask mentors themselves."""

    def mentor_request(self, request_id: MentorRequestId) -> MentorRequest | None: ...

    def mentor_requests(self, programme_id: ProgrammeId) -> Sequence[MentorRequest]:
        """Return every request of a programme, the latest first."""
        ...

    def mentor_requests_for(self, person_id: PersonId, *, now: datetime) -> Sequence[MentorRequest]:
        """Return those of every programme that wait for a word of this person.

        Not those for which one of the two has no place any more, or that one keeps the other away
        from. Whether they share an hour and a language is not looked at, nor whether they have
        done the training that stands before a match.
        """
        ...

    def mentor_requests_lapsed(self, after: datetime, until: datetime) -> Sequence[MentorRequest]:
        """Return those whose time passed in this stretch without the last word."""
        ...

    def save_mentor_request(self, request: MentorRequest) -> None: ...

    def request_words(self, request_id: MentorRequestId) -> Sequence[RequestWord]:
        """Return what the two wrote, in order. Texts may be UNREADABLE."""
        ...

    def save_request_word(self, word: RequestWord) -> None:
        """Write a new one; it is never changed."""
        ...
