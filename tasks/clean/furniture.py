"""Lines that belong to the page and not to the article: what their own words give away."""

from __future__ import annotations

import re

from tasks.clean.page import count_words, joined, remembered

MAX_WORDS = 60
"""A longer line is prose, whatever it begins with."""

STARTS = {
    "related link": r"""
        (related|see (also|more)|also (read|see|on|in|watch)|read (also|more|next|the full|this|on\b)|more (from
        |on|about|stories|news)\b|watch( now| more| next)?\s*[:|]|listen( now)?\s*:|don['’]t miss|must[- ]read
        |you (may|might) also|recommended( reading)?\b|up next|(more|other) (stories|headlines)|continue reading
        |full (story|coverage)|top stories|trending|most (read|popular|viewed)|editor['’]?s['’]? (picks?|choice)
        |(lire|voir) aussi|à lire|lea? también|lea también|leia (também|mais)|lesen sie (auch|mehr)
        |mehr zum thema|lees ook|läs (också|mer)|les også|læs også|читайте (также|ещё)|leggi anche|zobacz (też
        |także)|baca juga)\b
    """,
    "newsletter": r"""
        (sign[- ]?up\b|subscribe\b|get (our|the|your|all|daily|more|breaking)\b.{0,60}(newsletter|inbox|email
        |headlines|updates|app\b)|join (our|the|us|over|now)\b|enter your e-?mail|.{0,80}\b(newsletters?
        |your inbox|e-?mail alerts)\b|register (now|for free|today)|start your (free )?(trial|subscription)
        |already (a|an?) (subscriber|member)|log ?in\b|create (a|an) (free )?account|support (our|independent
        |quality) journalism|download (our|the) (free )?\S* ?app)
    """,
    "click prompt": r"""
        (click|tap|press) (here|below|on|to|the|through)\b|.{0,80}\b(click|tap) (here|the link)\b
        |.{0,40}click to tweet|\[?(button|embed|gallery|caption)\b.{0,40}[=\]]|scroll (down|up|to)|skip to
        |swipe\b|view (all|more|comments|gallery|image|photos)|show more|load more|see (all|full|gallery)
    """,
    "social": r"""
        follow .{0,40}(full )?coverage|(follow|like|find|join|connect with|message) (us|me|him|her|them|@|our
        |the \w+ on|[\w.’' -]{2,60}? on (twitter|facebook|instagram|x\b|linkedin|threads|bluesky|tiktok
        |youtube))|share (this|on|via|with|your|the)|tweet (this|him|her|us)|[\w.’' -]{2,40} (is|can be (found
        |reached)) (on|at) (twitter|@)|(twitter|facebook|instagram|e-?mail|contact)\s*:\s*\S+
        |listen to [\w.’' -]{2,40} (live|on)\b
    """,
    "contact": r"""
        (do )?you (have|got) (a|any) (story|tip|news|question)|have (you )?(got )?(a|any) (story|tip|news
        |question|comment)|(got|know) (a|any|of a) (story|tip|news)|(contact|reach|email|e-mail|write to) (the
        |our|this|us|me|him|her)\b.{0,80}@?|.{0,120}\b(get in touch|(be reached at|be contacted (at|with|for|by
        |via))|send (your )?(tips?|e-?mail))\b|(?=[^@]*@).{0,60}[\w.+-]+@[\w-]+\.\w+\.?$|to comment on this
    """,
    "copyright": r"""
        (©|\(c\) ?\d|copyright\b|all rights reserved|.{0,80}\ball rights reserved\b|.{0,40}© ?\d{4}
        |.{0,120}\bno part of this (page|site|website|article|publication|material)\b)
    """,
    "agency note": r"""
        (\(?(additional )?(reporting|writing|editing|production|graphics|compiled|edited|translated) (by|from)\b
        |[—–-]{1,2} ?(with|by) (files|reporting|assistance)|with (files|additional reporting|reporting) (from
        |by)|.{0,160}\bcontributed (to this (report|story|article)|reporting)\b
        |[\w.,’' -]{3,120} reported from \w|our standards\s*:|source\s*:|quelle\s*:|fuente\s*:|this (article
        |story|post) (was )?(first |originally )?(appeared|published|produced|written|updated)
        |first published (in|on|by)|originally published|provided by\b|more information\s*:)
    """,
    "disclosure": r"""
        (this (post|article|story|page) (may )?contains?|we (may |independently |use |earn |receive )
        |(reviews and recommendations|our community members) are|products? (featured|are|is) (independently
        |selected)|.{0,80}\b(affiliate (links?|commission)|earn (us )?a commission|independently (selected
        |reviewed))\b|ftc:)
    """,
    "advertisement": r"""
        (advertise?ments?\b|ad\b[: ]|sponsored\b|story continues below|article continues (below|after)
        |continue after|promoted( content)?\b|publicidad|publicité|anzeige\b|werbung\b|реклама)
    """,
    "comments": r"""
        (.{1,40}\bsays:$|\d+ (responses?|replies|thoughts?|reactions?) (to|on)\b|permalink\b|\d+ comments?\b
        |comments? ?(\(\d+\)|\d+|policy|are closed|off)?$|leave a (comment|reply)|post a comment|be the first to
        |join the (conversation|discussion)|reply\b.{0,12}$|report (this )?(comment|abuse)|what do you think
        |tell us what|let us know|want to discuss)
    """,
    "cookies": r"""
        (.{0,300}\bcookies? (are|may|to|help|allow|enable|set|that|for|on|and|in)\b
        |we (and our partners )?use cookies|this (site|website) uses|by (continuing|using|clicking|subscribing
        |signing|submitting)|(accept|manage|reject) (all|cookies)|cookie|privacy (policy|notice|& cookies)
        |terms (of|and)|your (privacy|browser))
    """,
    "page data": r"""
        (filed under|posted (in|under)|tagged?( with| as)?\s*:|tags?\s*:|topics?\s*:|categor(y|ies)\s*:
        |keywords?\s*:|print( this)?$|(estimated )?read(ing)? time|tempo de leitura|lesezeit|temps de lecture
        |\d+ ?[- ]?min(ute)?s? (read|to read)|\d+ (shares?|views|likes)\b|last (updated|modified)
        |updated\b.{0,40}\d|published\b.{0,40}\d|posted\b.{0,40}\d|article (bookmarked|saved)|font size
        |text size|hide (caption|message)|close\b.{0,12}$|image (source|caption|credit)|photo(s| by|graph)?\s*:
        |video( by)?\s*:|listen to (this|the) (article|story))
    """,
}
"""Reason -> how such a line begins, case folded, bullets stripped. Lines are joined before they are compiled."""
REASONS = tuple(STARTS)
ANY_START = joined("|".join(f"(?P<r{number}>{words})" for number, words in enumerate(STARTS.values())))
"""All of them at once; the number of the group that matched is that of the reason."""
QUOTES = ("“", '"', "‘", "«", "„")
"""Somebody is quoted: that is an article."""
LEADING = " \t*•·–—-|>»›[(_~#+"
SERVICE = joined(r"""
    \b(?P<word>cookies?|privacy|terms of|subscri(?:be|bers?|bed|ption)|newsletters?|e-?mail address|inbox
    |junk folder|sign(?:ing)?[- ]?(?:in|up)|log(?:ging)?[- ]?in|(?:your|an|free|one) account|regist(?:er|ering
    |ration)|browser|websites?|advertis\w+|consent|opt(?:ing)?[- ]?out|third part(?:y|ies)|customer service
    |unlimited|free trial|digital access|web page|home delivery|personal (?:data|information)
    |california consumer|your (?:device|reading|favou?rite|contribution|support|city|day)|join the conversation
    |enjoy additional|donat(?:e|ion)|members?hip|become a member)\b
""")
ADDRESS = re.compile(r"\b(?:you|your|we|our|us)\b")
CLIP_TIME = re.compile(r"(?:watch\s)?\d{1,2}:\d{2}(?::\d{2})?(?=\s+\S)|\d{1,2}:\d{2}(?::\d{2})?$")
LONG_CHARS = 180
MIN_SERVICE_CHARS = 15
"""Two of the words of `SERVICE` and "we" are no shorter."""
ADDRESS_STARTS = ("http", "www.", "pic.")
URL_LINE = re.compile(r"(?:https?://|www\.|pic\.twitter\.com/)\S+$")


