"""Words and marks of a text, clitics apart: what the tagger tags and the grammar reads."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from tasks.enrich.tokens import cut_at

BREAK = "\n"
"""The token that stands between paragraphs."""

_SHORTENED = (
    "Mr|Mrs|Ms|Dr|St|Sen|Rep|Gov|Gen|Col|Lt|Sgt|Capt|Rev|Hon|Prof|Jr|Sr|vs|No|Jan|Feb|Mar|Apr|"
    "Aug|Sept|Sep|Oct|Nov|Dec|Inc|Ltd|Co|Corp|Bros|Mt|Ft|Maj|Cmdr|Adm|Supt|Insp|Det|Messrs|Mgr|Msgr|Fr|Atty"
)
_CLITICS = r"(?:['’](?:s|S|re|ve|ll|d|m|RE|VE|LL|D|M)\b)"
_TOKEN = re.compile(
    rf"""(?!\ )(                                          # no space is looked at further
    [A-Za-z]+(?=[\ ,\n])                               # most words, found without a look at the rest
  | [,;:()?!“”"] | \.(?!\.)                            # and most marks
  | \n\s*                                             # a paragraph ends
  | ['’]\d\ds?\b                                        # ’90s
  | {_CLITICS}
  | n['’]t\b
  | [$€£¥]?\d+(?:[.,:]\d+)*(?:[^\W\d_]+)?(?:-[^\W_]+)*%?   # 12,000  6:30  $3.5bn  21st  45-year-old
  | (?:[^\W\d_]\.){{2,}}                                # U.S.  a.m.
  | (?:{_SHORTENED})\.
  | [^\W\d_](?=\.\s*[A-Z])\.                           # an initial: J. Smith
  | [@#]\w+
  | [^\W_]+\.(?:com|net|org)\b                          # Harbour.com
  | [^\W_]+?(?=n['’]t\b)
  | [A-Za-z]{{1,3}}\d+[.,]\d+(?:[^\W\d_]+)?(?:-[^\W_]+)*       # R12.5-billion  KSh1.2  N4.5bn
  | (?:(?:Mc|O['’]|D['’]|d['’]|l['’])[A-Z])?[^\W_]+(?:[-‑&+][^\W_]+)*     # hyphens stay inside a word
  | \.{{2,}} | -{{2,}}
  | ``|''
  | \S
    )""",
    re.VERBOSE,
)  # fmt: skip


@dataclass(frozen=True)
class Tokens:
    """Tokens in order: `words[i]` stands at [starts[i], ends[i]) in code points; a paragraph's end is `BREAK`."""

    words: list[str]
    starts: list[int]
    ends: list[int]

    @cached_property
    def plain(self) -> list[str]:
        """The words in lower case, apostrophes straight; in one go, as no word has a space."""
        return " ".join(self.words).lower().replace("’", "'").replace("‘", "'").split(" ")


def tokenise(text: str) -> Tokens:
    """Every visible character belongs to one token; runs of white space that hold a newline are one `BREAK`."""
    found, starts, ends = cut_at(_TOKEN, text)
    return Tokens([BREAK if word[0] == "\n" else word for word in found], starts, ends)
