"""Meetings made outside that become sessions: who wishes it, and which sessions are such."""

import sqlalchemy as sa
from alembic import op

from plugin.store.migrations.steps import create, moment, text

revision = "0052"
down_revision = "0051"


def upgrade() -> None:
    """Nobody wishes it yet, and no session was made outside."""
    create(
        "adopting",
        ["person_id"],
        [text("person_id"), moment("since"), moment("looked_at")],
        [("person", "person_id", "person_id")],
    )
    op.add_column(
        "calendar_link",
        sa.Column("adopted", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
