"""Moments as columns: aware and in UTC, whichever database keeps them."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from plugin.mentoring.spans import Span


class Moment(TypeDecorator[datetime]):
    """A moment to the microsecond.

    PostgreSQL keeps it as timestamptz. SQLite has no such type and keeps text of one width, which
    sorts as time does.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a moment without a zone: nobody could say later when it was."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a zone cannot be kept")
        moment = value if value.tzinfo is UTC else value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any] | None:
        """Return what reads a column; SQLite's text in one step, and not in four."""
        return (
            _from_text if dialect.name == "sqlite" else super().result_processor(dialect, coltype)
        )

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return it with `datetime.UTC` itself, which is what a Span asks for."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _from_text(kept: str | None) -> datetime | None:
    return None if kept is None else datetime.fromisoformat(f"{kept}+00:00")


def span_text(span: Span) -> list[str]:
    """Return a span for a JSON column."""
    return [span.starts_at.isoformat(), span.ends_at.isoformat()]


def span_from(kept: Sequence[str]) -> Span:
    """Return the span that `span_text` wrote."""
    start, end = (datetime.fromisoformat(at).astimezone(UTC) for at in kept)
    return Span(start, end)
