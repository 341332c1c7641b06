"""What people confide in a profile besides their own words, sealed."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """Add the column; nobody has confided anything yet."""
    op.add_column("enrolment", sa.Column("confided", sa.LargeBinary(), nullable=True))
