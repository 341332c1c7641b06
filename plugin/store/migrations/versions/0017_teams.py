"""Visits know which host shows them; chats in Teams belong to relationships."""

import sqlalchemy as sa
from alembic import op

from plugin.store.migrations.steps import isolate

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Add the columns, for every visit so far is of an LMS; make the table of chats."""
    op.add_column("visit", sa.Column("host", sa.Text(), nullable=False, server_default="lms"))
    for name in ("theme", "thread"):
        op.add_column("visit", sa.Column(name, sa.Text(), nullable=True))
    _make_chats()
    isolate("teams_chat")


def _make_chats() -> None:
    op.create_table(
        "teams_chat",
        *(
            sa.Column(name, sa.Text(), nullable=False)
            for name in ("tenant_id", "thread", "relationship_id", "bound_by")
        ),
        sa.Column("bound_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "bound_by"],
            ["person.tenant_id", "person.person_id"],
            name=op.f("fk_teams_chat_tenant_id_bound_by"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "relationship_id"],
            ["relationship.tenant_id", "relationship.relationship_id"],
            name=op.f("fk_teams_chat_tenant_id_relationship_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.tenant_id"], name=op.f("fk_teams_chat_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "thread", name=op.f("pk_teams_chat")),
    )
