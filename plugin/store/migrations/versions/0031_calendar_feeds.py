"""Secret addresses of people's calendar feeds."""

import sqlalchemy as sa
from alembic import op

from plugin.store.migrations.steps import isolate

revision = "0031"
down_revision = "0030"

TABLE = "calendar_feed"
TEXTS = ("tenant_id", "person_id", "turn")


def upgrade() -> None:
    """Make the table, with the rule that a tenant sees its own rows only."""
    op.create_table(
        TABLE,
        *(sa.Column(name, sa.Text(), nullable=False) for name in TEXTS),
        sa.Column("busy_only", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.tenant_id"], name=op.f("fk_calendar_feed_tenant_id")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "person_id"],
            ["person.tenant_id", "person.person_id"],
            name=op.f("fk_calendar_feed_tenant_id_person_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "person_id", name=op.f("pk_calendar_feed")),
    )
    isolate(TABLE)
