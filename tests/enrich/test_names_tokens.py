from hypothesis import given
from hypothesis import strategies as st

from tasks.enrich.tokens import Vocabulary, break_strength, folded, shape_of, windows, words_of

VOCABULARY = Vocabulary.of(["[PAD]", "[UNK]", "ka", "##tari", "##na", "ko", "-", "."])


def test_words_are_letters_or_single_marks():
    text = "Ko-Katari’s U.N. 2nd"
    assert [s.of(text) for s in words_of(text)] == ["Ko", "-", "Katari", "’", "s", "U", ".", "N", ".", "2nd"]


def test_longest_piece_wins_and_accents_do_not_count():
    assert VOCABULARY.pieces("Kátarina") == (2, 3, 4)
    assert VOCABULARY.pieces("xyz") == (1,)


def test_shapes_tell_how_a_word_is_written():
    assert len({shape_of(w) for w in ("ada", "Ada", "ADA", "A", "McAda", "42", ",")}) == 7


def test_windows_prefer_paragraph_ends():
    text = "One two three.\n\nFour five six. Seven"
    words = words_of(text)
    cuts = windows([1] * len(words), break_strength(text, words), 6)
    assert [words[a].of(text) for a, _ in cuts][1] == "Four"


@given(st.text())
def test_words_cover_all_but_white_space(text):
    words = words_of(text)
    assert all(s.start < s.end for s in words)
    rest = "".join(
        text[a:b] for a, b in zip([0, *(s.end for s in words)], [*(s.start for s in words), len(text)], strict=True)
    )
    assert all(c.isspace() or not c.isprintable() or ord(c) >= 0x300 for c in rest)


@given(st.text())
def test_folding_and_cutting_never_raise(word):
    folded(word)
    assert VOCABULARY.pieces(word)


@given(st.lists(st.integers(1, 9), max_size=60), st.integers(3, 20))
def test_windows_cover_all_words_in_order(lengths, size):
    cuts = windows(lengths, [0] * len(lengths), size)
    assert [i for a, b in cuts for i in range(a, b)] == list(range(len(lengths)))
    assert all(b - a == 1 or sum(lengths[a:b]) <= size for a, b in cuts)
