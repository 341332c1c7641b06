"""What LMSs asked to be placed in a course."""

import sqlalchemy as sa
from alembic import op

from plugin.store.migrations.steps import isolate

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Make the table, with the rule that a tenant sees its own rows only."""
    op.create_table(
        "placement_request",
        sa.Column("handle_hash", sa.Text(), nullable=False),
        sa.Column("tenant_id", sa.Text(), nullable=False),
        sa.Column("request", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.tenant_id"], name=op.f("fk_placement_request_tenant_id")
        ),
        sa.PrimaryKeyConstraint("handle_hash", name=op.f("pk_placement_request")),
    )
    op.create_index(
        op.f("ix_placement_request_expires_at"), "placement_request", ["expires_at"], unique=False
    )
    isolate("placement_request")
