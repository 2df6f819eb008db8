"""How lines begin, and what they hold, that belong to a page and not to its article; in English."""

from __future__ import annotations

import re
from itertools import chain

from tasks.clean import furniture_tongues

STARTS = {
    "related link": r"""
        related\b(?! to\b)
        see (also|more)\b
        also (read|see|watch)\b
        also (on|in)\b(?!.*[.!?]['"”’)]*$)
        read (also|more|next|the full|this|on)\b
        more (from|on|about|stories|news)\b
        watch( now| more| next)?\s*[:|]\b
        listen( now)?\s*:\b
        don['’]t miss\b
        must[- ]read\b
        you (may|might) also\b
        recommended( reading)?\b
        up next\b
        (more|other) (stories|headlines)\b
        continue reading\b
        full (story|coverage)\b
        top stories\b
        trending\b
        most (read|popular|viewed)\b
        editor['’]?s['’]? (picks?|choice)\b
    """,
    "newsletter": r"""
        sign[- ]?up\b
        subscribe\b
        get (our|the|your|all|daily|more|breaking)\b.{0,60}(newsletter|inbox|email|headlines|updates|app\b)
        join (our|the|us|over|now)\b
        enter your e-?mail
        register (now|for free|today)
        start your (free )?(trial|subscription)
        already (a|an?) (subscriber|member)
        log ?in\b
        create (a|an) (free )?account
        support (our|independent|quality) journalism
        download (our|the) (free )?\S* ?app
    """,
    "click prompt": r"""
        (click|tap|press) (here|below|on|to|the|through)\b
        (button|embed|gallery|caption)\b.{0,40}[=\]]
        scroll (down|up|to)
        skip to
        open (the )?(navigation|main|menu)
        swipe\b
        view (all|more|comments|gallery|image|photos)
        (show|load) more
        see (all|full|gallery)
    """,
    "social": r"""
        follow .{0,40}(full )?coverage
        (follow|like|find|join|connect with|message) (us|me|him|her|them|@|our|the \w+ on)
        (follow|like|find|join|connect with|message) [\w.’' -]{2,60}? on NETWORK
        share (this|on|via|with|your|the)
        tweet (this|him|her|us)
        (twitter|facebook|instagram|e-?mail|contact)\s*:\s*\S+
        listen to [\w.’' -]{2,40} (live|on)\b
        (a post|a photo|a video) shared by \S
        view this post on\b
    """,
    "contact": r"""
        (do you|you) (have|got) (a|any) (story|tip|news|question)
        have (you )?(got )?(a|any) (story|tip|news|question|comment)
        (got|know) (a|any|of a) (story|tip|news)
        (contact|reach|email|e-mail|write to) (the|our|this|us|me|him|her)\b
        do you have an opinion on
        to comment on this
    """,
    "copyright": r"""
        ©
        \(c\) ?\d
        copyright\b
        all rights reserved
    """,
    "agency note": r"""
        (reporting|writing|editing|production|graphics|compiled|edited|translated) (by|from)\b
        additional (reporting|writing|editing|production|graphics|compiled|edited|translated) (by|from)\b
        (—|–|-)[—–-]? ?(with|by) (files|reporting|assistance)
        with (files|additional reporting|reporting) (from|by)
        our standards\s*:
        source\s*:
        this (article|story|post) (was )?(first |originally )?(appeared|published|produced|written|updated|printed from)
        an? (\w+ )?version of this (article|story|column|interview) (first |originally )?(appear|ran|was published)
        the post .{1,200} appeared first on\b
        first published (in|on|by)
        originally published
        provided by\b
        more information\s*:
    """,
    "disclosure": r"""
        this (post|article|story|page) (may )?contains?
        we (may |independently |use |earn |receive )
        reviews and recommendations are
        our community members are
        products? (featured|are|is) (independently|selected)
        ftc:
    """,
    "advertisement": r"""
        advertise?ments?\b
        ad\b[: ]
        sponsored\b
        story continues below
        this advertisement
        article continues (below|after)
        continue after
        promoted( content)?\b
    """,
    "comments": r"""
        \d+ (responses?|replies|thoughts?|reactions?) (to|on)\b
        permalink\b
        \d+ comments?\b
        comments? ?(\(\d+\)|\d+|policy|are closed|off)?$
        leave a (comment|reply)
        post a comment
        be the first to
        join the (conversation|discussion)
        reply\b.{0,12}$
        report (this )?(comment|abuse)
        what do you think
        tell us what
        let us know
        want to discuss
    """,
    "cookies": r"""
        we (and our partners )?use cookies
        this (site|website) uses
        by (continuing|using|clicking|subscribing|signing|submitting)
        (accept|manage|reject) (all|cookies)
        cookie
        privacy (policy|notice|& cookies)
        terms (of|and)
        your (privacy|browser)
    """,
    "page data": r"""
        filed under
        posted (in|under)
        tagged?( with| as)?\s*:
        tags?\s*:
        topics?\s*:
        categor(y|ies)\s*:
        keywords?\s*:
        print( this)?$
        (estimated reading|estimated read|reading|read) time
        \d+ ?[- ]?min(ute)?s? (read|to read)
        \d+ (shares?|views|likes)\b
        \d+ ?(/|of|von|van|av|de|di|sur|из|z) ?\d+$
        last (updated|modified)
        (updated|published|posted)\b.{0,40}\d
        article (bookmarked|saved)
        (font|text) size
        hide (caption|message)
        close\b.{0,12}$
        image (source|caption|credit)
        photo(s| by|graph)?\s*:
        video( by)?\s*:
        listen to (this|the) (article|story)
    """,
}
"""Reason -> how such a line begins, case folded: one pattern a line, first a letter, `\\d` or a group of words."""

