"""Wires invitations by mail, and what reads the answers that calendars send back."""

from urllib.parse import urlsplit

from config import MailSettings
from plugin.gateways.ics_answers import IcsAnswers
from plugin.gateways.ics_letters import IcsLetters
from plugin.gateways.reply_addresses import SignedReplyAddresses
from plugin.services.mail_answers import MailAnswers
from plugin.wiring.house import House, utc_now


def reply_addresses(house: House, mailbox: str) -> SignedReplyAddresses:
    """Build what signs the addresses that calendars answer at."""
    return SignedReplyAddresses(mailbox=mailbox, key=house.derived_key(b"alongside mail answers"))


def letters_of(house: House, mail: MailSettings) -> IcsLetters:
    """Build what writes invitations by mail."""
    answers = reply_addresses(house, mail.answers_to) if mail.answers_to else None
    return IcsLetters(public_url=house.settings.public_url, sender=mail.sender, answers=answers)


def mail_answers_of(house: House) -> MailAnswers | None:
    """Build what takes answers by mail; None where they are not switched on."""
    mail = house.settings.mail
    if mail is None or mail.answers_to is None:
        return None
    return MailAnswers(
        store=house.store,
        clock=utc_now,
        addresses=reply_addresses(house, mail.answers_to),
        reader=IcsAnswers(),
        host=urlsplit(house.settings.public_url).hostname or "localhost",
    )
