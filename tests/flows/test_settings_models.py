"""A model of the user's own, named in `newsmill.toml` or in the environment."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import spacy

from expectations.errors import UsageError
from flows.commands.stages import enrich_file
from flows.settings import load_settings
from tests.conftest import article, articles_table


@pytest.fixture
def model(tmp_path: Path) -> Path:
    nlp = spacy.blank("en")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "PRODUCT", "pattern": "ferry"}])
    nlp.to_disk(tmp_path / "harbour")
    return tmp_path / "harbour"


@pytest.fixture
def config(tmp_path: Path, model: Path) -> Path:
    path = tmp_path / "newsmill.toml"
    path.write_text(f"[enrich]\nmodel = '{model}'\n[enrich.models]\nde = '{model}'\n")
    return path


def test_pipelines_are_named_in_the_settings_file(config: Path, model: Path) -> None:
    options = load_settings(config).enrich_options()
    assert (options.model, options.models) == (str(model), {"de": str(model)})
    assert hash(options) == hash(replace(options))


def test_pipelines_are_named_in_the_environment(model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSMILL_ENRICH__MODELS__DE", str(model))
    options = load_settings().enrich_options()
    assert (options.model, options.models) == (None, {"de": str(model)})


def test_the_enrich_command_uses_them(config: Path, tmp_path: Path) -> None:
    rows = [article(1), article(2, language="de"), article(3, language="fr")]
    pq.write_table(articles_table(*rows), tmp_path / "articles.parquet")
    enrich_file(tmp_path / "articles.parquet", tmp_path / "out", 1, config)
    entities = pq.read_table(tmp_path / "out" / "entities.parquet").to_pylist()
    named = {(e["article_id"], e["name"]) for e in entities if e["type"] == "PRODUCT"}
    assert named == {(rows[0]["article_id"], "ferry"), (rows[1]["article_id"], "ferry")}
    assert rows[2]["article_id"] not in {e["article_id"] for e in entities}


def test_a_missing_pipeline_is_told_before_anything_is_done(tmp_path: Path) -> None:
    (tmp_path / "newsmill.toml").write_text("[enrich]\nmodels = {de = 'de_no_such_pipeline'}\n")
    with pytest.raises(UsageError, match="de_no_such_pipeline"):
        load_settings(tmp_path / "newsmill.toml").enrich_options()
