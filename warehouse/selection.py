"""What a takedown is about: the articles that were named, their copies, and the pages and rows that go with them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import duckdb
import pyarrow as pa

from expectations.errors import UsageError
from warehouse.duck import connect
from warehouse.ids import start_of_id
from warehouse.layout import Layout

Kind = Literal["url", "article", "source", "match"]

NAMED = {
    "url": ("url in $urls or source_uri in $urls", "url in $urls or source_uri in $urls", "source_uri in $urls"),
    "article": ("starts_with(article_id, $value)", "false", "starts_with(article_id, $value)"),
    "source": ("source = $value", "source = $value", "source = $value"),
    "match": (
        "regexp_matches(concat_ws(chr(10), title, deck, text), $pattern, 'i')",
        "articles = 0 and regexp_matches(text, $pattern, 'i')",
        "regexp_matches(payload, $pattern, 'i')",
    ),
}
"""Conditions on articles, documents and quarantine by the kind of selector."""

COPIES = """
with place as (select distinct article_id, coalesce(duplicate_of, article_id) as head,
                               duplicate_kind is null or duplicate_kind in ('exact', 'near') as same from raw.articles),
heads as (select distinct p.head from place p semi join named using (article_id) where p.same),
pairs as (select article_id, related_id from raw.relations where kind in ('exact', 'near'))
select article_id from place where same and head in (from heads)
union select p.related_id from pairs p semi join named n on n.article_id = p.article_id
union select p.article_id from pairs p semi join named n on n.article_id = p.related_id
"""

ARTICLES = """
select a.article_id, a.revision, a.document_id, a.source, a.source_uri, a.url, a.title, a.deck, a.text, a.captions,
       a.content_hash, a.duplicate_of, a.duplicate_kind, a.run_id,
       exists (from raw.articles o where o.url = a.url and o.article_id not in (from gone)) as url_shared,
       case when a.article_id in (from named) then $kind else 'copies' end as selector
from raw.articles a where a.article_id in (from gone) order by a.article_id, a.revision
"""

PAGES = """
with held as (
    select document_id from raw.articles where article_id in (from gone)
    union select document_id from raw.lineage where article_id in (from gone) and document_id is not null
    union select document_id from raw.documents where {documents}
    union select document_id from raw.quarantine where document_id is not null and ({quarantine})
)
select document_id, list_sort(list(distinct a.position) filter (where a.position is not null)) as kept
from held left join (from raw.articles where article_id not in (from gone)) a using (document_id)
group by document_id order by document_id
"""
"""The pages that hold them, and the positions of the articles that stay on each; null for none."""

URIS = """
with forgotten as (
    select input_uri, source_uri, l.article_id in (from gone) or (l.article_id is null and
           (l.document_id in (select document_id from pages where kept is null)
            or source_uri in (select source_uri from raw.quarantine where {quarantine}))) as it_is
    from raw.lineage l
),
uris as (select unnest([input_uri, source_uri]) as uri, coalesce(it_is, false) as it_is from forgotten)
select uri from uris group by uri having bool_and(it_is) order by uri
"""
"""Addresses that no other row of lineage has."""

COPIES_LEFT = """
select distinct on (article_id) article_id, duplicate_kind, source, title from raw.articles
where article_id not in (from gone) and article_id in (from copies) order by article_id, revision desc
"""

REFUSED = "select quarantine_id, run_id from raw.quarantine where {quarantine}"


@dataclass(frozen=True)
class Selector:
    """How the articles are named: by URL, id, source, or by a text or /regular expression/ in them."""

    kind: Kind
    value: str
    urls: tuple[str, ...] = ()
    """Of a URL, the forms that count as the same."""

    @property
    def pattern(self) -> str:
        """The regular expression (RE2) of a match; a text that does not stand between slashes is meant literally."""
        if len(self.value) > 2 and self.value[0] == self.value[-1] == "/":
            return self.value[1:-1]
        return "".join(c if c.isalnum() or c.isspace() or not c.isascii() else f"\\{c}" for c in self.value)


@dataclass(frozen=True)
class Selection:
    """Everything in a generation that a takedown is about."""

    articles: pa.Table
    """Every revision of every article, with the columns of ARTICLES above."""
    pages: pa.Table
    """document_id, and `kept`: positions of the articles that stay on the page."""
    uris: frozenset[str]
    """Addresses of inputs and pages that belong to them alone."""
    refused: pa.Table
    """quarantine_id and run_id of the rows that were named themselves."""
    copies_left: pa.Table
    """article_id, duplicate_kind, source and title of the exact and near copies that stay."""

    @property
    def article_ids(self) -> pa.Array:
        return self.articles.column("article_id").combine_chunks().unique()

    @property
    def kept(self) -> dict[str, list[int] | None]:
        """By document_id, the positions of the articles that stay on the page; None for none."""
        return dict(zip(*(self.pages.column(name).to_pylist() for name in ("document_id", "kept")), strict=True))

    def __bool__(self) -> bool:
        return bool(self.articles.num_rows or self.pages.num_rows or self.refused.num_rows)


def select(layout: Layout, selector: Selector, copies: bool) -> Selection:
    """Look for what a selector names, with all exact and near copies of it when asked.

    Raises:
        UsageError: the regular expression is none, or the start of an id is short or that of several.
    """
    with connect(layout) as connection:
        of_articles, of_documents, of_quarantine = NAMED[selector.kind]
        values = {
            "value": start_of_id(selector.value) if selector.kind == "article" else selector.value,
            "urls": list(selector.urls),
            "pattern": selector.pattern,
            "kind": selector.kind,
        }
        wanted = {"documents": of_documents, "quarantine": of_quarantine}

        def asked(query: str) -> pa.Table:
            query = query.format(**wanted)
            return connection.sql(query, params={k: v for k, v in values.items() if f"${k}" in query}).to_arrow_table()

        try:
            named = asked(f"select distinct article_id from raw.articles where {of_articles}")  # noqa: S608
        except duckdb.Error as error:
            raise UsageError(f"{selector.value!r} cannot be looked for: {error}", "Correct the expression.") from error
        _require_one(selector, named)
        connection.register("named", named)
        alike = asked(COPIES)
        connection.register("copies", alike)
        connection.register("gone", asked("from named union from copies") if copies else named)
        articles, pages = asked(ARTICLES), asked(PAGES)
        connection.register("pages", pages)
        return Selection(
            articles, pages, frozenset(asked(URIS).column("uri").to_pylist()), asked(REFUSED), asked(COPIES_LEFT)
        )


def _require_one(selector: Selector, named: pa.Table) -> None:
    """An id, or the start of one, must be that of a single article."""
    if selector.kind == "article" and named.num_rows > 1:
        raise UsageError(f"{selector.value} is the start of {named.num_rows} ids", "Give more of it.")
