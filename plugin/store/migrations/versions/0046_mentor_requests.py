"""Mentees who ask mentors themselves."""

from plugin.store.migrations.steps import create, moment, number, sealed, text

revision = "0046"
down_revision = "0045"


def upgrade() -> None:
    """Make the tables, closed to other tenants."""
    create(
        "mentor_request",
        ["request_id"],
        [
            *(text(x) for x in ("request_id", "programme_id", "mentee_id", "mentor_id")),
            moment("made_at"),
            moment("until"),
            text("state"),
            moment("settled_at", optional=True),
            number("version"),
        ],
        [
            ("programme", "programme_id", "programme_id"),
            ("person", "mentee_id", "person_id"),
            ("person", "mentor_id", "person_id"),
        ],
        ["programme_id"],
        ["mentee_id"],
        ["mentor_id"],
    )
    create(
        "request_word",
        ["request_id", "number"],
        [
            text("request_id"),
            number("number"),
            text("author_id"),
            moment("said_at"),
            sealed("body", optional=True),
        ],
        [
            ("mentor_request", "request_id", "request_id"),
            ("person", "author_id", "person_id"),
        ],
        ["author_id"],
    )
