"""Make reference.csv: how each tone score is spread over opinion pieces, by sentence and in longer texts.

    python lexicons/tone_reference/make.py DATA_DIR

DATA_DIR holds tone_nyt_opinion_dev.jsonl.gz, sentences of New York Times opinion pieces (Hutto & Gilbert
2014, MIT): one JSON object a line with `id`, `article` and `text`, in reading order. Only figures are
written, no text. The units are

- sentence: each sentence;
- paragraph: each article cut into pieces of three or four consecutive sentences, for want of paragraphs;
- article: all its sentences.

oped was trained on these very sentences: its spread here is a little wider than on others (sentences: SD .139,
out of its folds .131; lexicons/oped_valence/source.toml).

A text on which an instrument is silent is left out of its figures and counted in `n_silent`. `sd` has n - 1
in its denominator; d1 to d9 are deciles, interpolated between order statistics (statistics.quantiles,
"inclusive"). At the end it prints the sha256 to write into source.toml.
"""

from __future__ import annotations

import csv
import gzip
import json
import math
import statistics
import sys
from itertools import groupby, pairwise
from pathlib import Path

from framing.library import sha256
from framing.preprocessing.prepare import prepare
from framing.tone import OpedTone, TextBlobTone, VaderTone

DATA = "tone_nyt_opinion_dev.jsonl.gz"
SOURCE = "New York Times opinion pieces, development part (Hutto & Gilbert 2014)"
COLUMNS = ("textblob_polarity", "textblob_subjectivity", "vader_compound", "oped_valence")
DECILES = tuple(f"d{decile}" for decile in range(1, 10))
LONGEST = 4  # sentences in a piece
SHORTEST = 3


def read_articles(path: Path) -> list[list[str]]:
    """Read the prepared sentences of each article."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [
        [prepare(row["text"]).text for row in group] for _, group in groupby(rows, lambda row: row["article"])
    ]


def pieces(article: list[str]) -> list[list[str]]:
    """Cut an article into the fewest pieces of at most four sentences, of like size; none below three."""
    n_pieces = math.ceil(len(article) / LONGEST)
    cuts = [round(index * len(article) / n_pieces) for index in range(n_pieces + 1)]
    parts = [article[start:end] for start, end in pairwise(cuts)]
    return [part for part in parts if len(part) >= SHORTEST]


def read_texts(texts: list[list[str]]) -> list[dict[str, float]]:
    """Score each text, given as its sentences."""
    textblob, by_sentence = TextBlobTone(), (VaderTone(), OpedTone())
    scores = []
    for sentences in texts:
        values = dict(textblob.read([" ".join(sentences)])[0].values)
        for tone in by_sentence:
            values |= tone.combine(tone.read_sentences(sentences), [0] * len(sentences)).values
        scores.append(values)
    return scores


def summarize(column: str, unit: str, scores: list[dict[str, float]]) -> dict[str, str | int]:
    """One row of reference.csv."""
    values = sorted(score[column] for score in scores if not math.isnan(score[column]))
    figures = {
        "mean": statistics.fmean(values),
        "sd": statistics.stdev(values),
        **dict(zip(DECILES, statistics.quantiles(values, n=10, method="inclusive"), strict=True)),
    }
    row: dict[str, str | int] = {"column": column, "unit": unit, "n": len(values)}
    row["n_silent"] = len(scores) - len(values)
    row |= {name: f"{value:.6f}" for name, value in figures.items()}
    row["source"] = SOURCE
    return row


def main(data: Path) -> None:
    """Write reference.csv beside this file."""
    articles = read_articles(data / DATA)
    units = {
        "sentence": [[sentence] for article in articles for sentence in article],
        "paragraph": [piece for article in articles for piece in pieces(article)],
        "article": articles,
    }
    scores = {unit: read_texts(texts) for unit, texts in units.items()}
    target = Path(__file__).with_name("reference.csv")
    with target.open("w", encoding="utf-8", newline="") as stream:
        fields = ("column", "unit", "n", "n_silent", "mean", "sd", *DECILES, "source")
        writer = csv.DictWriter(stream, fields, lineterminator="\n")
        writer.writeheader()
        writer.writerows(summarize(column, unit, scores[unit]) for column in COLUMNS for unit in units)
    print(f"{target}: sha256 = {sha256(target)}")


if __name__ == "__main__":
    if len(sys.argv) != 2:  # noqa: PLR2004 (the script and its one argument)
        sys.exit("usage: make.py DATA_DIR")
    main(Path(sys.argv[1]))
