"""Platforms, logins, launches and visits."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the tables."""
    _make_registration()
    _make_deployment()
    _make_tool_key()
    _make_login_state()
    _make_launch_ticket()
    _make_spent_ticket()
    _make_visit()


def _make_registration() -> None:
    op.create_table(
        "registration",
        sa.Column("tenant_id", sa.Text(), nullable=False),
        sa.Column("registration_id", sa.Text(), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("client_id", sa.Text(), nullable=False),
        sa.Column("auth_url", sa.Text(), nullable=False),
        sa.Column("token_url", sa.Text(), nullable=False),
        sa.Column("jwks_url", sa.Text(), nullable=False),
        sa.Column("token_audience", sa.Text(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("algorithms", sa.JSON(), nullable=False),
        sa.Column("extra_audiences", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.tenant_id"], name=op.f("fk_registration_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "registration_id", name=op.f("pk_registration")),
        sa.UniqueConstraint("issuer", "client_id", name=op.f("uq_registration_issuer_client_id")),
        sa.UniqueConstraint("registration_id", name=op.f("uq_registration_registration_id")),
    )


def _make_deployment() -> None:
    op.create_table(
        "deployment",
        sa.Column("tenant_id", sa.Text(), nullable=False),
        sa.Column("registration_id", sa.Text(), nullable=False),
        sa.Column("deployment_id", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "registration_id"],
            ["registration.tenant_id", "registration.registration_id"],
            name=op.f("fk_deployment_tenant_id_registration_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.tenant_id"], name=op.f("fk_deployment_tenant_id")
        ),
        sa.PrimaryKeyConstraint(
            "tenant_id", "registration_id", "deployment_id", name=op.f("pk_deployment")
        ),
    )


def _make_tool_key() -> None:
    op.create_table(
        "tool_key",
        sa.Column("tenant_id", sa.Text(), nullable=False),
        sa.Column("key_id", sa.Text(), nullable=False),
        sa.Column("pem", sa.LargeBinary(), nullable=False),
        sa.Column("use", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.tenant_id"], name=op.f("fk_tool_key_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "key_id", name=op.f("pk_tool_key")),
    )


def _make_login_state() -> None:
    op.create_table(
        "login_state",
        sa.Column("state_hash", sa.Text(), nullable=False),
        sa.Column("tenant_id", sa.Text(), nullable=False),
        sa.Column("nonce_hash", sa.Text(), nullable=False),
        sa.Column("registration_id", sa.Text(), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("client_id", sa.Text(), nullable=False),
        sa.Column("lti_deployment_id", sa.Text(), nullable=True),
        sa.Column("target_link_uri", sa.Text(), nullable=False),
        sa.Column("storage_target", sa.Text(), nullable=True),
        sa.Column("browser_hash", sa.Text(), nullable=False),
        sa.Column("storage_hash", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "registration_id"],
            ["registration.tenant_id", "registration.registration_id"],
            name=op.f("fk_login_state_tenant_id_registration_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.tenant_id"], name=op.f("fk_login_state_tenant_id")
        ),
        sa.PrimaryKeyConstraint("state_hash", name=op.f("pk_login_state")),
    )
    op.create_index(op.f("ix_login_state_expires_at"), "login_state", ["expires_at"], unique=False)


def _make_launch_ticket() -> None:
    op.create_table(
        "launch_ticket",
        sa.Column("ticket_hash", sa.Text(), nullable=False),
        sa.Column("tenant_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("client_id", sa.Text(), nullable=False),
        sa.Column("claims", sa.LargeBinary(), nullable=False),
        sa.Column("storage_hash", sa.Text(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.tenant_id"], name=op.f("fk_launch_ticket_tenant_id")
        ),
        sa.PrimaryKeyConstraint("ticket_hash", name=op.f("pk_launch_ticket")),
    )
    op.create_index(
        op.f("ix_launch_ticket_expires_at"), "launch_ticket", ["expires_at"], unique=False
    )


def _make_spent_ticket() -> None:
    op.create_table(
        "spent_ticket",
        sa.Column("ticket_hash", sa.Text(), nullable=False),
        sa.Column("tenant_id", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.tenant_id"], name=op.f("fk_spent_ticket_tenant_id")
        ),
        sa.PrimaryKeyConstraint("ticket_hash", name=op.f("pk_spent_ticket")),
    )
    op.create_index(
        op.f("ix_spent_ticket_expires_at"), "spent_ticket", ["expires_at"], unique=False
    )


def _make_visit() -> None:
    op.create_table(
        "visit",
        sa.Column("handle_hash", sa.Text(), nullable=False),
        sa.Column("tenant_id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("course_id", sa.Text(), nullable=True),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("is_test", sa.Boolean(), nullable=False),
        sa.Column("browser_hash", sa.Text(), nullable=True),
        sa.Column("agent_hash", sa.Text(), nullable=True),
        sa.Column("csrf", sa.Text(), nullable=False),
        sa.Column("frame_origin", sa.Text(), nullable=True),
        sa.Column("in_frame", sa.Boolean(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "person_id"],
            ["person.tenant_id", "person.person_id"],
            name=op.f("fk_visit_tenant_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.tenant_id"], name=op.f("fk_visit_tenant_id")
        ),
        sa.PrimaryKeyConstraint("handle_hash", name=op.f("pk_visit")),
    )
    op.create_index(op.f("ix_visit_expires_at"), "visit", ["expires_at"], unique=False)
