"""Visits: one row per launch, found by the handle in the address.

Two courses in one browser are two visits with two handles, so they cannot mix. The handle alone
opens nothing where cookies work; where they do not, it is bound to the browser's User-Agent and
lapses sooner.
"""

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from plugin.mentoring.people import Actor
from plugin.mentoring.taking_back import SEEN_EVERY
from plugin.ports.store import Store, Work
from plugin.ports.values import Clock, Visit

LIFETIME = timedelta(hours=8)
IDLE = timedelta(minutes=60)
IDLE_WITHOUT_COOKIE = timedelta(minutes=30)
COOKIE_PREFIX = "alongside-"
TEAMS, OUTLOOK, OFFICE = "teams", "outlook", "office"
TAB_HOSTS = frozenset((TEAMS, OUTLOOK, OFFICE))
"""What shows the tab; only in Teams there are chats and Teams' own forms."""
GUEST = "guest"
TEAMS_HANDLE, GUEST_HANDLE = "teams-", "guest-"
"""A handle of a tab says so, because a lapsed visit no longer does; the tab then signs in anew.

So does a guest's, who signs in with Microsoft.
"""
HANDLES = {GUEST: GUEST_HANDLE} | dict.fromkeys(TAB_HOSTS, TEAMS_HANDLE)


@dataclass(frozen=True, slots=True)
class Browser:
    """What is known of the browser a launch came from.

    Attributes:
        agent: its User-Agent header.
        takes_cookies: whether a cookie of ours came back.
        host, theme, thread: as of a Visit.

    """

    agent: str
    takes_cookies: bool
    in_frame: bool
    host: str = "lms"
    theme: str | None = None
    thread: str | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """A new visit and its two secrets, of which the store has only the hashes.

    Attributes:
        secret: value of the visit's cookie; None in the cookie-free mode.

    """

    handle: str
    visit: Visit
    secret: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Visits:
    """Opens visits, and finds the one a request belongs to."""

    store: Store
    clock: Clock

    def open(
        self,
        actor: Actor,
        browser: Browser,
        *,
        frame_origin: str | None,
        locale: str | None,
        admin_of: str | None = None,
        work: Work | None = None,
    ) -> Opened:
        """Begin a visit for `actor`, with secrets of its own that were never used before.

        Args:
            actor: as which the person acts, to the end of the visit.
            browser: which the visit is tied to.
            frame_origin: what may frame its pages.
            locale: as the platform says.
            admin_of: the registration whose LMS the person administers.
            work: the transaction to save it in; None for one of its own.

        """
        now = self.clock()
        handle = HANDLES.get(browser.host, "") + _new_secret()
        secret = _new_secret() if browser.takes_cookies else None
        visit = Visit(
            handle_hash=fingerprint(handle),
            tenant_id=actor.tenant_id,
            person_id=actor.person_id,
            course_id=actor.course_id,
            role=actor.role,
            is_test=actor.is_test,
            browser_hash=fingerprint(secret) if secret else None,
            agent_hash=None if secret else fingerprint(browser.agent),
            csrf=_new_secret(),
            frame_origin=frame_origin,
            in_frame=browser.in_frame,
            locale=locale,
            created_at=now,
            seen_at=now,
            expires_at=now + LIFETIME,
            admin_of=admin_of,
            host=browser.host,
            theme=browser.theme,
            thread=browser.thread,
            guest_of=actor.guest_of,
        )
        (work or self.store).save_visit(visit)
        return Opened(handle, visit, secret)

    def find(self, handle: str, cookies: Mapping[str, str], agent: str) -> Visit | None:
        """Return the open visit of this handle in this browser, noting that it was seen.

        None for a visit that lapsed, for a handle that leaked into another browser, and for one
        that never was.
        """
        visit = self.store.visit(fingerprint(handle))
        if visit is None or not self.is_open(visit) or not _belongs(visit, cookies, agent):
            return None
        return self._seen(visit)

    def is_open(self, visit: Visit) -> bool:
        """Whether the visit has neither idled away nor reached its end."""
        idle = IDLE if visit.browser_hash else IDLE_WITHOUT_COOKIE
        return self.clock() < min(visit.seen_at + idle, visit.expires_at)

    def _seen(self, visit: Visit) -> Visit:
        now = self.clock()
        if now - visit.seen_at < SEEN_EVERY:  # a write for each page would be a write too many
            return visit
        seen = replace(visit, seen_at=now)
        self.store.save_visit(seen)
        return seen


def cookie_name(visit: Visit) -> str:
    """Return the name of the visit's cookie, which each visit has for itself."""
    return COOKIE_PREFIX + visit.handle_hash[:12]


def fingerprint(secret: str) -> str:
    """Return the SHA-256 of a secret in hex: what the store keeps in its place."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _belongs(visit: Visit, cookies: Mapping[str, str], agent: str) -> bool:
    if visit.browser_hash is not None:
        return _matches(cookies.get(cookie_name(visit), ""), visit.browser_hash)
    return visit.agent_hash is not None and _matches(agent, visit.agent_hash)


def _matches(secret: str, known: str) -> bool:
    return hmac.compare_digest(fingerprint(secret), known)


def _new_secret() -> str:
    return secrets.token_urlsafe(32)
