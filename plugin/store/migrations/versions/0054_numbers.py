"""By which number answers know a question, once a coordinator has changed the text around it."""

import sqlalchemy as sa
from alembic import op

revision = "0054"
down_revision = "0053"


def upgrade() -> None:
    """Add the column; what was changed before is counted, as it was."""
    op.add_column("training_module", sa.Column("numbers", sa.JSON()))
