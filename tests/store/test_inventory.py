"""Every column has a class, and the inventory that is handed out says what the tables are."""

import json
from pathlib import Path

import pytest
from sqlalchemy import LargeBinary

from plugin.store.inventory import CLASSES, CONFIDED, SECRET, class_of, inventory
from plugin.store.tables import metadata

COLUMNS = [column for table in metadata.sorted_tables for column in table.columns]
HANDED_OUT = Path("deploy/inventory.json")


def test_every_column_has_a_class():
    assert [str(column) for column in COLUMNS if class_of(column) not in CLASSES] == []


def test_what_is_sealed_is_confided_or_a_secret():
    sealed = [column for column in COLUMNS if isinstance(column.type, LargeBinary)]

    assert {class_of(column) for column in sealed} == {CONFIDED, SECRET}


@pytest.mark.parametrize("name", ["person.email", "note.body", "visit.csrf", "audit.about"])
def test_it_tells_some_columns_apart(name):
    table, _, column = name.partition(".")
    expected = {"email": "personal", "body": "confided", "csrf": "secret", "about": "key"}

    assert class_of(metadata.tables[table].c[column]) == expected[column]


def test_the_inventory_in_deploy_is_up_to_date():
    """Written by `alongside privacy inventory > deploy/inventory.json`."""
    assert json.loads(HANDED_OUT.read_text(encoding="utf-8")) == inventory()
