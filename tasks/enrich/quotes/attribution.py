"""Cues of a paragraph, and which words and quotations each of them governs, with who says them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from tasks.enrich.quotes.cue import ADDRESSEE, INFINITIVE, JUDGE, OBJECT, QUOTED, REPORTS, SAY, THINK, lemma_of
from tasks.enrich.quotes.frame import DASHES, FINITE, NOUNS, QUOTE, Frame, sentences
from tasks.enrich.quotes.reported import Content, Range, after_verb, before_subject, by_agent, content_end, second_part
from tasks.enrich.quotes.speaker import Phrase, before_verb, is_passive, phrase_end, subject

_VERB_TAGS = FINITE | {"VB", "VBG", "VBN"}
_ALWAYS_VERBS = frozenset(
    "said says told tells wrote writes added adds asked asks tweeted tweets saying adding".split()
)
_LEADS_TO_SPEECH = frozenset(
    "went go goes going continued continue continues declined decline declines refused refuse refuses took take takes "
    "began begin started wanted rushed quick sought used paused stopped tweeted".split()
)


@dataclass(frozen=True)
class Claim:
    """One attribution in a frame: the items said, part by part, the cue and the speaker's phrase."""

    parts: tuple[Range, ...]
    link: str
    cue: Range | None
    who: Phrase | None
    method: str
    sure: float = 0.9
    via: Phrase | None = None
    sentence: Range = (0, 0)
    lemma: str = ""
    quotes: tuple[int, ...] = field(default=())
    """Items of the frame that are quotations inside `parts`."""


def claims(frame: Frame, text: str) -> list[Claim]:
    """Every attribution of a paragraph, in order of the cue; each quotation is claimed at most once per rank."""
    found: list[Claim] = []
    for lo, hi in sentences(frame, text):
        for i in range(lo, hi):
            claim = _claim_at(frame, i, lo, hi)
            if claim:
                found.append(replace(claim, quotes=_quotes_in(frame, claim.parts), sentence=(lo, hi)))
    return found


def _quotes_in(frame: Frame, parts: tuple[Range, ...]) -> tuple[int, ...]:
    return tuple(j for first, last in parts for j in range(first, last) if frame.tags[j] == QUOTE)


def _claim_at(frame: Frame, i: int, lo: int, hi: int) -> Claim | None:
    word = frame.words[i]
    if word == "according" and frame.word(i + 1) == "to":
        return _according(frame, i, lo, hi)
    lemma = lemma_of(word)
    if word in {"put", "puts"} and frame.word(i + 1) == "it":
        return _said(frame, i, "say", lo, hi)
    if lemma is None or not _is_verb(frame, i, lo):
        return None
    if frame.word(i - 1) == "as" and frame.tags[i] == "VBG":
        return None
    if lemma in QUOTED and (claim := _quoted_as(frame, i, lo, hi)):
        return claim
    if lemma in SAY or lemma in REPORTS or lemma in OBJECT or lemma in INFINITIVE:
        return _said(frame, i, lemma, lo, hi)
    return None


def _is_verb(frame: Frame, i: int, lo: int) -> bool:
    if frame.tags[i] not in _VERB_TAGS and frame.words[i] not in _ALWAYS_VERBS and not _verb_by_place(frame, i, lo):
        return False
    left = frame.tags[i - 1] if i > lo else ""
    if left in {"DT", "PRP$", "POS", "JJ"} and frame.words[i] not in _ALWAYS_VERBS:
        return False
    if frame.tags[i] == "VB":
        before = before_verb(frame, i, lo)
        head = frame.word(before)
        skipped = frame.words[before + 1 : i]
        if "to" in skipped:
            return head in _LEADS_TO_SPEECH or frame.word(before - 1) in _LEADS_TO_SPEECH
    return True


def _verb_by_place(frame: Frame, i: int, lo: int) -> bool:
    """'… ," X notes.': a noun by its tag, but a name or pronoun stands before it and no noun phrase goes on after it."""
    return (
        i > lo
        and frame.tags[i] in {"NNS", "NN", "JJ", "NNPS", "NNP"}
        and frame.raw[i].islower()
        and (
            frame.tags[i - 1] in {"PRP", "NNP", "NNPS", "WP"}
            or (frame.tags[i - 1] == "NN" and frame.words[i].endswith("s") and frame.tag(i + 1) == QUOTE)
        )
        and (frame.tag(i + 1) in {"", QUOTE, "IN", "DT", "PRP", "WRB", "RP"} or frame.word(i + 1) in {".", ",", ":", "that"})
    )


