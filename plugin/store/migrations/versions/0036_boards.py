"""Boards, the ideas on them, and votes."""

import sqlalchemy as sa

from plugin.store.migrations.steps import create, moment, sealed, text

revision = "0036"
down_revision = "0035"

PAIR = ("relationship", "relationship_id", "relationship_id")


def upgrade() -> None:
    """Make the tables, closed to other tenants."""
    create(
        "board",
        ["board_id"],
        [
            *(text(name) for name in ("board_id", "relationship_id", "made_by")),
            moment("made_at"),
            text("state"),
            sealed("body"),
            sa.Column("version", sa.Integer(), nullable=False),
        ],
        [PAIR, ("person", "made_by", "person_id")],
        ["relationship_id"],
    )
    create(
        "idea",
        ["idea_id"],
        [
            *(text(name) for name in ("idea_id", "relationship_id", "board_id", "author")),
            moment("made_at"),
            sealed("body"),
            sa.Column("version", sa.Integer(), nullable=False),
        ],
        [("board", "board_id", "board_id"), PAIR, ("person", "author", "person_id")],
        ["board_id"],
    )
    create(
        "idea_vote",
        ["idea_id", "person_id"],
        [text(name) for name in ("idea_id", "person_id", "relationship_id")],
        [("idea", "idea_id", "idea_id"), PAIR, ("person", "person_id", "person_id")],
    )
