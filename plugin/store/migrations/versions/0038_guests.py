"""Mentors from outside the course, invited to one programme by a link."""

from alembic import op

from plugin.store.migrations.steps import create, moment, number, sealed, text

revision = "0038"
down_revision = "0037"


def upgrade() -> None:
    """Make the table, closed to other tenants; visits say which programme a guest came to."""
    create(
        "guest_link",
        ["link_id"],
        [
            *(text(x) for x in ("link_id", "programme_id", "side", "secret_hash", "made_by")),
            moment("made_at"),
            moment("expires_at"),
            sealed("memo", optional=True),
            text("person_id", optional=True),
            moment("accepted_at", optional=True),
            moment("ended_at", optional=True),
            number("version"),
        ],
        [
            ("programme", "programme_id", "programme_id"),
            ("person", "made_by", "person_id"),
            ("person", "person_id", "person_id"),
        ],
        ["programme_id"],
        ["person_id"],
    )
    with_secret = op.f("uq_guest_link_secret_hash")
    op.create_index(with_secret, "guest_link", ["secret_hash"], unique=True)
    op.add_column("visit", text("guest_of", optional=True))
