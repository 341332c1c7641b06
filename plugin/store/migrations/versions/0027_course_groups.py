"""The groups of a course in its LMS, as they were last read."""

import sqlalchemy as sa
from alembic import op

from plugin.store.migrations.steps import isolate

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    """Make the table, closed to other tenants."""
    op.create_table(
        "group_reading",
        sa.Column("tenant_id", sa.Text(), nullable=False),
        sa.Column("course_id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("groups", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "course_id"],
            ["course.tenant_id", "course.course_id"],
            name=op.f("fk_group_reading_tenant_id_course_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.tenant_id"], name=op.f("fk_group_reading_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "course_id", name=op.f("pk_group_reading")),
    )
    isolate("group_reading")
