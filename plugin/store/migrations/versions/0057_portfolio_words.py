"""A partner's words for somebody's portfolio."""

from plugin.store.migrations.steps import create, moment, number, sealed, text

revision = "0057"
down_revision = "0056"


def upgrade() -> None:
    """Make the table."""
    create(
        "portfolio_word",
        ["relationship_id", "asked_by", "asked_of"],
        [
            text("relationship_id"),
            text("asked_by"),
            text("asked_of"),
            sealed("body", optional=True),
            moment("asked_at"),
            text("state"),
            moment("said_at", optional=True),
            moment("taken_at", optional=True),
            number("version"),
        ],
        [
            ("relationship", "relationship_id", "relationship_id"),
            ("person", "asked_by", "person_id"),
            ("person", "asked_of", "person_id"),
        ],
    )
