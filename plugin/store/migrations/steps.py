"""What steps have in common. Kept steps rely on it: what is here may grow and never change.

Names of constraints and indexes follow the convention of `plugin.store.tables`.
"""

import sqlalchemy as sa
from alembic import op

_MINE = "current_setting('app.tenant', true) IN (tenant_id, '*')"


def create(
    table: str,
    key: list[str],
    columns: list[sa.Column[object]],
    references: list[tuple[str, str, str]],
    *indexes: list[str],
) -> None:
    """Make a table of a tenant's rows, closed to other tenants.

    `tenant_id` is added in front of the columns, the key, the references and each index.
    A reference is the other table, the column here, and the column there.
    """
    op.create_table(
        table,
        text("tenant_id"),
        *columns,
        *(
            sa.ForeignKeyConstraint(
                ["tenant_id", here],
                [f"{other}.tenant_id", f"{other}.{there}"],
                name=op.f(f"fk_{table}_tenant_id_{here}"),
            )
            for other, here, there in references
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.tenant_id"], name=op.f(f"fk_{table}_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", *key, name=op.f(f"pk_{table}")),
    )
    for names in indexes:
        op.create_index(
            op.f(f"ix_{table}_tenant_id_{'_'.join(names)}"), table, ["tenant_id", *names]
        )
    isolate(table)


def isolate(*tables: str) -> None:
    """Let PostgreSQL itself show a tenant its own rows only; SQLite has no such rule."""
    if op.get_context().dialect.name != "postgresql":
        return
    for table in tables:
        op.execute(sa.text(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"))
        op.execute(sa.text(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY"))
        op.execute(
            sa.text(f"CREATE POLICY own_tenant ON {table} USING ({_MINE}) WITH CHECK ({_MINE})")
        )


def text(name: str, *, optional: bool = False) -> sa.Column[object]:
    """Return a column of words or of an identifier."""
    return sa.Column(name, sa.Text(), nullable=optional)


def sealed(name: str, *, optional: bool = False) -> sa.Column[object]:
    """Return a column of what is encrypted."""
    return sa.Column(name, sa.LargeBinary(), nullable=optional)


def flag(name: str, *, optional: bool = False) -> sa.Column[object]:
    """Return a column of yes and no."""
    return sa.Column(name, sa.Boolean(), nullable=optional)


def number(name: str, *, optional: bool = False) -> sa.Column[object]:
    """Return a column of whole numbers."""
    return sa.Column(name, sa.Integer(), nullable=optional)


def moment(name: str, *, optional: bool = False) -> sa.Column[object]:
    """Return a column of moments, kept in UTC."""
    return sa.Column(name, sa.DateTime(timezone=True), nullable=optional)
