"""Words, pieces and shapes, as the nets read them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tasks.enrich.tagger import Words
from tasks.enrich.tokens import Vocabulary, folded, shape_of, words_of

VOCABULARY = Vocabulary.of(["[PAD]", "[UNK]", "ka", "##tari", "##na", "ko", "-", "."])


def test_words_are_letters_or_single_marks() -> None:
    text = "Ko-Katari’s U.N. 2nd"
    assert words_of(text) == ["Ko", "-", "Katari", "’", "s", "U", ".", "N", ".", "2nd"]


def test_longest_piece_wins_and_accents_do_not_count() -> None:
    assert VOCABULARY.pieces("Kátarina") == (2, 3, 4)
    assert VOCABULARY.pieces("xyz") == (1,)


def test_shapes_tell_how_a_word_is_written() -> None:
    assert len({shape_of(w) for w in ("ada", "Ada", "ADA", "A", "McAda", "42", ",")}) == 7


@given(st.text())
def test_words_cover_all_but_white_space(text: str) -> None:
    words = Words.of(text)
    assert all(word == text[a:b] for word, a, b in zip(words.texts, words.starts, words.ends, strict=True))
    rest = "".join(text[a:b] for a, b in zip([0, *words.ends], [*words.starts, len(text)], strict=True))
    assert all(c.isspace() or not c.isprintable() or ord(c) >= 0x300 for c in rest)


@given(st.text())
def test_folding_and_cutting_never_raise(word: str) -> None:
    folded(word)
    assert VOCABULARY.pieces(word)
