"""What partners write for one another's portfolios; the texts are sealed by who wrote them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, and_, or_, select

from plugin.mentoring.people import PersonId
from plugin.mentoring.portfolio_words import PortfolioWords, WordsState
from plugin.mentoring.relationship import RelationshipId
from plugin.ports.values import UNREADABLE
from plugin.store.personal import row_name
from plugin.store.rows import Rows
from plugin.store.tables import portfolio_word


class PortfolioWordRows(Rows):
    """Reads and writes words for portfolios."""

    def portfolio_words(
        self, relationship_id: RelationshipId, person_id: PersonId
    ) -> Sequence[PortfolioWords]:
        """Return what this member asks for or is asked for, the earliest first."""
        either = or_(*(portfolio_word.c[name] == person_id for name in ("asked_by", "asked_of")))
        mine = and_(self._mine(portfolio_word, relationship_id=relationship_id), either)
        order = (portfolio_word.c.asked_at, *portfolio_word.primary_key)
        rows = self._all(select(portfolio_word).where(mine).order_by(*order))
        return [self._portfolio_words(row) for row in rows]

    def save_portfolio_words(self, made: PortfolioWords) -> None:
        """Write it; without words, those that were there are gone."""
        self._own(made.tenant_id)
        names = ("asked_at", "state", "said_at", "taken_at")
        values: dict[str, Any] = {name: getattr(made, name) for name in names}
        key = {name: getattr(made, name) for name in ("relationship_id", "asked_by", "asked_of")}
        if made.text != UNREADABLE:
            name = row_name(portfolio_word, made)
            within = made.relationship_id
            values["body"] = self._seal(
                portfolio_word, name, "body", made.text, of=within, by=made.asked_of
            )
        self._save(portfolio_word, key, values, made.version)

    def _portfolio_words(self, row: Row[Any]) -> PortfolioWords:
        text = self._open(
            portfolio_word, row_name(portfolio_word, row), "body", row.body, of=row.relationship_id
        )
        return PortfolioWords(
            row.tenant_id,
            row.relationship_id,
            row.asked_by,
            row.asked_of,
            row.asked_at,
            text,
            WordsState(row.state),
            row.said_at,
            row.taken_at,
            row.version,
        )
