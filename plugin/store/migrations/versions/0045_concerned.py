"""Whom an opening concerns: the members of the day on which it was decided."""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"


def upgrade() -> None:
    """Add the column; what was agreed to so far concerns who is a member now."""
    op.add_column("break_glass", sa.Column("told_people", sa.JSON()))
    people: dict[tuple[str, str], list[str]] = {}
    for tenant, opening, person in op.get_bind().execute(sa.text(MEMBERS)):
        people.setdefault((tenant, opening), []).append(person)
    names = ("tenant_id", "break_glass_id")
    glass = sa.table(
        "break_glass", *[sa.column(one) for one in names], sa.column("told_people", sa.JSON())
    )
    for (tenant, opening), found in people.items():
        mine = (glass.c.tenant_id == tenant) & (glass.c.break_glass_id == opening)
        op.execute(glass.update().where(mine).values(told_people=found))


MEMBERS = """
SELECT b.tenant_id, b.break_glass_id, m.person_id
FROM break_glass b JOIN membership m
ON m.tenant_id = b.tenant_id AND m.relationship_id = b.relationship_id
WHERE b.agreed
ORDER BY m.person_id
"""
