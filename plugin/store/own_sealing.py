"""Sealing with people's own keys what was sealed with their institution's before there were any."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from sqlalchemy import Connection, LargeBinary, Table, select, update

from plugin.store.connection import Database
from plugin.store.errors import SealedError
from plugin.store.personal import PLACES, Fate, row_name, table_of
from plugin.store.secrets import VERSION, Spot, Vault
from plugin.store.tables import erasure

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
    for place in own_columns():
        lost: set[str] = set()
        some = partial(_some, vault, tenant_id, place, lost)
        while looked := database.run(tenant_id, some):
            done += looked
        done -= len(lost)
        refused += sorted(lost)
    return Apart(done, tuple(refused))


def _some(
    vault: Vault,
    tenant_id: str,
    place: tuple[Table, str, str],
    lost: set[str],
    connection: Connection,
) -> int:
    """Seal some; returns at how many it looked, and adds to `lost` what does not open."""
    table, column, whose = place
    sealed = table.c[column]
    old = (sealed > VERSION) & (sealed < VERSION + b"\xff" * 9)
    removed = select(erasure.c.person_id).where(erasure.c.tenant_id == tenant_id)
    here = (table.c.tenant_id == tenant_id) & table.c[whose].not_in(removed)
    query = select(table).where(here, old).limit(AT_ONCE + len(lost))
    looked = 0
    for row in connection.execute(query).all():
        spot = Spot(tenant_id, table.name, row_name(table, row), column)
        name = f"{spot.table}.{spot.column} {spot.row}"
        if name in lost:
            continue
        looked += 1
        before = getattr(row, column)
        try:
            value = vault.open(connection, spot, before)
        except SealedError:
            lost.add(name)
            continue
        after = vault.seal(connection, spot, value, by=getattr(row, whose))
        mine = [key == getattr(row, key.name) for key in table.primary_key]
        changed = update(table).where(*mine, sealed == before)
        connection.execute(changed.values({column: after}))
    return looked
