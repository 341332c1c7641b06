"""Folders in people's own OneDrives: whose, and which came before."""

import sqlalchemy as sa
from alembic import op

from plugin.store.migrations.steps import text

revision = "0064"
down_revision = "0063"


def upgrade() -> None:
    """Add the columns; every folder that there is lies in the site."""
    op.add_column("place", text("holder_id", optional=True))
    op.add_column("place", sa.Column("earlier", sa.JSON()))
