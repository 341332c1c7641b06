"""Projects, who does what in them, and what is shown to others of a course."""

import sqlalchemy as sa
from alembic import op

from plugin.store.migrations.steps import create, moment, number, sealed, text

revision = "0035"
down_revision = "0034"

PAIR = ("relationship", "relationship_id", "relationship_id")


def upgrade() -> None:
    """Make the tables, closed to other tenants."""
    _projects()
    _showings()


def _projects() -> None:
    create(
        "project",
        ["project_id"],
        [
            *(text(name) for name in ("project_id", "relationship_id", "made_by")),
            moment("made_at"),
            moment("changed_at"),
            text("state"),
            sa.Column("due_on", sa.Date(), nullable=True),
            sealed("body"),
            number("version"),
        ],
        [PAIR, ("person", "made_by", "person_id")],
        ["relationship_id"],
    )
    create(
        "project_part",
        ["project_id", "person_id"],
        [
            *(text(name) for name in ("project_id", "person_id", "relationship_id")),
            sealed("body"),
            number("version"),
        ],
        [
            ("project", "project_id", "project_id"),
            PAIR,
            ("person", "person_id", "person_id"),
        ],
    )


def _showings() -> None:
    create(
        "showing",
        ["showing_id"],
        [
            *(text(x) for x in ("showing_id", "relationship_id", "kind", "thing_id", "made_by")),
            moment("made_at"),
            number("asked"),
            sealed("body"),
            number("version"),
        ],
        [PAIR, ("person", "made_by", "person_id")],
        ["relationship_id"],
    )
    op.create_index(
        op.f("ix_showing_tenant_id_kind_thing_id"),
        "showing",
        ["tenant_id", "kind", "thing_id"],
        unique=True,
    )
    create(
        "showing_word",
        ["showing_id", "person_id"],
        [
            *(text(name) for name in ("showing_id", "person_id", "relationship_id")),
            moment("said_at"),
        ],
        [
            ("showing", "showing_id", "showing_id"),
            PAIR,
            ("person", "person_id", "person_id"),
        ],
    )
