"""The words that report speech: verbs with their inflections, nouns, and phrases such as "according to".

A general lexicon of English reporting words, by the construction they take; nothing in it is fitted to a corpus.
"""

from __future__ import annotations

from functools import lru_cache

from tasks.enrich.wordset import word_set

SAY = word_set(
    "say add announce argue assert aver boast claim comment complain concede conclude confess confide confirm contend "
    "continue counter declare disclose emphasise emphasize exclaim explain gush insist interject joke lament maintain "
    "moan mumble murmur muse mutter note observe opine pronounce quip reaffirm reason recall recite recollect recount "
    "reflect reiterate rejoin relate remark repeat reply report respond retort reveal scoff scream shout shrug sigh "
    "snap sneer sob speculate state stress suggest summarise summarize testify thunder tweet underline underscore "
    "utter venture volunteer vow warn whisper write yell post retweet email text joke theorise theorize "
    "surmise allege "
    "affirm admit acknowledge advise agree answer caution cry decree deny elaborate enthuse estimate forecast hint "
    "imply indicate inform mention predict pledge proclaim promise propose protest quote rant recommend rule signal "
    "swear tell threaten urge clarify chant chime grumble bemoan rave posit blog fume crow deadpan stipulate vent "
    "point put make demand ask inquire enquire query wonder question read assure remind notify brief "
    "instruct order request beg plead "
    "implore call reassure warn sing relay reckon highlight exhort demur divulge "
    "elucidate specify bellow bark beam chuckle laugh rage whine wail intone hiss roar "
    "growl tease taunt preach lecture caption headline testify sum charge counsel concur"
)
"""May stand beside a direct quotation and govern it."""

REPORTS = SAY - word_set(
    "call read sing sum laugh chuckle beam shrug sigh headline caption lecture chime signal text blog "
    "post brief quote "
    "question charge relay tease taunt cry rage rave roar hiss vent relate reason continue order rule reflect propose "
    "request demand crow state comment concur answer counter recite protest "
    "demur exhort"
) | word_set("state rule propose demand comment request order find")
"""Govern a reported clause."""

THINK = word_set(
    "believe think feel hope fear expect anticipate foresee ponder "
    "know understand consider find hold regard view see doubt suspect imagine "
    "worry wish want like love hate prefer"
)
"""Govern quoted scraps as attitudes; no speech by themselves."""

JUDGE = word_set(
    "accuse applaud assail attack bash blame blast brand call caricature castigate celebrate characterise "
    "characterize "
    "chide cite commend "
    "compare compliment condemn congratulate credit criticise criticize decry defend denigrate denounce "
    "deplore deride describe dismiss disparage dub endorse excoriate extol fault hail honour honor insult "
    "invoke label "
    "lambast lambaste laud liken lionise lionize mock name nickname oppose pan portray praise question quote rail "
    "rebuff rebuke rebut refer reject ridicule rip salute scold scorn skewer slam slate slur speak support talk tag "
    "term thank tout trash trumpet vilify voice welcome express paraphrase reference echo use deem decline refuse "
    "offer caution cast depict paint pitch address raise discuss outline detail hint promise pledge vow"
)
"""Take an object that may be quoted: called it "…", thanked her for "…"."""

NEUTRAL = word_set(
    "discuss outline detail address raise use speak talk refer offer decline refuse caution hint promise pledge vow "
    "express voice echo reference invoke cite support oppose pitch"
)
"""Of those, the ones that pass no judgement."""

ADDRESSEE = word_set(
    "tell warn inform remind assure reassure notify advise brief ask urge instruct order beg implore promise caution "
    "text email show teach persuade convince request query question counsel"
)
"""Take the person spoken to as an object before the words said."""

INFINITIVE = word_set(
    "promise vow pledge threaten ask urge tell order demand beg plead implore advise warn instruct propose swear "
    "request claim call encourage remind"
)
"""Take an infinitive as what was said: promised to resign, urged them to wait."""

SPEECH_OR_THOUGHT = SAY | REPORTS | THINK
ANY_STANCE = SAY | THINK | JUDGE
"""Verbs whose subject speaks when a quoted scrap hangs on them."""

ASKS = word_set("ask inquire enquire query wonder question")

OBJECT = word_set(
    "announce deny confirm acknowledge admit reveal disclose allege predict estimate report propose recommend suggest "
    "explain repeat reiterate state stress emphasise emphasize mention note declare demand promise pledge tout "
    "tell criticise criticize denounce condemn urge recall outline dispute"
)
"""Take a noun phrase as what was said."""

PREPOSITION = {
    "accuse": ("of",),
    "warn": ("of", "about", "against"),
    "complain": ("of", "about"),
    "boast": ("of", "about"),
    "joke": ("about",),
}
"""Take what was said behind a preposition: accused them of lying."""

GOVERNING = SAY | REPORTS | OBJECT | INFINITIVE | PREPOSITION.keys()
"""Govern what was said, by any of these constructions."""

PARTICLES = {"point": ("out",), "put": ("it",), "make": ("clear",), "sum": ("up",)}
"""Report only together with the word behind them."""

NOT_WITH = {"rule": ("out",), "find": ("out",), "add": ("to", "up"), "shrug": ("off",), "call": ("to",)}
"""Report nothing together with the word behind them."""

ISSUE = word_set(
    "release issue send post publish hoist hold carry make deliver give write put display wear tweet email"
)
"""With a cue noun as object: whoever issues a statement says what it says."""

QUOTED = word_set("quote cite paraphrase")
"""Active, the object is the speaker; passive, the subject is."""

