"""What the LMS's list and the launches say of a member, apart; readings and proposals.

The new columns are empty for members known before: the next list and the next launch fill them.
"""

import sqlalchemy as sa
from alembic import op

from plugin.store.migrations.steps import isolate

revision = "0010"
down_revision = "0009"

TABLES = ["roster_reading", "roster_proposal"]


def upgrade() -> None:
    """Add the columns and make the tables, with the rule that a tenant sees its own rows only."""
    for name in ("launched_as", "listed_as", "told"):
        op.add_column("course_member", sa.Column(name, sa.Text(), nullable=True))
    for name in ("told_since", "kept_at"):
        moment = sa.Column(name, sa.DateTime(timezone=True), nullable=True)
        op.add_column("course_member", moment)
    _make_reading()
    _make_proposal()
    isolate(*TABLES)


def _make_reading() -> None:
    op.create_table(
        "roster_reading",
        *_key(),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("people_read", sa.Integer(), nullable=False),
        sa.Column("unread", sa.Integer(), nullable=False),
        sa.Column("trouble_at", sa.DateTime(timezone=True), nullable=True),
        *_constraints("roster_reading"),
    )


def _make_proposal() -> None:
    op.create_table(
        "roster_proposal",
        *_key(),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("leaving", sa.Integer(), nullable=False),
        sa.Column("active", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *_constraints("roster_proposal"),
    )


def _key() -> list[sa.Column[str]]:
    return [
        sa.Column("tenant_id", sa.Text(), nullable=False),
        sa.Column("course_id", sa.Text(), nullable=False),
    ]


def _constraints(table: str) -> list[sa.Constraint]:
    return [
        sa.ForeignKeyConstraint(
            ["tenant_id", "course_id"],
            ["course.tenant_id", "course.course_id"],
            name=op.f(f"fk_{table}_tenant_id_course_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.tenant_id"], name=op.f(f"fk_{table}_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "course_id", name=op.f(f"pk_{table}")),
    ]
