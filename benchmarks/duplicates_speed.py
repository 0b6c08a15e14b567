"""How find_duplicates grows with the number of articles, and what it finds of copies with replaced words.

    python benchmarks/duplicates_speed.py

Texts are 800 words dealt from a Zipf distribution over 40,000; one in ten stands there twice.
"""

from __future__ import annotations

import time

import numpy as np

from framing.run import Run, make_run
from framing.statistics.duplicates import find_duplicates

WORDS = np.array([f"w{number}" for number in range(40_000)])
SHARES = 1 / np.arange(1, len(WORDS) + 1)


def deal(rng: np.random.Generator, articles: int) -> list[list[str]]:
    """Texts as lists of words, every tenth of them a copy of an earlier one."""
    chance = SHARES / SHARES.sum()
    texts = [list(WORDS[rng.choice(len(WORDS), 800, p=chance)]) for _ in range(articles - articles // 10)]
    return texts + texts[: articles // 10]


def run_of(texts: list[list[str]]) -> Run:
    """A run with nothing in it but the texts."""
    names = [f"a{place}" for place in range(len(texts))]
    size = len(names)
    return make_run(
        articles={"article": names, "input": names, "n_words": [800] * size, "n_paragraphs": [1] * size}
        | {name: [None] * size for name in ("row", "title", "outlet", "author", "date", "url")},
        paragraphs={"article": names, "kind": ["body"] * size, "text": [" ".join(text) for text in texts]}
        | {name: [0] * size for name in ("paragraph", "start", "end", "n_words", "n_sentences")},
        by_voice={},
        sentences={},
        evidence={},
        actors={},
        quotations={},
        measures=[],
        rejected=[],
        manifest={},
    )


def main() -> None:
    """Print times relative to the smallest run, and the share of changed copies that is found."""
    rng = np.random.default_rng(0)
    base = 0.0
    for articles in (1_000, 2_000, 4_000, 8_000):
        run = run_of(deal(rng, articles))
        began = time.perf_counter()
        found = find_duplicates(run)
        took = time.perf_counter() - began
        base = base or took / articles
        repeats = int((~found["kept"]).sum())
        print(
            f"{articles:6,} articles: {took:5.2f} s, {took / articles / base:4.2f} a text of the first; {repeats} found"
        )
    texts = deal(rng, 330)[:290]
    for every in (30, 20, 15, 10, 8):
        changed = [
            [w if rng.random() > 1 / every else str(rng.choice(WORDS)) for w in text] for text in texts
        ]
        found = find_duplicates(run_of(texts + changed))
        print(
            f"one word in {every:2} replaced: {(~found['kept']).mean() * len(found) / len(texts):.3f} found"
        )


if __name__ == "__main__":
    main()
