"""What people say to one another: notes, promises, answers, feedback, introductions; content.

The names of constraints follow the convention of the tables, so they are made by rule here.
"""

import sqlalchemy as sa

from plugin.store.migrations.steps import create, flag, moment, number, sealed, text

revision = "0018"
down_revision = "0017"

PAIR = ("relationship", "relationship_id", "relationship_id")
SESSION = ("mentoring_session", "session_id", "session_id")


def upgrade() -> None:
    """Make the tables, with the rule that a tenant sees its own rows only."""
    _make_note()
    _make_promise()
    _make_held_word()
    _make_walk()
    _make_feedback()
    _make_agreement_part()
    _make_content()
    _make_question()
    _make_answer()
    _make_introduction()


def _make_note() -> None:
    create(
        "note",
        ["note_id"],
        [
            text("note_id"),
            text("relationship_id"),
            text("session_id", optional=True),
            text("kind"),
            text("author"),
            sealed("body", optional=True),
            flag("shared"),
            moment("made_at"),
            text("changed_by"),
            moment("changed_at"),
            text("confirmed_by", optional=True),
            number("version"),
        ],
        [PAIR, SESSION, ("person", "author", "person_id")],
        ["relationship_id", "session_id"],
    )


def _make_promise() -> None:
    create(
        "promise",
        ["promise_id"],
        [
            text("promise_id"),
            text("relationship_id"),
            text("session_id", optional=True),
            text("owner"),
            text("made_by"),
            sealed("body", optional=True),
            sa.Column("due_on", sa.Date(), nullable=False),
            moment("made_at"),
            text("state"),
            moment("settled_at", optional=True),
            number("version"),
        ],
        [PAIR, SESSION, ("person", "owner", "person_id")],
        ["relationship_id"],
        ["owner", "state"],
    )


def _make_held_word() -> None:
    create(
        "held_word",
        ["session_id", "person_id"],
        [text("session_id"), text("person_id"), flag("held"), moment("said_at")],
        [SESSION, ("person", "person_id", "person_id")],
    )


def _make_walk() -> None:
    create(
        "walk",
        ["session_id"],
        [
            text("session_id"),
            text("relationship_id"),
            sealed("body"),
            text("changed_by"),
            moment("changed_at"),
            number("version"),
        ],
        [SESSION, PAIR],
        ["relationship_id"],
    )


def _make_feedback() -> None:
    create(
        "feedback",
        ["session_id", "person_id"],
        [
            text("session_id"),
            text("person_id"),
            text("relationship_id"),
            sealed("body"),
            sa.Column("themes", sa.JSON(), nullable=False),
            flag("shared"),
            moment("given_at"),
            number("version"),
        ],
        [SESSION, PAIR, ("person", "person_id", "person_id")],
        ["relationship_id"],
    )


def _make_agreement_part() -> None:
    create(
        "agreement_part",
        ["relationship_id", "person_id"],
        [
            text("relationship_id"),
            text("person_id"),
            sealed("body"),
            moment("changed_at"),
            number("version"),
        ],
        [PAIR, ("person", "person_id", "person_id")],
    )


def _make_content() -> None:
    create(
        "content",
        ["programme_id", "bank", "key"],
        [
            text("programme_id"),
            text("bank"),
            text("key"),
            text("text"),
            number("depth"),
            flag("hidden"),
            number("version"),
        ],
        [("programme", "programme_id", "programme_id")],
    )


def _make_question() -> None:
    create(
        "question",
        ["relationship_id", "key"],
        [
            text("relationship_id"),
            text("key"),
            sealed("body", optional=True),
            moment("asked_at"),
        ],
        [PAIR],
    )


def _make_answer() -> None:
    create(
        "answer",
        ["relationship_id", "key", "person_id"],
        [
            text("relationship_id"),
            text("key"),
            text("person_id"),
            sealed("body", optional=True),
            flag("shared"),
            number("version"),
        ],
        [PAIR, ("person", "person_id", "person_id")],
    )


def _make_introduction() -> None:
    create(
        "introduction",
        ["introduction_id"],
        [
            text("introduction_id"),
            text("relationship_id"),
            text("made_by"),
            text("made_for"),
            sealed("body"),
            moment("made_at"),
            flag("wanted", optional=True),
            flag("agreed", optional=True),
            number("version"),
        ],
        [PAIR, ("person", "made_by", "person_id"), ("person", "made_for", "person_id")],
        ["relationship_id"],
    )
