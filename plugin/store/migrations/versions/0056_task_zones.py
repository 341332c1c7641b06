"""On whose clock a task's day begins: its owner may choose another later."""

import sqlalchemy as sa
from alembic import op

from plugin.store.migrations.steps import text

revision = "0056"
down_revision = "0055"


def upgrade() -> None:
    """Add the column; so far nobody's day was read on another clock than their own."""
    op.add_column("todo_task", text("zone", optional=True))
    op.execute(
        sa.text(
            "UPDATE todo_task SET zone = (SELECT person.zone FROM person"
            " WHERE person.tenant_id = todo_task.tenant_id"
            " AND person.person_id = todo_task.person_id)"
        )
    )
