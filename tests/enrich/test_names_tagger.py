"""The fast tagger over nets made here: what it does with several, whatever they were trained on."""

from __future__ import annotations

import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from tasks.enrich.fast_net import SameWords
from tasks.enrich.fast_tagger import FastTagger
from tasks.enrich.features import AFFIXES, WordFeatures, features_of
from tasks.enrich.tagger import LABELS, Words
from tasks.enrich.tokens import SHAPES, Vocabulary

WIDTH, INNER = 8, 12
PIECES = ("[UNK]", "rosa", "quispe", "met", "in", "accra", ".")
STORY = Words.of("Rosa Quispe met Abena Osei in Accra. Quispe said so.")
TABLES = ("pieces", "beginnings", "endings")
Net = dict[str, np.ndarray]
"""Weights by name."""
TaggerOf = Callable[..., FastTagger]


def net(seed: int, inner: int = INNER) -> Net:
    """Random weights of one net, by name."""
    dice = np.random.default_rng(seed)

    def some(*shape: int) -> np.ndarray:
        return dice.normal(0, 0.5, shape).astype(np.float16)

    weights = {"shapes.weight": some(SHAPES, WIDTH), "pool.weight": some(WIDTH, WIDTH), "pool.bias": some(WIDTH)}
    for table, rows in zip(TABLES, (len(PIECES), AFFIXES, AFFIXES), strict=True):
        weights[f"{table}.weight"] = dice.integers(-127, 128, (rows, WIDTH)).astype(np.int8)
        weights[f"{table}.step"] = np.array([0.01], np.float32)
    for layer in ("layers.0", "layers.1"):
        weights |= {f"{layer}.up.weight": some(inner, 3 * WIDTH), f"{layer}.up.bias": some(inner)}
        weights |= {f"{layer}.down.weight": some(WIDTH, inner), f"{layer}.down.bias": some(WIDTH)}
    for norm in ("norm", "pool_norm", "layers.0.norm", "layers.1.norm"):
        weights |= {f"{norm}.weight": some(WIDTH), f"{norm}.bias": some(WIDTH)}
    return weights | {"head.weight": some(len(LABELS), WIDTH), "head.bias": some(len(LABELS))}


def stored(path: Path, *nets: Net, **more: np.ndarray) -> Path:
    np.savez(path, allow_pickle=False, **{name: np.stack([w[name] for w in nets]) for name in nets[0]}, **more)
    return path


@pytest.fixture
def tagger_of(tmp_path: Path) -> TaggerOf:
    """A tagger with these nets, or the nets of these seeds."""

    def made(*nets: Net | int, slim: Net | None = None) -> FastTagger:
        weights = [net(one) if isinstance(one, int) else one for one in nets]
        vocabulary = np.frombuffer("\n".join(PIECES).encode(), np.uint8)
        model = stored(tmp_path / "names.npz", *weights, pool_after=np.array([1], np.int8), vocabulary=vocabulary)
        return FastTagger(model, stored(tmp_path / "fast.npz", slim) if slim else None)

    return made


def test_several_nets_answer_with_the_mean_of_their_log_probabilities(tagger_of: TaggerOf) -> None:
    (one,) = tagger_of(1).probabilities([STORY])
    (two,) = tagger_of(2).probabilities([STORY])
    (both,) = tagger_of(1, 2).probabilities([STORY])
    expected = np.sqrt(one * two)
    assert not np.allclose(one, two, atol=0.01)
    np.testing.assert_allclose(both, expected / expected.sum(-1, keepdims=True), atol=1e-5)


def test_a_slim_net_reads_with_the_tables_of_the_first(tagger_of: TaggerOf) -> None:
    slim = {name: array for name, array in net(3, inner=5).items() if name.split(".")[0] not in TABLES}
    (told,) = tagger_of(1, 2, slim=slim).probabilities([STORY])
    (expected,) = tagger_of(net(1) | slim).probabilities([STORY])
    np.testing.assert_array_equal(told, expected)


