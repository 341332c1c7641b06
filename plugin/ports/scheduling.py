"""What finding times needs of a transaction."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from plugin.mentoring.drop_in import DropIn, DropInId
from plugin.mentoring.own_time import OwnTime
from plugin.mentoring.people import PersonId
from plugin.mentoring.poll import Answer, Poll, PollId
from plugin.mentoring.programme import ProgrammeId
from plugin.mentoring.recording import Consent
from plugin.mentoring.relationship import RelationshipId
from plugin.mentoring.session import SessionId
from plugin.mentoring.time_proposal import TimeProposal, TimeProposalId


class SchedulingWork(Protocol):
    """Own time, polls, suggestions, open doors, recordings; part of `plugin.ports.store.Work`."""

    def own_times(self, people: Iterable[PersonId]) -> Mapping[PersonId, OwnTime]:
        """Return by person what they keep; nothing for those who keep nothing."""
        ...

    def save_own_time(self, own: OwnTime) -> None: ...

    def poll(self, poll_id: PollId) -> Poll | None: ...
    def polls_of(self, relationship_id: RelationshipId) -> Sequence[Poll]:
        """Return the relationship's polls, the newest first."""
        ...

    def save_poll(self, poll: Poll) -> None:
        """Write the poll without its votes."""
        ...

    def save_vote(self, poll_id: PollId, person: PersonId, answers: Sequence[Answer]) -> None:
        """Write one person's answers in place of earlier ones; nobody else's are touched."""
        ...

    def time_proposal(self, time_proposal_id: TimeProposalId) -> TimeProposal | None: ...
    def time_proposals_of(self, session_ids: Iterable[SessionId]) -> Sequence[TimeProposal]:
        """Return what was suggested for these sessions, the newest first."""
        ...

    def save_time_proposal(self, one: TimeProposal) -> None: ...

    def consents(self, session_id: SessionId) -> Sequence[Consent]:
        """Return everything that was said of a recording, in order of time."""
        ...

    def save_consent(self, one: Consent) -> None: ...
    def recording_link(self, session_id: SessionId) -> str | None: ...
    def save_recording_link(
        self, session_id: SessionId, url: str, *, of: RelationshipId, by: PersonId
    ) -> None: ...
    def drop_recording_link(self, session_id: SessionId) -> None: ...

    def drop_in(self, drop_in_id: DropInId) -> DropIn | None: ...
    def drop_ins(
        self, programme_id: ProgrammeId, people: Iterable[PersonId], *, ending_after: datetime
    ) -> Sequence[DropIn]:
        """Return these people's open doors that are not over, in order of start."""
        ...

    def save_drop_in(self, one: DropIn) -> None: ...
    def drop_drop_in(self, drop_in_id: DropInId) -> None: ...
