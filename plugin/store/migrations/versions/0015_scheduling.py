"""How people find times: own time, votes, suggestions, open doors; what Outlook was asked."""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

from plugin.store.migrations.steps import isolate

revision = "0015"
down_revision = "0014"

TABLES = ["own_time", "poll", "poll_vote", "time_proposal", "drop_in"]


def upgrade() -> None:
    """Make the tables, with the rule that a tenant sees its own rows only."""
    op.add_column("calendar_link", sa.Column("asked", sa.JSON(), nullable=True))
    _make_own_time()
    _make_poll()
    _make_poll_vote()
    _make_time_proposal()
    _make_drop_in()
    isolate(*TABLES)


def _make_own_time() -> None:
    op.create_table(
        "own_time",
        *_words("tenant_id", "person_id"),
        sa.Column("kept", sa.LargeBinary(), nullable=True),
        sa.Column("quiet", sa.Text(), nullable=True),
        *_numbers("full_percent", "video_week_min", "version"),
        _tenant("own_time"),
        _of("own_time", "person", "person_id"),
        _key("own_time", "person_id"),
    )


def _make_poll() -> None:
    op.create_table(
        "poll",
        *_words("tenant_id", "poll_id", "relationship_id", "made_by", "state"),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deadline", sa.DateTime(timezone=True), nullable=False),
        sa.Column("slots", sa.JSON(), nullable=False),
        sa.Column("session_id", sa.Text(), nullable=True),
        *_numbers("quorum", "version"),
        _tenant("poll"),
        _of("poll", "relationship", "relationship_id"),
        _of("poll", "person", "made_by", "person_id"),
        _of("poll", "mentoring_session", "session_id"),
        _key("poll", "poll_id"),
    )
    _index("poll", "tenant_id", "relationship_id")


def _make_poll_vote() -> None:
    op.create_table(
        "poll_vote",
        *_words("tenant_id", "poll_id", "person_id"),
        sa.Column("answers", sa.JSON(), nullable=False),
        _tenant("poll_vote"),
        _of("poll_vote", "poll", "poll_id"),
        _of("poll_vote", "person", "person_id"),
        _key("poll_vote", "poll_id", "person_id"),
    )


def _make_time_proposal() -> None:
    op.create_table(
        "time_proposal",
        *_words("tenant_id", "time_proposal_id", "session_id", "made_by", "state"),
        *_moments("made_at", "starts_at", "ends_at", "before_starts_at", "before_ends_at"),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        *_numbers("version"),
        _tenant("time_proposal"),
        _of("time_proposal", "mentoring_session", "session_id"),
        _of("time_proposal", "person", "made_by", "person_id"),
        _of("time_proposal", "person", "decided_by", "person_id"),
        _key("time_proposal", "time_proposal_id"),
    )
    _index("time_proposal", "tenant_id", "session_id")


def _make_drop_in() -> None:
    op.create_table(
        "drop_in",
        *_words("tenant_id", "drop_in_id", "programme_id", "person_id"),
        *_moments("starts_at", "ends_at"),
        *_numbers("length_min", "version"),
        _tenant("drop_in"),
        _of("drop_in", "programme", "programme_id"),
        _of("drop_in", "person", "person_id"),
        _key("drop_in", "drop_in_id"),
    )
    _index("drop_in", "tenant_id", "programme_id", "person_id")


def _words(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _numbers(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.Integer(), nullable=False) for name in names]


def _moments(*names: str) -> list[sa.Column[datetime]]:
    return [sa.Column(name, sa.DateTime(timezone=True), nullable=False) for name in names]


def _tenant(table: str) -> sa.Constraint:
    name = op.f(f"fk_{table}_tenant_id")
    return sa.ForeignKeyConstraint(["tenant_id"], ["tenant.tenant_id"], name=name)


def _of(table: str, other: str, here: str, there: str = "") -> sa.Constraint:
    return sa.ForeignKeyConstraint(
        ["tenant_id", here],
        [f"{other}.tenant_id", f"{other}.{there or here}"],
        name=op.f(f"fk_{table}_tenant_id_{here}"),
    )


def _key(table: str, *names: str) -> sa.Constraint:
    return sa.PrimaryKeyConstraint("tenant_id", *names, name=op.f(f"pk_{table}"))


def _index(table: str, *names: str) -> None:
    op.create_index(op.f(f"ix_{table}_{'_'.join(names)}"), table, [*names], unique=False)
