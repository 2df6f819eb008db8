"""Invented articles, one phenomenon each, with what must be found in them.

A row is (kind, words of the quote, speaker's mention or None, cue or None); `|` parts the spans of a split quote.
"""

from __future__ import annotations

from typing import NamedTuple

from tasks.enrich.entity import QuoteKind


class Case(NamedTuple):
    name: str
    text: str
    rows: tuple[tuple[QuoteKind, str, str | None, str | None], ...]


MARKS = (
    Case(
        "straight",
        '"We kept our shape," coach Ilse Brandt said.',
        (("direct", "We kept our shape,", "Ilse Brandt", "said"),),
    ),
    Case(
        "curly",
        "“We kept our shape,” coach Ilse Brandt said.",
        (("direct", "We kept our shape,", "Ilse Brandt", "said"),),
    ),
    Case(
        "guillemets",
        "«We kept our shape», coach Ilse Brandt said.",
        (("direct", "We kept our shape", "Ilse Brandt", "said"),),
    ),
    Case(
        "guillemets with spaces",
        "« We kept our shape », coach Ilse Brandt said. «\u00a0It held.\u00a0»",
        (("direct", "We kept our shape|It held.", "Ilse Brandt", "said"),),
    ),
    Case(
        "guillemets inwards",
        "»We kept our shape«, coach Ilse Brandt said. »It held.«",
        (("direct", "We kept our shape|It held.", "Ilse Brandt", "said"),),
    ),
    Case(
        "low and high",
        "„We kept our shape“, coach Ilse Brandt said.",
        (("direct", "We kept our shape", "Ilse Brandt", "said"),),
    ),
    Case(
        "doubled apostrophes",
        "''We kept our shape,'' coach Ilse Brandt said.",
        (("direct", "We kept our shape,", "Ilse Brandt", "said"),),
    ),
    Case(
        "backticks",
        "``We kept our shape,'' coach Ilse Brandt said.",
        (("direct", "We kept our shape,", "Ilse Brandt", "said"),),
    ),
    Case(
        "single",
        "‘We kept our shape and the players’ nerve,’ coach Ilse Brandt said.",
        (("direct", "We kept our shape and the players’ nerve,", "Ilse Brandt", "said"),),
    ),
    Case(
        "apostrophes",
        "The ’90s keeper, 6'3\" tall, said the players' union 'does not care' about it.",
        (("mixed", "the players' union 'does not care' about it", "The ’90s keeper", "said"),),
    ),
    Case(
        "closing mark as opener",
        "”We kept our shape,” coach Ilse Brandt said.",
        (("direct", "We kept our shape,", "Ilse Brandt", "said"),),
    ),
    Case(
        "no closing mark",
        "“We kept our shape, coach Ilse Brandt said.\n\nThe match was over.",
        (("direct", "We kept our shape", "Ilse Brandt", "said"),),
    ),
    Case(
        "several paragraphs",
        "“The mine was old,” said engineer Pavel Kos. “Nobody checked the pumps.\n\n“We "
        "wrote three letters about it.”\n\nThe owner denied it.",
        (
            (
                "direct",
                "The mine was old,|Nobody checked the pumps.|We wrote three letters about it.",
                "engineer Pavel Kos",
                "said",
            ),
        ),
    ),
    Case(
        "nested",
        "“She told me ‘get out of the lab’ and left,” Dr Amara Okoye said.",
        (
            ("direct", "She told me ‘get out of the lab’ and left,", "Dr Amara Okoye", "said"),
            ("direct", "get out of the lab", "She", "told"),
        ),
    ),
    Case(
        "straight in curly",
        '“He just said "no" to us,” the clerk said.',
        (("direct", 'He just said "no" to us,', "the clerk", "said"),),
    ),
)

