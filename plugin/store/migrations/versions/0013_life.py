"""What a programme learns as it goes on, and until when a relationship rests."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Add the columns; programmes made before have learnt nothing yet."""
    life = sa.Column("life", sa.JSON(), nullable=False, server_default="{}")
    op.add_column("programme", life)
    op.add_column("relationship", sa.Column("paused_until", sa.Date(), nullable=True))
