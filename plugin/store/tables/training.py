"""Training, questionnaires and lists: what a programme asks, and how far each person is."""

from sqlalchemy import JSON, Boolean, Column, LargeBinary, Table

from plugin.store.tables.base import key, metadata, moment, number, of, tenant_key, version, words

training_module = Table(
    "training_module",
    metadata,
    tenant_key(),
    key("programme_id"),
    key("module"),
    words("kind"),
    words("title"),
    words("text"),
    words("link"),
    Column("sides", JSON, nullable=False),
    number("minutes"),
    Column("required", JSON, nullable=False),
    Column("hidden", Boolean, nullable=False),
    words("stage", optional=True),
    Column("numbers", JSON),
    version(),
    of("programme", "programme_id"),
)
"""What a coordinator changed or wrote; no text and no link where the tool's own words stand.

`numbers` are those of its questions, by which answers know them; none where they are counted.
"""

training_progress = Table(
    "training_progress",
    metadata,
    tenant_key(),
    key("programme_id"),
    key("person_id"),
    key("module"),
    key("round"),
    number("page"),
    Column("body", LargeBinary, nullable=False),
    Column("attested", Boolean, nullable=False),
    moment("begun_at"),
    moment("done_at", optional=True),
    version(),
    of("programme", "programme_id"),
    of("person", "person_id"),
)
"""How far one person is; answers, marks and reflections are sealed as one text."""

training_waiver = Table(
    "training_waiver",
    metadata,
    tenant_key(),
    key("programme_id"),
    key("person_id"),
    Column("body", LargeBinary),
    words("waived_by"),
    moment("waived_at"),
    of("programme", "programme_id"),
    of("person", "person_id"),
    of("person", "waived_by:person_id"),
)