NETWORKS = r"(twitter|facebook|instagram|x\b|linkedin|threads|bluesky|tiktok|youtube|whatsapp|telegram)"

_CONTACT = (
    r'[^“"]{0,120}\b(get in touch|be reached at|be contacted (at|with|for|by|via)|send (your )?(tips?|e-?mail))\b'
    r"|(?=[^@]*@).{0,60}[\w.+-]+@[\w-]+\.\w+\.?$"
)
_RIGHTS = (
    r".{0,80}\ball rights reserved\b|.{0,40}© ?\d{4}"
    r"|.{0,120}\bno part of this (page|site|website|article|publication|material)\b"
)
_CLICK = r".{0,80}\b(click|tap) (here|the link)\b|.{0,40}click to tweet"
_LETTER = r".{0,80}\b(newsletters?|your inbox|e-?mail alerts)\b"
_PROFILE = r"[\w.’' -]{2,40} (is|can be (found|reached)) (on|at) (twitter|@)"
_REPORTERS = (
    r".{0,160}\bcontributed (to this (report|story|article)|reporting)\b"
    r"|(?!(the|an?) )(?!.*\b(is|are|was|were|been|being) (\w+ )?reported from\b)"
    r"[\w.,’' -]{3,60} reported from \w[\w.,;’' -]{0,60}(\.|$)"
)
_EARNINGS = r".{0,80}\b(affiliate (links?|commission)|earn (us )?a commission|independently (selected|reviewed))\b"
_COOKIES = (
    r"(?=.*\b(we|our|us|your?|consent|(web)?sites?|browsers?|devices?|pages?)\b)"
    r".{0,300}\bcookies? (are|may|to|help|allow|enable|set|that|for|on|and|in)\b"
)
WITHIN = {
    "newsletter": ("newsletter", _LETTER),
    "your inbox": ("newsletter", _LETTER),
    "mail alert": ("newsletter", _LETTER),
    "click": ("click prompt", _CLICK),
    "tap": ("click prompt", _CLICK),
    "skip to main": ("click prompt", r".{0,60}skip to main"),
    "twitter": ("social", _PROFILE),
    "get in touch": ("contact", _CONTACT),
    "be reached": ("contact", _CONTACT),
    "be contacted": ("contact", _CONTACT),
    "send": ("contact", _CONTACT),
    "@": ("contact", rf"{_CONTACT}|{_PROFILE}"),
    "rights reserved": ("copyright", _RIGHTS),
    "©": ("copyright", _RIGHTS),
    "no part of": ("copyright", _RIGHTS),
    "contributed": ("agency note", _REPORTERS),
    "reported from": ("agency note", _REPORTERS),
    "commission": ("disclosure", _EARNINGS),
    "affiliate": ("disclosure", _EARNINGS),
    "independently": ("disclosure", _EARNINGS),
    "chars]": ("cut off", r"(…|\.\.\.)?\s*\[?\+\d+ chars\]$"),
    "says:": ("comments", r".{1,40}\bsays:$"),
    "cookie": ("cookies", _COOKIES),
}
"""A word that a line must hold -> the reason, and how the line goes, case folded: the word is looked for first."""


def by_initial() -> dict[str, re.Pattern[str]]:
    """First character of a line -> the patterns of `STARTS` that it can begin, the reason in the name of the group.

    A line is held against the few patterns of its own letter instead of against all.
    """
    found: dict[str, dict[str, list[str]]] = {}
    for reason, patterns in chain(STARTS.items(), furniture_tongues.STARTS.items()):
        for pattern in filter(None, map(str.strip, patterns.splitlines())):
            for initial in _initials(pattern):
                found.setdefault(initial, {}).setdefault(reason, []).append(pattern.replace("NETWORK", NETWORKS))
    return {initial: _any_of(reasons) for initial, reasons in found.items()}


def _initials(pattern: str) -> set[str]:
    """The characters with which a match can begin."""
    if pattern.startswith(r"\d"):
        return set("0123456789")
    group = re.match(r"\(([^()]+)\)(?!\?)", pattern)
    return {word[0] for word in group[1].split("|")} if group else {pattern.lstrip("\\")[0]}


def _any_of(reasons: dict[str, list[str]]) -> re.Pattern[str]:
    named = (f"(?P<{reason.replace(' ', '_')}>{'|'.join(patterns)})" for reason, patterns in reasons.items())
    return re.compile("|".join(named))
