"""The built-in model and all rules on whole invented articles, one phenomenon each."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest

from tasks.enrich.options import EnrichOptions
from tasks.enrich.stage import enrich


def article(text: str) -> str:
    """Paragraphs, written here on several lines."""
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in text.split("\n\n"))


PARTICLES = article("""Dredging stopped after spill

Pieter van der Velde, who runs the Kelmar Port Authority, said on Tuesday that the fine was unfair. His deputy, Yusuf
al-Harbi, agreed with van der Velde. Sheikh Khalid bin Rashid al-Maktari of Oman, an investor, declined to comment.
J. R. O’Dowd, a lawyer for the port, and Anne-Sophie d’Aubrac, its auditor, will meet al-Harbi next week. “We are not
hiding,” O’Dowd said. Volodymyr Hrytsenko and Xu Weiming, who fish there, also sued.""")
CAPITALS = article("""ZAMBIA MINISTER MWANSA RESIGNS OVER COPPER DEAL

LUSAKA - Zambian Mines Minister Grace Mwansa resigned on Friday after a copper deal with Nordvik Metals collapsed.
Mwansa, 51, told reporters in Lusaka that she had done nothing wrong. President Joseph Banda accepted. Nordvik, based
in Oslo, denied wrongdoing. Zambians deserve better, Banda said.""")
ORGANISATIONS = article("""Court opens inquiry

The International Criminal Court (ICC) opened an inquiry on Monday. The ICC said its prosecutor would visit the UAE.
Officials of the United Arab Emirates welcomed the step. The Group of Seven had asked for it; the G7 met in Turin. The
GTC, as the Global Tuna Council is known, said nothing. Harlan Brothers Ltd sued; Harlan Brothers’ lawyers want
damages. Its rival, Qorvane Shipping, did not. Qorvane employs 400 people.""")
FAMILY = article("""Boxer retires

Emmanuel “Manny” Okafor, the former champion, retired on Sunday. Manny told fans in Accra that he was tired. Sara
Okafor, his sister, thanked the Ghanaian press. Mr Okafor will train juniors; Ms Okafor will manage them. French fans
and Germans cheered.""")
PLACES = article("""Fire in Paris

PARIS, Texas - A fire damaged the library of Paris on Monday, Mayor Linda Crane said. Firefighters came from Dallas and
from Oklahoma. The Red River, the Lamar Bridge and Cox Field Airport stayed open. Damage was put at $2.5 million, or 40
percent of the budget. Crane had just read from “The Long Tide”, a novel, at the Paris Book Festival.""")


def found(text: str, **options: Any) -> dict[str, dict[str, Any]]:
    """The entities of an article by name, its first line being its title."""
    articles = pa.table({"article_id": ["0" * 32], "title": [text.split("\n", maxsplit=1)[0]], "text": [text]})
    rows = enrich(articles, EnrichOptions(**options)).tables["entities"].to_pylist()
    for mention in (m for row in rows for m in row["mentions"]):
        assert text[mention["start"] : mention["end"]] == mention["text"]
    return {row["name"]: row for row in rows}


def texts(row: dict[str, Any]) -> list[str]:
    return [mention["text"] for mention in row["mentions"]]


def test_particles_initials_hyphens_apostrophes_and_names_from_elsewhere() -> None:
    people = {name: texts(row) for name, row in found(PARTICLES).items() if row["type"] == "PERSON"}
    assert people == {
        "Pieter van der Velde": ["Pieter van der Velde", "van der Velde"],
        "Yusuf al-Harbi": ["Yusuf al-Harbi", "al-Harbi"],
        "Khalid bin Rashid al-Maktari": ["Khalid bin Rashid al-Maktari"],
        "J. R. O’Dowd": ["J. R. O’Dowd", "O’Dowd"],
        "Anne-Sophie d’Aubrac": ["Anne-Sophie d’Aubrac"],
        "Volodymyr Hrytsenko": ["Volodymyr Hrytsenko"],
        "Xu Weiming": ["Xu Weiming"],
    }


def test_headlines_and_datelines_in_capitals_name_what_the_text_names() -> None:
    rows = found(CAPITALS)
    assert texts(rows["Grace Mwansa"]) == ["MWANSA", "Grace Mwansa", "Mwansa"]
    assert rows["Grace Mwansa"]["roles"] == ["Zambian Mines Minister"]
    assert rows["Joseph Banda"]["roles"] == ["President"]
    assert texts(rows["Lusaka"]) == ["LUSAKA", "Lusaka"]
    assert rows["Grace Mwansa"]["in_title"]
    assert not rows["Joseph Banda"]["in_title"]
    assert rows["Grace Mwansa"]["salience"] > rows["Oslo"]["salience"]


def test_peoples_go_with_their_country() -> None:
    rows = found(CAPITALS)
    assert texts(rows["Zambians"]) == ["Zambian", "Zambians"]
    assert (
        (rows["Zambians"]["type"], rows["Zambians"]["country"]) == ("NORP", rows["Zambia"]["country"]) == ("NORP", "ZM")
    )


@pytest.mark.parametrize(
    ("article", "name", "mentions"),
    [
        (ORGANISATIONS, "International Criminal Court", ["International Criminal Court", "ICC", "ICC"]),
        (ORGANISATIONS, "United Arab Emirates", ["UAE", "United Arab Emirates"]),
        (ORGANISATIONS, "Group of Seven", ["Group of Seven", "G7"]),
        (ORGANISATIONS, "Global Tuna Council", ["GTC", "Global Tuna Council"]),
        (ORGANISATIONS, "Harlan Brothers Ltd", ["Harlan Brothers Ltd", "Harlan Brothers"]),
        (ORGANISATIONS, "Qorvane Shipping", ["Qorvane Shipping", "Qorvane"]),
    ],
)
def test_acronyms_and_short_forms_are_the_whole_name(article: str, name: str, mentions: list[str]) -> None:
    assert texts(found(article)[name]) == mentions


def test_a_nickname_and_a_title_tell_two_people_of_one_surname_apart() -> None:
    rows = found(FAMILY)
    assert texts(rows["Emmanuel “Manny” Okafor"]) == ["Emmanuel “Manny” Okafor", "Manny", "Okafor"]
    assert texts(rows["Sara Okafor"]) == ["Sara Okafor", "Okafor"]
    assert {rows[name]["country"] for name in ("Ghanaian", "French", "Germans")} == {"GH", "FR", "DE"}


def test_places_by_context_and_kinds_of_names() -> None:
    rows = found(PLACES)
    kinds = {name: row["type"] for name, row in rows.items()}
    assert kinds.items() >= {
        "Red River": "LOC", "Lamar Bridge": "FAC", "Cox Field Airport": "FAC", "Texas": "GPE", "Paris": "GPE",
        "Paris Book Festival": "EVENT", "2500000 USD": "MONEY", "40 %": "PERCENT",
    }.items()  # fmt: skip
    assert rows["Paris"]["country"] == "US"
    assert rows["Paris"]["longitude"] < -90
    assert rows["Linda Crane"]["roles"] == ["Mayor"]
