"""Institutions, their people and their courses."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    _make_tenant()
    _make_person()
    _make_course()
    _make_course_member()


def _make_tenant() -> None:
    op.create_table(
        "tenant",
        sa.Column("tenant_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("people", sa.Integer(), server_default="0", nullable=False),
        sa.Column("data_key", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("tenant_id", name=op.f("pk_tenant")),
    )


def _make_person() -> None:
    op.create_table(
        "person",
        sa.Column("tenant_id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("registration_id", sa.Text(), nullable=True),
        sa.Column("subject", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=True),
        sa.Column("locale", sa.Text(), nullable=True),
        sa.Column("is_test", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.tenant_id"], name=op.f("fk_person_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "person_id", name=op.f("pk_person")),
        sa.UniqueConstraint(
            "tenant_id",
            "registration_id",
            "subject",
            name=op.f("uq_person_tenant_id_registration_id_subject"),
        ),
    )


def _make_course() -> None:
    op.create_table(
        "course",
        sa.Column("tenant_id", sa.Text(), nullable=False),
        sa.Column("course_id", sa.Text(), nullable=False),
        sa.Column("registration_id", sa.Text(), nullable=False),
        sa.Column("context_id", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("memberships_url", sa.Text(), nullable=True),
        sa.Column("roster_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("roster_state", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.tenant_id"], name=op.f("fk_course_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "course_id", name=op.f("pk_course")),
        sa.UniqueConstraint(
            "tenant_id",
            "registration_id",
            "context_id",
            name=op.f("uq_course_tenant_id_registration_id_context_id"),
        ),
    )


def _make_course_member() -> None:
    op.create_table(
        "course_member",
        sa.Column("tenant_id", sa.Text(), nullable=False),
        sa.Column("course_id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "course_id"],
            ["course.tenant_id", "course.course_id"],
            name=op.f("fk_course_member_tenant_id_course_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "person_id"],
            ["person.tenant_id", "person.person_id"],
            name=op.f("fk_course_member_tenant_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.tenant_id"], name=op.f("fk_course_member_tenant_id")
        ),
        sa.PrimaryKeyConstraint(
            "tenant_id", "course_id", "person_id", name=op.f("pk_course_member")
        ),
    )
    op.create_index(
        op.f("ix_course_member_tenant_id_person_id"),
        "course_member",
        ["tenant_id", "person_id"],
        unique=False,
    )
