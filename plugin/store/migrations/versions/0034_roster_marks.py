"""By what an LMS can say what has changed since the latest list."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"


def upgrade() -> None:
    """Add the columns; the next reading of each list is a whole one."""
    op.add_column("roster_reading", sa.Column("etag", sa.Text(), nullable=True))
    op.add_column("roster_reading", sa.Column("changes_url", sa.Text(), nullable=True))
    op.add_column(
        "roster_reading", sa.Column("whole_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.add_column("roster_reading", sa.Column("whole_url", sa.Text(), nullable=True))
