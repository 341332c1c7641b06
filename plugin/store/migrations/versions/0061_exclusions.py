"""Whom coordinators know not to be matched with whom."""

from plugin.store.migrations.steps import create, moment, sealed, text

revision = "0061"
down_revision = "0060"


def upgrade() -> None:
    """Make the table."""
    create(
        "exclusion",
        ["programme_id", "one_id", "other_id"],
        [
            *(text(x) for x in ("programme_id", "one_id", "other_id", "kind")),
            sealed("body", optional=True),
            text("made_by"),
            moment("made_at"),
        ],
        [
            ("programme", "programme_id", "programme_id"),
            ("person", "one_id", "person_id"),
            ("person", "other_id", "person_id"),
            ("person", "made_by", "person_id"),
        ],
        ["one_id"],
        ["other_id"],
    )
