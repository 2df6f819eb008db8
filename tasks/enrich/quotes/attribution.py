"""Cues of a paragraph, and which words and quotations each of them governs, with who says them."""

from __future__ import annotations

from tasks.enrich.quotes.agents import may_speak
from tasks.enrich.quotes.around import before_subject, parted
from tasks.enrich.quotes.beside import WEAK, in_turn, over, quotes_in, told_by_another
from tasks.enrich.quotes.claim import Claim, Content
from tasks.enrich.quotes.cue import (
    ADDRESSEE,
    CUE_NOUNS,
    GOVERNING,
    NOT_WITH,
    PARTICLES,
    QUOTED,
    REPORTS,
    SAY,
    cue_words,
    lemma_of,
)
from tasks.enrich.quotes.extent import after_fronted, content_end
from tasks.enrich.quotes.frame import FINITE, NOUNS, QUOTE, VERBS, Frame
from tasks.enrich.quotes.modifiers import in_relative
from tasks.enrich.quotes.outlets import passed_on, told_outlet
from tasks.enrich.quotes.phrase import SOME, Phrase, by_agent, is_passive, phrase_start, said_before
from tasks.enrich.quotes.reported import after_verb
from tasks.enrich.quotes.sentences import sentences
from tasks.enrich.quotes.sources import according, headline, noun_cue, quoted_as
from tasks.enrich.quotes.speaker import subject
from tasks.enrich.quotes.verbs import before_verb
from tasks.enrich.quotes.weigh import weighed
from tasks.enrich.wordset import word_set

_UNSAID = word_set("not n't never declined declines refused refuses")
_ALWAYS_VERBS = word_set("said says told tells wrote writes added adds asked asks tweeted saying adding")
_LEADS_TO_SPEECH = word_set(
    "went go goes going continued continue continues declined decline declines refused refuse refuses took take takes "
    "began begin started wanted rushed quick used paused stopped had has"
)
_ANONYMOUS = word_set("named identified quoted anonymous")
_BEFORE_REDUCED = word_set("when if once though although while until unless")
"""Before a participle that says what X was asked: 'X laughed when asked if …'."""


def claims(frame: Frame, text: str) -> list[Claim]:
    """Every attribution of a paragraph, in order of the cue.

    A weak one (an infinitive, a noun phrase) inside the words of another is dropped.
    """
    found: list[Claim] = []
    cues = cue_words()
    for lo, hi in () if cues.isdisjoint(frame.words) else sentences(frame, text):
        near = [i for i, word in enumerate(frame.words[lo:hi], lo) if word in cues]
        said = [claim for i in near if (claim := _claim_at(frame, i, lo, hi))]
        said = [over(frame, c, c.parts)._replace(sentence=(lo, hi)) for c in said]
        said = passed_on(frame, in_turn(frame, said))
        found += [c for c in said if not (c.link in WEAK and c.inside_any(said)) and not told_by_another(c, said)]
    if not found and (line := headline(frame)):
        found.append(line)
    return found


def _claim_at(frame: Frame, i: int, lo: int, hi: int) -> Claim | None:
    word = frame.words[i]
    if word in CUE_NOUNS and (claim := noun_cue(frame, i, lo, hi)):
        return claim
    if word == "according" and frame.word(i + 1) == "to":
        return according(frame, i, lo, hi)
    lemma = lemma_of(word)
    if lemma is None or not _is_verb(frame, i, lo):
        return None
    behind = frame.word(i + 1)
    if (lemma in PARTICLES and behind not in PARTICLES[lemma]) or behind in NOT_WITH.get(lemma, ()):
        return None
    if frame.word(i - 1) == "as" and frame.tags[i] == "VBG" and frame.word(i - 2) != "record":
        return None
    if lemma in QUOTED and (claim := quoted_as(frame, i, lo, hi)):
        return claim
    if lemma in GOVERNING:
        return _said(frame, i, lemma, lo, hi)
    return None


def _is_verb(frame: Frame, i: int, lo: int) -> bool:
    word = frame.words[i]
    if frame.tags[i] not in VERBS and word not in _ALWAYS_VERBS and not _verb_by_place(frame, i, lo):
        return False
    left = frame.tags[i - 1] if i > lo else ""
    if left in {"DT", "PRP$", "POS", "JJ", "CD"} and word not in _ALWAYS_VERBS and not _speaks_for_itself(frame, i):
        return False
    if frame.tags[i] in {"VBN", "VBD"} and left == "RB" and frame.tag(i - 2) in {"DT", "PRP$"}:
        return False  # "the previously announced visit"
    if frame.tags[i] == "VB":
        before = before_verb(frame, i, lo)
        if "to" in frame.words[before + 1 : i]:
            return frame.word(before) in _LEADS_TO_SPEECH or frame.word(before - 1) in _LEADS_TO_SPEECH
    return True


