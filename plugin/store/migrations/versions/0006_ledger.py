"""Work that leaves the process, and what happened."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the tables."""
    _make_job()
    _make_job_turn()
    _make_tick()
    _make_event_log()


def _make_job() -> None:
    op.create_table(
        "job",
        sa.Column("job_id", sa.Text(), nullable=False),
        sa.Column("tenant_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("job_key", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("again", sa.Boolean(), nullable=False),
        sa.Column("run_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.tenant_id"], name=op.f("fk_job_tenant_id")),
        sa.PrimaryKeyConstraint("job_id", name=op.f("pk_job")),
    )
    op.create_index("ix_job_due", "job", ["tenant_id", "state", "run_at"], unique=False)
    op.create_index("ix_job_finished", "job", ["state", "finished_at"], unique=False)
    op.create_index(
        "uq_job_unfinished",
        "job",
        ["tenant_id", "job_key"],
        unique=True,
        sqlite_where=sa.text("state IN ('queued', 'running')"),
        postgresql_where=sa.text("state IN ('queued', 'running')"),
    )


def _make_job_turn() -> None:
    op.create_table(
        "job_turn",
        sa.Column("tenant_id", sa.Text(), nullable=False),
        sa.Column("turn", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.tenant_id"], name=op.f("fk_job_turn_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", name=op.f("pk_job_turn")),
    )


def _make_tick() -> None:
    op.create_table(
        "tick",
        sa.Column("tenant_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.tenant_id"], name=op.f("fk_tick_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "kind", name=op.f("pk_tick")),
    )


def _make_event_log() -> None:
    op.create_table(
        "event_log",
        sa.Column("event_id", sa.Text(), nullable=False),
        sa.Column("tenant_id", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.tenant_id"], name=op.f("fk_event_log_tenant_id")
        ),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_event_log")),
    )
    op.create_index(
        op.f("ix_event_log_tenant_id_at"), "event_log", ["tenant_id", "at"], unique=False
    )
