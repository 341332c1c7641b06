"""How each connection to a platform stands, and logins that fit none; administrators' visits."""

import sqlalchemy as sa
from alembic import op

from plugin.store.migrations.steps import isolate

revision = "0014"
down_revision = "0013"

TABLES = ["connection_report", "stray_login"]


def upgrade() -> None:
    """Make the tables with the rule that a tenant sees its own rows only, and add the column."""
    op.add_column("visit", sa.Column("admin_of", sa.Text(), nullable=True))
    _make_report()
    _make_stray()
    isolate(*TABLES)


def _make_report() -> None:
    op.create_table(
        "connection_report",
        sa.Column("tenant_id", sa.Text(), nullable=False),
        sa.Column("registration_id", sa.Text(), nullable=False),
        sa.Column("launch", sa.JSON(), nullable=True),
        sa.Column("refusal", sa.JSON(), nullable=True),
        sa.Column("probe", sa.JSON(), nullable=True),
        sa.Column("succeeds", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "registration_id"],
            ["registration.tenant_id", "registration.registration_id"],
            name=op.f("fk_connection_report_tenant_id_registration_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.tenant_id"], name=op.f("fk_connection_report_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "registration_id", name=op.f("pk_connection_report")),
    )


def _make_stray() -> None:
    op.create_table(
        "stray_login",
        sa.Column("tenant_id", sa.Text(), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("client_id", sa.Text(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.tenant_id"], name=op.f("fk_stray_login_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "issuer", "client_id", name=op.f("pk_stray_login")),
    )
