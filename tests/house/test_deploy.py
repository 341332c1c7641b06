"""The scripts that build and demonstrate the tool."""

import json
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from config import Cloud, load
from deploy import assets, demo
from tests.house.tree import ROOT


@pytest.fixture
def tree(tmp_path):
    """A project whose shipped browser files are in place, made from packages made up here."""
    root = tmp_path / "project"
    root.mkdir()
    for name in ("package.json", "package-lock.json"):
        shutil.copy(ROOT / name, root)
    for package, files in assets.WANTED[assets.SHIPPED].items():
        for source in [*files, "package.json"]:
            file = tmp_path / "node_modules" / package / source
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text('{"version": "1.2.3"}')
    assets._copy(tmp_path / "node_modules", root, assets.SHIPPED)
    return root


def test_copies_are_fresh_until_the_lock_file_changes(tree):
    assert assets.is_fresh(tree, assets.SHIPPED)

    lock = tree / "package-lock.json"
    lock.write_text(lock.read_text() + " ")

    assert not assets.is_fresh(tree, assets.SHIPPED)


def test_a_copy_that_was_changed_or_lost_is_not_fresh(tree):
    script = tree / assets.SHIPPED / "htmx.org" / "htmx.min.js"

    script.write_text("other")
    changed = assets.is_fresh(tree, assets.SHIPPED)
    script.unlink()
    lost = assets.is_fresh(tree, assets.SHIPPED)

    assert (changed, lost) == (False, False)


def test_the_manifest_names_each_version_and_a_hash_a_browser_can_check(tree):
    manifest = json.loads((tree / assets.SHIPPED / "manifest.json").read_text())

    assert manifest["versions"] == {"@microsoft/teams-js": "1.2.3", "htmx.org": "1.2.3"}
    assert manifest["files"]["htmx.org/htmx.min.js"].startswith("sha384-")


@pytest.fixture
def no_npm(monkeypatch, tmp_path):
    """An environment in which npm has no registry to reach, wherever npm itself is from."""
    monkeypatch.setenv("npm_config_registry", "http://127.0.0.1:9")
    monkeypatch.setenv("npm_config_fetch_retries", "0")
    monkeypatch.setenv("npm_config_cache", str(tmp_path / "cache"))
    monkeypatch.setenv("PATH", str(tmp_path))


def test_without_npm_the_build_goes_on_with_a_warning(tree, no_npm, monkeypatch, capsys):
    monkeypatch.delenv("REQUIRE_ASSETS", raising=False)
    shutil.rmtree(tree / assets.SHIPPED)

    assets.ensure(tree)

    assert "warning: pages will work without their scripts" in capsys.readouterr().err


def test_without_npm_a_build_that_requires_the_files_fails(tree, no_npm, monkeypatch):
    monkeypatch.setenv("REQUIRE_ASSETS", "1")
    shutil.rmtree(tree / assets.SHIPPED)

    with pytest.raises(assets.AssetsError):
        assets.ensure(tree)


@pytest.fixture
def demonstration(tmp_path):
    it = demo.Demo(root=tmp_path, python=Path("python"), port=8100)
    demo._make_state(it)
    return it


def test_the_demonstration_has_usable_settings_on_four_ports_in_a_row(demonstration):
    settings = load(demonstration.environment())

    assert settings.graph is not None
    assert settings.mail is not None
    assert settings.public_url == "http://127.0.0.1:8100"
    assert (demonstration.lms, settings.graph.sandbox_url) == (
        "http://localhost:8101",
        "http://localhost:8102",
    )
    assert settings.graph.cloud is Cloud.SANDBOX
    assert settings.mail.port == 8103


def test_the_demonstration_keeps_its_key(demonstration):
    key = demonstration.state / "encryption.key"
    before = key.read_bytes()

    demo._make_state(demonstration)

    assert key.read_bytes() == before
    assert key.stat().st_mode & 0o077 == 0


def test_the_demonstration_keeps_what_python_compiles(monkeypatch, demonstration):
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")

    assert "PYTHONDONTWRITEBYTECODE" not in demonstration.environment()


@pytest.mark.parametrize(("port", "before"), [(8000, ""), (8100, "PORT=8100 ")])
def test_what_the_demonstration_says_to_type_is_meant_for_it(tmp_path, port, before):
    said = demo._welcome(demo.Demo(root=tmp_path, python=Path("python"), port=port))

    commands = re.findall(r": (.*)python3 deploy/dev.py alongside (\S+)", said)
    assert commands == [(before, "platform"), (before, "demo-cohort")]


def test_a_taken_port_is_named_before_anything_starts():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

        with pytest.raises(demo.DemoError, match=f"port {port}.*PORT="):
            demo._refuse_taken_ports(port)


def test_the_demonstration_heeds_an_interrupt_that_its_shell_had_ignored():
    steps = (
        "signal.signal(signal.SIGINT, signal.SIG_IGN)",
        "demo._heed_signals()",
        "os.kill(os.getpid(), signal.SIGINT)",
    )
    code = "\n".join(("import os, signal", "from deploy import demo", *steps))

    ended = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)

    assert "KeyboardInterrupt" in ended.stderr


@pytest.mark.parametrize("typed", ["http", "80", "65535", "-1"])
def test_a_port_that_cannot_be_used_is_refused(monkeypatch, typed):
    monkeypatch.setenv("PORT", typed)

    with pytest.raises(demo.DemoError, match="PORT="):
        demo.port_asked_for()


@pytest.fixture
def take_answer(tmp_path):
    """Return how to run the script of deploy/README.md over a command that ends as it is told."""
    readme = (ROOT / "deploy" / "README.md").read_text(encoding="utf-8")
    script = readme.partition("take-answer <<'END'\n")[2].partition("\nEND\n")[0]
    command, settings = tmp_path / "alongside", tmp_path / "alongside.env"
    settings.write_text("PREFIX=settings\n")
    script = script.replace("/opt/alongside/bin/alongside", str(command))
    script = script.replace("/etc/alongside/alongside.env", str(settings))

    def run(ending):
        command.write_text(f'#!/bin/sh\necho "$PREFIX $*"\n{ending}\n')
        command.chmod(0o755)
        done = subprocess.run(
            ["sh", "-c", script, "take-answer", "a+b@x.example"], capture_output=True, text=True
        )
        return done.returncode, done.stdout

    run.settings = settings
    return run


@pytest.mark.parametrize(
    ("ending", "code"),
    [("exit 0", 0), ("exit 65", 65), ("exit 75", 75), ("exit 1", 75), ("kill -9 $$", 75)],
)
def test_only_a_mail_that_was_refused_goes_back_to_its_sender(take_answer, ending, code):
    assert take_answer(ending) == (code, "settings mail receive --to a+b@x.example\n")


def test_while_the_settings_cannot_be_read_the_mail_server_keeps_the_mail(take_answer):
    take_answer("exit 0")
    take_answer.settings.unlink()

    assert take_answer("exit 0") == (75, "")
