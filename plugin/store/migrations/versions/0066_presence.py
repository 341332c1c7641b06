"""What Teams saw of who was in a session's meeting, where a programme asks for it."""

from plugin.store.migrations.steps import create, moment, number, text

revision = "0066"
down_revision = "0065"


def upgrade() -> None:
    """Make the tables; of sessions that have been nothing is asked afterwards."""
    session = ("mentoring_session", "session_id", "session_id")
    create(
        "report_asked",
        ["session_id"],
        [
            text("session_id"),
            number("looks"),
            text("state"),
            moment("look_at", optional=True),
        ],
        [session],
    )
    create(
        "presence",
        ["session_id", "person_id"],
        [text("session_id"), text("person_id"), text("seen")],
        [session, ("person", "person_id", "person_id")],
    )
