"""When a calendar refused last to be looked through."""

from alembic import op

from plugin.store.migrations.steps import moment

revision = "0055"
down_revision = "0054"


def upgrade() -> None:
    """Add the column; none has refused yet, as far as is known."""
    op.add_column("adopting", moment("tried_at", optional=True))
