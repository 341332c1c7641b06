"""The Post port, by SMTP (RFC 5321)."""

import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum

from plugin.ports.errors import RefusedError, TryLaterError
from plugin.ports.values import Letter

TIMEOUT_S = 15.0
PERMANENT = range(500, 600)


class Security(StrEnum):
    """How the connection is protected; the values are the schemes of the setting."""

    PLAIN = "smtp"
    STARTTLS = "smtp+starttls"
    TLS = "smtps"


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpPost:
    """Hands letters to one mail server, each in a connection of its own.

    Attributes:
        sender: the address that bounces go to.
        username, password: None where the server asks for neither.
        timeout_s: for connecting and for each answer.
        trust: of the server's certificate; None for the machine's own roots.

    """

    host: str
    port: int
    sender: str
    security: Security = Security.PLAIN
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    timeout_s: float = TIMEOUT_S
    trust: ssl.SSLContext | None = None

    def send(self, letter: Letter) -> None:
        """Hand the letter over. Sent again it keeps its Message-ID, so a mailbox may drop a double.

        Raises:
            TryLaterError: no answer, or one that says "not now"; also when the answer to the whole
                letter is lost, for a letter that comes twice is better than none.
            RefusedError: the server will never take it; the message is "mail-" and its code.

        """
        try:
            self._hand_over(letter)
        except smtplib.SMTPAuthenticationError as error:
            # The operator's to mend; no letter is lost because a password has changed.
            raise TryLaterError("the mail server does not know us") from error
        except smtplib.SMTPRecipientsRefused as error:
            code, _ = next(iter(error.recipients.values()))
            raise _answered(code) from error
        except smtplib.SMTPResponseException as error:
            raise _answered(error.smtp_code) from error
        except (smtplib.SMTPException, OSError) as error:
            raise TryLaterError(type(error).__name__) from error

    def _hand_over(self, letter: Letter) -> None:
        server = self._connected()
        try:
            self._greet(server)
            server.sendmail(self.sender, [letter.address], letter.body)
            with suppress(smtplib.SMTPException, OSError):
                server.quit()  # taken is taken, however the parting goes
        finally:
            server.close()

    def _connected(self) -> smtplib.SMTP:
        # Without a name of our own, smtplib asks the DNS for one, without a timeout.
        name = self.sender.rpartition("@")[2]
        if self.security is not Security.TLS:
            return smtplib.SMTP(self.host, self.port, name, timeout=self.timeout_s)
        return smtplib.SMTP_SSL(
            self.host, self.port, name, timeout=self.timeout_s, context=self._trusted()
        )

    def _greet(self, server: smtplib.SMTP) -> None:
        if self.security is Security.STARTTLS:
            server.starttls(context=self._trusted())
        if self.username is not None and self.password is not None:
            server.login(self.username, self.password)

    def _trusted(self) -> ssl.SSLContext:
        return self.trust or ssl.create_default_context()


def _answered(code: int) -> RefusedError | TryLaterError:
    if code in PERMANENT:
        return RefusedError(f"mail-{code}")
    return TryLaterError(f"the mail server answered {code}")
