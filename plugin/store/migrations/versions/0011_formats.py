"""A programme has one or more formats, and a circle has a name.

The one format that a programme had becomes the first of its list.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Turn the format into a list; give relationships room for a name."""
    op.add_column("relationship", sa.Column("title", sa.Text(), nullable=False, server_default=""))
    formats = sa.Column("formats", sa.JSON(), nullable=False, server_default='["one-to-one"]')
    op.add_column("programme", formats)
    kinds = sa.table("programme", sa.column("format", sa.Text()), sa.column("formats", sa.JSON()))
    for kind in ("peer", "circle"):
        op.execute(kinds.update().where(kinds.c.format == kind).values(formats=[kind]))
    op.drop_column("programme", "format")
