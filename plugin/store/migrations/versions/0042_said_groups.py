"""Groups of a course that launches name, where an LMS has no service for them."""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"


def upgrade() -> None:
    """Add the column; the next launch of each person fills it."""
    column = sa.Column("groups", sa.Text(), nullable=False, server_default="")
    op.add_column("course_member", column)
