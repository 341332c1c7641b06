"""How many own keys were destroyed, so that no process goes on with one it has read before."""

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"


def upgrade() -> None:
    """Add the column; a process that knows of none keeps what it has read until it ends."""
    gone = sa.Column("keys_destroyed", sa.Integer(), nullable=False, server_default="0")
    op.add_column("tenant", gone)