ORDER = (
    Case(
        "split in mid-sentence",
        "“The vaccine,” Lena Fors said, “works in mice.”",
        (("direct", "The vaccine,|works in mice.", "Lena Fors", "said"),),
    ),
    Case(
        "asked about something",
        "Lena Fors, asked about the quay, replied: “It works.”",
        (("direct", "It works.", "Lena Fors", "replied"),),
    ),
    Case(
        "told a programme",
        "“It works,” she told “The Harbour Hour” on Monday. “We saw it.”",
        (("direct", "It works,|We saw it.", "she", "told"),),
    ),
    Case(
        "reported by an agency",
        "Pilot Lena Fors said, “It works,” harbour agency KNA reported.",
        (("direct", "It works,", "Pilot Lena Fors", "said"),),
    ),
    Case(
        "one word with a capital",
        "“Guilty,” said the foreman, a man in a red shirt.",
        (("direct", "Guilty,", "the foreman", "said"),),
    ),
    Case(
        "one of them",
        "“The quay is gone,” one of the pilots said.",
        (("direct", "The quay is gone,", "one of the pilots", "said"),),
    ),
    Case(
        "an apostrophe in a name",
        "Harbour leader Eamonn O'Brienside tweeted: “It works.”",
        (("direct", "It works.", "Eamonn O'Brienside", "tweeted"),),
    ),
    Case(
        "named by an age",
        "“It works,” the 34-year-old posted on Monday.",
        (("direct", "It works,", "the 34-year-old", "posted"),),
    ),
    Case(
        "split between sentences",
        "“It works,” said Lena Fors. “We were surprised.”",
        (("direct", "It works,|We were surprised.", "Lena Fors", "said"),),
    ),
    Case(
        "colon",
        "Judge Tom Reyes told the court: “This ends today.”",
        (("direct", "This ends today.", "Judge Tom Reyes", "told"),),
    ),
    Case(
        "colon at the end of a paragraph",
        "Judge Tom Reyes told the court:\n\n“This ends today.”",
        (("direct", "This ends today.", "Judge Tom Reyes", "told"),),
    ),
    Case(
        "inverted with a title",
        "“Prices will fall,” said chief economist Nora Blum of Hald Bank.",
        (("direct", "Prices will fall,", "chief economist Nora Blum", "said"),),
    ),
    Case(
        "question",
        "“Who pays for this?” the senator asked.",
        (("direct", "Who pays for this?", "the senator", "asked"),),
    ),
    Case(
        "apposition",
        "“Prices will fall,” Nora Blum, chief economist of Hald Bank, said on Monday.",
        (("direct", "Prices will fall,", "Nora Blum", "said"),),
    ),
    Case(
        "relative clause",
        "“We lost everything,” a farmer who had met minister Jan Vos said.",
        (("direct", "We lost everything,", "a farmer", "said"),),
    ),
    Case(
        "coordinated verbs",
        "Nora Blum shook her head and said: “Prices will fall.”",
        (("direct", "Prices will fall.", "Nora Blum", "said"),),
    ),
    Case(
        "participle",
        "Nora Blum left the stage, saying “this is pointless”.",
        (("direct", "this is pointless", "Nora Blum", "saying"),),
    ),
    Case(
        "interviewer",
        "“I am done,” Rui Prado told Radio Nine's Ines Falk.",
        (("direct", "I am done,", "Rui Prado", "told"),),
    ),
    Case(
        "possessor",
        "“No comment,” Rui Prado's spokesman said.",
        (("direct", "No comment,", "Rui Prado's spokesman", "said"),),
    ),
    Case("present tense", "“I paint at night,” Prado says.", (("direct", "I paint at night,", "Prado", "says"),)),
    Case("dash", "“Best show of the year.” — Ines Falk", (("direct", "Best show of the year.", "Ines Falk", "—"),)),
    Case(
        "name and colon",
        "Ines Falk: “Best show of the year.”",
        (("direct", "Best show of the year.", "Ines Falk", ":"),),
    ),
    Case(
        "headline",
        "Prado: Museum ‘must return’ stolen masks",
        (("mixed", "Museum ‘must return’ stolen masks", "Prado", ":"),),
    ),
    Case(
        "speaker before",
        "Goalkeeper Mia Holt was close to tears.\n\n“I gave everything.”",
        (("direct", "I gave everything.", "Goalkeeper Mia Holt", None),),
    ),
    Case(
        "the same goes on",
        "“I gave everything,” Mia Holt said.\n\n“Next year I will be back.”",
        (("direct", "Next year I will be back.", "Mia Holt", None),),
    ),
    Case(
        "in someone's words",
        "It was, in Holt’s words, “a bad day at work”.",
        (("direct", "a bad day at work", "Holt", "words"),),
    ),
    Case("put it", "As Holt put it: “We were asleep.”", (("direct", "We were asleep.", "Holt", "put"),)),
)

