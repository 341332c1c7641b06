"""What is taken back: nothing that others may have seen, have answered, or have built on."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from plugin.mentoring.agreement import Agreement
from plugin.mentoring.enrolment import Profile
from plugin.mentoring.exchanges import Exchange, Message
from plugin.mentoring.people import PersonId
from plugin.mentoring.poll import Poll, PollState
from plugin.mentoring.relationship import Relationship, RelationshipState
from plugin.mentoring.session import MentoringSession, SessionState
from plugin.mentoring.spans import Span
from plugin.mentoring.time_proposal import TimeProposal, TimeProposalState

SEEN_EVERY: Final = timedelta(minutes=1)
"""A visit is noted this often: whoever looks again at once is not noted anew."""
WITHIN: Final = timedelta(minutes=10)
"""After this anything may have been seen. As long is kept who was here, once a visit has ended."""


class Bar(StrEnum):
    """Why something stands, although it was done last."""

    BOOKED = "booked"
    ANSWERED = "answered"
    SEEN = "seen"


def is_planned(session: MentoringSession) -> bool:
    """Whether the session is still planned."""
    return session.state is SessionState.PLANNED


def may_withdraw(poll: Poll, by: PersonId) -> bool:
    """Whether the offer is their own and nobody has settled it."""
    return poll.made_by == by and poll.state is PollState.OPEN


def may_move_back(one: TimeProposal, session: MentoringSession, by: PersonId) -> bool:
    """Whether they moved the session there by taking a suggestion, and it is there still."""
    taken = one.state is TimeProposalState.TAKEN and one.decided_by == by
    return taken and is_planned(session) and session.span == one.span


def may_unsign(agreement: Agreement, relationship: Relationship, by: PersonId) -> bool:
    """Whether their name stands under another's text; one's own is changed, not left unsigned."""
    signed = by in agreement.signers and agreement.proposed_by != by
    return signed and relationship.state is not RelationshipState.ENDED


def may_unwrite(message: Message, relationship: Relationship, by: PersonId) -> bool:
    """Whether the message is theirs, and goes on being read."""
    return message.author == by and relationship.state is not RelationshipState.ENDED


def hours_changed(profiles: Iterable[Profile]) -> bool:
    """Whether hours were others before, and nothing was sent since."""
    return any(one.hours_before not in (None, one.hours) for one in profiles)


def is_ahead(span: Span | None, now: datetime) -> bool:
    """Whether what is to be taken back has not begun; what is no session never begins."""
    return span is None or span.starts_at > now


def seen_from(done_at: datetime) -> datetime:
    """Return since when a visit that was noted may have shown what was done at that moment."""
    return done_at - SEEN_EVERY


def is_too_late(done_at: datetime, now: datetime) -> bool:
    """Whether nobody can say any more that the others have not seen it."""
    return now >= done_at + WITHIN


def bar_to_unsigning(agreement: Agreement, by: PersonId, *, booked: bool, seen: bool) -> Bar | None:
    """Return why a signature under this version stands; None where it may be taken back.

    Args:
        agreement: the version that holds, signed by `by`.
        by: whose signature.
        booked: a session is ahead that the programme allows only with a signed agreement.
        seen: another member may have seen it.

    """
    if booked:
        return Bar.BOOKED
    signed_at = {one.person_id: one.signed_at for one in agreement.signatures}
    if any(at > signed_at[by] for at in signed_at.values()):
        return Bar.ANSWERED
    return Bar.SEEN if seen else None


def bar_to_unwriting(exchange: Exchange, *, answered: bool, seen: bool) -> Bar | None:
    """Return why a message in this question or round stands; None where it may be taken back.

    Args:
        exchange: which the message is in.
        answered: somebody else wrote in it since.
        seen: another member may have seen it.

    """
    if exchange.session_id is not None:
        return Bar.BOOKED
    if answered or exchange.closed_at is not None:
        return Bar.ANSWERED
    return Bar.SEEN if seen else None
