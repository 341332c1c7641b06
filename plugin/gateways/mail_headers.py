"""Headers in which people's names stand, so that none is read as anything but a name."""

import re
from email.header import Header
from email.headerregistry import Address
from email.policy import EmailPolicy
from typing import Any, Final

PLAIN: Final = re.compile(r"[A-Za-z0-9 ]{1,60}")
"""What is sent as it is; every other name is encoded whole (RFC 2047)."""


class NamePolicy(EmailPolicy):
    """7 bit and CRLF, for not every mail server takes more.

    The library quotes a name with a comma or a "<" in it, but where it folds a line inside of the
    name, the quotes are lost, and half a name is an address (seen in CPython 3.11.7).
    """

    def fold(self, name: str, value: Any) -> str:
        """Return the header's lines."""
        addresses = getattr(value, "addresses", ())
        if not addresses:
            lines: str = super().fold(name, value)
            return lines
        return f"{name}: {', '.join(_mailbox(one) for one in addresses)}{self.linesep}"

    def fold_binary(self, name: str, value: Any) -> bytes:
        """Return the same as bytes."""
        if not getattr(value, "addresses", ()):
            return super().fold_binary(name, value)
        return self.fold(name, value).encode("ascii")


SEVEN_BIT: Final = NamePolicy(cte_type="7bit", linesep="\r\n")


def _mailbox(one: Address) -> str:
    if not one.display_name:
        return one.addr_spec
    name = one.display_name
    if not PLAIN.fullmatch(name):
        name = Header(name, "utf-8", maxlinelen=70).encode(linesep=SEVEN_BIT.linesep)
    return f"{name}{SEVEN_BIT.linesep} <{one.addr_spec}>"
