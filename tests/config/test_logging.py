"""What a log line may not carry."""

import base64
import io
import json
import logging
from dataclasses import replace

import pytest

from config import LogFormat, load
from config.logging import Mask, configure

GOOD = {
    "ALONGSIDE_PUBLIC_URL": "https://mentoring.example.edu",
    "ALONGSIDE_DATABASE_URL": "sqlite:////srv/alongside.db",
    "ALONGSIDE_ENCRYPTION_KEY": base64.urlsafe_b64encode(bytes(range(100, 132))).decode(),
}
TOKEN = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJl"  # a made-up id_token


@pytest.fixture
def log():
    """Configure the log as told, and return what was written; put the old handlers back."""
    root, written = logging.getLogger(), io.StringIO()
    before = (root.handlers[:], root.level)

    def started(log_format=LogFormat.CONSOLE, **settings):
        configure(replace(load({**GOOD, **settings}), log_format=log_format), written)
        return written

    yield started
    logging.captureWarnings(capture=False)
    root.handlers[:], root.level = before


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (f"launch with id_token={TOKEN} refused", "launch with id_token=<token> refused"),
        (f"{{'id_token': '{TOKEN}'}}", "{'id_token': '<hidden>'}"),
        ("Authorization: Bearer abcDEF123._-x", "Authorization: Bearer <token>"),
        ("POST /ms/callback?code=0.AX&state=xyz", "POST /ms/callback?code=<hidden>&state=<hidden>"),
        ("grant_type=x&client_secret=hush&scope=y", "grant_type=x&client_secret=<hidden>&scope=y"),
        ('{"refresh_token": "hush"}', '{"refresh_token": "<hidden>"}'),
        ("no mail for ada.l+x@students.example.edu", "no mail for <address>"),
        ("GET /users/ada%40example.edu", "GET /users/<address>"),
        ("postgresql://u:hush@db/x", "postgresql://<credentials>@db/x"),
        ("-----BEGIN PRIVATE KEY-----\nMII\n-----END PRIVATE KEY-----", "<key>"),
        ("Graph said 403, code=ErrorAccessDenied", "Graph said 403, code=ErrorAccessDenied"),
        ("session s1 state=queued", "session s1 state=queued"),
        ("see http://127.0.0.1:8000/l/a1:b/home", "see http://127.0.0.1:8000/l/a1:b/home"),
    ],
)
def test_secrets_tokens_and_addresses_are_masked_and_the_rest_is_readable(said, kept):
    assert Mask().hide(said) == kept


def test_arguments_tracebacks_and_extra_fields_are_masked_too(log):
    written = log()

    try:
        int(f"bad token {TOKEN}")
    except ValueError:
        extra = {"subject": "ada@example.edu", "attempt": 2, "password": "hush-hush"}
        logging.getLogger("lti").exception("launch of %s", "kim@example.edu", extra=extra)

    line = written.getvalue()
    assert "launch of <address> subject=<address> attempt=2 password=<hidden>" in line
    assert "bad token <token>" in line
    assert "eyJ" not in line


def test_the_tools_own_secrets_are_masked_wherever_they_turn_up(log):
    written = log(ALONGSIDE_WAKE_URL="redis://:correct-horse@cache/0")

    logging.getLogger("jobs").warning("cannot reach redis://:correct-horse@cache/0")

    assert "cannot reach <hidden>" in written.getvalue()


def test_a_message_cannot_forge_a_line_of_its_own(log):
    written = log()

    logging.getLogger("web").info("no programme %s", "x\n09:00:00 INFO all is well")

    assert len(written.getvalue().splitlines()) == 1


def test_a_collector_gets_one_object_per_line(log):
    written = log(LogFormat.JSON)

    try:
        {}["x"]
    except KeyError:
        logging.getLogger("jobs").exception("parked\nforged", extra={"job_id": "j1"})

    (line,) = written.getvalue().splitlines()
    fields = json.loads(line)
    assert (fields["level"], fields["logger"], fields["job_id"]) == ("error", "jobs", "j1")
    assert fields["message"] == "parked\nforged"
    assert "KeyError" in fields["traceback"]
    assert fields["at"].endswith("+00:00")


def test_talkative_libraries_are_quiet(log):
    written = log()

    logging.getLogger("urllib3.connectionpool").info("GET /users/x")
    logging.getLogger("plugin").info("ready")

    assert "GET" not in written.getvalue()
    assert "ready" in written.getvalue()
