"""Lists of people that a coordinator brings into a programme."""

from sqlalchemy import Column, Index, Integer, LargeBinary, Table

from plugin.store.tables.base import key, metadata, moment, number, of, tenant_key, version, words

people_list = Table(
    "people_list",
    metadata,
    tenant_key(),
    key("list_id"),
    words("programme_id"),
    words("made_by"),
    moment("made_at"),
    words("state"),
    number("total"),
    words("characters"),
    words("separator"),
    Column("heads", LargeBinary),
    Column("file", LargeBinary),
    moment("done_at", optional=True),
    words("open_for", optional=True),
    version(),
    of("programme", "programme_id"),
    of("person", "made_by:person_id"),
    Index(None, "tenant_id", "programme_id"),
    Index("uq_people_list_tenant_id_open_for", "tenant_id", "open_for", unique=True),
)
"""`open_for` is the programme while no other list of it may come, and nothing afterwards. `file` is
kept until its rows are read, `heads` are the columns that were left out; both are sealed."""

people_list_row = Table(
    "people_list_row",
    metadata,
    tenant_key(),
    key("list_id"),
    Column("number", Integer, primary_key=True),
    words("person_id", optional=True),
    words("state"),
    words("made", optional=True),
    Column("body", LargeBinary),
    of("people_list", "list_id"),
    of("person", "person_id"),
    Index(None, "tenant_id", "person_id"),
)
"""`body` is what a row says and what is wrong with it, sealed; gone once it is brought in."""
