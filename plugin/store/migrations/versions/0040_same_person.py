"""Two accounts that are one person, and one account that may be another person now."""

from plugin.store.migrations.steps import create, moment, number, text

revision = "0040"
down_revision = "0039"


def upgrade() -> None:
    """Make the tables."""
    create(
        "doubt",
        ["person_id"],
        [
            text("person_id"),
            text("name", optional=True),
            text("email", optional=True),
            moment("since"),
        ],
        [("person", "person_id", "person_id")],
    )
    create(
        "joining",
        ["joining_id"],
        [
            *map(text, ("joining_id", "registration_id", "kept_id", "other_id")),
            *map(text, ("kept_subject", "other_subject", "made_by")),
            moment("made_at"),
            *(moment(name, optional=True) for name in ("said_at", "other_said_at")),
            *(moment(name, optional=True) for name in ("joined_at", "ended_at")),
            number("version"),
        ],
        [("person", name, "person_id") for name in ("kept_id", "other_id", "made_by")],
        ["kept_id"],
        ["other_id"],
    )
    create(
        "alias",
        ["registration_id", "subject"],
        [*map(text, ("registration_id", "subject", "person_id"))],
        [("person", "person_id", "person_id")],
        ["person_id"],
    )
