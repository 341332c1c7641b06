"""Links that members agree on or share, and where the reading of a drive's changes stands."""

import sqlalchemy as sa
from alembic import op

from plugin.store.migrations.steps import isolate

revision = "0016"
down_revision = "0015"

TABLES = ["agreed_link", "shared_link", "drive_watch"]


def upgrade() -> None:
    """Make the tables, with the rule that a tenant sees its own rows only."""
    op.add_column("place", sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True))
    _make_agreed_link()
    _make_shared_link()
    op.create_table(
        "drive_watch",
        sa.Column("tenant_id", sa.Text(), nullable=False),
        sa.Column("drive_id", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.tenant_id"], name=op.f("fk_drive_watch_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "drive_id", name=op.f("pk_drive_watch")),
    )
    isolate(*TABLES)


def _make_agreed_link() -> None:
    op.create_table(
        "agreed_link",
        sa.Column("tenant_id", sa.Text(), nullable=False),
        sa.Column("relationship_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("url", sa.LargeBinary(), nullable=True),
        sa.Column("proposed_by", sa.Text(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agreed", sa.JSON(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        *_of("agreed_link", "proposed_by"),
        sa.PrimaryKeyConstraint(
            "tenant_id", "relationship_id", "number", name=op.f("pk_agreed_link")
        ),
    )


def _make_shared_link() -> None:
    op.create_table(
        "shared_link",
        sa.Column("tenant_id", sa.Text(), nullable=False),
        sa.Column("link_id", sa.Text(), nullable=False),
        sa.Column("relationship_id", sa.Text(), nullable=False),
        sa.Column("title", sa.LargeBinary(), nullable=True),
        sa.Column("url", sa.LargeBinary(), nullable=True),
        sa.Column("added_by", sa.Text(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        *_of("shared_link", "added_by"),
        sa.PrimaryKeyConstraint("tenant_id", "link_id", name=op.f("pk_shared_link")),
    )
    op.create_index(
        op.f("ix_shared_link_tenant_id_relationship_id"),
        "shared_link",
        ["tenant_id", "relationship_id"],
    )


def _of(table: str, person: str) -> list[sa.Constraint]:
    return [
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.tenant_id"], name=op.f(f"fk_{table}_tenant_id")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "relationship_id"],
            ["relationship.tenant_id", "relationship.relationship_id"],
            name=op.f(f"fk_{table}_tenant_id_relationship_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", person],
            ["person.tenant_id", "person.person_id"],
            name=op.f(f"fk_{table}_tenant_id_{person}"),
        ),
    ]
