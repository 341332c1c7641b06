"""The shape of the settings: frozen values, with what None means said beside each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

T = TypeVar("T")


class ConfigError(Exception):
    """The settings cannot be used. Lists every problem, not the first one.

    Attributes:
        problems: texts by the name the operator typed. They never repeat a value.

    """

    def __init__(self, problems: Mapping[str, Sequence[str]]) -> None:
        self.problems = {name: tuple(texts) for name, texts in sorted(problems.items())}
        lines = [f"{name}: {' '.join(texts)}" for name, texts in self.problems.items()]
        super().__init__("Unusable settings:\n  " + "\n  ".join(lines))


class Feature(StrEnum):
    """What an institution may switch on. A name outside this list stops the start."""

    PAIRINGS = "pairings"
    PEER = "peer"
    CIRCLES = "circles"
    HELPER = "helper"


class LogFormat(StrEnum):
    """How a log line is written: for a person at a terminal, or for a collector."""

    CONSOLE = "console"
    JSON = "json"


class MailSecurity(StrEnum):
    """How the connection to the mail server is protected."""

    PLAIN = "smtp"
    STARTTLS = "smtp+starttls"
    TLS = "smtps"


class Cloud(StrEnum):
    """Which Microsoft cloud holds the institution's tenants.

    https://learn.microsoft.com/graph/deployments
    """

    GLOBAL = "global"
    US_GOVERNMENT_HIGH = "usgov-high"
    US_GOVERNMENT_DOD = "usgov-dod"
    CHINA = "china"
    SANDBOX = "sandbox"


@dataclass(frozen=True, slots=True)
class Secret(Generic[T]):
    """A value that must not reach a log. Call `reveal` where it is used."""

    _value: T

    def reveal(self) -> T:
        """Return the secret itself."""
        return self._value

    def __repr__(self) -> str:
        return "Secret(***)"

    __str__ = __repr__


@dataclass(frozen=True, slots=True, kw_only=True)
class MailSettings:
    """The server that takes outgoing mail, and the address it is sent from.

    `username` and `password` are both None when the server asks for neither. `answers_to` is the
    mailbox that calendars answer at; None where nothing reads it, and answers are links only.
    """

    host: str
    port: int
    security: MailSecurity
    username: str | None
    password: Secret[str] | None
    sender: str
    answers_to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphSettings:
    """One app registration, and the Entra tenants it may serve.

    Exactly one of `client_secret` and `certificate` (PEM: private key and certificate) is set.
    `sandbox_url` is set for `Cloud.SANDBOX` only. `site_id` is None below level 2 of the
    permission ladder: no shared folders in a site. `mentor_drives`: whether folders may lie in the
    OneDrives of mentors who say yes. `meeting_reports`: whether programmes may ask Teams who was
    in a session's meeting. `calendars_inside` and `calendars_outside` are set together,
    for level 3: a mailbox that Exchange opens to the application, and one that it must not.
    `teams_app_id` is what Teams calls the app that was
    uploaded; None where it keeps the id of the package.
    """

    cloud: Cloud
    sandbox_url: str | None
    client_id: str
    client_secret: Secret[str] | None
    certificate: Secret[str] | None
    tenant_ids: tuple[str, ...]
    site_id: str | None
    teams_app_id: str | None
    timeout_s: float
    mentor_drives: bool = False
    meeting_reports: bool = False
    calendars_inside: str | None = None
    calendars_outside: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything the tool is told from outside.

    Attributes:
        public_url: where browsers and platforms reach the tool; no slash at the end.
        database_url: for SQLAlchemy, with its driver named.
        encryption_key: 32 bytes that seal notes, tokens and keys at rest.
        encryption_key_previous: still opens what it sealed, while keys are rotated.
        wake_url: where waiting workers are woken. None: beside the SQLite database, and with
            PostgreSQL by asking again and again.
        mail: None when no mail can be sent.
        allow_http_loopback: whether platforms and Microsoft may be plain http on this machine.
        proxies: of ours that each request passes; only their words about who asks are believed.
        graph: None when no Microsoft tenant is connected; the tool then offers calendar files
            and outside links instead (level 0 of the permission ladder).
        removals_file: where removals are written beside the database; None writes them there only.

    """

    public_url: str
    database_url: Secret[str]
    encryption_key: Secret[bytes]
    encryption_key_previous: Secret[bytes] | None
    wake_url: Secret[str] | None
    mail: MailSettings | None
    allow_http_loopback: bool
    proxies: int
    log_format: LogFormat
    features: frozenset[Feature]
    graph: GraphSettings | None
    removals_file: str | None

    def secrets(self) -> tuple[str, ...]:
        """Return every secret that is text, for the log to hide."""
        graph, mail = self.graph, self.mail
        secrets = [self.database_url, self.wake_url, mail and mail.password]
        secrets += [graph.client_secret, graph.certificate] if graph else []
        return tuple(secret.reveal() for secret in secrets if secret)