def _speaks_for_itself(frame: Frame, i: int) -> bool:
    """'Some say …' and 'a study of 2011 noted …': the word before the verb qualifies no noun behind it."""
    dated = frame.tags[i - 1] == "CD" and frame.tags[i] == "VBD" and frame.tag(i + 1) not in NOUNS
    return dated or frame.words[i - 1] in SOME


def _verb_by_place(frame: Frame, i: int, lo: int) -> bool:
    """'… ," X notes.': a noun by its tag, but a name stands before it and no noun phrase goes on after it."""
    if i == lo or frame.tags[i] not in {"NNS", "NN", "JJ", "NNPS", "NNP"} or not frame.raw[i].islower():
        return False
    left, right = frame.tags[i - 1], frame.tag(i + 1)
    if left in {"NN", "NNS"}:
        behind = said_before(frame, phrase_start(frame, i - 1, lo) - 1, lo) and frame.word(i + 1) in {".", ","}
        return right == QUOTE or behind
    if frame.word(i + 1) in PARTICLES.get(lemma_of(frame.words[i]) or "", ()):
        return True
    if frame.words[i] in CUE_NOUNS:
        return False
    goes_on = right in {"", QUOTE, "IN", "DT", "PRP", "WRB", "RP"} or frame.word(i + 1) in {".", ",", ":", "that"}
    return left in {"PRP", "NNP", "NNPS", "WP"} and goes_on


def _said(frame: Frame, i: int, lemma: str, lo: int, hi: int) -> Claim | None:
    """The claim of one verb: its subject, and what it governs on either side."""
    passive = is_passive(frame, i, lo)
    if frame.word(i - 1) in _BEFORE_REDUCED and lemma in ADDRESSEE and frame.tags[i] in {"VBN", "VBD"}:
        return None
    if i == lo and frame.tags[i] in {"VBN", "VBD"}:
        return _asked_first(frame, i, lemma, lo, hi)
    if frame.tags[i] == "VBN" and not passive and not _has_auxiliary(frame, i, lo):
        return _asked_first(frame, i, lemma, lo, hi)
    who = by_agent(frame, i, hi) if passive else subject(frame, i, lo, hi)
    turned = who is not None and who.first > i and not passive and frame.tags[i] != "VBG"
    content = _content(frame, i, lemma, who if not passive else None, turned, lo, hi)
    if content is None or not _plausible(frame, content, lemma, passive, who):
        return None
    if lemma == "call" and frame.tag(i + 1) == QUOTE and (who is None or not may_speak(frame, who)):
        return None  # "a play called “…”"
    if content.link in {"object", "clause"} and not quotes_in(frame, content.parts) and _is_unsaid(frame, i, lo):
        return None
    order = "inverted" if turned else "passive" if passive else "verb"
    via = told_outlet(frame, i, hi) if lemma == "tell" and not passive else None
    return Claim(content.parts, content.link, (i, i + 1), who, f"{order}-{content.link}", via, lemma=lemma)


def _asked_first(frame: Frame, i: int, lemma: str, lo: int, hi: int) -> Claim | None:
    """'Asked by Y whether …, X said': what Y asked ends at the comma."""
    if i > lo + 1 or lemma not in ADDRESSEE:
        return None
    who = by_agent(frame, i, hi)
    comma = next((j for j in range(i + 1, hi) if frame.words[j] == ","), None)
    after = after_verb(frame, i if who is None else who.last - 1, lemma, comma or hi)
    if who is None or after is None or comma is None:
        return None
    return Claim(after.parts, after.link, (i, i + 1), who, f"passive-{after.link}", lemma=lemma)


