"""With whom people would like to work."""

from plugin.store.migrations.steps import create, moment, number, text

revision = "0051"
down_revision = "0050"


def upgrade() -> None:
    """Make the table, closed to other tenants."""
    create(
        "partner_wish",
        ["programme_id", "person_id", "other_id"],
        [
            *(text(x) for x in ("programme_id", "person_id", "other_id")),
            number("position"),
            moment("asked_at"),
        ],
        [
            ("programme", "programme_id", "programme_id"),
            ("person", "person_id", "person_id"),
            ("person", "other_id", "person_id"),
        ],
        ["person_id"],
        ["other_id"],
    )
