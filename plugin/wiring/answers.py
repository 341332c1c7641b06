"""Wires what reads answers that calendars send back by mail."""

from urllib.parse import urlsplit

from plugin.gateways.ics_answers import IcsAnswers
from plugin.gateways.reply_addresses import SignedReplyAddresses
from plugin.services.mail_answers import MailAnswers
from plugin.wiring.house import House, utc_now


def reply_addresses(house: House, mailbox: str) -> SignedReplyAddresses:
    """Build what signs the addresses that calendars answer at."""
    return SignedReplyAddresses(mailbox=mailbox, key=house.derived_key(b"alongside mail answers"))


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
