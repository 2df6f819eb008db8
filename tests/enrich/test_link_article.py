"""Linking, with mentions given by hand: no model is needed to say which names are one thing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import pytest

from tasks.enrich.acronyms import stands_for
from tasks.enrich.aliases import Alias, AliasTable
from tasks.enrich.comparison import plain_name, same_person
from tasks.enrich.entity import Entity
from tasks.enrich.link import link_article
from tasks.enrich.mention import Mention
from tasks.enrich.roles import role_in_front
from tasks.enrich.tagger import Words
from tasks.span import Span


def linked(text: str, names: Iterable[tuple[str, str]], **more: Any) -> list[Entity]:
    """The entities of a text in which `names` (name, type) are mentioned wherever they stand as whole words."""
    mentions: list[Mention] = []
    taken: set[int] = set()
    for name, kind in sorted(names, key=lambda n: -len(n[0])):
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text):
            if not taken & set(range(*match.span())):
                taken |= set(range(*match.span()))
                mentions.append(Mention(Span(*match.span()), kind))
    mentions.sort(key=lambda m: m.span)
    return [e for e in link_article(Words.of(text), mentions, **more) if e.type not in ("DATE", "QUANTITY")]


def by_name(entities: Iterable[Entity]) -> dict[str, Entity]:
    return {e.name: e for e in entities}


def test_full_name_and_surname_are_one_person() -> None:
    text = "Ilse Marten spoke. Marten’s aides agreed with Ilse Marten. Ms Marten left."
    entities = linked(text, [("Ilse Marten", "PERSON"), ("Marten", "PERSON")])
    assert [(e.name, len(e.mentions), e.gender) for e in entities] == [("Ilse Marten", 4, "f")]
    assert entities[0].aliases == ("Marten",)


def test_two_people_of_one_surname_are_kept_apart() -> None:
    text = "Ada Okoro won. Okoro thanked all. Ben Okoro lost. Okoro left early."
    entities = by_name(linked(text, [("Ada Okoro", "PERSON"), ("Ben Okoro", "PERSON"), ("Okoro", "PERSON")]))
    assert [len(entities[n].mentions) for n in ("Ada Okoro", "Ben Okoro")] == [2, 2]
    assert entities["Ben Okoro"].mentions[1].start > entities["Ada Okoro"].mentions[1].start


@pytest.mark.parametrize("kin", ["His wife, Ben Okoro,", "Her older sister Ben Okoro", "Okoro’s son, Ben Okoro,"])
def test_a_surname_alone_is_no_relative(kin: str) -> None:
    text = f"Ada Okoro won. {kin} clapped. Okoro left early."
    entities = by_name(linked(text, [("Ada Okoro", "PERSON"), ("Ben Okoro", "PERSON"), ("Okoro", "PERSON")]))
    assert entities["Ada Okoro"].mentions[-1].start > entities["Ben Okoro"].mentions[-1].start


def test_a_club_goes_by_its_name_without_the_town() -> None:
    text = "The Chicago Herons beat the Boston Elks. Herons fans sang; the Union did not."
    names = [(n, "ORG") for n in ("Chicago Herons", "Boston Elks", "Herons", "Union")]
    assert [(e.name, len(e.mentions)) for e in linked(text, names)] == [
        ("Chicago Herons", 2),
        ("Boston Elks", 1),
        ("Union", 1),
    ]


def test_a_surname_alone_is_no_one_across_articles() -> None:
    one, other = (linked("Marten spoke.", [("Marten", "PERSON")], article_id=a)[0] for a in ("a", "b"))
    assert one.entity_id != other.entity_id
    full, again = (linked("Ilse Marten spoke.", [("Ilse Marten", "PERSON")], article_id=a)[0] for a in ("a", "b"))
    assert full.entity_id == again.entity_id


def test_roles_before_and_after_a_name() -> None:
    text = (
        "Host Italian Foreign Minister Carla Venti met US General Tom Hale, chair of the Joint Board, on time. "
        "Former president-elect Ugo Bassi stayed away from Carla Venti, his rival."
    )
    found = by_name(linked(text, [("Carla Venti", "PERSON"), ("Tom Hale", "PERSON"), ("Ugo Bassi", "PERSON")]))
    assert found["Carla Venti"].roles == ("Italian Foreign Minister",)
    assert found["Tom Hale"].roles == ("US General", "chair of the Joint Board")
    assert found["Ugo Bassi"].roles == ("Former president-elect",)


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("Justice (retd) Ann Price left.", ("Justice",)),
        ("Ann Price, who operated on Mr Vonn, left.", ()),
        ("Defending Ann Price, Omar Sheikh suggested a break.", ()),
        ("Ann Price, head of the Tuna Board (TB), left.", ("head of the Tuna Board",)),
        ("Ann Price, founder of Hald Bank and, until May, its chief, left.", ("founder of Hald Bank",)),
        ("Ann Price, asked about her coach, left.", ()),
        ("Headteacher Mrs Ann Price left.", ("Headteacher",)),
        ("The Minister for Justice Ann Price left.", ("Minister for Justice",)),
        ("Secretary of State Ann Price left.", ("Secretary of State",)),
        ("The Minister for Home and Rural Affairs Ann Price left.", ("Minister for Home and Rural Affairs",)),
        ("The South Korean President Ann Price left.", ("South Korean President",)),
        ("Ann Price, who was then a manager at Hald Bank, left.", ("manager at Hald Bank",)),
        ("Ann Price, a former pilot who now teaches at home, left.", ("former pilot",)),
        ("Ann Price, co-founder and chief of Hald Bank, left.", ("co-founder and chief of Hald Bank",)),
    ],
)
def test_roles_are_what_a_person_is(text: str, roles: tuple[str, ...]) -> None:
    assert linked(text, [("Ann Price", "PERSON")])[0].roles == roles


def test_titles_tell_the_gender() -> None:
    assert linked("Sir Qatrel Vonn left.", [("Qatrel Vonn", "PERSON")])[0].gender == "m"
    assert linked("Queen Qatrel left.", [("Qatrel", "PERSON")])[0].gender == "f"


def test_acronym_and_expansion_in_either_order() -> None:
    text = "The Global Tuna Council (GTC) met. The GTC said so. BMS fell; Bureau of Marine Statistics staff left."
    kinds = [("Global Tuna Council", "ORG"), ("GTC", "ORG"), ("BMS", "ORG"), ("Bureau of Marine Statistics", "ORG")]
    assert {(e.name, e.aliases, len(e.mentions)) for e in linked(text, kinds)} == {
        ("Global Tuna Council", ("GTC",), 3),
        ("Bureau of Marine Statistics", ("BMS",), 2),
    }


@pytest.mark.parametrize(
    ("acronym", "name", "expected"),
    [
        ("ICC", "International Criminal Court", True),
        ("G7", "Group of Seven", True),
        ("UAE", "United Arab Emirates", True),
        ("U.N.", "United Nations", True),
        ("DoJ", "Department of Justice", True),
        ("ICC", "International Cricket League", False),
        ("Icc", "ICC", False),
    ],
)
def test_acronyms_are_first_letters(acronym: str, name: str, expected: bool) -> None:
    assert stands_for(acronym, name) is expected


def test_countries_are_one_whatever_they_are_called() -> None:
    text = "The US agreed. United States officials and U.S. allies, and the UAE and the United Arab Emirates."
    names = [(n, "GPE") for n in ("US", "United States", "U.S.", "UAE", "United Arab Emirates")]
    found = by_name(linked(text, names))
    assert found["United States"].link == "iso3166:US"
    assert len(found["United States"].mentions) == 3
    assert found["United Arab Emirates"].country == "AE"
    assert len(found) == 2


def test_peoples_have_the_country_they_are_named_after() -> None:
    (entity,) = linked("Peruvian police and two Peruvians", [("Peruvian", "NORP"), ("Peruvians", "NORP")])
    assert (entity.country, len(entity.mentions)) == ("PE", 2)


@pytest.mark.parametrize(
    ("text", "country", "longitude"),
    [
        ("Paris is calm.", "FR", 2),
        ("The fair in Paris, Texas, is open.", "US", -95),
        ("The fair in Texas moved to Paris and then to Dallas.", "US", -95),
    ],
)
def test_places_by_context(text: str, country: str, longitude: int) -> None:
    found = by_name(linked(text, [("Paris", "GPE"), ("Texas", "GPE"), ("Dallas", "GPE")]))
    paris = found["Paris"]
    assert paris.country == country
    assert int(paris.longitude or 0) == longitude
    assert (paris.link or "").startswith("geonames:")


def test_a_dateline_in_capitals_has_the_name_of_its_place() -> None:
    assert linked("NAIROBI - Talks began.", [("NAIROBI", "GPE")])[0].name == "Nairobi"


def test_a_small_town_is_only_linked_where_its_country_is_named() -> None:
    alone = by_name(linked("Reading of Tavira began.", [("Tavira", "GPE")]))["Tavira"]
    told = by_name(linked("Tavira, a town in Portugal, is calm.", [("Tavira", "GPE"), ("Portugal", "GPE")]))["Tavira"]
    assert (alone.link, told.country) == (None, "PT")


def test_short_forms_follow_the_longer_name() -> None:
    text = "Northwind Shipping Ltd is sold. Northwind’s owner, Northwind Shipping, agreed."
    names = [("Northwind Shipping Ltd", "ORG"), ("Northwind Shipping", "ORG"), ("Northwind", "ORG")]
    assert [(e.name, len(e.mentions)) for e in linked(text, names)] == [("Northwind Shipping Ltd", 3)]


def test_people_by_initial_and_by_longer_name() -> None:
    assert same_person("A. Okoro", "Ada Okoro")
    assert same_person("Tarik bin Omar", "Tarik bin Omar Al Zayd")
    assert not same_person("Ada Okoro", "Ben Okoro")


def test_possessives_and_articles_are_no_part_of_a_name() -> None:
    assert plain_name("the Council’s") == "Council"
    assert plain_name("Mercedes’") == "Mercedes"


def test_the_users_aliases_give_identifiers() -> None:
    table = AliasTable.of(
        [Alias("Ilse Marten", "wikidata:Q0", "PERSON", 0.4), Alias("ilse marten", "mine:7", "PERSON")]
    )
    (entity,) = linked("Ilse Marten spoke.", [("Ilse Marten", "PERSON")], aliases=table)
    assert entity.link == "mine:7"


def test_title_and_salience() -> None:
    text = "Ilse Marten met Ugo Bassi. Ilse Marten left."
    found = by_name(
        linked(text, [("Ilse Marten", "PERSON"), ("Ugo Bassi", "PERSON")], title="MARTEN: Ilse Marten wins")
    )
    assert found["Ilse Marten"].in_title
    assert not found["Ugo Bassi"].in_title
    assert found["Ilse Marten"].salience > found["Ugo Bassi"].salience


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("The mayor of Oddaholm, Ann Price, said so.", "mayor of Oddaholm"),
        ("It was the company’s chief executive, Ann Price.", "chief executive"),
        ("In the view of its leader, Ann Price, it is late.", "leader"),
        ("After a word with the president, Ann Price said no.", None),
        ("In the summer, Ann Price, a pilot, left.", None),
    ],
)
def test_a_role_whose_description_a_name_closes(text: str, role: str | None) -> None:
    start = text.index("Ann Price")
    assert role_in_front(text, Span(start, start + len("Ann Price"))) == role
