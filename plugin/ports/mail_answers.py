"""What mail programs send back to invitations by mail (REPLY and COUNTER, RFC 5546)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from plugin.mentoring.answers import Answer
from plugin.mentoring.people import PersonId, TenantId
from plugin.mentoring.spans import Span


class Refusal(StrEnum):
    """Why a mail was not taken as an answer. The words for its sender stand in `mail_commands`."""

    FORGED = "answer-forged"
    FOREIGN = "answer-foreign"
    STALE = "answer-stale"
    HUGE = "answer-huge"
    MALFORMED = "answer-malformed"
    NONE = "answer-none"


class AnswerRefusedError(Exception):
    """Nothing of the mail was kept, and its sender is told why."""

    def __init__(self, why: Refusal) -> None:
        self.why = why
        super().__init__(why.value)


@dataclass(frozen=True, slots=True)
class MailAnswer:
    """What one event of a calendar that came back says.

    Attributes:
        thing: the session or series that is answered, as our UID names it.
        host: of that UID; another than ours means another calendar's invitation.
        attendee: the address that answers.
        sequence: of the invitation that was read.
        slot: which of a series, by the time that its rule gave; None for the whole of it.
        answer: None where only another time is proposed.
        proposed: the time that they would rather have.

    """

    thing: str
    host: str
    attendee: str
    sequence: int
    slot: datetime | None
    answer: Answer | None
    proposed: Span | None


class ReplyAddresses(Protocol):
    """Makes addresses that calendars of one person answer one invitation at, and knows them."""

    def address(self, tenant_id: TenantId, thing: str, person_id: PersonId) -> str:
        """Return the address: the same one in every letter about the session or series.

        A calendar takes news only from the organiser that it knows (RFC 5546 3.2.2.6).
        """
        ...

    def is_for(self, address: str, tenant_id: TenantId, thing: str, person_id: PersonId) -> bool:
        """Whether exactly this address was made for the person and the thing."""
        ...


class AnswerReader(Protocol):
    """Reads mails that came in."""

    def recipients(self, mail: bytes) -> Sequence[str]:
        """Return the addresses that the mail's headers name as its readers.

        Raises:
            AnswerRefusedError: HUGE or MALFORMED.

        """
        ...

    def read(self, mail: bytes) -> Sequence[MailAnswer]:
        """Return what it answers; nothing for a machine's mail that holds no calendar.

        Raises:
            AnswerRefusedError: HUGE, MALFORMED or NONE.

        """
        ...
