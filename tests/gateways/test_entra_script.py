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
WANTED = {f"id-of-{one}" for one in (*delegated_scopes(1), *SIGN_IN)}
BY_CHOICE = scopes_by_choice()
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


@pytest.mark.parametrize("file", ["register.sh", "teams-tab.json"])
def test_g2_an_administrator_does_not_consent_for_all_to_what_is_a_persons_choice(file):
    text = (SCRIPT.parent / file).read_text(encoding="utf-8")
    steps = (SCRIPT.parent / "STEPS.md").read_text(encoding="utf-8")

    assert [one for one in BY_CHOICE if one in text] == []
    assert all(one in steps.partition("*Grant admin consent*")[2] for one in BY_CHOICE)
    assert not any(one in steps.partition("*Grant admin consent*")[0] for one in BY_CHOICE)


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


def test_a_run_after_the_key_went_to_the_tool_adds_no_other(desk):
    first = desk.run(HOST)
    made = desk.made()
    (desk.folder / f"{HOST}.pem").unlink()
    again = desk.run(HOST)

    assert (again.returncode, again.stdout, desk.made()) == (0, first.stdout, made)
    assert f"sh register.sh {HOST} renew" in again.stderr
    assert "renew" not in first.stderr
    assert not list(desk.folder.glob("*.pem"))


@pytest.mark.parametrize("is_here", [True, False])
def test_a_certificate_is_renewed_beside_the_old_one_when_that_is_asked_for(desk, is_here):
    desk.run(HOST)
    pem, old = desk.folder / f"{HOST}.pem", desk.folder / f"{HOST}.old.pem"
    before = pem.read_text()
    if not is_here:
        pem.unlink()
    done = desk.run(HOST, "renew")

    first, second = desk.made()["certificates"]
    assert done.returncode == 0, done.stderr
    assert (first in before, second in pem.read_text(), second in before) == (True, True, False)
    assert (old.read_text() == before) if is_here else not old.exists()
    assert "Take the old one out" in done.stderr


def test_a_renewal_that_is_refused_leaves_the_key_as_it_was(desk):
    desk.run(HOST)
    before = (desk.folder / f"{HOST}.pem").read_text()
    refused = desk.run(HOST, "renew", refuses="ad app credential reset")

    assert refused.returncode == 1
    assert (desk.folder / f"{HOST}.pem").read_text() == before
    assert len(desk.made()["certificates"]) == 1


def test_another_word_than_renew_is_refused_before_anything_is_asked(desk):
    done = desk.run(HOST, "again")

    assert (done.returncode, desk.state.exists()) == (1, False)
    assert "renew" in done.stderr


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
