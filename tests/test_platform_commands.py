"""What an operator does with `alongside platform …`, on a real database."""

import base64
import json
import logging
import secrets

import pytest
from click.testing import CliRunner

from plugin.__main__ import cli

VALUES = (
    "--issuer", "https://lms.example", "--client-id", "c1", "--auth-url", "https://lms.example/a",
    "--token-url", "https://lms.example/t", "--jwks-url", "https://lms.example/j",
)  # fmt: skip


@pytest.fixture
def alongside(sqlite_url):
    """Run one command; return its result."""
    settings = {
        "ALONGSIDE_PUBLIC_URL": "https://tool.example",
        "ALONGSIDE_DATABASE_URL": sqlite_url,
        "ALONGSIDE_ENCRYPTION_KEY": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
    }

    def run(*arguments):
        return CliRunner().invoke(cli, arguments, env=settings)

    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    assert run("migrate").exit_code == 0
    yield run
    root.handlers[:] = handlers  # each command takes the log over, as in a process of its own
    root.setLevel(level)


@pytest.fixture
def added(alongside):
    """Add one platform; return its id."""
    alongside("platform", "add", "--tenant", "northmoor", *VALUES, "--deployment", "1")
    (one,) = json.loads(alongside("platform", "list", "--json").stdout)
    return one["registration_id"]


def test_an_invitation_is_one_address_on_one_line(alongside):
    done = alongside("platform", "invite", "--tenant", "northmoor")

    assert done.exit_code == 0
    assert done.stdout.strip().startswith("https://tool.example/lti/register/")
    assert len(done.stdout.strip().splitlines()) == 1


@pytest.mark.parametrize("tenant", ["*", "", "North Moor", "-x"])
def test_an_institution_has_a_plain_name(alongside, tenant):
    assert alongside("platform", "invite", "--tenant", tenant).exit_code == 2


def test_what_is_added_may_launch_at_once(alongside, added):
    shown = json.loads(alongside("platform", "show", added, "--json").stdout)

    assert (shown["state"], shown["origin"]) == ("active", "command")
    assert shown["deployments"] == {"1": "approved"}


def test_another_institutions_client_is_not_added(alongside, added):
    done = alongside("platform", "add", "--tenant", "southmoor", *VALUES)

    assert done.exit_code == 1
    assert "Another institution" in done.output


def test_a_platform_is_switched_off_and_on(alongside, added):
    alongside("platform", "disable", added)
    assert "disabled" in alongside("platform", "list").stdout

    alongside("platform", "approve", added)
    assert "active" in alongside("platform", "list").stdout


def test_a_deployment_is_switched_off_alone(alongside, added):
    alongside("platform", "disable", added, "--deployment", "1")

    shown = json.loads(alongside("platform", "show", added, "--json").stdout)
    assert (shown["state"], shown["deployments"]) == ("active", {"1": "disabled"})
    assert alongside("platform", "approve", added, "--deployment", "2").exit_code == 1


def test_a_platform_nobody_came_by_is_removed(alongside, added):
    assert alongside("platform", "remove", added).exit_code == 0
    assert json.loads(alongside("platform", "list", "--json").stdout) == []


def test_k04_succession_asks_first_and_needs_two(alongside, added):
    assert alongside("platform", "succeed", added, added, "--yes").exit_code == 1
    assert alongside("platform", "succeed", added, "none").exit_code == 1


@pytest.mark.parametrize("command", ["show", "approve", "disable", "remove"])
def test_an_unknown_platform_is_said_to_be_unknown(alongside, command):
    done = alongside("platform", command, "lms-none")

    assert done.exit_code == 1
    assert "No platform is registered as lms-none" in done.output
