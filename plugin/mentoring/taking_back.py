"""What is taken back: nothing that others may have seen, have answered, or have built on."""

from enum import StrEnum

from plugin.mentoring.agreement import Agreement
from plugin.mentoring.exchanges import Exchange
from plugin.mentoring.people import PersonId


class Bar(StrEnum):
    """Why something stands, although it was done last."""

    BOOKED = "booked"
    ANSWERED = "answered"
    SEEN = "seen"


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
