"""Referrals: invitations that somebody who takes part made, and a coordinator lets in."""

import sqlalchemy as sa
from alembic import op

from plugin.store.migrations.steps import moment

revision = "0043"
down_revision = "0042"


def upgrade() -> None:
    """Add the columns; whoever came so far was invited by a coordinator."""
    op.add_column(
        "guest_link",
        sa.Column("referred", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.add_column("guest_link", moment("admitted_at", optional=True))
    op.execute(sa.text("UPDATE guest_link SET admitted_at = accepted_at"))
