"""A key for each relationship, with which what was said in it is sealed."""

import sqlalchemy as sa
from alembic import op

from plugin.store.migrations.steps import create, moment, sealed, text

revision = "0062"
down_revision = "0061"
_LINKED = """
    UPDATE recording_link SET relationship_id = (
        SELECT mentoring_session.relationship_id FROM mentoring_session
        WHERE mentoring_session.tenant_id = recording_link.tenant_id
        AND mentoring_session.session_id = recording_link.session_id
    )
"""


def upgrade() -> None:
    """Make the tables, closed to other tenants. What was sealed before opens as it did."""
    relationship = [("relationship", "relationship_id", "relationship_id")]
    create(
        "relationship_key",
        ["relationship_id"],
        [text("relationship_id"), text("key_id"), sealed("data_key")],
        relationship,
    )
    name = op.f("ix_relationship_key_tenant_id_key_id")
    op.create_index(name, "relationship_key", ["tenant_id", "key_id"], unique=True)
    create(
        "key_removal",
        ["key_id"],
        [text("key_id"), text("relationship_id"), moment("removed_at")],
        relationship,
    )
    op.add_column("recording_link", text("relationship_id", optional=True))
    op.execute(sa.text(_LINKED))
