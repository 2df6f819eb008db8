"""Pages that are not in English: what their own words give away, who signed them, and where their sentences end."""

from __future__ import annotations

import pytest

from tasks.clean.byline import BY, read_byline
from tasks.clean.dates import written_date
from tasks.clean.draft import Hints
from tasks.clean.dump_prose import ends_sentence
from tasks.clean.furniture import furniture_reason
from tasks.clean.html_page import read_html

POINTERS = (
    "Czytaj także: Załogi promów zapowiadają strajk",
    "Читайте також: Паромники оголосили страйк",
    "Смотрите также: Паромщики объявили забастовку",
    "ΔΙΑΒΑΣΤΕ ΕΠΙΣΗΣ: Διήμερη απεργία στα φέρι",
    "Ayrıca okuyun: Feribot çalışanları greve gidiyor",
    "Veja também: Trabalhadores das balsas em greve",
    "あわせて読みたい：渡船の乗組員がストライキ",
    "相关阅读：轮渡工人宣布罢工",
    "관련기사: 여객선 노동자 파업",
    "קראו עוד: עובדי המעבורות שובתים",
    "شاهد أيضاً: إضراب عمال العبّارات",
)
BUTTONS = ("Udostępnij na Facebooku", "Поделиться в соцсетях", "Compartilhe no WhatsApp", "Paylaş: X", "شارك المقال")
CREDITS = (
    "Fot. Jan Nowak",
    "Фото: Иван Бродский / ТАСС",
    "Fotoğraf: Mehmet Kaya",
    "（写真：共同通信）",
    "צילום: נועה ברק",
)
SENTENCES = (
    "Polski most runął w piątek, a foto z miejsca zdarzenia obiegło świat.",
    "Фотограф читал также лекции о мостах и гаванях.",
    "Fotoğrafçı köprüyü paylaşmak istemedi.",
    "相关部门表示，大桥将关闭两周。",
    "관련 기사가 나온 뒤 다리는 통제됐다.",
)


@pytest.mark.parametrize("line", POINTERS + BUTTONS + CREDITS)
def test_lines_of_the_page(line: str) -> None:
    assert furniture_reason(line)


@pytest.mark.parametrize("line", SENTENCES)
def test_sentences_with_the_same_words(line: str) -> None:
    assert furniture_reason(line) is None


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("بقلم: منى الخطيب", "منى الخطيب"),
        ("מאת: נועה ברק", "נועה ברק"),
        ("Haber: Ayşe Demir", "Ayşe Demir"),
        ("作者：王小明", "王小明"),
        ("Текст: Анна Лебедева", "Анна Лебедева"),
    ],
)
def test_bylines(line: str, name: str) -> None:
    assert BY.match(line)
    assert read_byline(line).people == (name,)


def test_labels_part_a_line_of_date_source_and_author() -> None:
    told = (
        "斯凯尔港的旋转桥周五因一艘运砂驳船在黎明前撞上中央桥墩而对所有车辆关闭。",
        "港务局表示，无人受伤，但县里的工程师在水线以下的石块中发现了一道一臂长的裂缝。",
        "公交车将至少绕行两周，这使大约二百名学童上学的路程增加半小时。",
    )
    line = "<div><span>2026年3月14日 08:30</span> <span>来源：港城日报</span> <span>作者：王小明</span></div>"
    page = f"<article><h1>大桥遭驳船撞击后关闭</h1>{line}{''.join(f'<p>{text}</p>' for text in told)}</article>"
    _, [draft] = read_html(f"<html lang='zh'><body>{page}</body></html>", Hints(), None)
    assert draft.authors == ("王小明",)
    assert draft.published is not None
    assert tuple(text.text for text in draft.lines) == told


def test_korean_day() -> None:
    found = written_date("입력 2026년 3월 14일")
    assert found is not None
    assert found[0].date().isoformat() == "2026-03-14"


@pytest.mark.parametrize(
    "text", ["„Das war ein Knall.“", "»Genug!«", "「音がした。」", "هل انتهى الأمر؟", "״זה נגמר.״"]
)
def test_ends_of_sentences(text: str) -> None:
    assert ends_sentence(text)


def test_a_page_in_russian() -> None:
    told = (
        "Разводной мост через гавань закрыли в пятницу после того, как баржа с гравием ударила его среднюю опору.",
        "Никто не пострадал, однако инженеры нашли трещину длиной с руку в камне ниже ватерлинии, сообщила контора.",
        "Автобусы не меньше двух недель будут ходить в объезд, что прибавит полчаса к дороге в школу.",
    )
    between = f"<p>{CREDITS[1]}</p><p>{POINTERS[2]}</p><p>Подписывайтесь на наш канал</p>"
    body = f"<p>{told[0]}</p>{between}<p>{told[1]}</p><p>{told[2]}</p><p>{BUTTONS[1]}</p>"
    page = f"<article><h1>Мост закрыт после удара баржи</h1><p>Автор: Анна Лебедева</p>{body}</article>"
    _, [draft] = read_html(f"<html lang='ru'><body>{page}</body></html>", Hints(), None)
    assert tuple(line.text for line in draft.lines) == told
    assert draft.authors == ("Анна Лебедева",)