CUE_NOUNS = word_set(
    "statement comment remark claim warning message email e-mail letter tweet post memo interview speech address "
    "announcement allegation accusation assertion argument response reply answer question testimony report note "
    "caption slogan motto motion complaint declaration confession plea promise pledge vow threat joke quip quote "
    "observation criticism description account opinion view ruling headline sign placard banner text advert ad "
    "essay article column editorial op-ed book memoir tweet thread transcript release communique communiqué verdict "
    "judgment judgement summary conclusion finding demand request appeal apology explanation suggestion word "
    "chant cry call shout"
)

EVENTS = word_set(
    "interview statement speech conference briefing address email e-mail tweet message letter post call "
    "meeting hearing "
    "debate rally appearance testimony remarks comments report essay article column editorial memo note "
    "release filing "
    "documents lawsuit complaint ruling court press reporters journalists twitter facebook instagram telegram video "
    "broadcast programme program podcast show radio television tv phone telephone text op-ed book memoir blog thread"
)
"""Where something is said: "in an interview", "on Twitter"."""

TIMES = word_set(
    "monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays thursdays fridays saturdays "
    "sundays january february march april june july august september october november december feb apr "
    "aug sept sep oct nov dec yesterday today tomorrow tonight morning afternoon evening night noon midnight week "
    "month year weekend hours days weeks months years later earlier ago last next this mon. tue. wed. thu. fri. sat. "
    "jan. feb. mar. apr. aug. sept. sep. oct. nov. dec. spring summer autumn fall winter time moments minutes"
)

SETTINGS = EVENTS | TIMES

_IRREGULAR = {
    "say": "say says said saying",
    "tell": "tell tells told telling",
    "write": "write writes wrote written writing",
    "read": "read reads reading",
    "swear": "swear swears swore sworn swearing",
    "think": "think thinks thought thinking",
    "feel": "feel feels felt feeling",
    "know": "know knows knew known knowing",
    "understand": "understand understands understood understanding",
    "find": "find finds found finding",
    "hold": "hold holds held holding",
    "see": "see sees saw seen seeing",
    "speak": "speak speaks spoke spoken speaking",
    "sing": "sing sings sang sung singing",
    "show": "show shows showed shown showing",
    "teach": "teach teaches taught teaching",
    "forecast": "forecast forecasts forecasted forecasting",
    "cast": "cast casts casting",
    "recount": "recount recounts recounted recounting",
    "beg": "beg begs begged begging",
    "quip": "quip quips quipped quipping",
    "aver": "aver avers averred averring",
    "shrug": "shrug shrugs shrugged shrugging",
    "demur": "demur demurs demurred demurring",
    "admit": "admit admits admitted admitting",
    "rebut": "rebut rebuts rebutted rebutting",
    "snap": "snap snaps snapped snapping",
    "sob": "sob sobs sobbed sobbing",
    "slam": "slam slams slammed slamming",
    "slur": "slur slurs slurred slurring",
    "pan": "pan pans panned panning",
    "tag": "tag tags tagged tagging",
    "rip": "rip rips ripped ripping",
    "blog": "blog blogs blogged blogging",
    "dub": "dub dubs dubbed dubbing",
    "refer": "refer refers referred referring",
    "concur": "concur concurs concurred concurring",
    "sum": "sum sums summed summing",
    "chant": "chant chants chanted chanting",
    "plead": "plead pleads pleaded pled pleading",
    "label": "label labels labeled labelled labeling labelling",
    "signal": "signal signals signaled signalled signaling signalling",
    "counsel": "counsel counsels counseled counselled counseling counselling",
    "send": "send sends sent sending",
    "give": "give gives gave given giving",
    "wear": "wear wears wore worn wearing",
    "put": "put puts putting",
    "make": "make makes made making",
    "paint": "paint paints painted painting",
}


def _inflected(lemma: str) -> list[str]:
    if lemma in _IRREGULAR:
        return _IRREGULAR[lemma].split()
    if lemma.endswith("y") and lemma[-2] not in "aeiou":
        return [lemma, f"{lemma[:-1]}ies", f"{lemma[:-1]}ied", f"{lemma}ing"]
    if lemma.endswith("e"):
        return [lemma, f"{lemma}s", f"{lemma}d", f"{lemma[:-1]}ing"]
    tail = "es" if lemma.endswith(("s", "sh", "ch", "x", "z")) else "s"
    return [lemma, lemma + tail, f"{lemma}ed", f"{lemma}ing"]


@lru_cache(maxsize=1)
def verb_forms() -> dict[str, str]:
    """Inflected form to lemma, for every verb of this lexicon."""
    lemmas = sorted(SAY | REPORTS | THINK | JUDGE | ADDRESSEE | INFINITIVE | OBJECT | QUOTED | ISSUE | set(PREPOSITION))
    return {form: lemma for lemma in lemmas for form in _inflected(lemma)}


@lru_cache(maxsize=1)
def forms_of_say() -> frozenset[str]:
    """Inflected forms of SAY."""
    return frozenset(form for form, lemma in verb_forms().items() if lemma in SAY)


@lru_cache(maxsize=1)
def cue_words() -> frozenset[str]:
    """Lower-case words that an attribution can begin at: all others need no look."""
    verbs = {form for form, lemma in verb_forms().items() if lemma in GOVERNING | QUOTED}
    return CUE_NOUNS | verbs | {"according"}


def lemma_of(word: str) -> str | None:
    """Lemma of a lower-case verb form in the lexicon."""
    return verb_forms().get(word)
