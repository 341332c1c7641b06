"""What people are told, how they want to be told, and which addresses take no mail."""

import sqlalchemy as sa
from alembic import op

from plugin.store.migrations.steps import isolate

revision = "0026"
down_revision = "0025"

TABLES = ["notice", "notice_choice", "stopped_address"]


def upgrade() -> None:
    """Make the tables, with the rule that a tenant sees its own rows only."""
    _make_notice()
    _make_choice()
    op.create_table(
        "stopped_address",
        *(_text(name) for name in ("tenant_id", "address_hash", "problem")),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=False),
        _tenant("stopped_address"),
        sa.PrimaryKeyConstraint("tenant_id", "address_hash", name=op.f("pk_stopped_address")),
    )
    isolate(*TABLES)


def _make_notice() -> None:
    needed = ("tenant_id", "notice_key", "person_id", "news", "thing", "state")
    op.create_table(
        "notice",
        *(_text(name) for name in needed),
        *(_text(name, optional=True) for name in ("batch", "way", "problem")),
        *(_moment(name) for name in ("made_at", "due_at")),
        *(_moment(name, optional=True) for name in ("useful_until", "sent_at")),
        _tenant("notice"),
        _person("notice"),
        sa.PrimaryKeyConstraint("tenant_id", "notice_key", name=op.f("pk_notice")),
    )
    for columns in (("tenant_id", "state", "due_at"), ("tenant_id", "person_id", "state")):
        op.create_index(op.f("ix_notice_" + "_".join(columns)), "notice", list(columns))


def _make_choice() -> None:
    op.create_table(
        "notice_choice",
        *(_text(name) for name in ("tenant_id", "person_id", "rhythm")),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("hour", "version")),
        *(sa.Column(name, sa.Boolean(), nullable=False) for name in ("mail", "feed")),
        _tenant("notice_choice"),
        _person("notice_choice"),
        sa.PrimaryKeyConstraint("tenant_id", "person_id", name=op.f("pk_notice_choice")),
    )


def _text(name: str, *, optional: bool = False) -> "sa.Column[str]":
    return sa.Column(name, sa.Text(), nullable=optional)


def _moment(name: str, *, optional: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=optional)


def _tenant(table: str) -> sa.Constraint:
    name = op.f(f"fk_{table}_tenant_id")
    return sa.ForeignKeyConstraint(["tenant_id"], ["tenant.tenant_id"], name=name)


def _person(table: str) -> sa.Constraint:
    return sa.ForeignKeyConstraint(
        ["tenant_id", "person_id"],
        ["person.tenant_id", "person.person_id"],
        name=op.f(f"fk_{table}_tenant_id_person_id"),
    )