def _according(frame: Frame, i: int, lo: int, hi: int) -> Claim | None:
    """'According to X, …' and '…, according to X'."""
    last = phrase_end(frame, i + 2, hi)
    if last == i + 2:
        return None
    who = Phrase(i + 2, last)
    while (
        last + 1 < hi
        and frame.words[last] in {"of", "at", "from", "by", "for", "in"}
        and phrase_end(frame, last + 1, hi) > last + 1
    ):
        last = phrase_end(frame, last + 1, hi)
    if i <= lo + 1:
        comma = next((j for j in range(last, hi) if frame.words[j] == ","), None)
        if comma is None:
            return None
        content = _trimmed(frame, comma + 1, hi)
        return content and Claim((content,), "according", (i, i + 2), who, "according-to", 0.85)
    parts = [_trimmed(frame, lo, i)]
    finite_before = any(tag in FINITE for tag in frame.tags[lo:i])
    apposition = frame.tag(last + 1) in {"DT", "NNP", "NN", "WP", "WDT", "JJ"} and finite_before
    if frame.word(last) == "," and last + 2 < hi and not apposition:
        parts.append(_trimmed(frame, last + 1, hi))
    kept = tuple(part for part in parts if part)
    return Claim(kept, "according", (i, i + 2), who, "according-to", 0.85) if kept else None


def _trimmed(frame: Frame, first: int, last: int) -> Range | None:
    while first < last and frame.words[first] in {",", "and", "but"}:
        first += 1
    while last > first and frame.words[last - 1] in {",", ".", "?", "!", ";", "and", "but", ":"} | DASHES:
        last -= 1
    return (first, last) if last > first else None


def _quoted_as(frame: Frame, i: int, lo: int, hi: int) -> Claim | None:
    """'agencies quoted X as saying …', 'X was quoted as saying …': the speaker is never the one who quotes."""
    passive = is_passive(frame, i, lo)
    saying = next(
        (j for j in range(i + 1, min(i + 14, hi)) if frame.words[j] == "as" and frame.tag(j + 1) == "VBG"), None
    )
    quoter = subject(frame, i, lo, hi)
    if saying is None:
        return None
    if passive:
        who, via = quoter, by_agent(frame, i, hi)
    else:
        last = i + 2 if frame.tag(i + 1) == "PRP" else phrase_end(frame, i + 1, hi)
        who, via = (Phrase(i + 1, last) if last > i + 1 else None), quoter
    after = after_verb(frame, saying + 1, "say", hi)
    first = min(i, quoter.first if quoter else i)
    parts = after.parts if after else _before(frame, first - 1, lo)
    return (
        Claim(parts, after.link if after else "before", (i, i + 1), who, "quoted-as", 0.9, via, lemma="quote")
        if parts
        else None
    )


def _before(frame: Frame, left: int, lo: int) -> tuple[Range, ...]:
    before = before_subject(frame, left, lo)
    return before.parts if before else ()


def _said(frame: Frame, i: int, lemma: str, lo: int, hi: int) -> Claim | None:
    passive = is_passive(frame, i, lo)
    who = by_agent(frame, i, hi) if passive else subject(frame, i, lo, hi)
    if passive and (who is None or lemma in ADDRESSEE):
        who = None
    turned = who is not None and who.first > i and not passive
    left = (who.first if who and not turned and not passive else _group_start(frame, i, lo)) - 1
    after = None if turned else after_verb(frame, i, lemma, hi)
    if who and not turned and frame.tag(i + 1) in FINITE and frame.word(who.first - 1) in {"which", "who", "that"}:
        after = Content(((i + 1, content_end(frame, i + 1, hi, i)),), "clause")  # "a deal which X said had failed"
    before = before_subject(frame, left, lo) if lemma in SAY and not passive else None
    content = _weighed(frame, i, who, turned, before, after, hi)
    if content is None and not turned and not passive and lemma in SAY:
        content = _after_comma(frame, i, hi)
    if content is None or (frame.tags[i] == "VBN" and not passive and not _has_auxiliary(frame, i, lo)):
        return None
    if after is content and not any(frame.tags[j] == QUOTE for part in content.parts for j in range(*part)):
        if passive and who is None and lemma in ADDRESSEE | {"expect"}:
            return None
        if lemma not in REPORTS and content.link not in {"to"}:
            return None
    return Claim(
        content.parts,
        content.link,
        (i, i + 1),
        who,
        "inverted" if turned else "subject-verb",
        _sure(content, who),
        lemma=lemma,
    )


