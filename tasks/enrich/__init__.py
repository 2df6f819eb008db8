"""Articles to the names and values in them, and to who is quoted saying what.

`stage` is the way in. `fast_tagger` (or `spacy_model`) gives each word its chances of being a name, `names` makes
mentions of them and `values` finds dates and amounts; `link` makes one entity of the mentions of one thing
(`joining`, `geography`, `roles`); `quotes` reads the same text for speech; `rows` makes the tables.
"""
