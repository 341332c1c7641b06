"""P14: what an operator hands out for help is enough to begin with, and nobody's."""

import base64
import json
import logging
import secrets

import pytest
from click.testing import CliRunner

from plugin.__main__ import cli


def fresh():
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()


KEY = fresh()
GUID = "0a1b2c3d-0000-4000-8000-00000000{:04}"
CANARIES = ("canaryhost", "canaryuser", "canarypassword", "canarysender", "canarysecret", GUID[:8])


@pytest.fixture
def settings(sqlite_url):
    """Every setting that holds something of an institution's, with a word to look for."""
    return {
        "ALONGSIDE_PUBLIC_URL": "https://canaryhost.example",
        "ALONGSIDE_DATABASE_URL": sqlite_url,
        "ALONGSIDE_ENCRYPTION_KEY": KEY,
        "ALONGSIDE_SMTP_URL": "smtps://canaryuser:canarypassword@canaryhost.example:465",
        "ALONGSIDE_MAIL_FROM": "canarysender@canaryhost.example",
        "ALONGSIDE_GRAPH_CLIENT_ID": GUID.format(1),
        "ALONGSIDE_GRAPH_CLIENT_SECRET": "canarysecret",
        "ALONGSIDE_GRAPH_TENANT_IDS": GUID.format(2),
    }


@pytest.fixture
def alongside(settings):
    def run(*arguments, **changed):
        result = CliRunner().invoke(cli, arguments, env={**settings, **changed})
        assert result.exit_code == 0, result.output
        return result.output

    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield run
    root.handlers[:] = handlers
    root.setLevel(level)


def test_p14_no_value_of_a_setting_is_in_the_bundle(alongside, sqlite_url):
    alongside("migrate")

    said = alongside("support")

    assert [one for one in (*CANARIES, KEY, sqlite_url) if one in said] == []
    bundle = json.loads(said)
    assert bundle["check"] == "up to date, and its keys open"
    assert bundle["schema"]["there"] == bundle["schema"]["wanted"]
    assert (bundle["settings"]["database"], bundle["settings"]["graph"]["tenants"]) == ("sqlite", 1)
    assert {"alongside", "flask", "python", "sqlalchemy"} <= {*bundle["versions"]}
    assert bundle["rows"]["person"] == 0


def test_p14_a_bundle_says_what_failed_where_nothing_can_be_opened(alongside, tmp_path):
    empty = json.loads(alongside("support"))
    nowhere = f"sqlite:///{tmp_path}/canaryfolder/a.db"
    gone = alongside("support", ALONGSIDE_DATABASE_URL=nowhere)
    wrong = alongside("support", ALONGSIDE_FEATURES="canaryfeature")

    assert (empty["check"], empty["schema"]["there"]) == ("SchemaError", None)
    assert json.loads(gone)["check"] == "TryLaterError"
    assert json.loads(wrong)["settings"] == {"unusable": ["ALONGSIDE_FEATURES"]}
    assert "canary" not in gone + wrong


def test_p14_another_key_is_named_as_such(alongside):
    alongside("migrate")
    alongside("support")
    bundle = json.loads(alongside("support", ALONGSIDE_ENCRYPTION_KEY=fresh()))

    assert bundle["check"] == "KeyLostError"
