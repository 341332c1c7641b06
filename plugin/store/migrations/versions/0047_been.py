"""Indexes for how many sessions have been, and were held: counted on every relationship's page."""

from alembic import op

revision = "0047"
down_revision = "0046"


def upgrade() -> None:
    """Make them; the counts then read no row of a session."""
    op.create_index(
        "ix_mentoring_session_been",
        "mentoring_session",
        ["tenant_id", "relationship_id", "state", "ends_at", "session_id"],
    )
    op.create_index("ix_held_word_said", "held_word", ["tenant_id", "session_id", "held"])
