"""What an operator does with `alongside jobs …`, on a real ledger (X19)."""

import base64
import hashlib
import logging
import shutil

import pytest
from click.testing import CliRunner

from plugin.__main__ import cli
from plugin.ports.errors import ConsentMissingError
from plugin.store.connection import Database
from plugin.store.ledger import SqlLedger
from plugin.store.migrate import migrate
from plugin.store.registrations import RegistrationBook
from plugin.store.secrets import Vault
from plugin.store.store import SqlStore
from plugin.wiring.house import new_id, utc_now
from tests.stores import NORTHMOOR, SOUTHMOOR

KEY = hashlib.sha256(b"jobs").digest()

SETTINGS = {
    "ALONGSIDE_PUBLIC_URL": "https://tool.example",
    "ALONGSIDE_ENCRYPTION_KEY": base64.urlsafe_b64encode(KEY).decode(),
}


@pytest.fixture(scope="module")
def migrated(tmp_path_factory):
    file = tmp_path_factory.mktemp("jobs") / "migrated.db"
    database = Database(f"sqlite:///{file}")
    migrate(database)
    database.close()
    return file


@pytest.fixture
def sqlite_url(migrated, tmp_path):
    return f"sqlite:///{shutil.copy(migrated, tmp_path / 'alongside.db')}"


@pytest.fixture
def ledger(sqlite_url):
    database = Database(sqlite_url)
    given = {"database": database, "vault": Vault(KEY), "clock": utc_now}
    store = SqlStore(**given, new_id=new_id)
    store.prepare()
    book = RegistrationBook(**given)
    for tenant in (NORTHMOOR, SOUTHMOOR):
        book.add_tenant(tenant, tenant)
        with store.work(tenant) as work:
            work.queue("place.make", {"relationship": "secret-name"}, key="one")
    ledger = SqlLedger(database=database, clock=utc_now, new_id=new_id)
    job = ledger.claim("worker", ["place.make"])
    ledger.park(job, "worker", error=f"ConsentMissingError: {ConsentMissingError('403')}")
    yield job
    database.close()


@pytest.fixture
def alongside(ledger, sqlite_url):
    def run(*arguments, **how):
        env = {**SETTINGS, "ALONGSIDE_DATABASE_URL": sqlite_url}
        return CliRunner().invoke(cli, ["jobs", *arguments], env=env, **how)

    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield run
    root.handlers[:] = handlers
    root.setLevel(level)


def test_x19_a_parked_job_is_listed_with_its_reason_and_what_to_do(alongside, ledger):
    shown = alongside("list", "--parked").output

    assert ledger.job_id in shown
    assert "ConsentMissingError: 403" in shown
    assert "alongside check microsoft" in shown
    assert "queued" not in shown
    assert "secret-name" not in shown


def test_x19_a_link_to_the_operators_page_is_made_new_each_time(alongside):
    first, second = (alongside("link").output.splitlines()[0] for _ in range(2))

    assert first.startswith("https://tool.example/operator/")
    assert first != second


def test_work_of_every_institution_is_listed_unless_one_is_named(alongside):
    everybody, one = alongside("list").output, alongside("list", "--tenant", SOUTHMOOR).output

    assert (everybody.count(NORTHMOOR), everybody.count(SOUTHMOOR)) == (1, 1)
    assert NORTHMOOR not in one
    assert alongside("list", "--tenant", "nowhere").exit_code == 1


def test_x19_a_parked_job_is_tried_again_once(alongside, ledger):
    assert "1 queued again" in alongside("retry", ledger.job_id).output

    again = alongside("retry", ledger.job_id)

    assert again.exit_code == 1
    assert "Nothing was changed" in again.output
    assert "Nothing" not in alongside("list").output


def test_everything_that_was_parked_is_tried_again_at_once(alongside, ledger):
    assert "1 queued again" in alongside("retry", "--all-parked").output
    assert alongside("retry").exit_code == 2
    assert alongside("retry", ledger.job_id, "--all-parked").exit_code == 2


def test_x19_giving_a_job_up_is_asked_about_first(alongside, ledger):
    kept = alongside("discard", ledger.job_id, input="n\n")
    gone = alongside("discard", ledger.job_id, input="y\n")

    assert kept.exit_code == 1
    assert "1 given up" in gone.output
    assert "Nothing waits" in alongside("list", "--parked").output


def test_permissions_are_written_for_whoever_is_asked_to_grant_them():
    run = CliRunner().invoke
    table = run(cli, ["check", "microsoft", "--permissions", "csv"]).output
    manifest = run(cli, ["check", "microsoft", "--permissions", "entra"]).output

    assert '"Sites.Selected","application","administrator"' in table
    assert "resourceAppId" in manifest
    assert run(cli, ["check", "--inside", "a@x.example"]).exit_code == 2
