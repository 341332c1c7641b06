"""Steps of goals in their owners' To Do."""

import sqlalchemy as sa

from plugin.store.migrations.steps import create, flag, number, text

revision = "0060"
down_revision = "0059"


def upgrade() -> None:
    """Make the table."""
    create(
        "todo_step",
        ["goal_id", "number"],
        [
            text("goal_id"),
            number("number"),
            text("person_id"),
            text("task_id", optional=True),
            sa.Column("due_on", sa.Date(), nullable=True),
            flag("done", optional=True),
            flag("gone"),
            text("zone", optional=True),
            number("version"),
        ],
        [("person", "person_id", "person_id"), ("goal", "goal_id", "goal_id")],
        ["person_id"],
    )
