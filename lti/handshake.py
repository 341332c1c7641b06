"""The two halves of a launch together: begin a login, finish the launch it leads to.

A login is tied to one browser: by a cookie, else by the platform's storage, else by a click in
a window that names the person. It leads to one launch, and is used up only by a message that
passed every check, so that forged messages cost nothing but their reading.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Any

from lti.errors import LaunchRefusedError
from lti.fingerprints import fingerprint, matches, new_secret
from lti.guard import Guard
from lti.id_token import parse_id_token
from lti.key_sets import KeySets
from lti.launch import Context, Launch, parse_launch
from lti.login import (
    LOGIN_COOKIE_PREFIX,
    LoginRequest,
    ToolAddress,
    cookie_name,
    origin_of,
    start,
    storage_key,
)
from lti.message import Message
from lti.outcomes import AskStorage, AskWindow, Cookie, Launched, Redirect, StoragePage
from lti.refusals import RefusalCode
from lti.storage import (
    Handshakes,
    LoginState,
    PendingLaunch,
    Registration,
    Registrations,
    TicketKind,
)

STORAGE_TICKET_S = 60
WINDOW_TICKET_S = 300


class _Browser(Enum):
    """What the cookies of a launch say about where it comes from."""

    SAME = auto()
    OTHER = auto()
    SILENT = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Handshake:
    """Login and launch for every registered platform; safe for threads.

    Attributes:
        clock: returns now, in UTC.

    """

    registrations: Registrations
    handshakes: Handshakes
    key_sets: KeySets
    address: ToolAddress
    clock: Callable[[], datetime]
    guard: Guard = field(default_factory=Guard)

    def begin_login(self, form: Mapping[str, str]) -> Redirect | StoragePage:
        """Answer a platform that wants to launch; `form` holds the query's or body's fields.

        Raises:
            LaunchRefusedError: nothing was remembered.

        """
        self.guard.check_login(LoginRequest(form, self.address))
        registration = self._registration(form["iss"], form.get("client_id") or None)
        login, reply = start(form, registration, self.address, self.clock())
        self.handshakes.save(login)
        return reply

    def finish_launch(
        self, form: Mapping[str, str], *, cookies: Mapping[str, str], has_session: bool = False
    ) -> Launched | AskStorage | AskWindow:
        """Check a posted id_token, and say what comes next.

        Args:
            form: the posted fields.
            cookies: by the names of `lti.login.cookie_name`, any prefix taken off.
            has_session: the browser sent a session cookie of ours. It then keeps our cookies, and
                one that lacks this login's is not the browser that began it.

        Raises:
            LaunchRefusedError: the login was not used up, except by whoever used it before.

        """
        self.guard.check_form(form)
        state, now = form["state"], self.clock()
        login = self._login(state, now)
        registration = self._registration(login.issuer, login.client_id)
        token = parse_id_token(form["id_token"])
        message = Message(
            token,
            login,
            registration,
            now.timestamp(),
            self.registrations,
            self.key_sets,
            self.address,
        )
        self.guard.check_message(message)
        browser = _judge_browser(login, state, cookies, has_session=has_session)
        launch = parse_launch(token.claims, registration)
        self._consume(login, now)
        if browser is _Browser.SAME:
            name = cookie_name(state)
            return Launched(launch, "cookie", cookies[name], (Cookie(name, "", 0),))
        return self._ask(login, state, launch, token.claims, now)

    def complete_with_storage(self, ticket: str, value: str | None) -> Launched | AskWindow:
        """Finish a launch with what the platform's storage gave back.

        Args:
            ticket: of AskStorage.
            value: None or "" when the platform's frame did not answer.

        Raises:
            LaunchRefusedError: TICKET, or BROWSER for a value that is not this login's.

        """
        pending, registration = self._take(ticket, TicketKind.STORAGE)
        launch = parse_launch(pending.claims, registration)
        if not value:
            return self._ask_window(launch, pending.claims, self.clock())
        if pending.storage_hash is None or not matches(value, pending.storage_hash):
            raise LaunchRefusedError(RefusalCode.BROWSER)
        return Launched(launch, "storage")

    def complete_in_window(self, ticket: str) -> Launched:
        """Finish a launch by the click of the person its page named.

        Call it only for a request our own page sent (`Origin`): the click binds the browser,
        and another site's form would spare it.

        Raises:
            LaunchRefusedError: TICKET.

        """
        pending, registration = self._take(ticket, TicketKind.WINDOW)
        return Launched(parse_launch(pending.claims, registration), "window")

    def _registration(self, issuer: str, client_id: str | None) -> Registration:
        registration = self.registrations.find(issuer, client_id)
        if registration is None:
            raise LaunchRefusedError(RefusalCode.PLATFORM_UNKNOWN)
        if not registration.active:
            raise LaunchRefusedError(RefusalCode.PLATFORM_INACTIVE)
        return registration

    def _login(self, state: str, now: datetime) -> LoginState:
        login = self.handshakes.find(fingerprint(state))
        if login is None:
            raise LaunchRefusedError(RefusalCode.STATE_UNKNOWN)
        if login.used_at is not None:
            raise LaunchRefusedError(RefusalCode.STATE_USED)
        if now >= login.expires_at:
            raise LaunchRefusedError(RefusalCode.STATE_EXPIRED)
        return login

    def _consume(self, login: LoginState, now: datetime) -> None:
        # Decided by the store in one step: what `_login` read may be a moment old.
        if not self.handshakes.consume(login.state_hash, now):
            raise LaunchRefusedError(RefusalCode.STATE_USED)

    def _ask(
        self,
        login: LoginState,
        state: str,
        launch: Launch,
        body: Mapping[str, Any],
        now: datetime,
    ) -> AskStorage | AskWindow:
        if login.storage_target is None:
            return self._ask_window(launch, body, now)
        lifetime = timedelta(seconds=STORAGE_TICKET_S)
        ticket = self._ticket(TicketKind.STORAGE, launch, body, login.storage_hash, now + lifetime)
        registration = self._registration(login.issuer, login.client_id)
        origin = origin_of(registration.auth_url)
        return AskStorage(ticket, login.storage_target, origin, storage_key(state))

    def _ask_window(self, launch: Launch, body: Mapping[str, Any], now: datetime) -> AskWindow:
        lifetime = timedelta(seconds=WINDOW_TICKET_S)
        ticket = self._ticket(TicketKind.WINDOW, launch, body, None, now + lifetime)
        context = launch.context or Context("")
        return AskWindow(ticket, launch.person.name, context.title or context.label)

    def _ticket(
        self,
        kind: TicketKind,
        launch: Launch,
        body: Mapping[str, Any],
        storage_hash: str | None,
        expires_at: datetime,
    ) -> str:
        ticket = new_secret()
        self.handshakes.save_ticket(
            PendingLaunch(
                ticket_hash=fingerprint(ticket),
                kind=kind,
                issuer=launch.issuer,
                client_id=launch.client_id,
                claims=body,
                storage_hash=storage_hash,
                expires_at=expires_at,
            )
        )
        return ticket

    def _take(self, ticket: str, kind: TicketKind) -> tuple[PendingLaunch, Registration]:
        pending = self.handshakes.take_ticket(fingerprint(ticket), kind, self.clock())
        if pending is None:
            raise LaunchRefusedError(RefusalCode.TICKET)
        return pending, self._registration(pending.issuer, pending.client_id)


def _judge_browser(
    login: LoginState, state: str, cookies: Mapping[str, str], *, has_session: bool
) -> _Browser:
    own = cookies.get(cookie_name(state))
    if own is not None and matches(own, login.browser_hash):
        return _Browser.SAME
    ours = has_session or any(name.startswith(LOGIN_COOKIE_PREFIX) for name in cookies)
    if ours:
        raise LaunchRefusedError(RefusalCode.BROWSER)
    return _Browser.SILENT
