"""Questions and rounds in writing, and the messages in them."""

from plugin.store.migrations.steps import create, flag, moment, number, sealed, text

revision = "0025"
down_revision = "0024"

PAIR = ("relationship", "relationship_id", "relationship_id")
AUTHOR = ("person", "author", "person_id")


def upgrade() -> None:
    """Make both tables, closed to other tenants."""
    create(
        "exchange",
        ["exchange_id"],
        [
            *(text(name) for name in ("exchange_id", "relationship_id", "kind", "author")),
            sealed("body"),
            flag("urgent"),
            moment("made_at"),
            moment("expected_at"),
            *(moment(n, optional=True) for n in ("snoozed_until", "answered_at", "closed_at")),
            text("session_id", optional=True),
            number("version"),
        ],
        [PAIR, AUTHOR, ("mentoring_session", "session_id", "session_id")],
        ["relationship_id", "made_at"],
    )
    create(
        "message",
        ["message_id"],
        [
            *(text(name) for name in ("message_id", "relationship_id", "exchange_id", "author")),
            sealed("body"),
            moment("made_at"),
        ],
        [PAIR, ("exchange", "exchange_id", "exchange_id"), AUTHOR],
        ["exchange_id", "made_at"],
        ["relationship_id", "made_at"],
    )
