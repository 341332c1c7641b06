"""Circles and peers in a draft, the drafts before it, and what a run was asked to make."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"


def upgrade() -> None:
    """Add the columns; drafts so far have pairs only."""
    for table, column, empty in (
        ("match_draft", "groups", "[]"),
        ("match_draft", "before", "[]"),
        ("match_run", "choices", "{}"),
    ):
        op.add_column(table, sa.Column(column, sa.JSON(), nullable=False, server_default=empty))
