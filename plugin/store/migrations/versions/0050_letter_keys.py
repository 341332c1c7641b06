"""Letters are found by how their keys begin: on PostgreSQL these are compared byte by byte."""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"


def upgrade() -> None:
    """Have the primary key give what begins alike in one stretch, as SQLite does already."""
    if op.get_context().dialect.name == "postgresql":
        op.execute(sa.text('ALTER TABLE letter ALTER COLUMN letter_key TYPE text COLLATE "C"'))