MIXED = (
    Case(
        "scrap",
        "Nora Blum said the merger was “a leap in the dark” for savers.",
        (("mixed", "the merger was “a leap in the dark” for savers", "Nora Blum", "said"),),
    ),
    Case(
        "called",
        "Captain Mia Holt called the referee “blind and deaf”.",
        (("mixed", "the referee “blind and deaf”", "Captain Mia Holt", "called"),),
    ),
    Case(
        "described as",
        "Critics described the opera as “three hours of fog”.",
        (("mixed", "three hours of fog", "Critics", "described"),),
    ),
    Case(
        "thanked for",
        "The mayor thanked the firefighters for “saving our town”.",
        (("mixed", "saving our town", "The mayor", "thanked"),),
    ),
    Case(
        "dubbed by",
        "The “sky pier” scheme, dubbed a “sea trap” by pilots, is over.",
        (("mixed", "sea trap", "pilots", "dubbed"),),
    ),
    Case(
        "what somebody described",
        "He broke a wrist in what the crew described as “a small thing with a rope”.",
        (("mixed", "a small thing with a rope", "the crew", "described"),),
    ),
    Case(
        "an amount in letters and digits",
        "Mayor Lena Fors has slammed a R12.5-billion deal to lease the quay, calling it “mad and late”.",
        (("mixed", "it “mad and late”", "Mayor Lena Fors", "calling"),),
    ),
    Case(
        "told a radio's programme",
        "Lena Fors told Radio Nine's “Morning Tide” that the quay was “full.”",
        (("mixed", "the quay was “full.”", "Lena Fors", "told"),),
    ),
    Case(
        "a clause that an agency reported",
        "Blum has called the talks “a farce”, KNA reported.",
        (("mixed", "the talks “a farce”", "Blum", "called"),),
    ),
    Case(
        "while another says",
        "Captain Mia Holt called it “late,” while the coach said the pitch was wet.",
        (
            ("mixed", "it “late,”", "Captain Mia Holt", "called"),
            ("indirect", "the pitch was wet", "the coach", "said"),
        ),
    ),
    Case(
        "as another accuses",
        "Blum told the hall that the bank “will pay”, as union leader Mia Holt accused her of “sleeping”.",
        (
            ("mixed", "the bank “will pay”", "Blum", "told"),
            ("direct", "sleeping", "union leader Mia Holt", "accused"),
        ),
    ),
    Case(
        "several scraps",
        "Blum said the bank was “too big” and its managers “too small”.",
        (("mixed", "the bank was “too big” and its managers “too small”", "Blum", "said"),),
    ),
)

NOT_SPEECH = (
    "The so-called “Ring” group met again.",
    "She starred in “The Long Winter” last year.",
    "A partnership called the “blue union” began in May.",
    "Robert “Bobby” Klein played the drums.",
    "They plan a “day two” strategy for the port.",
    "The word “Fernweh” has no English twin.",
    "The paper, “On the slow sinking of old boats”, is out.",
    "Judges had made “Salt”, by Ines Falk, the favourite.",
    "Her novel, titled “Salt and Iron”, sold well.",
)

PARTS = (
    Case(
        "a crosshead is not the words of the paragraph before",
        "Prices rose, the harbour office said.\n\n‘A costly mistake’\n\nLena Fors said that it hurt.",
        (("direct", "A costly mistake", None, None),),
    ),
    Case(
        "place and time between the parts",
        "“We have,” Lena Fors said in Oddaholm on Monday, “no time to lose.”",
        (("direct", "We have,|no time to lose.", "Lena Fors", "said"),),
    ),
    Case(
        "what the speaker is between the parts",
        "“We have no boats for this,” said Lena Fors, a former pilot, “and we all know it.”",
        (("direct", "We have no boats for this,|and we all know it.", "Lena Fors", "said"),),
    ),
)

