"""The latest run of the matching of each programme: how far it is, and how good it proved."""

import sqlalchemy as sa
from alembic import op

from plugin.store.migrations.steps import isolate

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    """Make the table, with the rule that a tenant sees its own rows only."""
    op.create_table(
        "match_run",
        sa.Column("tenant_id", sa.Text(), nullable=False),
        sa.Column("programme_id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("weights", sa.JSON(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("proof", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "programme_id"],
            ["programme.tenant_id", "programme.programme_id"],
            name=op.f("fk_match_run_tenant_id_programme_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.tenant_id"], name=op.f("fk_match_run_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "programme_id", name=op.f("pk_match_run")),
    )
    isolate("match_run")
