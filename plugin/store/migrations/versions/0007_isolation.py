"""The tool's own tenant; on PostgreSQL the rules that the database itself keeps.

Row-level security holds for the owner of the tables too (FORCE), as the tool connects as the
owner. A superuser passes every policy: do not connect as one.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

TABLES = [
    "tenant",
    "person",
    "course",
    "course_member",
    "programme",
    "coordinator",
    "enrolment",
    "match_draft",
    "relationship",
    "membership",
    "agreement",
    "agreement_text",
    "signature",
    "mentoring_session",
    "seat",
    "calendar_link",
    "account",
    "token_cache",
    "subscription",
    "place",
    "letter",
    "registration",
    "deployment",
    "tool_key",
    "login_state",
    "launch_ticket",
    "spent_ticket",
    "visit",
    "job",
    "job_turn",
    "tick",
    "event_log",
]
MINE = "current_setting('app.tenant', true) IN (tenant_id, '*')"


def upgrade() -> None:
    """Make the tool's own tenant, then let each tenant see its own rows only."""
    op.execute(sa.text("INSERT INTO tenant (tenant_id, name) VALUES ('*', 'The tool itself')"))
    if op.get_context().dialect.name != "postgresql":
        return
    op.execute(sa.text("CREATE EXTENSION IF NOT EXISTS btree_gist"))
    op.execute(
        sa.text(
            "ALTER TABLE seat ADD CONSTRAINT seat_taken_once EXCLUDE USING gist (tenant_id WITH =,"
            " person_id WITH =, tstzrange(starts_at, ends_at) WITH &&) WHERE (planned)"
        )
    )
    for table in TABLES:
        op.execute(sa.text(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"))
        op.execute(sa.text(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY"))
        op.execute(
            sa.text(f"CREATE POLICY own_tenant ON {table} USING ({MINE}) WITH CHECK ({MINE})")
        )
