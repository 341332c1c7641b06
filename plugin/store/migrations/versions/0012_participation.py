"""Where a course's grade book and groups are, what is reported there, and who agreed to it."""

import sqlalchemy as sa
from alembic import op

from plugin.store.migrations.steps import isolate

revision = "0012"
down_revision = "0011"

TABLES = ["reporting", "sharing", "sent_score"]


def upgrade() -> None:
    """Add what launches say of services; make the tables, closed to other tenants."""
    for name in ("line_items_url", "groups_url"):
        op.add_column("course", sa.Column(name, sa.Text(), nullable=True))
    for name in ("grade_scopes", "copied_from"):
        column = sa.Column(name, sa.Text(), nullable=False, server_default="")
        op.add_column("course", column)
    _make_reporting()
    _make_sharing()
    _make_sent_score()
    isolate(*TABLES)


def _make_reporting() -> None:
    op.create_table(
        "reporting",
        _text("tenant_id"),
        _text("programme_id"),
        sa.Column("active", sa.Boolean(), nullable=False),
        _number("target"),
        _text("changed_by"),
        _moment("changed_at"),
        _text("column_url", optional=True),
        _text("problem", optional=True),
        _number("version"),
        _tenant("reporting"),
        _programme("reporting"),
        _person("reporting", "changed_by"),
        sa.PrimaryKeyConstraint("tenant_id", "programme_id", name=op.f("pk_reporting")),
    )


def _make_sharing() -> None:
    op.create_table(
        "sharing",
        *_who("sharing"),
        _moment("given_at", optional=True),
        _moment("withdrawn_at", optional=True),
        _number("version"),
    )


def _make_sent_score() -> None:
    op.create_table(
        "sent_score",
        *_who("sent_score"),
        _number("given"),
        _moment("stamped_at"),
        _text("state"),
        _moment("since"),
        _number("attempts"),
        _number("version"),
    )


def _who(table: str) -> list[sa.schema.SchemaItem]:
    key = ("tenant_id", "programme_id", "person_id")
    return [
        *map(_text, key),
        _tenant(table),
        _programme(table),
        _person(table, "person_id"),
        sa.PrimaryKeyConstraint(*key, name=op.f(f"pk_{table}")),
    ]


def _text(name: str, *, optional: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=optional)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _moment(name: str, *, optional: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=optional)


def _tenant(table: str) -> sa.Constraint:
    return sa.ForeignKeyConstraint(
        ["tenant_id"], ["tenant.tenant_id"], name=op.f(f"fk_{table}_tenant_id")
    )


def _programme(table: str) -> sa.Constraint:
    return sa.ForeignKeyConstraint(
        ["tenant_id", "programme_id"],
        ["programme.tenant_id", "programme.programme_id"],
        name=op.f(f"fk_{table}_tenant_id_programme_id"),
    )


def _person(table: str, column: str) -> sa.Constraint:
    return sa.ForeignKeyConstraint(
        ["tenant_id", column],
        ["person.tenant_id", "person.person_id"],
        name=op.f(f"fk_{table}_tenant_id_{column}"),
    )
