"""Programmes, and what people say about themselves in them."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables."""
    _make_programme()
    _make_coordinator()
    _make_enrolment()
    _make_match_draft()


def _make_programme() -> None:
    op.create_table(
        "programme",
        sa.Column("tenant_id", sa.Text(), nullable=False),
        sa.Column("programme_id", sa.Text(), nullable=False),
        sa.Column("course_id", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("template", sa.Text(), nullable=False),
        sa.Column("format", sa.Text(), nullable=False),
        sa.Column("formal", sa.Boolean(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("goals", sa.JSON(), nullable=False),
        sa.Column("skills", sa.JSON(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("bounds", sa.JSON(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "course_id"],
            ["course.tenant_id", "course.course_id"],
            name=op.f("fk_programme_tenant_id_course_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.tenant_id"], name=op.f("fk_programme_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "programme_id", name=op.f("pk_programme")),
    )
    op.create_index(
        op.f("ix_programme_tenant_id_course_id"),
        "programme",
        ["tenant_id", "course_id"],
        unique=False,
    )


def _make_coordinator() -> None:
    op.create_table(
        "coordinator",
        sa.Column("tenant_id", sa.Text(), nullable=False),
        sa.Column("programme_id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "person_id"],
            ["person.tenant_id", "person.person_id"],
            name=op.f("fk_coordinator_tenant_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "programme_id"],
            ["programme.tenant_id", "programme.programme_id"],
            name=op.f("fk_coordinator_tenant_id_programme_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.tenant_id"], name=op.f("fk_coordinator_tenant_id")
        ),
        sa.PrimaryKeyConstraint(
            "tenant_id", "programme_id", "person_id", name=op.f("pk_coordinator")
        ),
    )


def _make_enrolment() -> None:
    op.create_table(
        "enrolment",
        sa.Column("tenant_id", sa.Text(), nullable=False),
        sa.Column("enrolment_id", sa.Text(), nullable=False),
        sa.Column("programme_id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("side", sa.Text(), nullable=False),
        sa.Column("profile", sa.JSON(), nullable=False),
        sa.Column("about", sa.LargeBinary(), nullable=True),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("ready_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "person_id"],
            ["person.tenant_id", "person.person_id"],
            name=op.f("fk_enrolment_tenant_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "programme_id"],
            ["programme.tenant_id", "programme.programme_id"],
            name=op.f("fk_enrolment_tenant_id_programme_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.tenant_id"], name=op.f("fk_enrolment_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "enrolment_id", name=op.f("pk_enrolment")),
        sa.UniqueConstraint(
            "tenant_id",
            "programme_id",
            "person_id",
            name=op.f("uq_enrolment_tenant_id_programme_id_person_id"),
        ),
    )


def _make_match_draft() -> None:
    op.create_table(
        "match_draft",
        sa.Column("tenant_id", sa.Text(), nullable=False),
        sa.Column("programme_id", sa.Text(), nullable=False),
        sa.Column("pairs", sa.JSON(), nullable=False),
        sa.Column("unplaced", sa.JSON(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "programme_id"],
            ["programme.tenant_id", "programme.programme_id"],
            name=op.f("fk_match_draft_tenant_id_programme_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.tenant_id"], name=op.f("fk_match_draft_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "programme_id", name=op.f("pk_match_draft")),
    )
