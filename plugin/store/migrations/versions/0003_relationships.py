"""People who work together, what they agreed, and when they meet."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the tables."""
    _make_relationship()
    _make_membership()
    _make_agreement()
    _make_agreement_text()
    _make_signature()
    _make_mentoring_session()
    _make_seat()


def _make_relationship() -> None:
    op.create_table(
        "relationship",
        sa.Column("tenant_id", sa.Text(), nullable=False),
        sa.Column("relationship_id", sa.Text(), nullable=False),
        sa.Column("programme_id", sa.Text(), nullable=False),
        sa.Column("format", sa.Text(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "programme_id"],
            ["programme.tenant_id", "programme.programme_id"],
            name=op.f("fk_relationship_tenant_id_programme_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.tenant_id"], name=op.f("fk_relationship_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "relationship_id", name=op.f("pk_relationship")),
    )
    op.create_index(
        op.f("ix_relationship_tenant_id_programme_id"),
        "relationship",
        ["tenant_id", "programme_id"],
        unique=False,
    )


def _make_membership() -> None:
    op.create_table(
        "membership",
        sa.Column("tenant_id", sa.Text(), nullable=False),
        sa.Column("relationship_id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("side", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "person_id"],
            ["person.tenant_id", "person.person_id"],
            name=op.f("fk_membership_tenant_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "relationship_id"],
            ["relationship.tenant_id", "relationship.relationship_id"],
            name=op.f("fk_membership_tenant_id_relationship_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.tenant_id"], name=op.f("fk_membership_tenant_id")
        ),
        sa.PrimaryKeyConstraint(
            "tenant_id", "relationship_id", "person_id", name=op.f("pk_membership")
        ),
    )
    op.create_index(
        op.f("ix_membership_tenant_id_person_id"),
        "membership",
        ["tenant_id", "person_id"],
        unique=False,
    )


def _make_agreement() -> None:
    op.create_table(
        "agreement",
        sa.Column("tenant_id", sa.Text(), nullable=False),
        sa.Column("relationship_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "relationship_id"],
            ["relationship.tenant_id", "relationship.relationship_id"],
            name=op.f("fk_agreement_tenant_id_relationship_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.tenant_id"], name=op.f("fk_agreement_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "relationship_id", name=op.f("pk_agreement")),
    )


def _make_agreement_text() -> None:
    op.create_table(
        "agreement_text",
        sa.Column("tenant_id", sa.Text(), nullable=False),
        sa.Column("relationship_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("terms", sa.LargeBinary(), nullable=False),
        sa.Column("proposed_by", sa.Text(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "proposed_by"],
            ["person.tenant_id", "person.person_id"],
            name=op.f("fk_agreement_text_tenant_id_proposed_by"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "relationship_id"],
            ["relationship.tenant_id", "relationship.relationship_id"],
            name=op.f("fk_agreement_text_tenant_id_relationship_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.tenant_id"], name=op.f("fk_agreement_text_tenant_id")
        ),
        sa.PrimaryKeyConstraint(
            "tenant_id", "relationship_id", "number", name=op.f("pk_agreement_text")
        ),
    )


def _make_signature() -> None:
    op.create_table(
        "signature",
        sa.Column("tenant_id", sa.Text(), nullable=False),
        sa.Column("relationship_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "person_id"],
            ["person.tenant_id", "person.person_id"],
            name=op.f("fk_signature_tenant_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "relationship_id", "number"],
            ["agreement_text.tenant_id", "agreement_text.relationship_id", "agreement_text.number"],
            name=op.f("fk_signature_tenant_id_relationship_id_number"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.tenant_id"], name=op.f("fk_signature_tenant_id")
        ),
        sa.PrimaryKeyConstraint(
            "tenant_id", "relationship_id", "number", "person_id", name=op.f("pk_signature")
        ),
    )


def _make_mentoring_session() -> None:
    op.create_table(
        "mentoring_session",
        sa.Column("tenant_id", sa.Text(), nullable=False),
        sa.Column("session_id", sa.Text(), nullable=False),
        sa.Column("relationship_id", sa.Text(), nullable=False),
        sa.Column("organiser", sa.Text(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("medium", sa.Text(), nullable=False),
        sa.Column("agenda", sa.LargeBinary(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "organiser"],
            ["person.tenant_id", "person.person_id"],
            name=op.f("fk_mentoring_session_tenant_id_organiser"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "relationship_id"],
            ["relationship.tenant_id", "relationship.relationship_id"],
            name=op.f("fk_mentoring_session_tenant_id_relationship_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.tenant_id"], name=op.f("fk_mentoring_session_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "session_id", name=op.f("pk_mentoring_session")),
    )
    op.create_index(
        op.f("ix_mentoring_session_tenant_id_relationship_id_starts_at"),
        "mentoring_session",
        ["tenant_id", "relationship_id", "starts_at"],
        unique=False,
    )


def _make_seat() -> None:
    op.create_table(
        "seat",
        sa.Column("tenant_id", sa.Text(), nullable=False),
        sa.Column("session_id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("planned", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "person_id"],
            ["person.tenant_id", "person.person_id"],
            name=op.f("fk_seat_tenant_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "session_id"],
            ["mentoring_session.tenant_id", "mentoring_session.session_id"],
            name=op.f("fk_seat_tenant_id_session_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.tenant_id"], name=op.f("fk_seat_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "session_id", "person_id", name=op.f("pk_seat")),
    )
    op.create_index(
        op.f("ix_seat_tenant_id_person_id_ends_at"),
        "seat",
        ["tenant_id", "person_id", "ends_at"],
        unique=False,
    )