def leaving(below: float) -> Net:
    """An exit of a net after its first layer: words leave whose second number is below this."""
    weights = {"exit.weight": np.eye(2, WIDTH, dtype=np.float16)[1:], "exit.bias": np.array([-below], np.float16)}
    return weights | {"exit_after": np.array(1, np.int8)}


def test_words_that_leave_pass_over_the_layers_after_the_exit_and_the_others_do_not(
    tagger_of: TaggerOf,
) -> None:
    (without,) = tagger_of(net(1)).probabilities([STORY])
    (all_go_on,) = tagger_of(net(1) | leaving(-1000)).probabilities([STORY])
    (all_leave,) = tagger_of(net(1) | leaving(1000)).probabilities([STORY])
    (some_leave,) = tagger_of(net(1) | leaving(1)).probabilities([STORY])
    left = np.isclose(some_leave, all_leave, atol=1e-5).all(-1)
    np.testing.assert_array_equal(all_go_on, without)
    assert left.any()
    assert not left.all()


def test_a_net_twice_answers_like_the_net(tagger_of: TaggerOf) -> None:
    (one,) = tagger_of(3).probabilities([STORY])
    (twice,) = tagger_of(3, 3).probabilities([STORY])
    np.testing.assert_allclose(twice, one, atol=1e-6)


def test_what_was_read_before_changes_no_answer(tagger_of: TaggerOf) -> None:
    tagger = tagger_of(1, 2)
    (fresh,) = tagger.probabilities([STORY])
    others = [Words.of(" ".join(f"Word{n * k}" for n in range(1500))) for k in (1, 2)]
    with_others = tagger.probabilities([others[0], STORY, Words.of(""), others[1]])
    np.testing.assert_allclose(with_others[1], fresh, atol=1e-5)
    assert with_others[2].shape == (0, len(LABELS))


def test_forgotten_words_are_learnt_again(tagger_of: TaggerOf, monkeypatch: pytest.MonkeyPatch) -> None:
    tagger = tagger_of(1, 2)
    (fresh,) = tagger.probabilities([STORY])
    monkeypatch.setattr("tasks.enrich.fast_tagger._KNOWN_WORDS", 3)
    tagger.probabilities([Words.of("Other words came first.")])
    np.testing.assert_allclose(tagger.probabilities([STORY])[0], fresh, atol=1e-5)


def test_the_words_met_most_are_kept(tagger_of: TaggerOf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tasks.enrich.fast_tagger._KNOWN_WORDS", 8)
    tagger = tagger_of(1)
    learnt: list[str] = []

    def noted(word: str, vocabulary: Vocabulary) -> WordFeatures:
        learnt.append(word)
        return features_of(word, vocabulary)

    monkeypatch.setattr("tasks.enrich.fast_tagger.features_of", noted)
    for story in ("met met met Rosa Rosa Quispe in Accra on the way", "Rosa met Osei", "met Rosa on a way"):
        tagger.probabilities([Words.of(story)])
    assert learnt.count("met") == learnt.count("Rosa") == 1
    assert learnt.count("way") == 2


def test_threads_that_read_at_once_get_the_answers_of_one(tagger_of: TaggerOf) -> None:
    stories = [Words.of(" ".join(f"{word}{n}" for word in ("Rosa", "met", "Accra", "Quispe"))) for n in range(300)]
    alone = tagger_of(1)
    expected = [alone.probabilities([story])[0] for story in stories]
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        tagger = tagger_of(1)
        with ThreadPoolExecutor(8) as pool:
            told = list(pool.map(lambda story: tagger.probabilities([story])[0], stories))
    finally:
        sys.setswitchinterval(before)
    for one, other in zip(told, expected, strict=True):
        np.testing.assert_allclose(one, other, atol=1e-5)


def test_the_mean_of_the_same_words() -> None:
    rows = np.array([[0.0], [2.0], [10.0], [4.0]], np.float32)
    assert SameWords.of(np.array([7, 1, 7, 1])).means(rows).ravel().tolist() == [3.0, 5.0]
