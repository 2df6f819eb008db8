"""A user's own spaCy pipeline in place of the built-in model."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from expectations.contract import check
from expectations.entities import ENTITIES
from expectations.errors import UsageError
from tasks.enrich import pipelines, spacy_model
from tasks.enrich.options import EnrichOptions
from tasks.enrich.pipelines import require_model
from tasks.enrich.spacy_model import find_mentions_by, pipeline
from tasks.enrich.stage import enrich, unread
from tasks.ids import stable_id

PATTERNS = [
    {"label": "PERSON", "pattern": "Ilse Norberg"},
    {"label": "PERSON", "pattern": "President Tor Vik"},
    {"label": "GPE", "pattern": "Oddaholm"},
    {"label": "FAC", "pattern": "the Gull Quay"},
    {"label": "ORG", "pattern": "Vestness Ferry Company's"},
    {"label": "WORK_OF_ART", "pattern": "Salt and Rope"},
    {"label": "LAW", "pattern": "Harbour Act"},
    {"label": "CARDINAL", "pattern": "two"},
    {"label": "DATE", "pattern": "Monday"},
    {"label": "GPE", "pattern": "北港"},
]
STORY = (
    "Mayor Ilse Norberg met President Tor Vik in Oddaholm on Monday.\n\n"
    "“The Harbour Act costs $2 million,” Norberg said at the Gull Quay. Vestness Ferry Company's two boats "
    "and the film Salt and Rope — 🚢 — went unnamed in Paris."
)


def saved(folder: Path, patterns: list[dict[str, str]] = PATTERNS, language: str = "en") -> str:
    nlp = spacy.blank(language)
    nlp.add_pipe("entity_ruler").add_patterns(patterns)
    nlp.to_disk(folder)
    return str(folder)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> str:
    return saved(tmp_path_factory.mktemp("models") / "harbour")


def table(*texts: str, language: str | None = "en") -> pa.Table:
    ids = [stable_id(str(i)) for i in range(len(texts))]
    titles, languages = pa.nulls(len(texts), pa.string()), pa.array([language] * len(texts), pa.string())
    return pa.table({"article_id": ids, "title": titles, "text": list(texts), "language": languages})


def rows_of(articles: pa.Table, options: EnrichOptions) -> dict[tuple[str, str], dict[str, Any]]:
    made = enrich(articles, options).tables["entities"]
    revisions = pa.array([1] * articles.num_rows, pa.int32())
    context = {"articles": articles.append_column("revision", revisions)}
    assert [b for b in check(made, ENTITIES, context).breaches if b.rule.severity != "info"] == []
    return {(row["type"], row["name"]): row for row in made.to_pylist()}


def test_the_names_are_those_of_the_pipeline_and_all_else_is_the_same(model: str) -> None:
    rows = rows_of(table(STORY), EnrichOptions(model=model))
    assert set(rows) == {
        ("PERSON", "Ilse Norberg"), ("PERSON", "Tor Vik"), ("GPE", "Oddaholm"), ("FAC", "Gull Quay"),
        ("ORG", "Vestness Ferry Company"), ("WORK", "Salt and Rope"), ("LAW", "Harbour Act"),
        ("MONEY", "2000000 USD"), ("DATE", "Monday"),
    }  # fmt: skip
    assert [m["text"] for m in rows["PERSON", "Ilse Norberg"]["mentions"]] == ["Ilse Norberg", "Norberg"]
    assert rows["PERSON", "Ilse Norberg"]["roles"] == ["Mayor"]
    assert rows["PERSON", "Tor Vik"]["roles"] == ["President"]
    [quote] = enrich(table(STORY), EnrichOptions(model=model)).tables["quotes"].to_pylist()
    assert quote["speaker_entity_id"] == rows["PERSON", "Ilse Norberg"]["entity_id"]


def test_values_of_the_rules_keep_their_resolution(model: str) -> None:
    articles = table(STORY).append_column("published_at", pa.array([1_900_000_000_000_000], pa.timestamp("us", "UTC")))
    assert ("DATE", "2030-03-11") in rows_of(articles, EnrichOptions(model=model))


def test_a_language_with_a_pipeline_is_read_without_values(model: str) -> None:
    options = EnrichOptions(models={"de": model})
    rows = rows_of(table("Ilse Norberg zahlte 1.500 Euro in Oddaholm.", language="de-AT"), options)
    assert set(rows) == {("PERSON", "Ilse Norberg"), ("GPE", "Oddaholm")}
    assert ("PERSON", "Ilse Norberg") not in rows_of(table("Ilse Norberg left Paris.", language="fr"), options)


def test_names_hold_inside_a_run_of_letters(tmp_path: Path) -> None:
    model = saved(tmp_path / "zh", [{"label": "GPE", "pattern": "北港"}], "zh")
    rows = rows_of(table("市长昨天在北港说。北港很大。", language="zh"), EnrichOptions(models={"zh": model}))
    assert [m["text"] for m in rows["GPE", "北港"]["mentions"]] == ["北港", "北港"]


def test_a_pipeline_without_countries_has_its_places_told_apart(tmp_path: Path) -> None:
    patterns = [{"label": "LOC", "pattern": "Kenya"}, {"label": "PER", "pattern": "Ilse Norberg"}]
    rows = rows_of(table("Ilse Norberg left Kenya."), EnrichOptions(model=saved(tmp_path / "coarse", patterns)))
    assert set(rows) == {("GPE", "Kenya"), ("PERSON", "Ilse Norberg")}


def test_articles_without_a_model_are_told(model: str) -> None:
    articles = pa.concat_tables([table("Eins.", language="de"), table("Un.", language="fr"), table("", language=None)])
    assert [r["article_id"] for r in unread(articles, EnrichOptions(models={"de": model})).to_pylist()] == [
        stable_id("0")
    ]
    assert unread(articles, EnrichOptions()).num_rows == 2
    assert enrich(articles, EnrichOptions(models={"de": model})).counts["unsupported_language"] == 1


def test_a_long_article_is_read_in_parts(model: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spacy_model, "_LONGEST", 25)
    text = "Ilse Norberg left.\n\nIlse Norberg came to Oddaholm.\n"
    [(words, mentions)] = find_mentions_by(model, [text])
    assert [m.span.of(text) for m in mentions] == ["Ilse Norberg", "Ilse Norberg", "Oddaholm"]
    assert words.text == text


def test_a_pipeline_is_loaded_once(model: str) -> None:
    assert pipeline(model) is pipeline(model)


@pytest.mark.parametrize("name", ["en_no_such_pipeline", "no/such/folder"])
def test_a_missing_pipeline_says_what_to_do(name: str) -> None:
    with pytest.raises(UsageError, match=r"enrich\.model") as raised:
        enrich(table("Ilse Norberg left."), EnrichOptions(model=name))
    assert name in raised.value.reason
    assert "Install it" in raised.value.instruction


def test_a_folder_that_is_no_pipeline_says_so(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be loaded"):
        pipeline(str(tmp_path))


def test_without_spacy_the_message_says_what_to_install(model: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipelines, "find_spec", lambda _name: None)
    with pytest.raises(UsageError, match=r"newsmill\[spacy\]"):
        require_model(model)


def test_options_with_pipelines_travel_and_are_hashable() -> None:
    options = EnrichOptions(model="a", models={"de": "b"})
    assert pickle.loads(pickle.dumps(options)) == options  # noqa: S301 - made here
    assert hash(options) == hash(EnrichOptions(model="a", models={"de": "b"}))


PIECES = [
    "Ilse Norberg", "Norberg", "President Tor Vik", "Oddaholm", "'s", "’s", "\n\n", " ", "(", ".", "北港", "ИК", "🚢",
    "\x00", "\u0301", "_", "the Gull Quay", "-", "“", "”", "said",
]  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(text=st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_offsets_hold_for_any_text(model: str, text: str) -> None:
    rows_of(table(text), EnrichOptions(model=model))
