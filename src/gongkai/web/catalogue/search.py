"""Searching the catalogue in the database itself: FTS5 on SQLite, tsvector with GIN on PostgreSQL, one interface.

The text is cut before it is stored (``cutting``) and stored in the transaction that stores the item. A query matches when
every run of its characters stands in the text as it is, or all words of the run do; when nothing matches so, items that
share words with it are offered. Only letters, figures and Chinese characters of a query ever reach the engine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Protocol, overload

from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.db.models import QuerySet

from gongkai.web.catalogue import cutting, synonyms
from gongkai.web.catalogue.models import InformationItem

_CANDIDATES, _ALIKE = 40, 0.4


class Engine(Protocol):
    """What a database does for search. ``match`` is made by ``every`` or ``some`` of the same engine."""

    def put(self, pk: int, title: Sequence[str], body: Sequence[str], pairs: Sequence[str]) -> None:
        """Store an item's words and pairs, in place of what was stored."""

    def every(self, terms: Sequence[str]) -> str:
        """The match for items that hold all terms."""

    def widened(self, terms: Sequence[str]) -> str:
        """The match for items that hold all terms, everyday words of them also as official papers say them."""

    def without(self, match: str, other: str) -> str:
        """The match for what the one finds and the other does not."""

    def some(self, words: Sequence[str]) -> str:
        """The match for items that hold one of the words."""

    def ranked(self, match: str, rows: str) -> str:
        """SQL giving ``pk`` and ``rank`` (less is better) of the matching items among ``rows``, SQL giving keys. Its
        parameters are the match and those of ``rows``."""

    def counted(self, match: str, rows: str) -> str:
        """SQL giving the number of the same items, with the same parameters."""


class Fts5:
    """SQLite. Column weights: a word in the title counts ten times one in the text; pairs only find."""

    def put(self, pk: int, title: Sequence[str], body: Sequence[str], pairs: Sequence[str]) -> None:
        """See Engine."""
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM catalogue_search WHERE rowid = %s", [pk])
            cursor.execute(
                "INSERT INTO catalogue_search (rowid, title, body, pairs) VALUES (%s, %s, %s, %s)",
                [pk, " ".join(title), " ".join(body), " ".join(pairs)],
            )

    def every(self, terms: Sequence[str]) -> str:
        """See Engine."""
        return " AND ".join(f"({self._term(t)})" for t in terms)

    def widened(self, terms: Sequence[str]) -> str:
        """See Engine."""
        return " AND ".join(f"({_any_of(self._term, piece, ' OR ')})" for piece in _pieces(terms))

    def without(self, match: str, other: str) -> str:
        """See Engine."""
        return f"({match}) NOT ({other})"

    def _term(self, term: str) -> str:
        if len(term) == 1:
            return f'pairs : "{term}" *'
        exact = "pairs : (" + " + ".join(f'"{p}"' for p in cutting.pairs(term)[:-1]) + ")"
        return f"({exact}) OR ({' AND '.join(self._word(w) for w in cutting.wanted(term))})"

    def _word(self, word: str) -> str:
        return f'{{title body}} : "{word}"'

    def some(self, words: Sequence[str]) -> str:
        """See Engine."""
        return " OR ".join(f"({self._word(w)})" for w in words)

    def ranked(self, match: str, rows: str) -> str:
        """See Engine. The plus keeps the planner from asking the index anew for every key."""
        return (
            "SELECT rowid AS pk, bm25(catalogue_search, 10.0, 1.0, 0.01) AS rank FROM catalogue_search "  # noqa: S608
            f"WHERE catalogue_search MATCH %s AND +rowid IN ({rows})"
        )

    def counted(self, match: str, rows: str) -> str:
        """See Engine."""
        return f"SELECT COUNT(*) FROM catalogue_search WHERE catalogue_search MATCH %s AND +rowid IN ({rows})"  # noqa: S608


