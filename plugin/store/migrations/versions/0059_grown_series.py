"""Series that grew from the invitation to one session, which calendars know them by."""

import sqlalchemy as sa
from alembic import op

from plugin.store.migrations.steps import text

revision = "0059"
down_revision = "0058"


def upgrade() -> None:
    """Add the columns; a series that there is has an invitation of its own."""
    op.add_column("session_series", text("grown_from_id", optional=True))
    told = sa.Column("told_before", sa.Integer(), nullable=False, server_default="0")
    op.add_column("session_series", told)
