"""Training, questionnaires and lists of a programme, how far people are, and who was let pass."""

import sqlalchemy as sa
from alembic import op

from plugin.store.migrations.steps import isolate

revision = "0037"
down_revision = "0036"

TABLES = ["training_module", "training_progress", "training_waiver"]
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables, closed to other tenants."""
    _make(
        "training_module",
        ("programme_id", "module"),
        *(_text(name) for name in ("kind", "title", "text", "link")),
        sa.Column("sides", sa.JSON(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("required", sa.JSON(), nullable=False),
        sa.Column("hidden", sa.Boolean(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        _to("training_module", "programme", "programme_id"),
    )
    _make(
        "training_progress",
        ("programme_id", "person_id", "module", "round"),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("attested", sa.Boolean(), nullable=False),
        sa.Column("begun_at", TIME, nullable=False),
        sa.Column("done_at", TIME, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        _to("training_progress", "programme", "programme_id"),
        _to("training_progress", "person", "person_id"),
    )
    _make_waiver()
    isolate(*TABLES)


def _make_waiver() -> None:
    _make(
        "training_waiver",
        ("programme_id", "person_id"),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        _text("waived_by"),
        sa.Column("waived_at", TIME, nullable=False),
        _to("training_waiver", "programme", "programme_id"),
        _to("training_waiver", "person", "person_id"),
        _to("training_waiver", "person", "waived_by", "person_id"),
    )


def _make(table: str, keys: tuple[str, ...], *rest: sa.Column[object] | sa.Constraint) -> None:
    op.create_table(
        table,
        _text("tenant_id"),
        *(_text(name) for name in keys),
        *rest,
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.tenant_id"], name=op.f(f"fk_{table}_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", *keys, name=op.f(f"pk_{table}")),
    )


def _to(table: str, other: str, here: str, there: str = "") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["tenant_id", here],
        [f"{other}.tenant_id", f"{other}.{there or here}"],
        name=op.f(f"fk_{table}_tenant_id_{here}"),
    )


def _text(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.Text(), nullable=False)
