"""quotes: one row per quote, direct, mixed or indirect, with cue and speaker."""

from __future__ import annotations

import pyarrow as pa

from expectations.contract import (
    Between,
    Column,
    Contract,
    IsTrue,
    LengthBetween,
    Matches,
    NotNull,
    OneOf,
    Projection,
    Rule,
)
from expectations.flatten import PROVEN_QUOTES
from expectations.types import HEX32, SPANS, stamps

QUOTE_KINDS = ("direct", "mixed", "indirect")

QUOTES = Contract(
    name="quotes",
    doc="One row per quote of an article revision.",
    key=("article_id", "revision", "quote_id"),
    order_by=("speaker", "speaker_entity_id", "article_id", "revision", "start"),
    columns=(
        Column("article_id", pa.string(), "The article.", nullable=False),
        Column("revision", pa.int32(), "Its revision.", nullable=False),
        Column("quote_id", pa.string(), "Hash of article, revision, kind and offsets.", nullable=False),
        Column("kind", pa.string(), "direct, mixed (quoted words inside a reported clause) or indirect.", nullable=False),
        Column("text", pa.string(), "What stands at `spans`, joined by a space; of a direct quote, what stands inside the marks.", nullable=False),
        Column("start", pa.int32(), "Start of the first span, in code points of the article's text.", nullable=False),
        Column("end", pa.int32(), "End of the last span, exclusive.", nullable=False),
        Column("spans", SPANS, "The parts of a split quote in order; one span for a whole one.", nullable=False),
        Column("parent_quote_id", pa.string(), "The quote that this one is nested in."),
        Column("speaker", pa.string(), "Canonical name of who is quoted; null when nothing supports one."),
        Column("speaker_entity_id", pa.string(), "The speaker's entity in the same article."),
        Column("speaker_role", pa.string(), "Role of the speaker given in the text."),
        Column("speaker_start", pa.int32(), "Start of the mention of the speaker beside the cue."),
        Column("speaker_end", pa.int32(), "Its end, exclusive."),
        Column("cue", pa.string(), "The words that report, such as `said` or `according to`."),
        Column("cue_start", pa.int32(), "Start of the cue."),
        Column("cue_end", pa.int32(), "Its end, exclusive."),
        Column("via", pa.string(), "Who passed the quote on, such as an agency or a channel."),
        Column("confidence", pa.float32(), "Confidence that this is a quote by this speaker, 0 to 1.", nullable=False),
        Column("method", pa.string(), "The rule or model that found it.", nullable=False),
        Column("first_of_speaker", pa.bool_(), "True for one quote of each speaker in an article revision, the first: counting these counts articles.", nullable=False, stamp=True),
        *stamps(),
    ),
    projections=(
        Projection("quotes", (
            Rule("quote_id_is_hex", "quote_id", Matches(HEX32), "the quote id is no hash", "critical"),
            Rule("kind_known", "kind", OneOf(QUOTE_KINDS), "unknown kind of quote", "critical"),
            Rule("text_plausible", "text", LengthBetween(1, 20_000), "the quote is empty or longer than 20,000 characters"),
            Rule("confidence_is_share", "confidence", Between(0, 1), "the confidence is no share", "critical"),
            Rule("article_known", "article_known", IsTrue(), "the quote belongs to no article of its batch", "critical"),
            Rule("offsets_hold", "offsets_hold", IsTrue(), "text, cue or speaker do not stand where the offsets say"),
            Rule("speaker_given", "speaker", NotNull(), "no speaker was found", "info"),
        ), PROVEN_QUOTES),
    ),
)  # fmt: skip
