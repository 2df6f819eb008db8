"""Amounts of money: how they are written, and their common form, `25000000 USD`.

A sign, a code or letters stand before the number (`$5`, `USD 5`, `KSh5`, `N5bn`), or the currency's name behind it. A
currency that several countries call the same (`Rs`, `shillings`) has no common form: its words are kept.
"""

from __future__ import annotations

import re

NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,2}(?:,\d\d)+,\d{3}(?:\.\d+)?|\d+(?:\.\d+)?"
"""Digits in threes, or, as in India, in twos down to the thousands: `1,00,000`."""
_WORD_SCALE = "thousand|million|billion|trillion|lakh crores?|crores?|lakhs?"
_SHORT_SCALE = r"mln|bln|trln|mn|bn|tn|[mbk](?![A-Za-z])"
_SCALE = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12, "k": 10**3, "m": 10**6}
_SCALE |= {"mln": 10**6, "bln": 10**9, "trln": 10**12}
_SCALE |= {"mn": 10**6, "bn": 10**9, "b": 10**9, "tn": 10**12, "crore": 10**7, "lakh": 10**5, "lakh crore": 10**12}
_SYMBOLS = {"$": "USD", "US$": "USD", "A$": "AUD", "C$": "CAD", "NZ$": "NZD", "HK$": "HKD", "S$": "SGD", "R$": "BRL"}
_SYMBOLS |= {"€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "₽": "RUB", "₩": "KRW", "₺": "TRY", "₦": "NGN", "₴": "UAH"}
_SYMBOLS |= {"₱": "PHP", "₪": "ILS", "฿": "THB", "₵": "GHS", "₫": "VND", "₸": "KZT", "₼": "AZN", "₾": "GEL"}
_SYMBOLS |= {"GH₵": "GHS", "GH¢": "GHS"}
_CODE = (
    "USD|EUR|GBP|JPY|CNY|INR|RUB|NGN|ZAR|KRW|AUD|CAD|NZD|CHF|SEK|NOK|DKK|PLN|AED|SAR|TRY|UAH|BRL|MXN|KES|"
    "PKR|BDT|LKR|IDR|MYR|THB|VND|PHP|SGD|HKD|TWD|ILS|EGP|GHS|UGX|TZS|RWF|CZK|HUF|RON"
)
_ABBREVIATIONS = {"KSh": "KES", "Ksh": "KES", "Kshs": "KES", "KSH": "KES", "USh": "UGX", "Ush": "UGX", "TSh": "TZS"}
_ABBREVIATIONS |= {"Tsh": "TZS", "RM": "MYR", "Php": "PHP", "Rp": "IDR", "Tk": "BDT", "N": "NGN", "R": "ZAR"}
_ABBREVIATIONS |= dict.fromkeys(("Rs", "Sh", "Shs", "P"), "")
_LETTERS = ("N", "R", "P")
"""Letters that stand for a currency right before an amount with a scale or with thousands."""
_SHORTENED = "|".join(sorted(set(_ABBREVIATIONS) - set(_LETTERS), key=len, reverse=True))
_CURRENCIES = {
    "dollar": "USD", "euro": "EUR", "pound": "GBP", "pound sterling": "GBP", "yen": "JPY", "yuan": "CNY",
    "rupee": "INR",
    "rouble": "RUB", "ruble": "RUB", "naira": "NGN", "rand": "ZAR", "won": "KRW", "peso": None, "franc": None,
    "dinar": None, "dirham": "AED", "riyal": "SAR", "rial": None, "shilling": None, "cedi": "GHS", "lira": "TRY",
    "hryvnia": "UAH", "zloty": "PLN", "krona": "SEK", "krone": None, "shekel": "ILS", "baht": "THB", "rupiah": "IDR",
    "ringgit": "MYR", "taka": "BDT", "real": "BRL", "kwacha": None, "crown": None, "kroner": None, "kronor": "SEK",
    "reais": "BRL", "forint": "HUF", "birr": "ETB", "tenge": "KZT", "dong": "VND",
}  # fmt: skip
_NATION_CODES = {
    "US": "USD", "U.S.": "USD", "Australian": "AUD", "Canadian": "CAD", "Hong Kong": "HKD", "Singapore": "SGD",
    "New Zealand": "NZD", "Swiss": "CHF", "Egyptian": "EGP", "Kenyan": "KES", "Ugandan": "UGX", "Tanzanian": "TZS",
    "British": "GBP", "Mexican": "MXN", "Philippine": "PHP", "Colombian": "COP", "Chilean": "CLP", "Argentine": "ARS",
    "Norwegian": "NOK", "Swedish": "SEK", "Danish": "DKK", "Czech": "CZK", "Indian": "INR", "Pakistani": "PKR",
    "Sri Lankan": "LKR", "Kuwaiti": "KWD", "Jordanian": "JOD", "Iraqi": "IQD", "Tunisian": "TND", "Moroccan": "MAD",
    "Saudi": "SAR", "Iranian": "IRR", "Russian": "RUB", "Turkish": "TRY", "Ghanaian": "GHS", "Zambian": "ZMW",
}  # fmt: skip
_NATIONS = "|".join(map(re.escape, _NATION_CODES))
_PLURAL = "|".join(f"{name}s?" for name in _CURRENCIES if name != "pound sterling")
_AFTER = rf"(?:[ -]?(?P<scale%d>{_WORD_SCALE}|{_SHORT_SCALE}))"

# A group's digits only tell the alternatives apart: `scale2` is a scale as `scale1` is.
MONEY = re.compile(
    rf"(?P<symbol>(?:US|NZ|HK|GH|[ACSR])?\$|GH[₵¢]|[€£¥₹₽₩₺₦₴₱₪฿₵₫₸₼₾]) ?(?P<number1>{NUMBER}){_AFTER % 1}?"
    rf"|\b(?P<code>{_CODE}) ?(?P<number2>{NUMBER}){_AFTER % 2}?"
    rf"|\b(?P<short1>{_SHORTENED})\.? ?(?P<number3>{NUMBER}){_AFTER % 3}?"
    rf"|\b(?P<short2>[{''.join(_LETTERS)}])(?:(?P<number4>{NUMBER}){_AFTER % 4}|(?P<number5>\d{{1,3}}(?:,\d{{3}})+))\b"
    rf"|\b(?P<number6>{NUMBER})(?:[ -](?P<scale5>{_WORD_SCALE}))?"
    rf" (?:(?P<nation>{_NATIONS}) )?(?P<currency>pounds? sterling|{_PLURAL}|{_CODE})\b"
)
SIGNS = frozenset(sign[-1] for sign in _SYMBOLS)
"""Marks that an amount may begin with, but for two letters before them."""
CODES = frozenset((*_CODE.split("|"), *_ABBREVIATIONS))
"""Words that an amount may begin with."""


def begins_amount(word: str) -> bool:
    """Whether a word with digits begins with a code or an abbreviation: `USD5`, `KSh5`, `N5bn`."""
    return word.rstrip("0123456789bkmnt") in CODES


def amount_of(match: re.Match[str]) -> str:
    """The common form of what MONEY matches; its own words where the currency cannot be told."""
    parts = {name.rstrip("123456"): value for name, value in match.groupdict().items() if value}
    code = parts.get("code") or _SYMBOLS.get(parts.get("symbol", "")) or _ABBREVIATIONS.get(parts.get("short", ""))
    if currency := parts.get("currency"):
        code = _NATION_CODES.get(parts.get("nation", "")) or (currency if currency.isupper() else _named(currency))
    if not code:
        return " ".join(match[0].split())
    amount = float(parts["number"].replace(",", "")) * _SCALE.get(parts.get("scale", "").removesuffix("s"), 1)
    return f"{amount:.2f}".removesuffix(".00") + f" {code}"


def _named(currency: str) -> str | None:
    return _CURRENCIES.get(currency) or _CURRENCIES.get(currency.removesuffix("s").replace("pounds", "pound"))
