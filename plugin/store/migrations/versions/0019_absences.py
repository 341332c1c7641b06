"""Who vanished from a course, as their partners were told."""

import sqlalchemy as sa
from alembic import op

from plugin.store.migrations.steps import isolate

revision = "0019"
down_revision = "0018"

KEY = ("tenant_id", "course_id", "person_id")


def upgrade() -> None:
    """Make the table, closed to other tenants."""
    op.create_table(
        "absence",
        *(sa.Column(name, sa.Text(), nullable=False) for name in KEY),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.tenant_id"], name=op.f("fk_absence_tenant_id")
        ),
        sa.ForeignKeyConstraint(
            list(KEY),
            [f"course_member.{name}" for name in KEY],
            name=op.f("fk_absence_tenant_id_course_id_person_id"),
        ),
        sa.PrimaryKeyConstraint(*KEY, name=op.f("pk_absence")),
    )
    isolate("absence")
