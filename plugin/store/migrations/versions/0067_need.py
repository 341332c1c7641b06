"""By when work is needed, so that of a backlog the most needed is done first."""

from alembic import op

from plugin.store.migrations.steps import moment

revision = "0067"
down_revision = "0066"


def upgrade() -> None:
    """Add the column; what waits by now is needed at once."""
    op.add_column("job", moment("needed_at", optional=True))
