"""The ReplyAddresses port: one mailbox, and a signed word behind a plus (RFC 5233)."""

import hmac
import json
from base64 import b32encode
from dataclasses import dataclass, field
from hashlib import sha256

from plugin.mentoring.people import PersonId, TenantId

SIGNED_BYTES = 20
"""160 bits, 32 letters in base32: mail servers may change the case of what stands before the @."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedReplyAddresses:
    """Signs addresses.

    The word holds nothing: with what a mail claims to answer it is computed again and compared. So
    it tells nobody who answers what, and needs no table.

    Attributes:
        mailbox: such as answers@mail.example.edu; what is sent to answers+word@… goes there.
        key: signs the words, and nothing else.

    """

    mailbox: str
    key: bytes = field(repr=False)

    def address(self, tenant_id: TenantId, thing: str, person_id: PersonId) -> str:
        """See `plugin.ports.mail_answers.ReplyAddresses.address`."""
        local, _, domain = self.mailbox.rpartition("@")
        return f"{local}+{self._word(tenant_id, thing, person_id)}@{domain}"

    def is_for(self, address: str, tenant_id: TenantId, thing: str, person_id: PersonId) -> bool:
        """See `plugin.ports.mail_answers.ReplyAddresses.is_for`."""
        right = self.address(tenant_id, thing, person_id).casefold()
        return hmac.compare_digest(address.casefold().encode(), right.encode())

    def _word(self, tenant_id: TenantId, thing: str, person_id: PersonId) -> str:
        of = json.dumps([tenant_id, thing, person_id]).encode()
        return b32encode(hmac.digest(self.key, of, sha256)[:SIGNED_BYTES]).decode().lower()
