"""Log lines for a person or for a collector, with secrets, tokens and addresses taken out.

What a line may carry is decided where it is written; this is the net below that. It looks at the
finished text, tracebacks included, so that no library can write round it.
"""

import json
import logging
import re
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TextIO

from config.settings import LogFormat, Settings

# Shorter ones would blot out ordinary words.
SHORTEST_SECRET = 6
# These say at INFO what each request was, with addresses and tokens in it.
TALKATIVE = ("urllib3", "msal", "sqlalchemy", "alembic", "huey", "waitress.queue", "mail.log")

_NAMES = (
    r"(?:client_|shared_|encryption_)?secret|(?:client_)?assertion|password|passwd|authorization"
    r"|(?:id_|access_|refresh_|session_|csrf_)?token|code_verifier|cookie|login_hint"
)
_MASKS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\beyJ[\w-]+\.[\w-]+(?:\.[\w-]*){1,3}"), "<token>"),
    (re.compile(r"\b(Bearer|Basic)\s+[\w.~+/=-]{6,}", re.IGNORECASE), r"\1 <token>"),
    (re.compile(r"-----BEGIN [A-Z ]+-----.*?(?:-----END [A-Z ]+-----|\Z)", re.DOTALL), "<key>"),
    (re.compile(r"(?<=://)[^/\s@:]*:[^/\s@]*@"), "<credentials>@"),
    # name=value of a query or form, and "name": "value" of JSON or a Python mapping
    (re.compile(rf"\b({_NAMES})=(?!<)[^&\s\"',;)]+", re.IGNORECASE), r"\1=<hidden>"),
    # Elsewhere these name what went wrong, and must stay readable.
    (re.compile(r"(?<=[?&])(code|state|nonce)=[^&\s\"',;)]+"), r"\1=<hidden>"),
    (re.compile(rf"([\"'](?:{_NAMES})[\"']\s*:\s*[\"'])[^\"']+", re.IGNORECASE), r"\1<hidden>"),
    (re.compile(r"[\w.!#$%*+^`~-]+(?:@|%40)[\w-]+(?:\.[\w-]+)+"), "<address>"),
)
_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


class Mask(logging.Filter):
    """Takes out of a text what must not be kept, and marks each place."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        super().__init__()
        longest_first = sorted({s for s in secrets if len(s) >= SHORTEST_SECRET}, key=len)[::-1]
        self._secrets = (
            re.compile("|".join(map(re.escape, longest_first))) if longest_first else None
        )

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record in place, its traceback and extra fields included; keep it."""
        record.msg, record.args = self.hide(record.getMessage()), None
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = self.hide(record.exc_text)
        if record.stack_info:
            record.stack_info = self.hide(record.stack_info)
        for name, value in _extras(record).items():
            setattr(record, name, self._hide_extra(name, value))
        return True

    def hide(self, text: str) -> str:
        """Return the text without secrets, tokens and addresses."""
        if self._secrets:
            text = self._secrets.sub("<hidden>", text)
        for pattern, mark in _MASKS:
            text = pattern.sub(mark, text)
        return text

    def _hide_extra(self, name: str, value: object) -> object:
        if re.fullmatch(_NAMES, name, re.IGNORECASE):
            return "<hidden>"
        return value if isinstance(value, int | float) else self.hide(str(value))


class ConsoleFormatter(logging.Formatter):
    """One line for a person. A line break in a message cannot begin a line of its own."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)-7s %(name)s: %(message)s", "%H:%M:%S")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the library's name
        """Return the line with its extra fields as name=value."""
        extras = "".join(f" {name}={value}" for name, value in _extras(record).items())
        return (super().formatMessage(record) + extras).replace("\r", "\\r").replace("\n", "\\n")


class JsonFormatter(logging.Formatter):
    """One JSON object for a collector."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; extra fields stand beside the usual ones."""
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **_extras(record),
        }
        if record.exc_text:
            line["traceback"] = record.exc_text
        return json.dumps(line, ensure_ascii=False)


def configure(settings: Settings, stream: TextIO | None = None) -> None:
    """Send all log lines to `stream`, or to standard error; may be repeated."""
    json_lines = settings.log_format is LogFormat.JSON
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonFormatter() if json_lines else ConsoleFormatter())
    handler.addFilter(Mask(settings.secrets()))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    logging.captureWarnings(capture=True)
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)


def _extras(record: logging.LogRecord) -> dict[str, object]:
    return {name: value for name, value in vars(record).items() if name not in _STANDARD}
