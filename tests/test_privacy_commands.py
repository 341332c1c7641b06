"""What an operator does with `alongside privacy …`, on a real database (S13)."""

import json
import sqlite3
from dataclasses import replace

import pytest
from click.testing import CliRunner

from plugin.__main__ import cli
from plugin.mentoring.ways import Platform, Way, Ways
from plugin.store.connection import Database
from plugin.store.migrate import migrate
from plugin.store.registrations import RegistrationBook
from plugin.store.secrets import Vault
from plugin.store.store import SqlStore
from plugin.wiring.house import new_id, utc_now
from tests.services.world import World
from tests.stores import NORTHMOOR
from tests.test_job_commands import KEY, SETTINGS


@pytest.fixture
def world(tmp_path, monkeypatch):
    url = f"sqlite:///{tmp_path / 'alongside.db'}"
    for name, value in {**SETTINGS, "ALONGSIDE_DATABASE_URL": url}.items():
        monkeypatch.setenv(name, value)
    database = Database(url)
    migrate(database)
    given = {"database": database, "vault": Vault(KEY), "clock": utc_now}
    store = SqlStore(**given, new_id=new_id)
    store.prepare()
    RegistrationBook(**given).add_tenant(NORTHMOOR, "Northmoor")
    yield World(store, utc_now, new_id=new_id)
    database.close()


def run(*words):
    return CliRunner().invoke(cli, ["privacy", *words])


def test_s13_an_operator_lists_who_asked_for_what(world):
    assert "Nobody has asked" in run("requests").output

    world.services.privacy.ask_removal(actor=world.ben)

    said = run("requests").output
    assert "removal" in said
    assert world.ben.person_id in said
    assert "ben@" not in said


def test_k10_removals_are_written_to_a_file_and_done_again_from_it(world, tmp_path):
    world.services.privacy.ask_removal(actor=world.ben)
    world.run()
    file = tmp_path / "removals.jsonl"
    file.write_text(run("ledger").output)
    with world.store.work(NORTHMOOR) as work:  # as an older backup has it
        before = work.person(world.ben.person_id)
        work.save_person(replace(before, name="Ben Again"))

    said = run("reapply", str(file)).output

    assert "1 of 1 people removed" in said
    assert "Ben" not in file.read_text()
    assert world.kept("person", world.ben.person_id).name is None


def test_p08_keys_that_a_backup_brought_back_are_destroyed_from_the_file(world, tmp_path):
    pair = world.pair(world.programme())
    way = Way(Platform.LINK, "https://meet.example")
    with world.store.work(NORTHMOOR) as work:
        work.save_ways(Ways(pair, NORTHMOOR, way, way))
    live = tmp_path / "alongside.db"
    with sqlite3.connect(live) as kept:
        [[key]] = kept.execute("SELECT key_id FROM relationship_key").fetchall()
    file = tmp_path / "removals.jsonl"
    line = {"tenant": NORTHMOOR, "relationship": pair, "key": key, "at": utc_now().isoformat()}
    file.write_text(json.dumps(line))

    said = [run("reapply", str(file)).output for _turn in range(2)]

    assert ["1 of 1 rel" in said[0], "0 of 1 rel" in said[1]] == [True, True]
    assert world.kept("ways", pair).primary.detail == ""
    assert json.loads(run("ledger").output) == line


@pytest.mark.parametrize("done", [True, False], ids=["done", "asked for"])
def test_k10_s04_a_backup_from_before_two_accounts_were_joined_brings_back_neither(
    world, tmp_path, done
):
    programme, ben = world.programme(), world.ben
    twin = world.arrive("ben-2", name="Ben", email="other@northmoor.example")
    backup = sqlite3.connect(":memory:")
    with sqlite3.connect(tmp_path / "alongside.db") as live:
        live.backup(backup)
    joined(world, programme, ben, twin)
    world.services.privacy.ask_removal(actor=ben)
    while done and world.run():
        pass
    file = tmp_path / "removals.jsonl"
    file.write_text(run("ledger").output)
    with sqlite3.connect(tmp_path / "alongside.db") as live:
        backup.backup(live)

    said = [run("reapply", str(file)).output for _turn in range(2)]

    assert said == ["2 of 2 people removed once more; the others are not here.\n"] * 2
    assert {world.kept("person", one.person_id).email for one in (ben, twin)} == {None}


def joined(world, programme, first, last):
    same, ids = world.services.same_person, (first.person_id, last.person_id)
    asked = same.ask(programme.programme_id, *ids, actor=world.cleo)
    for who in (first, last):
        same.answer(asked.joining_id, yes=True, actor=who)


def test_a_file_that_is_no_ledger_is_refused_with_words(world, tmp_path):
    file = tmp_path / "other.txt"
    file.write_text("hello")

    reply = run("reapply", str(file))

    assert reply.exit_code == 1
    assert "no file of" in reply.output


def test_an_operator_says_where_help_is_and_how_long_words_are_kept(world):
    assert run("support", NORTHMOOR, "Counselling: 0123").exit_code == 0
    assert run("keep", NORTHMOOR, "7").exit_code == 0
    assert run("officer", NORTHMOOR, world.ben.person_id).exit_code == 0

    said = world.services.support.of(NORTHMOOR)
    assert (said.contacts[0].how, said.officers) == ("0123", (world.ben.person_id,))
    assert world.services.privacy.held(actor=world.ben).days == 7
    assert "whole" in run("verify").output
    assert run("support", "nowhere", "A: b").exit_code == 1


def test_an_audit_that_was_cut_at_its_end_is_not_the_one_that_was_noted(world, tmp_path):
    """Each line holds the hash of the one before, so the last ones could go unseen."""
    for actor in (world.ada, world.ben):
        world.services.privacy.ask_copy(actor=actor)
    file = tmp_path / "anchors"
    file.write_text(run("anchor").output)
    world.services.privacy.ask_copy(actor=world.ben)
    assert run("verify", "--against", str(file)).exit_code == 0
    other = tmp_path / "other"  # as if every line had been written anew
    other.write_text(f"{NORTHMOOR} 1 {'0' * 64}\n")
    assert run("verify", "--against", str(other)).exit_code == 1

    with world.store.database.engine.begin() as connection:
        for name in _triggers(connection):
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
        connection.exec_driver_sql("DELETE FROM audit WHERE number > 1")

    assert "whole" in run("verify").output
    reply = run("verify", "--against", str(file))
    assert (reply.exit_code, "line 2 is not" in reply.output) == (1, True)


def _triggers(connection):
    query = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit'"
    return [row[0] for row in connection.exec_driver_sql(query)]
