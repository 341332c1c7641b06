"""Series: sessions that people were invited to together, and what each wall clock was to show."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"

TABLE = "session_series"
TEXTS = ("tenant_id", "series_id", "zone")
MOMENTS = ("starts_at", "ends_at")
NUMBERS = ("weeks", "turns", "sequence", "version")
MINE = "current_setting('app.tenant', true) IN (tenant_id, '*')"


def upgrade() -> None:
    """Make the table and the columns; sessions that there are stay on their own."""
    op.create_table(
        TABLE,
        *(sa.Column(name, sa.Text(), nullable=False) for name in TEXTS),
        *(sa.Column(name, sa.DateTime(timezone=True), nullable=False) for name in MOMENTS),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in NUMBERS),
        sa.Column("clock", sa.Text(), nullable=True),
        sa.Column("replaces_id", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.tenant_id"], name=op.f("fk_session_series_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "series_id", name=op.f("pk_session_series")),
    )
    for name in ("series_id", "clock"):
        op.add_column("mentoring_session", sa.Column(name, sa.Text(), nullable=True))
    turn = sa.Column("turn", sa.Integer(), nullable=False, server_default="0")
    op.add_column("mentoring_session", turn)
    op.create_index(
        op.f("ix_mentoring_session_tenant_id_series_id"),
        "mentoring_session",
        ["tenant_id", "series_id"],
    )
    op.add_column("calendar_link", sa.Column("master_id", sa.Text(), nullable=True))
    op.add_column("calendar_link", sa.Column("replies", sa.JSON(), nullable=True))
    op.create_index(
        op.f("ix_calendar_link_tenant_id_master_id"), "calendar_link", ["tenant_id", "master_id"]
    )
    if op.get_context().dialect.name != "postgresql":
        return
    op.execute(sa.text(f"ALTER TABLE {TABLE} ENABLE ROW LEVEL SECURITY"))
    op.execute(sa.text(f"ALTER TABLE {TABLE} FORCE ROW LEVEL SECURITY"))
    op.execute(sa.text(f"CREATE POLICY own_tenant ON {TABLE} USING ({MINE}) WITH CHECK ({MINE})"))
