"""documents: what was read. pages: the same between ingest and clean, with the content that clean cuts up."""

from __future__ import annotations

import pyarrow as pa

from expectations.contract import Column, Contract, LengthBetween, Matches, NotNull, OneOf, Projection, Rule, Unique
from expectations.types import HEX64, STRINGS, stamps

MEDIA_TYPES = ("text/html", "text/markdown", "text/plain")
HINT_METHODS = ("record", "feed")

BLOCKS = pa.list_(
    pa.struct([("start", pa.int32()), ("end", pa.int32()), ("kind", pa.string()), ("position", pa.int32()),
               ("reason", pa.string())])
)  # fmt: skip

PAGES = Contract(
    name="pages",
    doc="One row per page between ingest and clean; staged only, never published.",
    key=("document_id",),
    columns=(
        Column("document_id", pa.string(), "sha256 of the bytes of the page or record, lower-case hex.", nullable=False),
        Column("source", pa.string(), "Name of the source it was read from.", nullable=False),
        Column("source_uri", pa.string(), "Where it was read: path or URL, `#record` within an archive.", nullable=False),
        Column("media_type", pa.string(), "text/html, text/markdown or text/plain, sniffed from the content.", nullable=False),
        Column("content", pa.string(), "The decoded page: HTML, Markdown, or the text dump of a page.", nullable=False),
        Column("bytes", pa.int64(), "Size of the page before decoding, in bytes.", nullable=False),
        Column("encoding", pa.string(), "Encoding by which the bytes were decoded.", nullable=False),
        Column("replaced_chars", pa.int32(), "Characters that the encoding could not decode, now U+FFFD.", nullable=False),
        Column("url", pa.string(), "URL of the page, when the record, feed or archive states it."),
        Column("title_hint", pa.string(), "Title stated beside the page by the record or feed."),
        Column("published_hint", pa.string(), "Date stated beside the page, as written there."),
        Column("authors_hint", STRINGS, "Authors stated beside the page."),
        Column("section_hint", pa.string(), "Section stated beside the page."),
        Column("tags_hint", STRINGS, "Tags stated beside the page."),
        Column("language_hint", pa.string(), "Language stated beside the page (BCP 47)."),
        Column("hint_method", pa.string(), "Who states these: feed, or record (the default)."),
    ),
    projections=(
        Projection("pages", (
            Rule("document_id_is_sha256", "document_id", Matches(HEX64), "the document id is no sha256", "critical"),
            Rule("media_type_known", "media_type", OneOf(MEDIA_TYPES), "the media type is neither HTML, Markdown nor text"),
            Rule("hint_method_known", "hint_method", OneOf(HINT_METHODS), "unknown method of the hints"),
            Rule("content_not_empty", "content", LengthBetween(1, 50_000_000), "the page has no content"),
        )),
    ),
)  # fmt: skip

DOCUMENTS = Contract(
    name="documents",
    doc="One row per document that was read: a page, or a record of an archive, feed or JSON lines file.",
    key=("document_id",),
    order_by=("source_uri",),
    columns=(
        Column("document_id", pa.string(), "sha256 of the bytes of the page or record, lower-case hex.", nullable=False),
        Column("source", pa.string(), "Name of the source it was read from.", nullable=False),
        Column("source_uri", pa.string(), "Where it was read: path or URL, `#record` within an archive.", nullable=False),
        Column("media_type", pa.string(), "text/html, text/markdown or text/plain, sniffed from the content.", nullable=False),
        Column("bytes", pa.int64(), "Size of the page before decoding, in bytes.", nullable=False),
        Column("encoding", pa.string(), "Encoding by which the bytes were decoded.", nullable=False),
        Column("replaced_chars", pa.int32(), "Characters that the encoding could not decode, now U+FFFD.", nullable=False),
        Column("url", pa.string(), "URL of the page, when the record, feed or archive states it."),
        Column("articles", pa.int32(), "Number of articles found on the page.", nullable=False),
        Column("text", pa.string(), "The visible text of the page, line by line; `blocks` cut it.", nullable=False),
        Column("blocks", BLOCKS,
               "The page cut into blocks: [start, end) in code points of `text`, kind, position of the article it belongs "
               "to (null for none), and why it is not in the body.", nullable=False),
        *stamps(),
    ),
    projections=(
        Projection("documents", (
            Rule("document_id_is_sha256", "document_id", Matches(HEX64), "the document id is no sha256", "critical"),
            Rule("document_once", "document_id", Unique(), "the document stands twice in one batch", "critical"),
            Rule("source_uri_given", "source_uri", NotNull(), "nobody knows where the document came from", "critical"),
        )),
    ),
)  # fmt: skip