@remembered
def furniture_reason(text: str) -> str | None:
    """Why the words of this line say that it is no part of an article; None when they do not."""
    if len(text) > 1_500:
        return None
    folded = text.casefold()
    if is_service(folded):
        return "service"
    if len(text) > 700 or (len(text) > MAX_WORDS and count_words(text) > MAX_WORDS):
        return None
    if folded.startswith(ADDRESS_STARTS) and URL_LINE.match(text):
        return "bare address"
    if (text[:1].isdigit() or folded.startswith("watch")) and CLIP_TIME.match(text):
        return "video"
    bare = folded.lstrip(LEADING)
    if bare.startswith(QUOTES):
        return None
    match = ANY_START.match(bare) or (ANY_START.match(folded) if bare != folded else None)
    return REASONS[int(str(match.lastgroup)[1:])] if match else None


def is_service(folded: str) -> bool:
    """The publisher speaks to the reader about accounts, subscriptions, cookies or terms.

    An article may use any of these words; but hardly two different ones, or three in a long paragraph, together with
    "you" or "we".
    """
    if len(folded) < MIN_SERVICE_CHARS or folded.startswith(QUOTES) or ADDRESS.search(folded) is None:
        return False
    found = {match["word"] for match in SERVICE.finditer(folded)}
    needed = 2 if len(folded) < LONG_CHARS else 3
    return len(found) >= needed
