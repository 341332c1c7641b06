"""What each person wrote of a record that several write."""

import sqlalchemy as sa
from alembic import op

from plugin.store.migrations.steps import create, sealed, text

revision = "0063"
down_revision = "0062"


def upgrade() -> None:
    """Add both; a record that there is stays its author's until somebody writes in it."""
    op.add_column("note", sa.Column("parts", sa.JSON(none_as_null=True)))
    create(
        "note_part",
        ["note_id", "person_id"],
        [text("note_id"), text("person_id"), text("relationship_id"), sealed("body")],
        [
            ("note", "note_id", "note_id"),
            ("relationship", "relationship_id", "relationship_id"),
            ("person", "person_id", "person_id"),
        ],
        ["relationship_id"],
    )
