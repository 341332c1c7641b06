"""Who waits for a seat in a circle, and whom a calendar was told of when people come and go."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    """Add the columns; nobody waits, and calendars know whom they were told of."""
    waiting = sa.Column("waiting", sa.JSON(), nullable=False, server_default="[]")
    op.add_column("relationship", waiting)
    op.add_column("calendar_link", sa.Column("told_people", sa.JSON(), nullable=True))
