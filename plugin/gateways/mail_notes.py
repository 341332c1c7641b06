"""The Notes port: short mails that say where to look, and nothing of what is there."""

from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from urllib.parse import urlsplit

from plugin.gateways.mail_headers import SEVEN_BIT
from plugin.gateways.mail_speech import plain, speech_to
from plugin.mentoring.people import Person
from plugin.mentoring.session import SessionId
from plugin.ports.errors import RefusedError
from plugin.ports.values import Account, Letter

NO_ADDRESS = "no-address"


@dataclass(frozen=True, slots=True, kw_only=True)
class MailNotes:
    """Writes notes as plain text. `sender` is where they come from and bounces go to."""

    public_url: str
    sender: str

    def sign_in_again(self, account: Account, reader: Person, *, now: datetime) -> Letter:
        """See `plugin.ports.outside.Notes.sign_in_again`.

        Its Message-ID is that of this lapse, so that a mailbox may drop a double.
        """
        texts = speech_to(reader).texts
        since = account.needs_sign_in_since or now
        key = f"lapsed/{account.person_id}/{int(since.timestamp())}"
        return self._letter(
            key,
            reader,
            account.address,
            texts.sign_in_subject,
            f"{texts.hello.format(name=plain(reader.given))}\n\n{texts.sign_in}\n",
            now=now,
        )

    def switched(
        self, key: str, reader: Person, address: str, link: str, *, now: datetime
    ) -> Letter:
        """See `plugin.ports.outside.Notes.switched`. Where they meet now, the page alone says."""
        texts = speech_to(reader).texts
        hello = texts.hello.format(name=plain(reader.given))
        text = f"{hello}\n\n{texts.switched}\n{link}\n"
        return self._letter(key, reader, address, texts.switched_subject, text, now=now)

    def _letter(
        self, key: str, reader: Person, address: str, subject: str, text: str, *, now: datetime
    ) -> Letter:
        host = urlsplit(self.public_url).hostname or "localhost"
        message_id = f"<{key.replace('/', '.')}@{host}>"
        message = EmailMessage(policy=SEVEN_BIT)
        try:
            message["To"] = Address(addr_spec=address)
        except (ValueError, IndexError) as error:
            raise RefusedError(NO_ADDRESS) from error
        message["From"] = Address("Alongside", addr_spec=self.sender)
        message["Subject"] = subject
        message["Date"] = format_datetime(now)
        message["Message-ID"] = message_id
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(text)
        return Letter(
            key,
            reader.tenant_id,
            reader.person_id,
            SessionId(""),
            address,
            message_id,
            "NOTE",
            message.as_bytes(),
        )
