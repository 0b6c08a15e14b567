"""Make baseline.csv: how often each list of a codebook hits ordinary text.

    python lexicons/frames/make_baseline.py DATA_DIR [CODEBOOK ...]

`DATA_DIR` holds the reference texts (JSON lines, gzip). One `baseline.csv` is written beside each codebook's
`terms.csv`; without names, those of `frames` and `generic_frames`.

The reference mixture. No single genre is ordinary news, so three that lie around it are joined, each text whole:

- `opinion`: opinion pieces, rejoined from their sentences. The genre this project reads, rich in home politics.
- `headlines`: headlines of general news, in runs of about 600 words. What the day's news is about; denser than running text.
- `reviews`: sentences of film and product reviews, in runs of about 600 words. Culture, leisure and shopping, the
  half of a newspaper that no one calls politics. Every k-th run only, so that reviews weigh as many words as opinion pieces.

The dispersion φ says how hits come in clumps inside one text: Pearson's sum of (n - E)² / E over the sentences of the opinion
pieces (the only real texts here), E being a sentence's words times the rate of its own text, divided by the number of
sentences less the number of texts. Never below 1. That texts differ in their rates is not noise but what emphasis
measures; counted in (φ of 3 to 5), it left 2 of the 249 pieces with a leading frame, where 32 have one now.
"""

from __future__ import annotations

import csv
import gzip
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from fnmatch import translate
from pathlib import Path

LEXICONS = Path(__file__).resolve().parent.parent
CHUNK_WORDS = 600
SOURCE = (
    "opinion pieces (NYT, Hutto & Gilbert 2014) {opinion:,} words + general news headlines (EmoBank, Buechel & Hahn 2017) "
    "{headlines:,} words + film and product reviews (Hutto & Gilbert 2014, every k-th run of 600 words) {reviews:,} words"
)

Count = Callable[[str], tuple[Counter[str], int]]


def make_counter(codebook: Path) -> Count:
    """Give the function that counts hits by category, and words, in one text."""
    from nltk.tokenize import NLTKWordTokenizer

    tokenizer = NLTKWordTokenizer()
    patterns: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    with codebook.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            patterns[row["label"]].append(tuple(row["pattern"].split()))
    elements = {element for of_label in patterns.values() for pattern in of_label for element in pattern}
    globs = {e: re.compile(translate(e.lower())) for e in elements if "*" in e or "?" in e}
    literals = elements - set(globs)
    lowered: dict[str, set[str]] = defaultdict(set)
    for element in literals:
        if not re.fullmatch("[A-Z]{2,6}", element):
            lowered[element.lower()].add(element)
    by_first: dict[str, list[tuple[str, tuple[str, ...]]]] = defaultdict(list)
    for label, of_label in patterns.items():
        for pattern in of_label:
            by_first[pattern[0]].append((label, pattern))
    known: dict[str, set[str]] = {}

    def elements_of(token: str) -> set[str]:
        if token not in known:
            found = {e for e, glob in globs.items() if glob.match(token.lower())}
            known[token] = found | lowered.get(token.lower(), set()) | ({token} & literals)
        return known[token]

    def count(text: str) -> tuple[Counter[str], int]:
        tokens = tokenizer.tokenize(text.translate({0x2018: "'", 0x2019: "'", 0x201C: '"', 0x201D: '"'}))
        found = [elements_of(token) for token in tokens]
        starts: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for i in range(len(tokens)):
            for first in found[i]:
                for label, pattern in by_first[first]:
                    if i + len(pattern) <= len(tokens) and all(e in found[i + j] for j, e in enumerate(pattern)):
                        starts[label].append((-len(pattern), i))
        n: Counter[str] = Counter()
        for label, of_label in starts.items():
            used: set[int] = set()
            for length, i in sorted(of_label):
                span = range(i, i - length)
                if used.isdisjoint(span):
                    used.update(span)
                    n[label] += 1
        words = sum(any(c.isalnum() for c in t) and t.lower() not in ("'s", "n't") for t in tokens)
        return n, words

    return count


def read_lines(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def join_articles(rows: Iterable[dict[str, str]]) -> list[list[str]]:
    articles: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        articles[row["article"]].append(row["text"])
    return list(articles.values())


def join_runs(rows: Iterable[dict[str, str]]) -> list[list[str]]:
    runs: list[list[str]] = []
    n = CHUNK_WORDS
    for row in rows:
        if n >= CHUNK_WORDS:
            runs.append([])
            n = 0
        runs[-1].append(row["text"])
        n += len(row["text"].split())
    return runs


def read_references(data: Path) -> dict[str, list[list[str]]]:
    """Give the reference texts by genre, each a list of sentences or headlines."""
    opinion = join_articles(read_lines(data / "tone_nyt_opinion_dev.jsonl.gz"))
    headlines = join_runs(read_lines(data / "tone_emobank_headlines_dev.jsonl.gz"))
    reviews = join_runs(read_lines(data / "tone_movie.jsonl.gz")) + join_runs(read_lines(data / "tone_amazon.jsonl.gz"))
    n_opinion = sum(len(s.split()) for text in opinion for s in text)
    step = max(1, round(len(reviews) * CHUNK_WORDS / n_opinion))
    return {"opinion": opinion, "headlines": headlines, "reviews": reviews[::step]}


def measure_dispersion(texts: list[list[tuple[Counter[str], int]]], label: str) -> float:
    chi2 = 0.0
    degrees = 0
    for text in texts:
        rate = sum(n[label] for n, _ in text) / max(1, sum(words for _, words in text))
        sentences = [(n[label], words * rate) for n, words in text if words * rate]
        chi2 += sum((n - expected) ** 2 / expected for n, expected in sentences)
        degrees += max(0, len(sentences) - 1)
    return max(1.0, chi2 / degrees) if degrees else 1.0


def make_baseline(codebook: Path, references: dict[str, list[list[str]]]) -> list[dict[str, object]]:
    """Give the rows of baseline.csv: category, n, n_words, dispersion, source."""
    count = make_counter(codebook)
    counted = {genre: [[count(sentence) for sentence in text] for text in texts] for genre, texts in references.items()}
    n_words = {genre: sum(words for text in texts for _, words in text) for genre, texts in counted.items()}
    with codebook.open(encoding="utf-8", newline="") as file:
        labels = sorted({row["label"] for row in csv.DictReader(file)})
    return [
        {
            "category": label,
            "n": sum(n[label] for texts in counted.values() for text in texts for n, _ in text),
            "n_words": sum(n_words.values()),
            "dispersion": f"{measure_dispersion(counted['opinion'], label):.3f}",
            "source": SOURCE.format(**n_words),
        }
        for label in labels
    ]


def main(arguments: list[str]) -> None:
    references = read_references(Path(arguments[0]))
    for name in arguments[1:] or ["frames", "generic_frames"]:
        folder = LEXICONS / name
        rows = make_baseline(folder / "terms.csv", references)
        with (folder / "baseline.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, fieldnames=list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


if __name__ == "__main__":
    main(sys.argv[1:])
