"""How people meet: ways, telephone numbers, switches, who has tried the technology."""

import sqlalchemy as sa
from alembic import op

from plugin.store.migrations.steps import isolate

revision = "0029"
down_revision = "0028"

TABLES = ["meeting_ways", "reach", "session_switch", "tried"]
PERSON = ("person_id", "person", "person_id")
RELATIONSHIP = ("relationship_id", "relationship", "relationship_id")


def upgrade() -> None:
    """Make the tables, with the rule that a tenant sees its own rows only."""
    _make(
        "meeting_ways",
        ["relationship_id"],
        [
            sa.Column("platform", sa.Text(), nullable=False),
            sa.Column("detail", sa.LargeBinary()),
            sa.Column("backup", sa.Text(), nullable=False),
            sa.Column("backup_detail", sa.LargeBinary()),
            sa.Column("version", sa.Integer(), nullable=False),
        ],
        [RELATIONSHIP],
    )
    _make_reach()
    _make_switch()
    _make(
        "tried",
        ["relationship_id", "person_id"],
        [sa.Column("tried_at", sa.DateTime(timezone=True), nullable=False)],
        [RELATIONSHIP, PERSON],
    )
    _isolate()


def _make_reach() -> None:
    _make(
        "reach",
        ["person_id"],
        [
            sa.Column("number", sa.LargeBinary()),
            sa.Column("language", sa.Text()),
            sa.Column("version", sa.Integer(), nullable=False),
        ],
        [PERSON],
    )


def _make_switch() -> None:
    _make(
        "session_switch",
        ["session_id"],
        [
            sa.Column("to_backup", sa.Boolean(), nullable=False),
            sa.Column("switched_by", sa.Text(), nullable=False),
            sa.Column("switched_at", sa.DateTime(timezone=True), nullable=False),
            sa.Column("version", sa.Integer(), nullable=False),
        ],
        [
            ("session_id", "mentoring_session", "session_id"),
            ("switched_by", "person", "person_id"),
        ],
    )


def _isolate() -> None:
    isolate(*TABLES)


def _make(
    table: str,
    key: list[str],
    columns: list[sa.Column[object]],
    references: list[tuple[str, str, str]],
) -> None:
    op.create_table(
        table,
        *(sa.Column(name, sa.Text(), nullable=False) for name in ["tenant_id", *key]),
        *columns,
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.tenant_id"], name=op.f(f"fk_{table}_tenant_id")
        ),
        *(
            sa.ForeignKeyConstraint(
                ["tenant_id", here],
                [f"{other}.tenant_id", f"{other}.{there}"],
                name=op.f(f"fk_{table}_tenant_id_{here}"),
            )
            for here, other, there in references
        ),
        sa.PrimaryKeyConstraint("tenant_id", *key, name=op.f(f"pk_{table}")),
    )
