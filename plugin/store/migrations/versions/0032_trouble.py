"""Blocks, wishes for another match, concerns, an institution's settings, and the audit."""

import sqlalchemy as sa
from alembic import op

from plugin.store.migrations.steps import isolate

revision = "0032"
down_revision = "0031"

TABLES = ["tenant_setting", "block", "rematch_wish", "concern", "concern_reader", "audit"]
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables, closed to other tenants; a line of the audit is never changed."""
    _make("tenant_setting", ("name",), _json("value"))
    _make(
        "block",
        ("person_id", "other_id"),
        _moment("since"),
        _to("block", "person", "person_id"),
        _to("block", "person", "other_id", "person_id"),
    )
    op.create_index(op.f("ix_block_tenant_id_other_id"), "block", ["tenant_id", "other_id"])
    _make(
        "rematch_wish",
        ("relationship_id", "person_id"),
        _moment("asked_at"),
        _to("rematch_wish", "relationship", "relationship_id"),
        _to("rematch_wish", "person", "person_id"),
    )
    _make_concern()
    _make_audit()
    if op.get_context().dialect.name == "postgresql":
        _close_to_others()


def _make_concern() -> None:
    _make(
        "concern",
        ("concern_id",),
        *(_text(name) for name in ("programme_id", "relationship_id", "raised_by")),
        _json("about"),
        _json("told"),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("answer", sa.LargeBinary(), nullable=True),
        _moment("raised_at"),
        _moment("answer_by"),
        _text("state"),
        _moment("passed_on_at", optional=True),
        sa.Column("version", sa.Integer(), nullable=False),
        _to("concern", "programme", "programme_id"),
        _to("concern", "relationship", "relationship_id"),
        _to("concern", "person", "raised_by", "person_id"),
    )
    waiting = ["tenant_id", "state", "answer_by"]
    op.create_index(op.f("ix_concern_tenant_id_state_answer_by"), "concern", waiting)
    _make(
        "concern_reader",
        ("concern_id", "person_id"),
        _to("concern_reader", "concern", "concern_id"),
        _to("concern_reader", "person", "person_id"),
    )
    whose = ["tenant_id", "person_id"]
    op.create_index(op.f("ix_concern_reader_tenant_id_person_id"), "concern_reader", whose)


def _make_audit() -> None:
    op.create_table(
        "audit",
        _text("tenant_id"),
        sa.Column("number", sa.BigInteger(), nullable=False),
        _moment("at"),
        _text("event"),
        _text("actor", optional=True),
        _json("about"),
        _text("programme_id", optional=True),
        _json("facts"),
        _text("previous"),
        _text("hash"),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.tenant_id"], name=op.f("fk_audit_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "number", name=op.f("pk_audit")),
    )
    of_event = ["tenant_id", "programme_id", "event"]
    op.create_index(op.f("ix_audit_tenant_id_programme_id_event"), "audit", of_event)
    if op.get_context().dialect.name == "sqlite":
        op.execute(
            sa.text(
                "CREATE TRIGGER audit_stays BEFORE UPDATE ON audit"
                " BEGIN SELECT RAISE(ABORT, 'a line of the audit is never changed'); END"
            )
        )


def _close_to_others() -> None:
    isolate(*TABLES)
    op.execute(
        sa.text(
            "CREATE FUNCTION audit_stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            " RAISE EXCEPTION 'a line of the audit is never changed'; END $$"
        )
    )
    op.execute(
        sa.text(
            "CREATE TRIGGER audit_stays BEFORE UPDATE ON audit"
            " FOR EACH ROW EXECUTE FUNCTION audit_stays()"
        )
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


def _text(name: str, *, optional: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.Text(), nullable=optional)


def _moment(name: str, *, optional: bool = False) -> sa.Column[object]:
    return sa.Column(name, TIME, nullable=optional)


def _json(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.JSON(), nullable=False)
