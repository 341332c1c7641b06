"""How platforms came to be registered, and invitations to register one."""

import sqlalchemy as sa
from alembic import op

from plugin.store.migrations.steps import isolate

revision = "0008"
down_revision = "0007"

TABLES = ["platform_record", "platform_invitation"]


def upgrade() -> None:
    """Make the tables, each with the rule that a tenant sees its own rows only."""
    _make_platform_record()
    _make_platform_invitation()
    isolate(*TABLES)


def _make_platform_record() -> None:
    op.create_table(
        "platform_record",
        sa.Column("tenant_id", sa.Text(), nullable=False),
        sa.Column("registration_id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("family", sa.Text(), nullable=True),
        sa.Column("asked", sa.JSON(), nullable=False),
        sa.Column("granted", sa.JSON(), nullable=False),
        sa.Column("proposal", sa.JSON(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("successor", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "registration_id"],
            ["registration.tenant_id", "registration.registration_id"],
            name=op.f("fk_platform_record_tenant_id_registration_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.tenant_id"], name=op.f("fk_platform_record_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "registration_id", name=op.f("pk_platform_record")),
    )


def _make_platform_invitation() -> None:
    op.create_table(
        "platform_invitation",
        sa.Column("secret_hash", sa.Text(), nullable=False),
        sa.Column("tenant_id", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("family", sa.Text(), nullable=True),
        sa.Column("review", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("claim", sa.Text(), nullable=True),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.tenant_id"], name=op.f("fk_platform_invitation_tenant_id")
        ),
        sa.PrimaryKeyConstraint("secret_hash", name=op.f("pk_platform_invitation")),
    )
    op.create_index(
        op.f("ix_platform_invitation_expires_at"),
        "platform_invitation",
        ["expires_at"],
        unique=False,
    )
