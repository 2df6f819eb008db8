"""articles: one row per revision of an article; the table everything else points to."""

from __future__ import annotations

import pyarrow as pa

from expectations.contract import (
    Between,
    Column,
    Contract,
    LengthBetween,
    Matches,
    NotNull,
    OneOf,
    Projection,
    Rule,
)
from expectations.types import HEX32, HEX64, STRINGS, UTC_US, stamps

HEADINGS = pa.list_(pa.struct([("start", pa.int32()), ("end", pa.int32()), ("text", pa.string())]))
CAPTIONS = pa.list_(pa.struct([("text", pa.string()), ("credit", pa.string())]))
PRECISIONS = ("second", "minute", "day", "month")
DUPLICATE_KINDS = ("exact", "near", "contained", "version")
DATE_METHODS = ("jsonld", "meta", "url", "feed", "record", "time", "text", "inferred")
CLUSTER_COLUMNS = ("cluster_id", "duplicate_of", "duplicate_kind", "similarity")
"""Of `articles` and of `signatures`: the cluster of an article, and how it is a copy of the one that stands for it."""

ARTICLES = Contract(
    name="articles",
    doc="One row per article revision. Offsets in other tables are code points into `text`.",
    key=("article_id", "revision"),
    order_by=("published_at", "article_id"),
    columns=(
        Column("article_id", pa.string(), "Hash of the canonical URL of its page, else of the normalised title and text.", nullable=False),
        Column("revision", pa.int32(), "1 for the first text seen under this id, then counted up.", nullable=False),
        Column("document_id", pa.string(), "The document it was cut from.", nullable=False),
        Column("source", pa.string(), "Name of the source it was read from.", nullable=False),
        Column("source_uri", pa.string(), "Where the document was read.", nullable=False),
        Column("position", pa.int32(), "Its place on the page, from 0.", nullable=False),
        Column("url", pa.string(), "Canonical URL, without tracking parameters; of a story on another page, where its headline leads."),
        Column("title", pa.string(), "Headline, without the name of the site."),
        Column("deck", pa.string(), "Standfirst below the headline."),
        Column("text", pa.string(), "The body: paragraphs joined by a blank line. Never rewritten.", nullable=False),
        Column("headings", HEADINGS, "Headings inside the body: [start, end) into `text`.", nullable=False),
        Column("captions", CAPTIONS, "Captions of pictures with their credit, each once.", nullable=False),
        Column("authors", STRINGS, "People named in the byline; where the page names none, a known agency, or the publisher by "
               "its name, its initials or as “<name> staff reporter”; never a desk.", nullable=False),
        Column("agency", pa.string(), "News agency of the text or, failing that, of its pictures."),
        Column("dateline", pa.string(), "Place in front of the first sentence."),
        Column("section", pa.string(), "Section of the site."),
        Column("tags", STRINGS, "Tags or keywords stated by the page.", nullable=False),
        Column("language", pa.string(), "ISO 639-1 code of the text; null when not certain."),
        Column("language_confidence", pa.float32(), "Confidence of `language`, 0 to 1."),
        Column("published_at", UTC_US, "When it was first published, UTC; null when the page does not say."),
        Column("published_precision", pa.string(), "second, minute, day or month; null without a date."),
        Column("published_method", pa.string(), "Where the date was read: jsonld, meta, url, feed, record, time, text or inferred."),
        Column("modified_at", UTC_US, "When it was last changed, as the page says, UTC."),
        Column("word_count", pa.int32(), "Words of `text`.", nullable=False),
        Column("content_hash", pa.string(), "sha256 of the normalised title and text.", nullable=False),
        Column("cluster_id", pa.string(), "Same for all copies of one article; the article_id of its first member."),
        Column("duplicate_of", pa.string(), "article_id of the canonical article; null for that one."),
        Column("duplicate_kind", pa.string(), "exact, near, contained or version; null for a canonical article."),
        Column("similarity", pa.float32(), "Similarity to the canonical article, 0 to 1; null for that one."),
        Column("story_id", pa.string(), "Same for articles on one story; today equal to cluster_id."),
        Column("flags", STRINGS, "Marks to filter by: `paywall` (the page says that it is not free), `live` (a live blog), `stub` (the page shows no more than a summary, or an interface has cut the text off), `withdrawn` (a notice that the publisher has withdrawn the article; the view `articles` leaves it out), `no_entities` (a language without a model of names), `allowed:RULE` (a retry with a relaxed rule).", nullable=False),
        *stamps(),
    ),
    projections=(
        Projection("articles", (
            Rule("article_id_is_hex", "article_id", Matches(HEX32), "the article id is no hash", "critical"),
            Rule("document_known", "document_id", Matches(HEX64), "the article has no document", "critical"),
            Rule("text_not_empty", "text", LengthBetween(1, 5_000_000), "the article has no text or far too much"),
            Rule("title_plausible", "title", LengthBetween(1, 1_000), "the title is empty or longer than 1,000 characters", allowable=True),
            Rule("title_given", "title", NotNull(), "no title was found", "info"),
            Rule("words_counted", "word_count", Between(low=1), "the text has no words", allowable=True),
            Rule("language_confidence_is_share", "language_confidence", Between(0, 1), "the confidence is no share", "critical"),
            Rule("language_given", "language", NotNull(), "the language is not certain", "info"),
            Rule("precision_known", "published_precision", OneOf(PRECISIONS), "unknown precision of the date", "critical"),
            Rule("method_known", "published_method", OneOf(DATE_METHODS), "unknown method of the date", "critical"),
            Rule("duplicate_kind_known", "duplicate_kind", OneOf(DUPLICATE_KINDS), "unknown kind of duplicate", "critical"),
            Rule("similarity_is_share", "similarity", Between(0, 1), "the similarity is no share", "critical"),
        )),
    ),
)  # fmt: skip
