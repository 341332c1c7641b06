"""Calendars, accounts, folders and mail outside."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the tables."""
    _make_calendar_link()
    _find_calendar_links()
    _make_account()
    _make_token_cache()
    _make_subscription()
    _make_place()
    _make_letter()


def _make_calendar_link() -> None:
    op.create_table(
        "calendar_link",
        sa.Column("tenant_id", sa.Text(), nullable=False),
        sa.Column("session_id", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("organiser", sa.Text(), nullable=False),
        sa.Column("sync", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=True),
        sa.Column("event_id", sa.Text(), nullable=True),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("ical_uid", sa.Text(), nullable=True),
        sa.Column("join_url", sa.Text(), nullable=True),
        sa.Column("told_starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_cancelled", sa.Boolean(), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("missing_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "organiser"],
            ["person.tenant_id", "person.person_id"],
            name=op.f("fk_calendar_link_tenant_id_organiser"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "session_id"],
            ["mentoring_session.tenant_id", "mentoring_session.session_id"],
            name=op.f("fk_calendar_link_tenant_id_session_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.tenant_id"], name=op.f("fk_calendar_link_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "session_id", name=op.f("pk_calendar_link")),
    )


def _find_calendar_links() -> None:
    op.create_index(
        op.f("ix_calendar_link_tenant_id_checked_at"),
        "calendar_link",
        ["tenant_id", "checked_at"],
        unique=False,
    )
    op.create_index(
        op.f("ix_calendar_link_tenant_id_organiser_event_id"),
        "calendar_link",
        ["tenant_id", "organiser", "event_id"],
        unique=False,
    )


def _make_account() -> None:
    op.create_table(
        "account",
        sa.Column("tenant_id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("cloud", sa.Text(), nullable=False),
        sa.Column("entra_tenant_id", sa.Text(), nullable=False),
        sa.Column("object_id", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("needs_sign_in_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "person_id"],
            ["person.tenant_id", "person.person_id"],
            name=op.f("fk_account_tenant_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.tenant_id"], name=op.f("fk_account_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "person_id", name=op.f("pk_account")),
        sa.UniqueConstraint(
            "tenant_id",
            "cloud",
            "entra_tenant_id",
            "object_id",
            name=op.f("uq_account_tenant_id_cloud_entra_tenant_id_object_id"),
        ),
    )


def _make_token_cache() -> None:
    op.create_table(
        "token_cache",
        sa.Column("tenant_id", sa.Text(), nullable=False),
        sa.Column("cache_key", sa.Text(), nullable=False),
        sa.Column("blob", sa.LargeBinary(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.tenant_id"], name=op.f("fk_token_cache_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "cache_key", name=op.f("pk_token_cache")),
    )


def _make_subscription() -> None:
    op.create_table(
        "subscription",
        sa.Column("tenant_id", sa.Text(), nullable=False),
        sa.Column("subscription_id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "person_id"],
            ["person.tenant_id", "person.person_id"],
            name=op.f("fk_subscription_tenant_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.tenant_id"], name=op.f("fk_subscription_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "subscription_id", name=op.f("pk_subscription")),
        sa.UniqueConstraint(
            "tenant_id", "person_id", name=op.f("uq_subscription_tenant_id_person_id")
        ),
    )
    op.create_index(
        op.f("ix_subscription_subscription_id"), "subscription", ["subscription_id"], unique=False
    )


def _make_place() -> None:
    op.create_table(
        "place",
        sa.Column("tenant_id", sa.Text(), nullable=False),
        sa.Column("relationship_id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("folder", sa.Text(), nullable=True),
        sa.Column("open_to", sa.JSON(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "relationship_id"],
            ["relationship.tenant_id", "relationship.relationship_id"],
            name=op.f("fk_place_tenant_id_relationship_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.tenant_id"], name=op.f("fk_place_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "relationship_id", name=op.f("pk_place")),
    )


def _make_letter() -> None:
    op.create_table(
        "letter",
        sa.Column("tenant_id", sa.Text(), nullable=False),
        sa.Column("letter_key", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("session_id", sa.Text(), nullable=False),
        sa.Column("address", sa.LargeBinary(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "person_id"],
            ["person.tenant_id", "person.person_id"],
            name=op.f("fk_letter_tenant_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "session_id"],
            ["mentoring_session.tenant_id", "mentoring_session.session_id"],
            name=op.f("fk_letter_tenant_id_session_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.tenant_id"], name=op.f("fk_letter_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "letter_key", name=op.f("pk_letter")),
    )
    op.create_index(
        op.f("ix_letter_tenant_id_session_id"), "letter", ["tenant_id", "session_id"], unique=False
    )
