"""How fast `oped` reads, beside VADER and TextBlob on the same sentences, in one run on one core.

    python benchmarks/oped_speed.py [TEXTS] [MODEL]

TEXTS is a file of JSON lines, gzipped or not, with a `text` each; without it the seed's articles are read. MODEL is a
trained model whose speed is wanted too. Every sentence is taken once. Quote the ratios: megabytes a second are those of
the machine and of its other work.

`fresh` is an instrument that has met no word yet; `met` one that has read these very sentences before, as a large
corpus makes nearly all words met. Each figure is the best of several rounds, in which all take turns.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from time import perf_counter

from framing import read_articles
from framing.library import seeds
from framing.preprocessing.prepare import prepare
from framing.preprocessing.tokens import sentence_spans
from framing.scoring.trained import open_model
from framing.tone import TextBlobTone, VaderTone
from framing.tone.oped import OpedTone

ROUNDS = 5
BASE = "vaderSentiment, score alone"
Reader = Callable[[Sequence[str]], object]


def read_sentences(path: Path | None) -> list[str]:
    """The distinct sentences of a file, or of the seed."""
    if path is None:
        texts = [article.text for article in read_articles(seeds())]
    else:
        lines = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        texts = [json.loads(line)["text"] for line in lines.decode("utf-8").splitlines()]
    prepared = [prepare(line).text for text in texts for line in text.splitlines()]
    return list(dict.fromkeys(text[start:end] for text in prepared for start, end in sentence_spans(text)))


def readers(model: Path | None) -> dict[str, Callable[[], Reader]]:
    """What is timed: each makes, before the clock starts, what then reads sentences."""
    from textblob.en import sentiment
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    met, vader, textblob, analyzer = OpedTone(), VaderTone(), TextBlobTone(), SentimentIntensityAnalyzer()
    made: dict[str, Callable[[], Reader]] = {
        "oped, score alone, words met": lambda: met.valences,
        "oped, score alone, fresh": lambda: OpedTone().valences,
        "oped, with evidence, words met": lambda: met.read_sentences,
        "oped, with evidence, fresh": lambda: OpedTone().read_sentences,
        BASE: lambda: lambda texts: [analyzer.polarity_scores(text) for text in texts],
        "vader, with evidence": lambda: vader.read_sentences,
        "TextBlob, score alone": lambda: lambda texts: [sentiment(text) for text in texts],
        "textblob, with evidence": lambda: textblob.read,
    }
    if model is not None:
        trained = open_model(model)
        made[f"{trained.name}, with evidence"] = lambda: trained.read
    return made


def main(texts: Path | None = None, model: Path | None = None) -> None:
    """Print megabytes a second, and the ratio to vaderSentiment."""
    sentences = read_sentences(texts)
    size = sum(len(sentence.encode()) for sentence in sentences) / 1e6
    made = readers(model)
    best = dict.fromkeys(made, float("inf"))
    for make in made.values():
        make()(sentences)
    for _ in range(ROUNDS):
        for name, make in made.items():
            read = make()
            start = perf_counter()
            read(sentences)
            best[name] = min(best[name], perf_counter() - start)
    print(f"{len(sentences):,} distinct sentences, {size:.2f} MB\n")
    print(f"{'':34} {'MB/s':>7} {'ratio':>7}")
    for name, seconds in best.items():
        print(f"{name:34} {size / seconds:7.2f} {best[BASE] / seconds:7.2f}")


if __name__ == "__main__":
    if len(sys.argv) > 3:
        sys.exit("usage: oped_speed.py [TEXTS] [MODEL]")
    main(*map(Path, sys.argv[1:]))
