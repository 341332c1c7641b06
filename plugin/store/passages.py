"""Full-text search of a few passages, by the database: FTS5 of SQLite, tsvector of PostgreSQL.

The passages are handed over with each question and nothing of them is kept, so there is no index
that something sealed could get into, or that could be out of date.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import text

from plugin.mentoring.passages import Hits, Passage
from plugin.store.rows import Rows

_LANGUAGES: Final = {"en": "english", "de": "german"}
_ENDINGS: Final = ("en", "er", "es", "em", "e", "n", "s", "t")
_LONG: Final = 5


class Passages(Rows):
    """Finds words in passages, in the forms that a language gives them."""

    def find_words(self, passages: Sequence[Passage], words: Sequence[str], language: str) -> Hits:
        """Return which passages hold which of the words."""
        if not passages or not words:
            return Hits((), ())
        find = self._on_sqlite if self._connection.dialect.name == "sqlite" else self._on_postgres
        return find(passages, words, language[:2])

    def _on_sqlite(self, passages: Sequence[Passage], words: Sequence[str], language: str) -> Hits:
        tokens = "porter unicode61" if language == "en" else "unicode61"
        self._do("DROP TABLE IF EXISTS temp.asked")
        self._do(
            "CREATE VIRTUAL TABLE temp.asked"
            f" USING fts5(title, body, tokenize='{tokens} remove_diacritics 2')"
        )
        rows = [{"n": n, "title": x.title, "body": x.text} for n, x in enumerate(passages)]
        new = text("INSERT INTO temp.asked (rowid, title, body) VALUES (:n, :title, :body)")
        self._connection.execute(new, rows)
        queries = [_fts5(word, language) for word in words]
        by_word = tuple(frozenset(self._matching(query)) for query in queries)
        order = tuple(self._matching(" OR ".join(queries)))
        self._do("DROP TABLE temp.asked")
        return Hits(by_word, order)

    def _matching(self, query: str) -> list[int]:
        found = "SELECT rowid FROM temp.asked WHERE asked MATCH :query ORDER BY bm25(asked, 2.0)"
        return list(self._do(found, query=query).scalars())

    def _on_postgres(
        self, passages: Sequence[Passage], words: Sequence[str], language: str
    ) -> Hits:
        held = ", ".join(f"v @@ plainto_tsquery(c, :w{n})" for n in range(len(words)))
        some = " || ".join(f"plainto_tsquery(c, :w{n})" for n in range(len(words)))
        query = (
            f"SELECT n, ARRAY[{held}] AS held FROM (SELECT n, c, setweight(to_tsvector(c, title),"  # noqa: S608 - only numbers of words are put in
            " 'B') || to_tsvector(c, body) AS v FROM unnest(CAST(:numbers AS int[]),"
            " CAST(:titles AS text[]), CAST(:bodies AS text[])) AS p(n, title, body),"
            " (SELECT CAST(:config AS regconfig) AS c) AS k) AS q"
            f" WHERE v @@ ({some}) ORDER BY ts_rank(v, {some}) DESC, n"
        )
        rows = self._do(
            query,
            config=_LANGUAGES.get(language, "simple"),
            numbers=list(range(len(passages))),
            titles=[one.title for one in passages],
            bodies=[one.text for one in passages],
            **{f"w{n}": word for n, word in enumerate(words)},
        ).all()
        held_by = [frozenset(row.n for row in rows if row.held[n]) for n in range(len(words))]
        return Hits(tuple(held_by), tuple(row.n for row in rows))

    def _do(self, statement: str, **values: Any) -> Any:
        bound: Mapping[str, Any] = values
        return self._connection.execute(text(statement), bound)


def _fts5(word: str, language: str) -> str:
    """Return a word as FTS5 looks for it; where it knows no endings, by how the word begins."""
    if language == "en":
        return f'"{word}"'
    ending = next((x for x in _ENDINGS if word.endswith(x)), "") if len(word) > _LONG else ""
    return f'"{word.removesuffix(ending)}"*'