INDIRECT = (
    Case(
        "said one of them",
        "The quay was gone, said one of the pilots, who left at noon.",
        (("indirect", "The quay was gone", "one of the pilots", "said"),),
    ),
    Case(
        "who reports on a day",
        "Nordvik, which reports on May 3, said last week it would hire pilots.",
        (("indirect", "it would hire pilots", "Nordvik", "said"),),
    ),
    Case(
        "used to say",
        "My mother, a pilot from Vestness, used to say that boats remember.",
        (("indirect", "boats remember", "My mother", "say"),),
    ),
    Case(
        "when somebody says",
        "When the mayor, Lena Fors, tells us that boats float, I think of rain.",
        (("indirect", "boats float", "Lena Fors", "tells"),),
    ),
    Case(
        "declared and left",
        "The mayor denied a debt of two years and left for the quay.",
        (("indirect", "a debt of two years", "The mayor", "denied"),),
    ),
    Case(
        "while urging",
        "The mayor told pilots that the quay was safe, while urging them to wait.",
        (("indirect", "the quay was safe", "The mayor", "told"), ("indirect", "to wait", "The mayor", "urging")),
    ),
    Case(
        "told her son",
        "Fors told her son that the boat was lost.",
        (("indirect", "the boat was lost", "Fors", "told"),),
    ),
    Case(
        "confirmed by",
        "The loss was confirmed by her son, Tor Vik, who said the boat was old.",
        (("indirect", "the boat was old", "Tor Vik", "said"),),
    ),
    Case(
        "named after a day",
        "The pilot told the Sunday Herald that the quay was full. The Sunday Herald said it was not.",
        (
            ("indirect", "the quay was full", "The pilot", "told"),
            ("indirect", "it was not", "The Sunday Herald", "said"),
        ),
    ),
    Case(
        "not to be named",
        "A pilot, who asked not to be named, said the quay was full.",
        (("indirect", "the quay was full", "A pilot", "said"),),
    ),
    Case(
        "said that",
        "The ministry said that two bridges had collapsed.",
        (("indirect", "two bridges had collapsed", "The ministry", "said"),),
    ),
    Case(
        "said", "Police said two bridges had collapsed.", (("indirect", "two bridges had collapsed", "Police", "said"),)
    ),
    Case(
        "at the end",
        "Two bridges had collapsed, police said.",
        (("indirect", "Two bridges had collapsed", "police", "said"),),
    ),
    Case(
        "in the middle",
        "Two bridges, police said, had collapsed overnight.",
        (("indirect", "Two bridges|had collapsed overnight", "police", "said"),),
    ),
    Case(
        "according to, front",
        "According to the coroner, the driver was asleep.",
        (("indirect", "the driver was asleep", "the coroner", "according to"),),
    ),
    Case(
        "according to, end",
        "The driver was asleep, according to the coroner.",
        (("indirect", "The driver was asleep", "the coroner", "according to"),),
    ),
    Case(
        "told someone",
        "Blum told shareholders that profits would double.",
        (("indirect", "profits would double", "Blum", "told"),),
    ),
    Case(
        "told someone without that",
        "Blum told Reuters on Friday profits would double.",
        (("indirect", "profits would double", "Blum", "told"),),
    ),
    Case(
        "passive quoting",
        "Prado was quoted as saying the masks were safe.",
        (("indirect", "the masks were safe", "Prado", "quoted"),),
    ),
    Case(
        "question",
        "Reporters asked whether the dam would hold.",
        (("indirect", "whether the dam would hold", "Reporters", "asked"),),
    ),
    Case(
        "denial",
        "The company denied that it had dumped waste.",
        (("indirect", "it had dumped waste", "The company", "denied"),),
    ),
    Case(
        "warning",
        "Geologists warned that the slope could slide again.",
        (("indirect", "the slope could slide again", "Geologists", "warned"),),
    ),
    Case(
        "promise",
        "The club promised to refund every ticket.",
        (("indirect", "to refund every ticket", "The club", "promised"),),
    ),
    Case(
        "announcement",
        "The lab announced it had found a cure.",
        (("indirect", "it had found a cure", "The lab", "announced"),),
    ),
    Case(
        "document",
        "The report said the brakes had failed.",
        (("indirect", "the brakes had failed", "The report", "said"),),
    ),
    Case(
        "statement saying",
        "The airline issued a statement saying the brakes had failed.",
        (("indirect", "the brakes had failed", "The airline", "saying"),),
    ),
    Case(
        "two speakers",
        "The airline said the brakes failed, but the pilot said they were fine.",
        (("indirect", "the brakes failed", "The airline", "said"), ("indirect", "they were fine", "the pilot", "said")),
    ),
    Case(
        "adding",
        "The airline said the brakes failed, adding that nobody was hurt.",
        (
            ("indirect", "the brakes failed", "The airline", "said"),
            ("indirect", "nobody was hurt", "The airline", "adding"),
        ),
    ),
    Case(
        "as-clause",
        "As the pilot noted on Sunday, the runway was wet.",
        (("indirect", "the runway was wet", "the pilot", "noted"),),
    ),
    Case(
        "relative",
        "The deal, which Blum said had saved the bank, is over.",
        (("indirect", "had saved the bank", "Blum", "said"),),
    ),
    Case(
        "narrative after it",
        "Holt said she would retire as she left the pitch.",
        (("indirect", "she would retire", "Holt", "said"),),
    ),
    Case(
        "behind a dateline",
        "ODDAHOLM, May 3 (KNA) - Two boats sank in the harbour on Monday, the harbour office said.",
        (("indirect", "Two boats sank in the harbour on Monday", "the harbour office", "said"),),
    ),
    Case(
        "of an office with an and",
        "Insp Lena Fors of the Fish and Tides Bureau said the quay was safe.",
        (("indirect", "the quay was safe", "Insp Lena Fors", "said"),),
    ),
    Case(
        "behind a place and a long dash",
        "Oddaholm — The quay was safe, the harbour office said.",
        (("indirect", "The quay was safe", "the harbour office", "said"),),
    ),
    Case(
        "behind a place and a colon",
        "NEW ODDAHOLM: Two boats sank on Monday, the harbour office said.",
        (("indirect", "Two boats sank on Monday", "the harbour office", "said"),),
    ),
    Case(
        "a source close to",
        "A source close to the union told reporters that the boats would be sold.",
        (("indirect", "the boats would be sold", "A source", "told"),),
    ),
    Case(
        "what another verb would govern",
        "Nordvik is recalling 2,000 engines because of a faulty valve, the company said on Friday.",
        (("indirect", "Nordvik is recalling 2,000 engines because of a faulty valve", "the company", "said"),),
    ),
    Case(
        "according to somebody who is something",
        "According to Lena Fors, head of the institute, the ice came late.",
        (("indirect", "the ice came late", "Lena Fors", "according to"),),
    ),
    Case(
        "accused",
        "Fishermen accused the ministry of hiding the data.",
        (("indirect", "hiding the data", "Fishermen", "accused"),),
    ),
)