def _content(frame: Frame, i: int, lemma: str, who: Phrase | None, turned: bool, lo: int, hi: int) -> Content | None:
    left = (who.first if who and who.first < i else max(before_verb(frame, i, lo) + 1, lo)) - 1
    last = next((j for j in range(i, hi) if frame.words[j] == ","), hi) if i == lo else hi
    if in_relative(frame, i, lo):
        last = _relative_end(frame, i, last)
    after = None if turned else after_verb(frame, i, lemma, after_fronted(frame, left, i, lo, last))
    if after and frame.word(left) == "what" and (quote := _named_thing(frame, i, hi)) is not None:
        after = after._replace(parts=((after.parts[0][0], quote + 1),))
    if who and not turned and frame.tag(i + 1) in FINITE and frame.word(left) in {"which", "who", "that"}:
        comma = next((j for j in range(i + 1, hi) if frame.words[j] == ","), hi)
        last = min(comma, content_end(frame, i + 1, hi, i))
        return Content(((i + 1, last),), "clause")  # "a deal which X said had failed"
    if who and not turned and frame.word(left) in {"as", "like"} and (left == lo or frame.tags[lo] == "CC"):
        return after if after and after.link in {"that", "wh"} else _after_as(frame, i, hi)
    group = before_verb(frame, i, lo)
    beside = frame.tags[i] != "VBG" and frame.tag(group) != "CC" and not _only_should(frame, group, i)
    before = before_subject(frame, left, lo) if lemma in SAY and beside else None
    if (
        before
        and turned
        and before.link != "quote"
        and frame.tags[left] != QUOTE
        and lemma in {"write", "read", "continue", "sing", "show"}
    ):
        before = None
    as_put = frame.word(left) == "as" and frame.word(left - 1) == "," and lemma != "continue"
    if after is None and before is None and as_put:
        before = before_subject(frame, left - 1, lo)  # "…, as X put it"
    content = weighed(frame, i, who, turned, before, after, hi)
    if content is None and lemma in SAY and not turned and frame.tags[i] not in {"VB", "VBG"}:
        content = parted(frame, i, left, lo, hi)
    return content


def _named_thing(frame: Frame, verb: int, hi: int) -> int | None:
    """'What X called a “ruin” was sold': the quotation, when the verb of the main clause stands right behind it."""
    quote = next((j for j in range(verb + 1, hi) if frame.tags[j] == QUOTE), None)
    return quote if quote is not None and frame.tag(quote + 1) in FINITE else None


def _is_unsaid(frame: Frame, verb: int, lo: int) -> bool:
    """'X did not mention the plan', 'X declined to confirm the sale': what somebody keeps to himself is no quote."""
    return not _UNSAID.isdisjoint(frame.words[max(before_verb(frame, verb, lo), lo) : verb])


def _only_should(frame: Frame, group: int, i: int) -> bool:
    """'…, he should have insisted': nobody has said it."""
    return frame.tags[i] == "VBN" and "MD" in frame.tags[group + 1 : i]


def _relative_end(frame: Frame, i: int, hi: int) -> int:
    """'X, who said the vote was rigged, is …': a relative clause ends at the comma before the main verb."""
    return next((j for j in range(i + 2, hi - 1) if frame.words[j] == "," and frame.tags[j + 1] in FINITE), hi)


def _after_as(frame: Frame, i: int, hi: int) -> Content | None:
    """'As X reported on Monday, …': what follows the comma."""
    after = after_verb(frame, i, "say", hi)
    if after is not None and after.link in {"quote", "colon"}:
        return after
    comma = next((j for j in range(i + 1, min(i + 24, hi)) if frame.words[j] == ","), None)
    if comma is None or any(tag in FINITE for tag in frame.tags[i + 1 : comma]):
        return None
    last = content_end(frame, comma + 1, hi, i)
    return Content(((comma + 1, last),), "around") if last > comma + 2 else None


def _plausible(frame: Frame, content: Content, lemma: str, passive: bool, who: Phrase | None) -> bool:
    """Quotations always; a reported clause only of verbs that report, a noun phrase only with a speaker."""
    if lemma == "find" and content.link != "that":
        return False
    if (lemma == "highlight" and content.link in {"clause", "object"}) or _wants_no_name(frame, content):
        return False
    if quotes_in(frame, content.parts) and not (passive and content.link == "object"):
        return content.link not in WEAK or who is not None or not passive
    if who is not None and frame.words[who.first] in {"i", "we", "you"}:
        return False  # the author speaks, or nobody in particular
    if lemma in {"promise", "threaten"} and content.link == "to" and who and not may_speak(frame, who):
        return False  # "The debate promised to be long"
    if content.link in {"object", "of", "to"} and (who is None or frame.tags[who.first] in {"WP", "WDT"}):
        return False
    if passive and who is None and (lemma in ADDRESSEE or content.link not in {"that", "wh", "to"}):
        return False
    return lemma in REPORTS or content.link in {"to", "of"}


def _wants_no_name(frame: Frame, content: Content) -> bool:
    """'X, who asked not to be named, said …': on what terms X speaks is not what X says."""
    first, last = content.parts[0]
    return content.link == "to" and not _ANONYMOUS.isdisjoint(frame.words[first : min(last, first + 4)])


def _has_auxiliary(frame: Frame, i: int, lo: int) -> bool:
    return before_verb(frame, i, lo) < i - 1 or (frame.words[i] in _ALWAYS_VERBS and i > lo + 1)
