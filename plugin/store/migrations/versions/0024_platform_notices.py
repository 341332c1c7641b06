"""Notices of platforms that came, so that each is taken in once, and where they were asked for."""

import sqlalchemy as sa
from alembic import op

from plugin.store.migrations.steps import isolate

revision = "0024"
down_revision = "0023"

TABLES = {
    "platform_notice": (("tenant_id", "registration_id", "notice_id"), "heard_at"),
    "notice_handler": (("tenant_id", "registration_id", "url"), "asked_at"),
}


def upgrade() -> None:
    """Make the tables, closed to other tenants."""
    for table, (keys, moment) in TABLES.items():
        op.create_table(
            table,
            *(sa.Column(name, sa.Text(), nullable=False) for name in keys),
            sa.Column(moment, sa.DateTime(timezone=True), nullable=False),
            sa.ForeignKeyConstraint(
                ["tenant_id"], ["tenant.tenant_id"], name=op.f(f"fk_{table}_tenant_id")
            ),
            sa.PrimaryKeyConstraint(*keys, name=op.f(f"pk_{table}")),
        )
        isolate(table)