class Tsvector:
    """PostgreSQL. Title words have the weight A, the text's B, pairs D; the vector is written as it stands, for the
    server's own parser knows no Chinese."""

    def put(self, pk: int, title: Sequence[str], body: Sequence[str], pairs: Sequence[str]) -> None:
        """See Engine."""
        streams = [(words, label) for words, label in ((title, "A"), (body, "B"), (pairs, "")) if words]
        casts = " || ".join(["%s::tsvector"] * len(streams)) or "''::tsvector"
        # Joining vectors moves the later one's positions behind the former's, and they end at 16,383: pairs come first.
        literals = [_vector(words, label) for words, label in reversed(streams)]
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO catalogue_search (item, vector) VALUES (%s, {casts}) "  # noqa: S608 - casts are ours
                "ON CONFLICT (item) DO UPDATE SET vector = EXCLUDED.vector",
                [pk, *literals],
            )

    def every(self, terms: Sequence[str]) -> str:
        """See Engine."""
        return " & ".join(f"({self._term(t)})" for t in terms)

    def widened(self, terms: Sequence[str]) -> str:
        """See Engine."""
        return " & ".join(f"({_any_of(self._term, piece, ' | ')})" for piece in _pieces(terms))

    def without(self, match: str, other: str) -> str:
        """See Engine."""
        return f"({match}) & !({other})"

    def _term(self, term: str) -> str:
        if len(term) == 1:
            return f"'{term}':*D"
        exact = " <-> ".join(f"'{p}':D" for p in cutting.pairs(term)[:-1])
        return f"({exact}) | ({' & '.join(self._word(w) for w in cutting.wanted(term))})"

    def _word(self, word: str) -> str:
        return f"'{word}':AB"

    def some(self, words: Sequence[str]) -> str:
        """See Engine."""
        return " | ".join(self._word(w) for w in words)

    def ranked(self, match: str, rows: str) -> str:
        """See Engine. Materialised: otherwise the planner walks the table backwards for rare phrases."""
        return (
            "WITH found AS MATERIALIZED (SELECT item, -ts_rank('{0.001, 0, 0.1, 1}', vector, q) AS rank "  # noqa: S608
            "FROM catalogue_search, (SELECT %s::tsquery AS q) AS asked WHERE vector @@ q) "
            f"SELECT item AS pk, rank FROM found WHERE item IN ({rows})"
        )

    def counted(self, match: str, rows: str) -> str:
        """See Engine."""
        return (
            "WITH found AS MATERIALIZED (SELECT item FROM catalogue_search WHERE vector @@ %s::tsquery) "  # noqa: S608
            f"SELECT COUNT(*) FROM found WHERE item IN ({rows})"
        )


def _pieces(terms: Sequence[str]) -> list[synonyms.Piece]:
    return [piece for term in terms for piece in synonyms.pieces(term)]


def _any_of(match: Callable[[str], str], piece: synonyms.Piece, joined: str) -> str:
    return joined.join(f"({match(words)})" for words in (piece.words, *piece.official))


def _vector(words: Sequence[str], label: str) -> str:
    """Words with their places as a tsvector is written. Words hold letters and figures only, so nothing needs escaping."""
    return " ".join(f"'{w}':{min(at, 16383)}{label}" for at, w in enumerate(words, 1))


_ENGINES: dict[str, Engine] = {"sqlite": Fts5(), "postgresql": Tsvector()}


def _engine() -> Engine:
    return _ENGINES[connection.vendor]


@transaction.atomic
def put(items: Iterable[InformationItem]) -> None:
    """Store what search needs of items, in the caller's transaction. Drafts too: the gate decides who finds them."""
    for item in items:
        text = f"{item.body} {item.document_number} {item.index_number}"
        pairs = cutting.pairs(f"{item.title} {text}")
        _engine().put(item.pk, cutting.words(item.title), cutting.words(text), pairs)


