"""Lists of people that a coordinator brings into a programme."""

from alembic import op

from plugin.store.migrations.steps import create, moment, number, sealed, text

revision = "0048"
down_revision = "0047"


def upgrade() -> None:
    """Make the tables, closed to other tenants."""
    create(
        "people_list",
        ["list_id"],
        [
            *(text(x) for x in ("list_id", "programme_id", "made_by")),
            moment("made_at"),
            text("state"),
            number("total"),
            text("characters"),
            text("separator"),
            sealed("heads", optional=True),
            sealed("file", optional=True),
            moment("done_at", optional=True),
            text("open_for", optional=True),
            number("version"),
        ],
        [("programme", "programme_id", "programme_id"), ("person", "made_by", "person_id")],
        ["programme_id"],
    )
    one_open = op.f("uq_people_list_tenant_id_open_for")
    op.create_index(one_open, "people_list", ["tenant_id", "open_for"], unique=True)
    create(
        "people_list_row",
        ["list_id", "number"],
        [
            text("list_id"),
            number("number"),
            text("person_id", optional=True),
            text("state"),
            text("made", optional=True),
            sealed("body", optional=True),
        ],
        [("people_list", "list_id", "list_id"), ("person", "person_id", "person_id")],
        ["person_id"],
    )
