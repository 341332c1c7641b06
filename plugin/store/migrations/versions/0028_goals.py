"""Goals, reviews of them, and who lets the coordinators see them."""

import sqlalchemy as sa

from plugin.store.migrations.steps import create, moment, sealed, text

revision = "0028"
down_revision = "0027"

PAIR = ("relationship", "relationship_id", "relationship_id")


def upgrade() -> None:
    """Make the tables, closed to other tenants."""
    create(
        "goal",
        ["goal_id"],
        [
            *(text(name) for name in ("goal_id", "relationship_id", "owner")),
            sealed("body"),
            text("state"),
            sa.Column("due_on", sa.Date(), nullable=True),
            moment("made_at"),
            moment("changed_at"),
            sa.Column("version", sa.Integer(), nullable=False),
        ],
        [PAIR, ("person", "owner", "person_id")],
        ["relationship_id"],
    )
    create(
        "goal_review",
        ["goal_review_id"],
        [
            *(text(name) for name in ("goal_review_id", "relationship_id", "made_by")),
            moment("made_at"),
            sealed("body"),
        ],
        [PAIR, ("person", "made_by", "person_id")],
        ["relationship_id", "made_at"],
    )
    create(
        "goal_sharing",
        ["relationship_id", "person_id"],
        [
            text("relationship_id"),
            text("person_id"),
            sa.Column("shares", sa.Boolean(), nullable=False),
            moment("said_at"),
        ],
        [PAIR, ("person", "person_id", "person_id")],
    )
