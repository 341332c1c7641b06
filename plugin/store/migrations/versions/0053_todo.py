"""Promises in their owners' To Do."""

import sqlalchemy as sa

from plugin.store.migrations.steps import create, flag, moment, number, text

revision = "0053"
down_revision = "0052"


def upgrade() -> None:
    """Make both tables."""
    create(
        "todo_list",
        ["person_id"],
        [
            text("person_id"),
            moment("since"),
            text("state"),
            text("list_id", optional=True),
            text("changes_url", optional=True),
            number("version"),
        ],
        [("person", "person_id", "person_id")],
    )
    create(
        "todo_task",
        ["promise_id"],
        [
            text("promise_id"),
            text("person_id"),
            text("task_id", optional=True),
            sa.Column("due_on", sa.Date(), nullable=True),
            flag("done", optional=True),
            flag("gone"),
            number("version"),
        ],
        [("person", "person_id", "person_id"), ("promise", "promise_id", "promise_id")],
        ["person_id"],
    )
