"""clean: pages in, articles and documents out. Each page ends in articles or in one refusal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pyarrow as pa

from expectations.articles import ARTICLES
from expectations.errors import is_machine_fault
from tasks.clean.draft import Draft, Hints, words_in
from tasks.clean.limits import PageTooSlow, printable, time_limit
from tasks.clean.options import DEFAULTS, CleanOptions
from tasks.clean.page import Line, forget_lines
from tasks.clean.rows import Row, article_row, document_row, documents_table, tell_languages
from tasks.clean.whole import whole_page
from tasks.clean.withdrawn import marked
from tasks.outcome import Outcome, Refusal, refusals_table

HUGE_PAGE_CHARS = 1_000_000
Reader = Callable[[str, Hints, date | None], tuple[list[Line], list[Draft]]]


def clean(pages: pa.Table, options: CleanOptions = DEFAULTS) -> Outcome:
    """Cut pages into articles.

    Args:
        pages: rows of `PAGES.stage_schema`, in any number.
        options: limits and thresholds.

    Returns:
        Tables `articles` and `documents` in their stage schemas; every page has either rows in both or one row in
        `quarantined`. Counts: pages, articles, refused. Nothing that a page holds raises.

    Raises:
        OSError: the machine cannot go on (a full disk); no page is to blame.
    """
    articles: list[Row] = []
    documents: list[Row] = []
    refusals: list[Refusal] = []
    described = pages.drop_columns("content").to_pylist()
    for page, content in zip(described, pages.column("content"), strict=True):  # one content at a time: it may be huge
        result = clean_page({**page, "content": content.as_py()}, options)
        if isinstance(result, Refusal):
            refusals.append(result)
        else:
            articles += result[0]
            documents.append(result[1])
    tell_languages(articles)
    return Outcome(
        tables={
            "articles": pa.Table.from_pylist(articles, schema=ARTICLES.stage_schema),
            "documents": documents_table(documents),
        },
        quarantined=refusals_table(refusals),
        counts={"pages": pages.num_rows, "articles": len(articles), "refused": len(refusals)},
    )


def clean_page(page: Mapping[str, Any], options: CleanOptions) -> tuple[list[Row], Row] | Refusal:
    """Rows of `articles` and the row of `documents` for one page, or why it has none."""
    size = len(page["content"])
    if size > options.max_page_chars:
        return _refusal(page, "too_large", f"has {size:,} characters, more than {options.max_page_chars:,}")
    try:
        with time_limit(options.max_seconds):
            return _cut(page, options)
    except PageTooSlow:
        return _refusal(page, "too_slow", f"took longer than {options.max_seconds:g} s")
    except (RecursionError, MemoryError) as error:
        return _refusal(page, "too_deep", f"is nested too deeply or too large to cut ({type(error).__name__})")
    except Exception as error:  # libraries below raise anything; the page is named and kept apart
        if is_machine_fault(error):
            raise
        return _refusal(page, "unreadable", f"could not be read ({type(error).__name__}: {str(error)[:200]})")
    finally:
        if size > HUGE_PAGE_CHARS:
            forget_lines()


def _cut(page: Mapping[str, Any], options: CleanOptions) -> tuple[list[Row], Row] | Refusal:
    content = printable(page["content"])
    lines, drafts = _reader(page["media_type"])(content, _hints(page), options.today)
    text = content if page["media_type"] == "text/plain" else "\n".join(line.text for line in lines)
    kept = [draft for draft in drafts if "stub" in draft.flags or words_in(draft.lines) >= options.min_words]
    if not kept and options.min_words == 0 and (whole := whole_page(lines, _hints(page), options.today)):
        kept = [whole]
    if not kept:
        return _refusal(page, "no_article", "holds no text that reads like an article")
    urls = Counter(draft.url for draft in kept)
    rows = [article_row(page, marked(draft), place, urls[draft.url]) for place, draft in enumerate(kept)]
    return rows, document_row(page, text, lines, len(rows))


def _reader(media_type: str) -> Reader:
    """Who reads such pages; loaded when the first one comes."""
    if media_type == "text/html":
        from tasks.clean.html_page import read_html

        return read_html
    if media_type == "text/markdown":
        from tasks.clean.markdown_page import read_markdown

        return read_markdown
    from tasks.clean.dump_page import read_dump

    return read_dump


def _hints(page: Mapping[str, Any]) -> Hints:
    return Hints(
        page["url"], page["title_hint"], page["published_hint"], tuple(page["authors_hint"] or ()),
        page["section_hint"], tuple(page["tags_hint"] or ()), page["language_hint"],
        page["hint_method"] or "record",
    )  # fmt: skip


def _refusal(page: Mapping[str, Any], rule: str, what: str) -> Refusal:
    return Refusal(
        stage="clean", rule=rule, reason=f"{page['source_uri']} {what}", source_uri=page["source_uri"],
        source=page["source"], document_id=page["document_id"], payload=printable(page["content"][:2_000]),
    )  # fmt: skip
