"""entities: one row per article and entity, with every mention."""

from __future__ import annotations

import pyarrow as pa

from expectations.contract import Between, Column, Contract, IsTrue, LengthBetween, Matches, OneOf, Projection, Rule
from expectations.flatten import KNOWN_ARTICLE, PROVEN_MENTIONS
from expectations.types import HEX32, STRINGS, stamps

MENTIONS = pa.list_(pa.struct([("start", pa.int32()), ("end", pa.int32()), ("text", pa.string())]))
VALUE_TYPES = ("DATE", "TIME", "MONEY", "PERCENT", "QUANTITY")
ENTITY_TYPES = ("PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "EVENT", "PRODUCT", "WORK", "LAW", *VALUE_TYPES)
"""Names have the types before the values."""

ENTITIES = Contract(
    name="entities",
    doc="One row per article revision and entity.",
    key=("article_id", "revision", "entity_id"),
    order_by=("entity_id", "article_id", "revision"),
    columns=(
        Column("article_id", pa.string(), "The article.", nullable=False),
        Column("revision", pa.int32(), "Its revision.", nullable=False),
        Column("entity_id", pa.string(), "Hash of the entity's type and link or name; equal across articles and runs.", nullable=False),
        Column("name", pa.string(), "Canonical name, without title or possessive.", nullable=False),
        Column("type", pa.string(), "OntoNotes name of the class: PERSON, ORG, GPE, LOC, FAC, NORP, EVENT and so on.", nullable=False),
        Column("roles", STRINGS, "Titles and roles given in the text, such as `President`.", nullable=False),
        Column("aliases", STRINGS, "Other forms of the name used in the text.", nullable=False),
        Column("link", pa.string(), "Open identifier, such as `geonames:2643743`, `iso3166:GB` or `wikidata:Q42`."),
        Column("country", pa.string(), "ISO 3166-1 alpha-2 code of a place."),
        Column("latitude", pa.float64(), "Latitude of a place in degrees north."),
        Column("longitude", pa.float64(), "Longitude of a place in degrees east."),
        Column("salience", pa.float32(), "Weight of the entity in the article, 0 to 1.", nullable=False),
        Column("in_title", pa.bool_(), "Whether the title names it.", nullable=False),
        Column("mentions", MENTIONS, "Every mention: [start, end) in code points of the article's text, and what stands there.", nullable=False),
        Column("confidence", pa.float32(), "Confidence that this is an entity of this type, 0 to 1.", nullable=False),
        Column("published_on", pa.date32(), "Day (UTC) of the article's `published_at`; null where that is."),
        *stamps(),
    ),
    projections=(
        Projection("entities", (
            Rule("entity_id_is_hex", "entity_id", Matches(HEX32), "the entity id is no hash", "critical"),
            Rule("type_known", "type", OneOf(ENTITY_TYPES), "unknown type of entity", "critical"),
            Rule("name_plausible", "name", LengthBetween(1, 300), "the name is empty or longer than 300 characters"),
            Rule("salience_is_share", "salience", Between(0, 1), "the salience is no share", "critical"),
            Rule("confidence_is_share", "confidence", Between(0, 1), "the confidence is no share", "critical"),
            Rule("latitude_on_earth", "latitude", Between(-90, 90), "the latitude is not on earth"),
            Rule("longitude_on_earth", "longitude", Between(-180, 180), "the longitude is not on earth"),
            Rule("article_known", "article_known", IsTrue(), "the entity belongs to no article of its batch", "critical"),
        ), KNOWN_ARTICLE),
        Projection("mentions", (
            Rule("mention_text_matches", "text_matches", IsTrue(), "text[start:end] of the article is not the mention"),
        ), PROVEN_MENTIONS),
    ),
)  # fmt: skip
