"""Promises, and steps of goals, in their owners' To Do."""

from sqlalchemy import Boolean, Column, Date, Index, Integer, Table

from plugin.store.tables.base import key, metadata, moment, of, tenant_key, version, words

todo_list = Table(
    "todo_list",
    metadata,
    tenant_key(),
    key("person_id"),
    moment("since"),
    words("state"),
    words("list_id", optional=True),
    words("changes_url", optional=True),
    version(),
    of("person", "person_id"),
)

todo_task = Table(
    "todo_task",
    metadata,
    tenant_key(),
    key("promise_id"),
    words("person_id"),
    words("task_id", optional=True),
    Column("due_on", Date),
    Column("done", Boolean),
    Column("gone", Boolean, nullable=False),
    words("zone", optional=True),
    version(),
    of("person", "person_id"),
    of("promise", "promise_id"),
    Index(None, "tenant_id", "person_id"),
)

todo_step = Table(
    "todo_step",
    metadata,
    tenant_key(),
    key("goal_id"),
    Column("number", Integer, primary_key=True, autoincrement=False),
    words("person_id"),
    words("task_id", optional=True),
    Column("due_on", Date),
    Column("done", Boolean),
    Column("gone", Boolean, nullable=False),
    words("zone", optional=True),
    version(),
    of("person", "person_id"),
    of("goal", "goal_id"),
    Index(None, "tenant_id", "person_id"),
)
"""A step by its number: steps are added at the end, and never taken away."""
