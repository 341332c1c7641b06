"""Who has a mailbox: the pretend people as Microsoft Entra and Exchange know them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from .zones import windows_name


class Somebody(Protocol):
    """What is needed of a pretend person; `plugin.sandbox.people.SandboxPerson` has it."""

    @property
    def key(self) -> str:
        """Opaque and stable."""
        ...

    @property
    def given(self) -> str | None:
        """Given name, None where withheld."""
        ...

    @property
    def family(self) -> str | None:
        """Family name, None where withheld."""
        ...

    @property
    def mailbox(self) -> str | None:
        """Address of the mailbox, None without one."""
        ...

    @property
    def object_id(self) -> str | None:
        """Entra object id, with a mailbox."""
        ...

    @property
    def zone(self) -> str:
        """IANA time zone."""
        ...

    @property
    def locale(self) -> str:
        """BCP 47 tag."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One user of the tenant. `oid` is the Entra object id, `zone` an IANA name.

    `home` is the tenant that the account is at home in; "" for this one.
    """

    oid: str
    key: str
    given: str
    family: str
    mail: str
    zone: str
    locale: str
    home: str = ""

    @property
    def name(self) -> str:
        """The display name: Entra has one even where the LMS withholds it."""
        return f"{self.given} {self.family}".strip()

    @property
    def initials(self) -> str:
        """One or two letters for a face."""
        return (self.given[:1] + self.family[:1]).upper()

    @property
    def windows_zone(self) -> str:
        """The zone as Outlook calls it."""
        return windows_name(self.zone)

    @property
    def address(self) -> dict[str, str]:
        """Graph's emailAddress."""
        return {"name": self.name, "address": self.mail}


PERSONAL = "9188040d-6c67-4c5b-b112-36a304b66dad"
STRANGERS = (
    Account(
        oid="9e0f4a52-0000-4000-8000-0000000000a1",
        key="guest",
        given="Rosa",
        family="Lindqvist",
        mail="rosa.lindqvist@partner.example",
        zone="Europe/Stockholm",
        locale="sv-SE",
        home="77f0c0de-0000-4000-8000-00000000beef",
    ),
    Account(
        oid="9e0f4a52-0000-4000-8000-0000000000a2",
        key="personal",
        given="Piet",
        family="Bakker",
        mail="piet.bakker@mailbox.example",
        zone="Europe/Amsterdam",
        locale="nl-NL",
        home=PERSONAL,
    ),
)
"""A guest of this tenant, and somebody with a personal account: neither has a mailbox here."""


class Accounts:
    """Find an account by object id, address or key; letter case of an address does not matter."""

    def __init__(self, people: Iterable[Somebody]) -> None:
        self.all = tuple(account for p in people if (account := _account(p)) is not None)
        self._by_name = {a.oid: a for a in self.all} | {a.key: a for a in self.all}
        self._by_name |= {a.mail.lower(): a for a in self.all}
        self._strangers = {name: a for a in STRANGERS for name in (a.oid, a.key, a.mail)}

    def find(self, name: str | None) -> Account | None:
        """Return the account with this object id, address or key, or None."""
        return self._by_name.get((name or "").lower())

    def who_signs_in(self, name: str | None) -> Account | None:
        """Return the account, strangers included: they get as far as the sign-in."""
        return self.find(name) or self._strangers.get((name or "").lower())

    def of(self, oid: str) -> Account:
        """Return the account with this object id.

        Raises:
            KeyError: there is none.

        """
        return self._by_name.get(oid) or self._strangers[oid]


def _account(person: Somebody) -> Account | None:
    if person.mailbox is None or person.object_id is None:
        return None
    given, _, family = person.mailbox.partition("@")[0].replace("-", " ").title().partition(".")
    return Account(
        oid=person.object_id,
        key=person.key,
        given=person.given or given,
        family=person.family or family,
        mail=person.mailbox,
        zone=person.zone,
        locale=person.locale,
    )