TALK = (
    Case(
        "transcript",
        "MODERATOR: Welcome to the debate on the port.\nKOS: The port is "
        "full.\nMODERATOR: Your answer, please.\nFORS: It is not.",
        (
            ("direct", "Welcome to the debate on the port.", "MODERATOR", ":"),
            ("direct", "The port is full.", "KOS", ":"),
            ("direct", "Your answer, please.", "MODERATOR", ":"),
            ("direct", "It is not.", "FORS", ":"),
        ),
    ),
    Case(
        "names with details",
        "Lena Fors, 44, from Oddaholm: “I saw it sink.”\n\nKos (Harbour Party, Vestness): “It was old.”",
        (
            ("direct", "I saw it sink.", "Lena Fors", ":"),
            ("direct", "It was old.", "Kos", ":"),
        ),
    ),
    Case(
        "question and answer",
        "Q: Why did you stop?\nA: My knee hurt.\nQ: And now?\nA: Now I teach.",
        (("direct", "Why did you stop?", "Q", ":"), ("direct", "My knee hurt.", "A", ":")),
    ),
    Case(
        "block without marks",
        "In a letter to members, chair Lena Fors wrote:\n\nThe hall will close on "
        "Friday. Please take your things home.",
        (("direct", "The hall will close on Friday. Please take your things home.", "chair Lena Fors", "wrote"),),
    ),
)
