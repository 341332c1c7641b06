"""What an operator does with `alongside keys …`, on a real database."""

import base64
import logging
import re
import secrets
import signal
import subprocess
import sys

import pytest
from click.testing import CliRunner

from plugin.__main__ import cli
from plugin.key_commands import REWRAPPED


def fresh():
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()


@pytest.fixture
def settings(sqlite_url):
    return {
        "ALONGSIDE_PUBLIC_URL": "https://tool.example",
        "ALONGSIDE_DATABASE_URL": sqlite_url,
        "ALONGSIDE_ENCRYPTION_KEY": fresh(),
    }


@pytest.fixture
def alongside(settings):
    """Run one command, with other settings where they are named; return its result."""

    def run(*arguments, **changed):
        return CliRunner().invoke(cli, arguments, env={**settings, **changed})

    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    assert run("migrate").exit_code == 0
    yield run
    root.handlers[:] = handlers
    root.setLevel(level)


def listed(alongside):
    lines = alongside("keys", "list").stdout.splitlines()
    return {line.split()[1]: line.split()[0] for line in lines}


def test_the_key_in_use_is_listed_and_no_secret_is(alongside):
    done = alongside("keys", "list")

    assert re.fullmatch(r"[0-9a-f]{32}  active  signs until .* UTC\n", done.stdout)
    assert "PRIVATE" not in done.output


def test_a_rotation_names_the_key_that_signs_tomorrow(alongside):
    before = listed(alongside)

    done = alongside("keys", "rotate")

    after = listed(alongside)
    assert after == {"active": before["active"], "next": done.stdout.split()[0]}


def test_k02_a_leaked_key_is_withdrawn_and_the_next_one_signs(alongside):
    alongside("keys", "rotate")
    before = listed(alongside)

    done = alongside("keys", "withdraw", before["active"], "--yes")

    assert done.exit_code == 0
    assert listed(alongside) == {"active": before["next"]}


def test_k02_nothing_is_withdrawn_without_a_yes_or_by_a_wrong_name(alongside):
    before = listed(alongside)

    assert alongside("keys", "withdraw", before["active"]).exit_code == 1
    assert alongside("keys", "withdraw", "mistyped", "--yes").exit_code == 1
    assert listed(alongside) == before


def test_k06_a_rewrap_that_was_killed_goes_on_where_it_stopped(alongside, settings):
    for name in ("north", "south"):
        assert alongside("platform", "invite", "--tenant", name).exit_code == 0
    listed(alongside)
    both = {
        "ALONGSIDE_ENCRYPTION_KEY": fresh(),
        "ALONGSIDE_ENCRYPTION_KEY_PREVIOUS": settings["ALONGSIDE_ENCRYPTION_KEY"],
    }
    killed = subprocess.run(
        [sys.executable, "-m", "plugin", "keys", "rewrap", "--die-at", REWRAPPED],
        env={**settings, **both},
        check=False,
    )
    halfway = alongside("keys", "verify", **both)
    done = alongside("keys", "rewrap", **both)
    whole = alongside("keys", "verify", **both)
    alone = both | {"ALONGSIDE_ENCRYPTION_KEY_PREVIOUS": ""}

    assert killed.returncode == -signal.SIGKILL
    assert halfway.stdout == (
        "1 sealed values open, 0 do not\n"
        "2 institutions still need the previous key: run alongside keys rewrap\n"
    )
    assert done.stdout.startswith("2 keys sealed")
    assert whole.stdout == "1 sealed values open, 0 do not\n"
    assert alongside("check", **alone).exit_code == 0


def test_k07_without_its_key_nothing_starts_and_no_new_one_is_made(alongside, settings):
    before = listed(alongside)

    done = alongside("keys", "list", ALONGSIDE_ENCRYPTION_KEY=fresh())

    assert done.exit_code == 1
    assert "Give back the key that sealed it" in " ".join(done.output.split())
    assert listed(alongside) == before


def test_a_database_that_cannot_be_opened_is_one_line_of_migrate(alongside, tmp_path):
    result = alongside("migrate", ALONGSIDE_DATABASE_URL=f"sqlite:///{tmp_path}/nowhere/a.db")

    assert result.exit_code == 1
    assert result.output == "Error: The database does not answer: SQLITE_CANTOPEN\n"
