"""What is kept of the sessions' outside meetings."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from plugin.mentoring.people import PersonId
from plugin.mentoring.session import CalendarLink, SessionId


class LinkWork(Protocol):
    """The part of `Work` that reads and writes calendar links."""

    def link(self, session_id: SessionId) -> CalendarLink | None:
        """Return the session's link, or None."""
        ...

    def links(self, session_ids: Iterable[SessionId]) -> Mapping[SessionId, CalendarLink]:
        """Return the links of those sessions that have one."""
        ...

    def save_link(self, link: CalendarLink) -> None:
        """Write the link; raise ConflictError when somebody else wrote it since."""
        ...

    def session_of_event(self, organiser: PersonId, event_id: str) -> SessionId | None:
        """Return whose event it is, or None for an event that is not ours."""
        ...

    def links_to_check(
        self,
        *,
        before: datetime,
        starting_before: datetime,
        limit: int,
        organiser: PersonId | None = None,
    ) -> Sequence[CalendarLink]:
        """Return Outlook links with an event, of planned sessions that have not ended.

        Those whose session starts before `starting_before` and that were not checked since
        `before`, the longest unchecked first; of one organiser only where one is named.
        """
        ...

    def links_waiting_for(self, organiser: PersonId) -> Sequence[CalendarLink]:
        """Return links that wait for this person to sign in or to consent."""
        ...
