"""Sealing with the keys of people and relationships what was sealed before there were any."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import Connection, LargeBinary, Row, Select, Table, case, null, select, update

from plugin.store.connection import Database
from plugin.store.errors import SealedError
from plugin.store.personal import PLACES, RELATED, Fate, table_of
from plugin.store.sealing import OWN
from plugin.store.sealing import RELATED as BY_RELATIONSHIP
from plugin.store.secrets import Vault
from plugin.store.tables import erasure
from plugin.store.verify import SEALED, spot_of

AT_ONCE = 200
ELSEWHERE = frozenset((
    "subscription.secret", "letter.address", "letter.body", "concern.answer",
    "training_waiver.body", "guest_link.memo", "people_list_row.body",
))  # fmt: skip
"""Not the person's words: what opens something, mail to them, and what others wrote of them."""


def own_columns() -> Iterator[tuple[Table, str, str]]:
    """Yield each column that is sealed with people's own keys: table, column, and whose it is."""
    for place in PLACES:
        if not place.own or place.fate is Fate.STAYS:
            continue
        table = table_of(place)
        for column in table.columns:
            name = f"{table.name}.{column.name}"
            if isinstance(column.type, LargeBinary) and name not in ELSEWHERE:
                yield table, column.name, place.column


@dataclass(frozen=True, slots=True)
class Narrow:
    """A column whose values are sealed with more than their institution's key.

    Attributes:
        whose: the column that says whose words they are; None where they are nobody's own.

    """

    table: Table
    column: str
    whose: str | None

    def behind(self, tenant_id: str) -> Select[Any]:
        """Return the rows whose value is still sealed as it was before, with who wrote it."""
        table, within = self.table, self.table.name in RELATED
        due = table.c[self.column] < (BY_RELATIONSHIP if within else OWN)
        removed = select(erasure.c.person_id).where(erasure.c.tenant_id == tenant_id)
        author: Any = null()
        if self.whose:
            mine = table.c[self.whose]
            author = case((mine.in_(removed), None), else_=mine)
        query = select(table, author.label("by")).where(table.c.tenant_id == tenant_id, due)
        # What is left of who was removed is nobody's own any more.
        return query.where(table.c.relationship_id.is_not(None) if within else author.is_not(None))


def narrow_columns() -> Iterator[Narrow]:
    """Yield each column that is sealed with the key of a person, a relationship, or both."""
    whose = {(table.name, column): who for table, column, who in own_columns()}
    for table, column in SEALED:
        who = whose.get((table.name, column))
        if who or table.name in RELATED:
            yield Narrow(table, column, who)


@dataclass(frozen=True, slots=True)
class Apart:
    """What was done.

    Attributes:
        refused: "table.column row" of each value that does not open, and stays as it is.

    """

    done: int
    refused: tuple[str, ...]


def seal_apart(database: Database, vault: Vault, tenant_id: str) -> Apart:
    """Seal what is not yet. May be stopped and run again."""
    done, refused = 0, list[str]()
    for narrow in narrow_columns():
        lost: set[str] = set()
        some = partial(_some, vault, tenant_id, narrow, lost)
        while looked := database.run(tenant_id, some):
            done += looked
        done -= len(lost)
        refused += sorted(lost)
    return Apart(done, tuple(refused))


def _some(
    vault: Vault, tenant_id: str, narrow: Narrow, lost: set[str], connection: Connection
) -> int:
    """Seal some; returns at how many it looked, and adds to `lost` what does not open."""
    looked = 0
    for row in connection.execute(narrow.behind(tenant_id).limit(AT_ONCE + len(lost))).all():
        if (name := str(spot_of(narrow.table, narrow.column, row))) in lost:
            continue
        looked += 1
        try:
            _seal_anew(vault, connection, narrow, row)
        except SealedError:
            lost.add(name)
    return looked


def _seal_anew(vault: Vault, connection: Connection, narrow: Narrow, row: Row[Any]) -> None:
    table, column = narrow.table, narrow.column
    spot, before = spot_of(table, column, row), getattr(row, column)
    after = vault.seal(connection, spot, vault.open(connection, spot, before), by=row.by)
    mine = [key == getattr(row, key.name) for key in table.primary_key]
    changed = update(table).where(*mine, table.c[column] == before)
    connection.execute(changed.values({column: after}))
