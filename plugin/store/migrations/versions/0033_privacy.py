"""Copies of one's own data, removals, and openings of sealed pages."""

import sqlalchemy as sa
from alembic import op

from plugin.store.migrations.steps import isolate

revision = "0033"
down_revision = "0032"

TABLES = ["data_export", "erasure", "break_glass"]
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables, closed to other tenants."""
    _make(
        "data_export",
        "export_id",
        _text("person_id"),
        _moment("asked_at"),
        sa.Column("bundle", sa.LargeBinary(), nullable=True),
        *(_moment(name, optional=True) for name in ("made_at", "taken_at", "expires_at")),
        _to("data_export", "person", "person_id"),
    )
    whose = ["tenant_id", "person_id", "asked_at"]
    op.create_index(op.f("ix_data_export_tenant_id_person_id_asked_at"), "data_export", whose)
    _make(
        "erasure",
        "person_id",
        _moment("asked_at"),
        _moment("done_at", optional=True),
        sa.Column("counts", sa.JSON(), nullable=False),
        _to("erasure", "person", "person_id"),
    )
    _make_break_glass()
    isolate(*TABLES)


def _make_break_glass() -> None:
    table = "break_glass"
    _make(
        table,
        "break_glass_id",
        *(_text(name) for name in ("relationship_id", "programme_id", "category")),
        sa.Column("reason", sa.LargeBinary(), nullable=True),
        _text("asked_by"),
        _moment("asked_at"),
        _text("decided_by", optional=True),
        _moment("decided_at", optional=True),
        sa.Column("agreed", sa.Boolean(), nullable=True),
        _moment("until", optional=True),
        _moment("tell_at"),
        sa.Column("legal_reason", sa.LargeBinary(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        _to(table, "relationship", "relationship_id"),
        _to(table, "programme", "programme_id"),
        _to(table, "person", "asked_by", "person_id"),
        _to(table, "person", "decided_by", "person_id"),
    )
    for column in ("relationship_id", "programme_id"):
        name = op.f(f"ix_break_glass_tenant_id_{column}")
        op.create_index(name, table, ["tenant_id", column])


def _make(table: str, key: str, *rest: sa.Column[object] | sa.Constraint) -> None:
    op.create_table(
        table,
        _text("tenant_id"),
        _text(key),
        *rest,
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.tenant_id"], name=op.f(f"fk_{table}_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", key, name=op.f(f"pk_{table}")),
    )


def _to(table: str, other: str, here: str, there: str = "") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["tenant_id", here],
        [f"{other}.tenant_id", f"{other}.{there or here}"],
        name=op.f(f"fk_{table}_tenant_id_{here}"),
    )


def _text(name: str, *, optional: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.Text(), nullable=optional)


def _moment(name: str, *, optional: bool = False) -> sa.Column[object]:
    return sa.Column(name, TIME, nullable=optional)
