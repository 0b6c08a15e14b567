"""How fast words are counted and key words found: 2,000 made-up articles in three groups.

Run it: python benchmarks/words.py [ARTICLES]. It prints what each step takes as a multiple of cutting a tenth of the
same texts with NLTK sentence by sentence, times ten. The texts are random: words of a long-tailed vocabulary with the
marks of English prose.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from framing.preprocessing.tokens import word_spans
from framing.run import Run, make_run
from framing.statistics.contexts import contexts
from framing.statistics.keyness import keyness
from framing.statistics.running_words import read_words
from framing.statistics.vocabulary import count_terms

PARAGRAPHS, SENTENCES, WORDS, VOCABULARY = 15, 3, 17, 60_000
ENDS = (".", ".", ".", ".", "?", ".”")


def made_up_run(articles: int, *, seed: int = 0) -> Run:
    """A run of random texts, without scores."""
    rng = np.random.default_rng(seed)
    letters = np.array(list("aeiourstlnmdcphgbfvwky"))
    words = ["".join(rng.choice(letters, size=size)) for size in rng.integers(2, 11, VOCABULARY)]
    tables: dict[str, dict[str, list[Any]]] = {
        name: {}
        for name in ("articles", "paragraphs", "by_voice", "sentences", "evidence", "actors", "quotations")
    }
    for number in range(articles):
        article = f"a{number:05d}"
        _add(tables["articles"], article=article, input="made up", row=None, n_words=1, n_paragraphs=PARAGRAPHS,
             outlet=f"outlet {number % 3}")  # fmt: skip
        for paragraph in range(PARAGRAPHS):
            _paragraph(tables, article, paragraph, words, rng)
    return make_run(**tables, measures=[], rejected=[], manifest={})


def _paragraph(
    tables: dict[str, dict[str, list[Any]]],
    article: str,
    paragraph: int,
    words: list[str],
    rng: np.random.Generator,
) -> None:
    text, place = "", {"article": article, "paragraph": paragraph}
    for sentence in range(SENTENCES):
        drawn = [words[int(rank) % VOCABULARY] for rank in rng.zipf(1.2, WORDS)]
        drawn[5] += ","
        drawn[8] += "'s"
        said = " ".join(drawn).capitalize() + ENDS[int(rng.integers(len(ENDS)))]
        start = len(text) + bool(text)
        text = f"{text} {said}".strip()
        _add(
            tables["sentences"],
            **place,
            sentence=sentence,
            voice="all",
            start=start,
            end=len(text),
            n_words=WORDS,
        )
    if rng.random() < 0.3:  # about as many as in op-eds
        _add(tables["quotations"], **place, start=5, end=60, speaker=None)
    n = SENTENCES * WORDS
    _add(tables["paragraphs"], **place, kind="body", start=0, end=len(text), n_words=n, n_sentences=SENTENCES,
         text=text)  # fmt: skip


def _add(table: dict[str, list[Any]], **row: Any) -> None:
    for name, value in row.items():
        table.setdefault(name, []).append(value)


def seconds(work: Callable[[], Any]) -> float:
    """Time that a piece of work takes, the better of two."""
    times = []
    for _ in range(2):
        begin = time.perf_counter()
        work()
        times.append(time.perf_counter() - begin)
    return min(times)


def main() -> None:
    """Measure and print."""
    articles = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000
    run = made_up_run(articles)
    some = [
        text[start:end]
        for text, start, end in zip(
            run.paragraphs["text"].repeat(SENTENCES).iloc[: articles * PARAGRAPHS * SENTENCES // 10],
            run.sentences["start"],
            run.sentences["end"],
            strict=False,
        )
    ]
    plain = 10 * seconds(lambda: [word_spans(sentence) for sentence in some])
    words = read_words(run)
    counts = count_terms(words, articles)
    print(f"{articles:,} articles, {len(words.word):,} words, {len(counts.terms):,} different ones")
    steps: dict[str, Callable[[], Any]] = {
        "running words": lambda: read_words(run),
        "running words of the author": lambda: read_words(run, voice="author"),
        "counts by article": lambda: count_terms(words, articles),
        "pairs by article": lambda: count_terms(words, articles, terms="pairs"),
        "keyness, log-odds, 3 groups": lambda: keyness(run, by="outlet"),
        "keyness, G², 3 groups": lambda: keyness(run, by="outlet", measure="log_likelihood"),
        "keyness of pairs, 3 groups": lambda: keyness(run, by="outlet", terms="pairs"),
        "contexts of one word": lambda: contexts(run, f"{counts.terms[1000]}*", by="outlet"),
    }
    print(f"{'cutting with NLTK, sentence by sentence':42}{1:8.2f}   {plain:6.1f} s")
    for name, work in steps.items():
        took = seconds(work)
        print(f"{name:42}{took / plain:8.2f}   {took:6.1f} s")


if __name__ == "__main__":
    main()