class Hits(Sequence[InformationItem]):
    """The found items, best first, newest first among equals: counted and sliced in the database, to the last page."""

    def __init__(self, rows: QuerySet[InformationItem], match: str) -> None:
        self._rows, self._match = rows, match
        try:
            self._keys, self._given = rows.order_by().values("pk").query.sql_with_params()
        except EmptyResultSet:
            self._match = ""
        self._size: int | None = None

    def _asked(self, sql: str, *more: Any) -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(sql, [self._match, *self._given, *more])
            return list(cursor.fetchall())

    def __len__(self) -> int:
        if not self._match:
            return 0
        if self._size is None:
            self._size = int(self._asked(_engine().counted(self._match, self._keys))[0][0])
        return self._size

    @overload
    def __getitem__(self, which: int) -> InformationItem: ...
    @overload
    def __getitem__(self, which: slice) -> list[InformationItem]: ...
    def __getitem__(self, which: int | slice) -> InformationItem | list[InformationItem]:
        if isinstance(which, int):
            return self[which : which + 1][0]
        start, stop = which.start or 0, len(self) if which.stop is None else which.stop
        if not self._match or stop <= start:
            return []
        ranked = _engine().ranked(self._match, self._keys)
        sql = f"SELECT pk FROM ({ranked}) AS hit ORDER BY rank, pk DESC LIMIT %s OFFSET %s"  # noqa: S608
        keys = [pk for (pk,) in self._asked(sql, stop - start, start)]
        found = {row.pk: row for row in self._rows.filter(pk__in=keys)}
        return [found[pk] for pk in keys if pk in found]


class Found(Sequence[InformationItem]):
    """What a search found: first what holds the very words, then what says them officially. ``exact``: False when neither
    was found and items that only share words are offered. ``also``: the official words searched beside those typed."""

    def __init__(self, parts: Sequence[Hits], *, exact: bool = True, also: tuple[str, ...] = ()) -> None:
        self._parts, self.exact, self.also = parts, exact, also

    def __len__(self) -> int:
        return sum(map(len, self._parts))

    @overload
    def __getitem__(self, which: int) -> InformationItem: ...
    @overload
    def __getitem__(self, which: slice) -> list[InformationItem]: ...
    def __getitem__(self, which: int | slice) -> InformationItem | list[InformationItem]:
        if isinstance(which, int):
            return self[which : which + 1][0]
        start, stop = which.start or 0, len(self) if which.stop is None else which.stop
        found: list[InformationItem] = []
        for at, part in enumerate(self._parts):
            last = at + 1 == len(self._parts)
            size = 0 if last else len(part)  # the last part ends by itself and need not be counted
            if last or start < size:
                found += part[max(0, start) : max(0, stop if last else min(stop, size))]
            start, stop = start - size, stop - size
        return found


def find(rows: QuerySet[InformationItem], query: str) -> Found:
    """The rows that hold what the query asks for, those that say it in its very words first; when none does, those that
    share words with it (``exact`` is False).

    ``query``: anything somebody typed; what has no letter, figure or Chinese character finds nothing.
    """
    terms = cutting.terms(query)
    if not terms:
        return Found([Hits(rows, "")])
    engine, also = _engine(), synonyms.also(query)
    very = engine.every(terms)
    parts = [Hits(rows, very)]
    if also:
        parts.append(Hits(rows, engine.without(engine.widened(terms), very)))
    if any(map(len, parts)):
        return Found(parts, also=also)
    words = [*cutting.wanted(query), *also]
    telling = [w for w in words if len(w) > 1] or words
    # Official words of several words are looked up word by word.
    asked = list(dict.fromkeys(part for w in telling for part in cutting.wanted(w)))
    return Found([Hits(rows, engine.some(asked))], exact=False, also=also)


def close(rows: QuerySet[InformationItem], words: str, *, most: int) -> list[InformationItem]:
    """Rows about what is described in somebody's own words, closest first, at most so many: those that hold at least two
    fifths of the telling characters of what was asked; said officially when it finds nothing as it stands. Two queries,
    four then."""
    official = synonyms.officially(words)
    return _close(rows, words, most=most) or (_close(rows, official, most=most) if official != words else [])


def _close(rows: QuerySet[InformationItem], words: str, *, most: int) -> list[InformationItem]:
    asked = [w for w in cutting.wanted(words) if len(w) > 1]
    if not asked:
        return []
    found = Hits(rows, _engine().some(asked))[0:_CANDIDATES]
    weight = sum(map(len, asked))
    scored = []
    for row in found:
        title, body = cutting.plain(row.title), cutting.plain(row.body)
        held = sum(len(w) for w in asked if w in title or w in body) / weight
        if held >= _ALIKE:
            scored.append((held + sum(len(w) for w in asked if w in title) / weight, row))
    # Python's sort keeps the engine's order among equals.
    return [row for _, row in sorted(scored, key=lambda s: -s[0])][:most]
