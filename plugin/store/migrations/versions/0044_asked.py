"""Whose yes a text for the course needs, by name: a number let another's yes stand in."""

import sqlalchemy as sa
from alembic import op

from plugin.store.migrations.steps import create, text

revision = "0044"
down_revision = "0043"


def upgrade() -> None:
    """Ask the members and who has said yes; where somebody has left silent, ask everybody anew."""
    create(
        "showing_asked",
        ["showing_id", "person_id"],
        [text(name) for name in ("showing_id", "person_id", "relationship_id")],
        [
            ("showing", "showing_id", "showing_id"),
            ("relationship", "relationship_id", "relationship_id"),
            ("person", "person_id", "person_id"),
        ],
    )
    op.execute(sa.text(ASKED))
    op.execute(sa.text(ANEW))
    op.drop_column("showing", "asked")


ASKED = """
INSERT INTO showing_asked (tenant_id, showing_id, person_id, relationship_id)
SELECT tenant_id, showing_id, person_id, relationship_id FROM showing_word
UNION
SELECT s.tenant_id, s.showing_id, m.person_id, s.relationship_id
FROM showing s JOIN membership m
ON m.tenant_id = s.tenant_id AND m.relationship_id = s.relationship_id
"""
ANEW = """
DELETE FROM showing_word WHERE EXISTS (
    SELECT 1 FROM showing s
    WHERE s.tenant_id = showing_word.tenant_id AND s.showing_id = showing_word.showing_id
    AND s.asked > (
        SELECT count(*) FROM showing_asked a
        WHERE a.tenant_id = s.tenant_id AND a.showing_id = s.showing_id
        AND NOT EXISTS (
            SELECT 1 FROM membership m
            WHERE m.tenant_id = s.tenant_id AND m.relationship_id = s.relationship_id
            AND m.person_id = a.person_id AND m.joined_at > s.made_at
        )
    )
)
"""
