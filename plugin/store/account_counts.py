"""What people have connected or let the tool do at Microsoft, counted over all institutions."""

from sqlalchemy import func, select

from plugin.store.connection import Database
from plugin.store.tables import HOUSE, account, place, presence


def connected_accounts(database: Database) -> tuple[int, int]:
    """Return how many accounts there are, and how many of them wait for a sign-in."""
    query = select(func.count(), func.count(account.c.needs_sign_in_since))
    with database.transaction(HOUSE, write=False) as connection:
        row = connection.execute(query).one()
    return row[0], row[1]


def held_folders(database: Database) -> int:
    """Return how many shared folders lie in people's own OneDrives."""
    query = select(func.count()).where(place.c.holder_id.is_not(None), place.c.state == "ready")
    with database.transaction(HOUSE, write=False) as connection:
        return int(connection.execute(query).scalar_one())


def reported_sessions(database: Database) -> int:
    """Return of how many sessions it is kept what Teams saw."""
    query = select(func.count(presence.c.session_id.distinct()))
    with database.transaction(HOUSE, write=False) as connection:
        return int(connection.execute(query).scalar_one())
