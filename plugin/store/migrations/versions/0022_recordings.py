"""Who said yes to the recording of a session, and where it is."""

import sqlalchemy as sa
from alembic import op

from plugin.store.migrations.steps import isolate

revision = "0022"
down_revision = "0021"

TABLES = ["recording_consent", "recording_link"]


def upgrade() -> None:
    """Make the tables, with the rule that a tenant sees its own rows only."""
    _make_consent()
    _make_link()
    isolate(*TABLES)


def _make_consent() -> None:
    op.create_table(
        "recording_consent",
        *(sa.Column(name, sa.Text(), nullable=False) for name in _NAMES),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("given", sa.Boolean(), nullable=False),
        sa.Column("text_hash", sa.Text(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        *_references("recording_consent", "person_id"),
        sa.PrimaryKeyConstraint(*_NAMES, "number", name=op.f("pk_recording_consent")),
    )


def _make_link() -> None:
    op.create_table(
        "recording_link",
        sa.Column("tenant_id", sa.Text(), nullable=False),
        sa.Column("session_id", sa.Text(), nullable=False),
        sa.Column("url", sa.LargeBinary(), nullable=False),
        sa.Column("added_by", sa.Text(), nullable=False),
        *_references("recording_link", "added_by"),
        sa.PrimaryKeyConstraint("tenant_id", "session_id", name=op.f("pk_recording_link")),
    )


_NAMES = ("tenant_id", "session_id", "person_id")


def _references(table: str, person: str) -> list[sa.Constraint]:
    return [
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.tenant_id"], name=op.f(f"fk_{table}_tenant_id")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "session_id"],
            ["mentoring_session.tenant_id", "mentoring_session.session_id"],
            name=op.f(f"fk_{table}_tenant_id_session_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", person],
            ["person.tenant_id", "person.person_id"],
            name=op.f(f"fk_{table}_tenant_id_{person}"),
        ),
    ]
