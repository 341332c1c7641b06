"""What is kept: the database, its keys, and what reads and writes them."""

import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from config import Settings
from lti.http import SafeHttp
from lti.keys import ToolKeys
from plugin.jobs.wake import Waker, waker_for
from plugin.store.connection import Database
from plugin.store.handshakes import SqlHandshakes, SqlRegistrations
from plugin.store.key_ring import SqlKeyRing
from plugin.store.reads import SqlReads
from plugin.store.registrations import RegistrationBook
from plugin.store.secrets import Vault
from plugin.store.store import SqlStore


@dataclass(slots=True)
class WallClock:
    """The clock of the process. Tests set a worker's `ahead` instead of waiting for hours."""

    ahead: timedelta = timedelta()

    def __call__(self) -> datetime:
        """Return the present moment."""
        return datetime.now(UTC) + self.ahead  # noqa: TID251 - the one place allowed to


utc_now = WallClock()
"""The one clock of the process."""


def new_id() -> str:
    """Return 128 random bits, in words that an address may hold."""
    return secrets.token_urlsafe(16)


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """Everything that is kept: the store and what shares its database."""

    settings: Settings
    database: Database
    vault: Vault
    store: SqlStore
    reads: SqlReads
    registrations: SqlRegistrations
    handshakes: SqlHandshakes
    book: RegistrationBook
    keys: ToolKeys

    def http(self) -> SafeHttp:
        """Return what sends to addresses that platforms gave us."""
        return SafeHttp(allow_http_loopback=self.settings.allow_http_loopback)

    def keep(self, now: datetime) -> None:
        """Forget what has run out, and make or retire our own keys as their time comes."""
        self.store.sweep(now=now)
        self.handshakes.sweep(now=now)
        self.keys.keep_current(now)

    def derived_key(self, purpose: bytes) -> bytes:
        """Return a key for one purpose, so that a ticket's key opens nothing that is kept."""
        key = self.settings.encryption_key.reveal()
        return hmac.new(key, purpose, hashlib.sha256).digest()


def open_house(settings: Settings, *, wake: Callable[[], None] | None = None) -> House:
    """Open the database. Nothing is checked or made yet; `House.store.prepare` does that.

    Args:
        settings: where everything is.
        wake: told after each commit that queued work; None leaves workers to look by themselves.

    """
    database = Database(settings.database_url.reveal())
    previous = settings.encryption_key_previous
    vault = Vault(settings.encryption_key.reveal(), previous.reveal() if previous else None)
    waking = {"wake": wake} if wake else {}
    store = SqlStore(database=database, vault=vault, clock=utc_now, new_id=new_id, **waking)
    registrations = SqlRegistrations(database=database, clock=utc_now)
    return House(
        settings=settings,
        database=database,
        vault=vault,
        store=store,
        reads=SqlReads(store),
        registrations=registrations,
        handshakes=SqlHandshakes(database=database, vault=vault, clock=utc_now),
        book=RegistrationBook(
            database=database, vault=vault, clock=utc_now, changed=registrations.forget
        ),
        keys=ToolKeys(SqlKeyRing(database=database, vault=vault)),
    )


def waker(settings: Settings) -> Waker:
    """Return what tells waiting workers that there is work."""
    wake_url = settings.wake_url.reveal() if settings.wake_url else None
    return waker_for(wake_url, database_url=settings.database_url.reveal())
