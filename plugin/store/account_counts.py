"""How many people have connected Microsoft, over all institutions."""

from sqlalchemy import func, select

from plugin.store.connection import Database
from plugin.store.tables import HOUSE, account


def connected_accounts(database: Database) -> tuple[int, int]:
    """Return how many accounts there are, and how many of them wait for a sign-in."""
    query = select(func.count(), func.count(account.c.needs_sign_in_since))
    with database.transaction(HOUSE, write=False) as connection:
        row = connection.execute(query).one()
    return row[0], row[1]
