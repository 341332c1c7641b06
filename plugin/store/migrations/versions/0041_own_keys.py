"""A key for each person, with which what they wrote is sealed."""

from alembic import op

from plugin.store.migrations.steps import create, sealed, text

revision = "0041"
down_revision = "0040"


def upgrade() -> None:
    """Make the table, closed to other tenants. What was sealed before opens as it did."""
    create(
        "own_key",
        ["person_id"],
        [text("person_id"), text("key_id"), sealed("data_key")],
        [("person", "person_id", "person_id")],
    )
    name = op.f("ix_own_key_tenant_id_key_id")
    op.create_index(name, "own_key", ["tenant_id", "key_id"], unique=True)
