"""Reading what a mail server reports of mail that did not arrive (RFC 3464)."""

from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from email.policy import compat32

LONGEST = 2_000_000


def bounces_in(report: bytes) -> list[tuple[str, str]]:
    """Return (address, code) of each recipient whom the report says mail never reaches.

    A delay, a full mailbox and other passing troubles (4.x.x) are not among them, nor is any mail
    that is no report: what somebody merely writes stops nobody's address.
    """
    message = message_from_bytes(report[:LONGEST], policy=compat32)
    if message.get_content_type() != "multipart/report":
        return []
    return list(_failed(message))


def _failed(message: Message) -> Iterator[tuple[str, str]]:
    for part in message.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        for block in part.get_payload():
            if not isinstance(block, Message):
                continue
            action = str(block.get("Action", "")).strip().casefold()
            status = str(block.get("Status", "")).strip()
            kind, _, address = str(block.get("Final-Recipient", "")).partition(";")
            if action == "failed" and status.startswith("5") and kind.strip().lower() == "rfc822":
                yield address.strip().strip("<>"), f"dsn-{status.split()[0][:12]}"
