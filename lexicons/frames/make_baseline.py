"""Make baseline.csv: how often each list of a codebook hits ordinary text.

    python lexicons/frames/make_baseline.py DATA_DIR [CODEBOOK ...]

`DATA_DIR` holds the reference texts (JSON lines, gzip). One `baseline.csv` is written beside each codebook's
`terms.csv`; without names, those of `frames` and `generic_frames`. Hits are counted as scoring counts them: by
the project's own matcher, and not inside actors' names.

The reference mixture. No single genre is ordinary news, so three that lie around it are joined, each text whole:

- `opinion`: opinion pieces, rejoined from their sentences. The genre this project reads, rich in home politics.
- `headlines`: headlines of general news. What the day's news is about; denser than running text.
- `reviews`: sentences of film and product reviews, in runs of about 600 words. Culture, leisure and shopping,
  the half of a newspaper that no one calls politics. Every k-th run only, so that reviews weigh as many words
  as opinion pieces.

The dispersion φ says how hits come in clumps inside one text, given the text's own rate: Pearson's sum of
(n - E)² / E over the paragraphs of the opinion pieces (the only real texts here; their line structure is lost, so
runs of 3 or 4 consecutive sentences stand for paragraphs), E being a paragraph's words times the rate of its own
text, divided by the number of paragraphs less the number of texts; at least 1. That texts differ in their rates
is not noise but what emphasis measures, so it is not counted.
"""

from __future__ import annotations

import csv
import gzip
import json
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import chain, pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from framing.lexicon.instrument import LexiconInstrument, actor_instrument, frame_instrument
from framing.preprocessing.prepare import prepare
from framing.preprocessing.tokens import count_words
from framing.scoring.reading import hit_spans, is_inside

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LEXICONS = Path(__file__).resolve().parent.parent
RUN_WORDS = 600
PARAGRAPH_SENTENCES = 3.5
SOURCE = (
    "opinion pieces (NYT, Hutto & Gilbert 2014) {opinion:,} words + general news headlines (EmoBank, Buechel & "
    "Hahn 2017) {headlines:,} words + film and product reviews (Hutto & Gilbert 2014, every k-th run of 600 "
    "words) {reviews:,} words; dispersion between runs of 3 or 4 sentences within the opinion pieces"
)


@dataclass(frozen=True, slots=True)
class Count:
    """Hits outside actors' names by label, and words, of one sentence or paragraph."""

    hits: Counter[str]
    n_words: int


def count(texts: list[str], frames: LexiconInstrument, actors: LexiconInstrument) -> list[Count]:
    """Count each text as scoring does."""
    prepared = [prepare(text).text for text in texts]
    counts = []
    for text, found, named in zip(prepared, frames.read(prepared), actors.read(prepared), strict=True):
        names = hit_spans(named.hits)
        outside = Counter(hit.category for hit in found.hits if not is_inside(hit, names))
        counts.append(Count(outside, count_words(text)))
    return counts


def read_lines(path: Path) -> Iterator[dict[str, str]]:
    """Rows of a file of reference texts."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def join_articles(rows: Iterable[dict[str, str]]) -> list[list[str]]:
    """Sentences of each opinion piece, in the file's order."""
    articles: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        articles[row["article"]].append(row["text"])
    return list(articles.values())


def join_runs(rows: Iterable[dict[str, str]]) -> list[list[str]]:
    """Consecutive sentences in runs of about 600 words."""
    runs: list[list[str]] = []
    n_words = RUN_WORDS
    for row in rows:
        if n_words >= RUN_WORDS:
            runs.append([])
            n_words = 0
        runs[-1].append(row["text"])
        n_words += len(row["text"].split())
    return runs


def read_references(data: Path) -> dict[str, list[list[str]]]:
    """Reference texts by genre, each a list of sentences or headlines."""
    opinion = join_articles(read_lines(data / "tone_nyt_opinion_dev.jsonl.gz"))
    headlines = join_runs(read_lines(data / "tone_emobank_headlines_dev.jsonl.gz"))
    reviews = [
        *join_runs(read_lines(data / "tone_movie.jsonl.gz")),
        *join_runs(read_lines(data / "tone_amazon.jsonl.gz")),
    ]
    n_opinion = sum(len(sentence.split()) for text in opinion for sentence in text)
    step = max(1, round(len(reviews) * RUN_WORDS / n_opinion))
    return {"opinion": opinion, "headlines": headlines, "reviews": reviews[::step]}


def paragraphs(sentences: list[Count]) -> list[Count]:
    """Join the sentences of one text into runs of 3 or 4, as even as can be."""
    size = max(1, round(len(sentences) / PARAGRAPH_SENTENCES))
    cuts = [round(i * len(sentences) / size) for i in range(size + 1)]
    runs = [sentences[start:end] for start, end in pairwise(cuts)]
    return [
        Count(sum((each.hits for each in run), Counter()), sum(each.n_words for each in run)) for run in runs
    ]


def measure_dispersion(texts: list[list[Count]], label: str) -> float:
    """Pearson's dispersion of a label's hits between paragraphs of one text, pooled over texts; at least 1."""
    chi2 = 0.0
    degrees = 0
    for text in texts:
        rate = sum(each.hits[label] for each in text) / max(1, sum(each.n_words for each in text))
        pairs = [(each.hits[label], each.n_words * rate) for each in text if each.n_words * rate]
        chi2 += sum((n - expected) ** 2 / expected for n, expected in pairs)
        degrees += max(0, len(pairs) - 1)
    return max(1.0, chi2 / degrees) if degrees else 1.0


def make_baseline(codebook: str, references: dict[str, list[list[str]]]) -> list[dict[str, str | int]]:
    """Rows of baseline.csv: category, n, n_words, dispersion, source."""
    frames, actors = frame_instrument(codebook), actor_instrument("actors")
    counted = {genre: [count(text, frames, actors) for text in texts] for genre, texts in references.items()}
    n_words = {
        genre: sum(each.n_words for each in chain.from_iterable(texts)) for genre, texts in counted.items()
    }
    total = [each for texts in counted.values() for each in chain.from_iterable(texts)]
    pieces = [paragraphs(text) for text in counted["opinion"]]
    return [
        {
            "category": label,
            "n": sum(each.hits[label] for each in total),
            "n_words": sum(n_words.values()),
            "dispersion": f"{measure_dispersion(pieces, label):.3f}",
            "source": SOURCE.format(**n_words),
        }
        for label in sorted(each.name for each in frames.codebook.labels)
    ]


def main(arguments: list[str]) -> None:
    """Write baseline.csv of each codebook named, beside its terms.csv."""
    references = read_references(Path(arguments[0]))
    for name in arguments[1:] or ["frames", "generic_frames"]:
        rows = make_baseline(name, references)
        with (LEXICONS / name / "baseline.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, fieldnames=list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


if __name__ == "__main__":
    main(sys.argv[1:])