def _after_comma(frame: Frame, i: int, hi: int) -> Content | None:
    """'Instead, X told Y, it was …': a clause behind a comma when nothing else was said."""
    comma = next((j for j in range(i + 1, hi) if frame.words[j] == ","), None)
    if comma is None or comma > i + 6 or any(frame.tags[j] in FINITE for j in range(i + 1, comma)):
        return None
    if frame.tag(comma + 1) not in {"PRP", "DT", "NNP", "PRP$", "EX"}:
        return None
    last = content_end(frame, comma + 1, hi, i)
    if not any(frame.tags[j] in FINITE for j in range(comma + 1, last)):
        return None
    return Content(((comma + 1, last),), "clause")


def _has_auxiliary(frame: Frame, i: int, lo: int) -> bool:
    before = before_verb(frame, i, lo)
    return before < i - 1 or frame.words[i] in _ALWAYS_VERBS


def _group_start(frame: Frame, i: int, lo: int) -> int:
    return max(before_verb(frame, i, lo) + 1, lo)


def _sure(content: Content, who: Phrase | None) -> float:
    base = {
        "quote": 0.95,
        "colon": 0.95,
        "that": 0.9,
        "clause": 0.85,
        "before": 0.85,
        "wh": 0.7,
        "to": 0.6,
        "object": 0.5,
    }
    return base[content.link] * (who.sure if who else 0.6)


def _weighed(
    frame: Frame, i: int, who: Phrase | None, turned: bool, before: Content | None, after: Content | None, hi: int
) -> Content | None:
    """Which side of the attribution was said: what follows without a comma, else what stands before, else both."""
    if before is None:
        return after
    if after is not None and after.link in {"that", "wh", "to", "colon"} and before.link != "quote":
        return after
    if after is not None and after.link in {"clause", "object"} and frame.word(i + 1) != "," and before.link != "quote":
        return after
    if after is not None and after.link == "quote" and before.link != "quote":
        return after
    onward = second_part(frame, max(i + 1, who.last if who and turned else 0), hi, before)
    return Content((*before.parts, onward), before.link) if onward else before


def governing_verb(frame: Frame, quote: int, lo: int) -> int | None:
    """The nearest verb left of a quoted scrap that can have a speaker: finite, or one that judges or says."""
    for j in range(quote - 1, lo - 1, -1):
        if frame.words[j] == ";":
            return None
        if frame.tags[j] in _VERB_TAGS and frame.words[j] not in {"'s", "be", "been", "being"}:
            if frame.tags[j] in FINITE or lemma_of(frame.words[j]) in JUDGE | SAY | THINK:
                return j
    return None


def clause_claim(frame: Frame, quote: int, lo: int, hi: int) -> Claim | None:
    """A quoted scrap under any verb: 'thanked her for "…"', 'condemned as "…"'; the verb's subject speaks."""
    verb = governing_verb(frame, quote, lo)
    if verb is None:
        return None
    lemma = lemma_of(frame.words[verb]) or ""
    passive = is_passive(frame, verb, lo) or (
        frame.tags[verb] == "VBN" and frame.tags[verb - 1] in NOUNS if verb > lo else False
    )
    who = by_agent(frame, verb, hi) if passive else subject(frame, verb, lo, hi)
    sure = 0.8 if lemma else 0.5
    if lemma in THINK:
        sure = 0.7
    return Claim(
        ((quote, quote + 1),), "scrap", (verb, verb + 1), who, "clause", sure * (who.sure if who else 0.6),
        lemma=lemma or frame.words[verb], quotes=(quote,), sentence=(lo, hi),
    )  # fmt: skip
