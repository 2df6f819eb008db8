"""Bytes become text: the encoding that is declared, or the one in which they read as a language."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.ingest.charset import codec_of, declared_by_http
from tasks.ingest.decode import decode, storable
from tests.ingest.made_files import Ingest

ENGLISH = "“We won’t close the café,” the mayor of Velmora said – a naïve hope, critics replied. It cost €3 million."
FRENCH = (
    "Le maire de Velmora a déclaré que l’hôpital rouvrirait après l’été, où l’on prévoit 40 lits à côté de l’école."
)
GERMAN = (
    "Der Bürgermeister sagte, die Brücke über die Velm werde „spätestens "
    "im März“ für den Verkehr geöffnet. Größe: 40 m²."
)
POLISH = (
    "Burmistrz powiedział, że most zostanie otwarty w środę. „Zażółć gęślą jaźń” – żartował rzecznik, pytany o źródło."
)
CZECH = (
    "Starosta řekl, že most bude otevřen příští středu. Žádné další "
    "zpoždění už podle něj nehrozí, ačkoli práce pokračují."
)
RUSSIAN = "Мэр города заявил, что порт откроется в понедельник после девяти недель ремонта. Жители надеются на лучшее."
GREEK = "Ο δήμαρχος δήλωσε ότι το λιμάνι θα ανοίξει ξανά τη Δευτέρα μετά από εννέα εβδομάδες επισκευών στην πόλη."
TURKISH = (
    "Belediye başkanı, limanın dokuz haftalık onarımın ardından pazartesi günü yeniden açılacağını söyledi. Işık yandı."
)
JAPANESE = (
    "市長は月曜日、九週間の修理を終えて港が再び開くと発表した。住民は「待ちきれない」と話している。船も戻ってくる。"
)
CHINESE = "市长周一宣布，经过九个星期的维修，港口将重新开放。居民们表示非常期待，渔船也将在下周返回港口。"
TAIWANESE = "市長週一宣布，經過九個星期的維修，港口將重新開放。居民們表示非常期待，漁船也將在下週返回港口。"
KOREAN = "시장은 월요일에 아홉 주간의 수리를 마치고 항구가 다시 문을 연다고 발표했다. 주민들은 기대하고 있다."
HEBREW = "ראש העיר אמר ביום שני כי הנמל ייפתח מחדש לאחר תשעה שבועות של תיקונים. התושבים מחכים."
ARABIC = "قال رئيس البلدية يوم الاثنين إن الميناء سيعاد فتحه بعد تسعة أسابيع من الإصلاحات. السكان ينتظرون."

CASES = [
    (ENGLISH, "cp1252", "windows-1252"),
    (FRENCH, "cp1252", "windows-1252"),
    (GERMAN, "cp1252", "windows-1252"),
    (POLISH, "cp1250", "windows-1250"),
    (CZECH, "cp1250", "windows-1250"),
    (RUSSIAN, "cp1251", "windows-1251"),
    (RUSSIAN, "koi8_r", "koi8-r"),
    (GREEK, "cp1253", "windows-1253"),
    (TURKISH, "cp1254", "windows-1254"),
    (HEBREW, "cp1255", "windows-1255"),
    (ARABIC, "cp1256", "windows-1256"),
    (JAPANESE, "cp932", "shift_jis"),
    (JAPANESE, "euc_jp", "euc-jp"),
    (CHINESE, "gb18030", "gb18030"),
    (TAIWANESE, "big5", "big5"),
    (KOREAN, "cp949", "euc-kr"),
]


def page(text: str, declared: str) -> str:
    return f'<html><head><meta charset="{declared}"><title>{text[:20]}</title></head><body><p>{text}</p></body></html>'


@pytest.mark.parametrize(("text", "codec", "name"), CASES)
def test_a_declared_encoding_that_holds_is_taken(text: str, codec: str, name: str) -> None:
    got = decode(page(text, name).encode(codec))
    assert (got.text, got.encoding, got.replaced) == (page(text, name), name, 0)


@pytest.mark.parametrize(("text", "codec"), [case[:2] for case in CASES])
@pytest.mark.parametrize("declared", ["utf-8", "ascii", "x-unknown"])
def test_a_wrong_declared_encoding_is_recovered(text: str, codec: str, declared: str) -> None:
    got = decode(page(text, declared).encode(codec))
    assert (got.text, got.replaced) == (page(text, declared), 0)


@pytest.mark.parametrize(("text", "name"), [case[::2] for case in CASES])
def test_valid_utf8_wins_over_what_is_declared(text: str, name: str) -> None:
    got = decode(page(text, name).encode())
    assert (got.text, got.encoding) == (page(text, name), "utf-8")


@pytest.mark.parametrize("text", [RUSSIAN, GREEK, JAPANESE, CHINESE, KOREAN])
def test_latin1_declared_for_another_alphabet_is_not_believed(text: str) -> None:
    codec = next(c for t, c, _ in CASES if t == text)
    assert decode(page(text, "iso-8859-1").encode(codec)).text == page(text, "iso-8859-1")


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_byte_order_marks_and_wide_encodings(codec: str) -> None:
    text = page(ENGLISH + GERMAN, "utf-8")
    assert decode(text.encode(codec)).text == text


def test_http_comes_before_meta() -> None:
    data = page(RUSSIAN, "windows-1252").encode("koi8_r")
    assert decode(data, declared_by_http("text/html; charset=KOI8-R")).encoding == "koi8-r"


def test_damaged_utf8_stays_utf8_and_is_counted() -> None:
    data = RUSSIAN.encode()
    got = decode(data[:20] + b"\xff" + data[20:-2])
    assert got.encoding == "utf-8"
    assert got.replaced == 2
    assert got.text.startswith(RUSSIAN[:10])


def test_utf8_cut_within_its_last_character() -> None:
    got = decode("The café".encode()[:-1])
    assert (got.text, got.encoding, got.replaced) == ("The caf\ufffd", "utf-8", 1)


def test_replacement_characters_of_the_page_are_not_ours() -> None:
    assert decode("already \ufffd lost".encode()).replaced == 0


@pytest.mark.parametrize("text", [ENGLISH, FRENCH, GERMAN, RUSSIAN])
def test_text_encoded_twice_is_mended(text: str) -> None:
    twice = "".join(bytes([b]).decode("cp1252", "ignore") or chr(b) for b in text.encode())
    got = decode(twice.encode())
    assert (got.text, got.encoding) == (text, "utf-8+windows-1252")


@pytest.mark.parametrize(
    "text", [ENGLISH, FRENCH, GERMAN, "Ã Â â€ are signs of it", "CÂMARA MUNICIPAL: SÃO PAULO, PÃO E ÁGUA"]
)
def test_good_text_is_not_mended(text: str) -> None:
    assert decode(text.encode()).text == text


def test_nul_and_surrogates_are_removed() -> None:
    got = storable("The\x00 harbour \ud83d\ude00 and \ud800 lone")
    assert (got.text, got.replaced) == ("The harbour 😀 and \ufffd lone", 1)


@pytest.mark.parametrize(
    ("label", "codec"),
    [("UTF8", "utf-8"), ("latin1", "cp1252"), ("x-sjis", "cp932"), ("win-1251", "cp1251"), ("gb2312", "gb18030"),
     ("zip", None), ("rot13", None), ("unicode_escape", None), ("utf-7", None), ("\x00", None), ("utf-16", "utf-8")],
)  # fmt: skip
def test_labels(label: str, codec: str | None) -> None:
    assert codec_of(label) == codec


def test_undecodable_pages_are_refused(ingest: Ingest) -> None:
    got = ingest(("Harbour " + "\ufffd" * 30).encode())
    assert got.rules == ["undecodable"]
    assert "79%" in got.refused[0]["reason"]


@given(st.binary(max_size=300), st.sampled_from([None, "cp1252", "cp932", "gb18030"]))
def test_decode_never_raises_and_its_text_can_be_stored(data: bytes, declared: str | None) -> None:
    got = decode(data, declared)
    assert "\x00" not in got.text
    assert got.text.encode("utf-8").decode("utf-8") == got.text


@given(st.text())
def test_text_survives_utf8(text: str) -> None:
    assert decode(("é" + text).encode("utf-8", "ignore"), "cp1252").replaced == 0
