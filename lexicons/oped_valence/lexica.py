"""What is known of words before any opinion sentence is rated: other people's lists, and one written for this."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from framing.tone.oped_features import ALWAYS, CONTEXTS, NEGATED, Word, phrases, pieces, read_words

HERE = Path(__file__).parent
LISTS = tuple(f"{name} {sign}" for name in ("vader", "textblob", "own") for sign in "+-")


class Lexica:
    """What is known of words before any opinion sentence is rated."""

    def __init__(
        self, reviews: Mapping[str, float], *, lists: Sequence[str] = ("vader", "textblob", "own")
    ) -> None:
        self.tables: dict[str, Mapping[str, float]] = {"reviews": reviews}
        self.tables |= _vader() if "vader" in lists else {}
        self.tables |= _textblob() if "textblob" in lists else {}
        self.own = _own() if "own" in lists else {}
        self.stems = {key[:-1] for key in self.own if key.endswith("*")}
        self.phrases = sorted(key for key in self.own if " " in key)
        self.starts = {phrase.split(" ")[0] for phrase in self.phrases}
        exact = {key for key in self.own if key[-1] != "*" and " " not in key}
        self.words = exact.union(*self.tables.values())
        self.labels = sorted({label for label, _ in self.own.values()})
        self.lexical = [(name, context) for name in LISTS for context in range(len(CONTEXTS))]
        self.lexical += [("subjectivity", ALWAYS), ("reviews", ALWAYS)]
        self.labelled = [
            (f"label {label}", context) for label in self.labels for context in (ALWAYS, NEGATED)
        ]
        self.columns = {column: index for index, column in enumerate(self.lexical + self.labelled)}

    def entry(self, piece: str) -> list[tuple[str, float]]:
        """Columns, without context, and values of a word, a stem (`stem*`) or a phrase."""
        found = []
        for name, table in self.tables.items():
            if value := table.get(piece, 0.0):
                signed = name in {"vader", "textblob"}
                found.append((f"{name} {'+' if value > 0 else '-'}" if signed else name, value))
        if own := self.own.get(piece) or self._of_stem(piece):
            label, weight = own
            found += [(f"own {'+' if weight > 0 else '-'}", weight), (f"label {label}", 1.0)]
        return found

    def _of_stem(self, word: str) -> tuple[str, float] | None:
        stem = pieces(word, (), self.stems) if " " not in word and "-" not in word else []
        return self.own[stem[0]] if stem else None

    def row(self, piece: str, coefficients: np.ndarray) -> np.ndarray:
        """Value of a piece in each context, by the coefficients of `columns`."""
        values = np.zeros(len(CONTEXTS))
        for name, value in self.entry(piece):
            for context in range(len(CONTEXTS)):
                if (name, context) in self.columns:
                    values[context] += value * coefficients[self.columns[name, context]]
        return values

    def matrix(self, sentences: Sequence[Sequence[Word]], known: Mapping[str, int]) -> np.ndarray:
        """Sums of the columns over each sentence; `known` are the words of the model."""
        entries: dict[str, list[tuple[str, float]]] = {}
        rows = np.zeros((len(sentences), len(self.columns)))
        for row, words in zip(rows, sentences, strict=True):
            found = [(piece, word) for word in words for piece in pieces(word.form, known, self.stems)]
            found += [(phrase, first) for phrase, first, _ in phrases(words, set(self.phrases), self.starts)]
            for piece, word in found:
                if piece not in entries:
                    entries[piece] = self.entry(piece)
                for name, value in entries[piece]:
                    for context in word.contexts:
                        if (name, context) in self.columns:
                            row[self.columns[name, context]] += value
        return rows


def _is_word(key: object) -> bool:
    """Whether a key of another list is one word as we cut them."""
    return isinstance(key, str) and [word.form for word in read_words(key)] == [key] and key[0].isalpha()


def _vader() -> dict[str, Mapping[str, float]]:
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    return {"vader": {key: v for key, v in SentimentIntensityAnalyzer().lexicon.items() if _is_word(key)}}


def _textblob() -> dict[str, Mapping[str, float]]:
    from textblob.en import sentiment

    len(sentiment)  # loads it
    entries = {key: entry[None] for key, entry in dict.items(sentiment) if None in entry and _is_word(key)}
    return {
        "textblob": {key: entry[0] for key, entry in entries.items()},
        "subjectivity": {key: entry[1] for key, entry in entries.items()},
    }


def _own() -> dict[str, tuple[str, float]]:
    with (HERE / "words.csv").open(encoding="utf-8", newline="") as stream:
        return {row["pattern"]: (row["label"], float(row["weight"])) for row in csv.DictReader(stream)}
