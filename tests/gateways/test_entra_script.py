"""The script that registers the app: run by a shell, against an Azure CLI that remembers."""

import json
import shutil
import subprocess
import sys

import pytest

from graph.permissions import delegated_scopes, scopes_by_choice
from graph.teams import HOST_CLIENTS, TAB_SCOPE
from plugin.gateways.entra_app import SIGN_IN
from tests.house.tree import ROOT

HOST = "mentoring.example.edu"
SCRIPT = ROOT / "deploy" / "entra" / "register.sh"
WANTED = {f"id-of-{one}" for one in (*delegated_scopes(1), *scopes_by_choice(), *SIGN_IN)}
AZ = ROOT / "tests" / "fakes" / "az.py"


class Desk:
    """An administrator's folder with the fake on its path."""

    def __init__(self, folder):
        self.folder, self.state = folder, folder / "az.json"
        self.az = folder / "bin" / "az"
        self.az.parent.mkdir()

    def run(self, *words, refuses=""):
        self.az.write_text(
            f'#!/bin/sh\nexec "{sys.executable}" -IS "{AZ}" "{self.state}" "{refuses}" "$@"\n'
        )
        self.az.chmod(0o755)
        return subprocess.run(
            ["sh", SCRIPT, *words],
            cwd=self.folder,
            env={"PATH": f"{self.az.parent}:/usr/bin:/bin"},
            capture_output=True,
            text=True,
            check=False,
        )

    def made(self):
        """Return what Entra holds by now."""
        return json.loads(self.state.read_text())


@pytest.fixture
def desk(tmp_path):
    if shutil.which("openssl") is None:
        pytest.skip("no openssl on this machine")
    return Desk(tmp_path)


def test_the_script_registers_what_the_tables_say_and_a_second_run_adds_nothing(desk):
    done = desk.run(HOST.upper())
    made = desk.made()
    again = desk.run(HOST)

    assert done.returncode == 0, done.stderr
    assert made["app"] == {"identifierUris": [f"api://{HOST}/app-1"]}
    assert made["api"]["requestedAccessTokenVersion"] == 2
    (scope,) = made["api"]["oauth2PermissionScopes"]
    assert (scope["value"], scope["isEnabled"]) == (TAB_SCOPE, True)
    assert made["api"]["preAuthorizedApplications"] == [
        {"appId": one.client_id, "delegatedPermissionIds": [scope["id"]]} for one in HOST_CLIENTS
    ]
    assert sorted(made["permissions"]) == sorted(WANTED)
    assert made["apps"] == [f"https://{HOST}/ms/callback"]
    assert len(made["certificates"]) == 1
    assert made["principal"]
    assert (again.returncode, again.stdout, desk.made()) == (0, done.stdout, made)


def test_the_key_stays_here_and_only_its_public_half_goes(desk):
    desk.run(HOST)

    kept = (desk.folder / f"{HOST}.pem").read_text()
    (sent,) = desk.made()["certificates"]
    assert "PRIVATE KEY" in kept
    assert "PRIVATE KEY" not in sent
    assert sent in kept
    assert (desk.folder / f"{HOST}.pem").stat().st_mode & 0o077 == 0


def test_a_certificate_is_renewed_by_moving_the_old_one_aside(desk):
    desk.run(HOST)
    (desk.folder / f"{HOST}.pem").rename(desk.folder / "old.pem")
    desk.run(HOST)

    first, second = desk.made()["certificates"]
    assert first in (desk.folder / "old.pem").read_text()
    assert second in (desk.folder / f"{HOST}.pem").read_text()


@pytest.mark.parametrize(
    ("step", "remedy"),
    [
        ("ad app create", "Application Developer"),
        ("rest", "Run this again"),
        ("ad app permission add", "step 6 of STEPS.md"),
        ("ad app credential reset", "Run this again"),
    ],
)
def test_a_refused_step_is_said_with_what_to_do_and_the_next_run_goes_on_there(desk, step, remedy):
    refused = desk.run(HOST, refuses=step)
    done = desk.run(HOST)

    assert refused.returncode == 1
    assert "Insufficient privileges" in refused.stderr
    assert remedy in refused.stderr
    assert "ALONGSIDE_GRAPH_CLIENT_ID" not in refused.stdout
    assert done.returncode == 0, done.stderr
    made = desk.made()
    assert sorted(made["permissions"]) == sorted(WANTED)
    assert len(made["apps"]) == len(made["certificates"]) == 1


@pytest.mark.parametrize("words", [(), ("https://mentoring.example.edu",), ("a b",), ('x"y',)])
def test_what_is_no_host_is_refused_before_anything_is_asked(desk, words):
    done = desk.run(*words)

    assert (done.returncode, desk.state.exists()) == (1, False)
    assert "Say the host" in done.stderr


def test_nobody_signed_in_is_told_the_command(desk):
    done = desk.run(HOST, refuses="account show")

    assert done.returncode == 1
    assert "az login --allow-no-subscriptions" in done.stderr
