"""Every word that a member said on whether coordinators see the goals."""

import sqlalchemy as sa
from alembic import op

from plugin.store.migrations.steps import create, flag, moment, number, text

revision = "0065"
down_revision = "0064"
_FIRST = """
    INSERT INTO goal_word (tenant_id, relationship_id, person_id, number, shares, said_at)
    SELECT tenant_id, relationship_id, person_id, 0, shares, said_at FROM goal_sharing
"""


def upgrade() -> None:
    """Make the table, begun with the latest words: of the earlier ones nothing is known."""
    create(
        "goal_word",
        ["relationship_id", "person_id", "number"],
        [
            text("relationship_id"),
            text("person_id"),
            number("number"),
            flag("shares"),
            moment("said_at"),
        ],
        [
            ("relationship", "relationship_id", "relationship_id"),
            ("person", "person_id", "person_id"),
        ],
    )
    op.execute(sa.text(_FIRST))
