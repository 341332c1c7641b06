"""Promises in their owners' To Do."""

from sqlalchemy import Boolean, Column, Date, Index, Table

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
