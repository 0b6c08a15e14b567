"""A corpus to measure speed on: made up, but with the vocabulary curve and the furniture of news.

What makes reading fast or slow is how often words come back, and how much of a text is more than plain words. So the
generator draws words from two power laws, as are found in English: p(rank) ∝ 1 / (rank + 2.7) up to rank 4,000 and
∝ (rank + 2.7)^−2 beyond (Ferrer i Cancho & Solé, Journal of Quantitative Linguistics 8, 2001,
doi:10.1076/jqul.8.3.165.4101). The break is where as many different words are found as in a news archive:
44 · n^0.49 of n words (Reuters RCV1; Manning, Raghavan & Schütze, Introduction to Information Retrieval, 2008, § 5.1).
`python benchmarks/corpus.py check` prints both, and the distinct runs without white space; of these, sentences of New
York Times opinion pieces have 12,979 in 45,579, and film reviews 29,864 in 200,062 (Hutto & Gilbert's, 2014).

The most frequent forms are function words, the next ones words of the shipped codebooks and of lists of tone among
words made of syllables, short ones first. In 1,000 words there is as much evidence as in opinion pieces: between that
of the New York Times' sentences and that of the project's test op-eds (frames 8 and 63, actors 15 and 25, VADER 70 and
114, TextBlob 87 and 85; 6.1 characters a word in both). Sentences are about 22 words long, paragraphs have one to four,
a quarter of the paragraphs quotes somebody, and there are commas, numbers, abbreviations, names, brackets, dashes.

    python benchmarks/corpus.py MEGABYTES OUT.jsonl [SEED]

The sentences mean nothing. The same seed gives the same bytes.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from framing.library import folder

if TYPE_CHECKING:
    from collections.abc import Iterator

FORMS = 600_000
#: Of the words that are no function words, those of the lists of tone, of `frames` and `actors` (single words), and
#: of both (phrases): as many as make opinion pieces' evidence in 1,000 words, see `check`.
SHARES = (0.30, 0.06, 0.02, 0.02)
_ONSETS = (
    *("b", "br", "c", "ch", "cl", "d", "dr", "f", "fl", "g", "gr", "h", "j", "k", "l", "m", "n", "p", "pl"),
    *("pr", "qu", "r", "s", "sh", "sl", "sp", "st", "t", "th", "tr", "v", "w"),
)
_VOWELS = ("a", "e", "i", "o", "u", "ai", "ea", "ou", "io")
_CODAS = ("n", "r", "l", "s", "t", "d", "m", "ck", "nd", "nt", "st", "ng", "rt", "ss", "x", "p")
#: Where the second power law begins.
KERNEL = 4_000
_SHIFT = 2.7
#: Names are words beyond this rank, with a capital.
_NAMES = 1_000


def make_texts(n_bytes: int, seed: int = 0) -> Iterator[str]:
    """Articles of about 850 words, one after the other, until so many bytes are reached."""
    draw = np.random.default_rng(seed)
    forms = _forms(draw)
    edges = np.cumsum(_chances())
    made = 0
    while made < n_bytes:
        paragraphs = [_paragraph(draw, forms, edges) for _ in range(int(draw.integers(10, 22)))]
        text = "\n".join(paragraphs)
        made += len(text.encode())
        yield text


def _paragraph(draw: np.random.Generator, forms: list[str], edges: np.ndarray) -> str:
    sentences = [_sentence(draw, forms, edges) for _ in range(int(draw.integers(1, 5)))]
    chance = draw.random()
    if chance < 0.25:
        said = sentences[0][:-1]
        who = f"{_name(draw, forms, edges)} {_name(draw, forms, edges)}"
        sentences[0] = f"“{said},” said {who}." if chance < 0.17 else f'{who} said: "{said}."'
    return " ".join(sentences)


def _sentence(  # noqa: C901 # one branch for each piece of furniture
    draw: np.random.Generator, forms: list[str], edges: np.ndarray
) -> str:
    n_words = max(3, int(draw.lognormal(3.0, 0.45)))
    words = [forms[rank] for rank in np.searchsorted(edges, draw.random(n_words)).tolist()]
    for place, chance in enumerate(draw.random(n_words).tolist()):
        if chance < 0.055:
            words[place] += ","
        elif chance < 0.085:
            words[place] = _name(draw, forms, edges)
        elif chance < 0.10:
            words[place] = f"{draw.integers(1, 2100)}"
        elif chance < 0.113:
            words[place] += "’s" if chance < 0.107 else "'s"
        elif chance < 0.119:
            words[place] = f"({words[place]})"
        elif chance < 0.124:
            words[place] = "U.S." if chance < 0.122 else "Mr. " + _name(draw, forms, edges)
        elif chance < 0.128:
            words[place] += " —"
        elif chance < 0.132:
            words[place] = f"{words[place]}-{forms[int(draw.integers(3_000))]}"
        elif chance < 0.136:
            words[place] = ("didn't", "not", "don’t", "never")[int(draw.integers(4))]
    words[-1] = words[-1].rstrip(",—)").lstrip("(").strip() or "so"  # no sentence ends in a comma or a dash
    end = draw.random()
    return words[0][:1].upper() + " ".join(words)[1:] + ("." if end < 0.96 else "?" if end < 0.985 else "!")


def _name(draw: np.random.Generator, forms: list[str], edges: np.ndarray) -> str:
    low = float(edges[_NAMES])
    return forms[int(np.searchsorted(edges, low + draw.random() * (1 - low)))].capitalize()


def _chances() -> np.ndarray:
    """How often each form is drawn."""
    rank = np.arange(1, FORMS + 1) + _SHIFT
    chances = np.where(rank < KERNEL, 1 / rank, KERNEL / rank**2)
    return chances / chances.sum()


def _forms(draw: np.random.Generator) -> list[str]:
    """All words by rank: function words, then words of lists among made-up ones."""
    codebooks = [_patterns(folder(name) / "terms.csv") for name in ("frames", "actors")]
    listed = [
        _tone_words(),
        *(sorted(word for word in book if " " not in word) for book in codebooks),
        sorted(word for book in codebooks for word in book if " " in word),
    ]
    waiting = [iter([words[index] for index in draw.permutation(len(words))]) for words in listed]
    edges = np.cumsum(SHARES)
    forms = sorted(_patterns(folder("function_words") / "terms.csv"), key=lambda word: (len(word), word))
    seen = set(forms)
    while len(forms) < FORMS:
        kind = int(np.searchsorted(edges, draw.random(), side="right"))
        word = next(waiting[kind], None) if kind < len(waiting) else None
        word = word or _word(draw, int(draw.integers(1, 3) if len(forms) < KERNEL else draw.integers(2, 4)))
        if word not in seen:
            seen.add(word)
            forms.append(word)
    return forms


def _tone_words() -> list[str]:
    """Words of `oped`'s, VADER's and TextBlob's lists, each as often as it stands in one."""
    from textblob.en import sentiment
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    lists = (
        _patterns(folder("oped_valence") / "words.csv"),
        SentimentIntensityAnalyzer().lexicon,
        dict(sentiment),
    )
    return sorted(word for words in lists for word in words if word.isalpha() and word.islower())


def _patterns(path: Path) -> set[str]:
    """Plain words of a list, a glob as its beginning."""
    with path.open(encoding="utf-8", newline="") as stream:
        found = {row["pattern"].replace("*", "").replace("?", "") for row in csv.DictReader(stream)}
    return {word for word in found if len(word) > 1 and word[0].isalpha()}


def _word(draw: np.random.Generator, syllables: int) -> str:
    picks = draw.random(3 * syllables).tolist()
    parts = []
    for place in range(syllables):
        onset, vowel, coda = picks[3 * place : 3 * place + 3]
        parts += [_ONSETS[int(onset * len(_ONSETS))], _VOWELS[int(vowel * len(_VOWELS))]]
        if place == syllables - 1 or coda < 0.3:
            parts.append(_CODAS[int(coda * len(_CODAS))])
    return "".join(parts)


def write_corpus(path: Path, n_bytes: int, seed: int = 0) -> int:
    """Write articles as JSON lines; return how many."""
    n = 0
    with path.open("w", encoding="utf-8") as stream:
        for text in make_texts(n_bytes, seed):
            row = {
                "id": f"a{n:06d}",
                "outlet": f"Outlet {n % 7}",
                "date": f"2024-{n % 12 + 1:02d}-15",
                "text": text,
            }
            stream.write(json.dumps(row, ensure_ascii=False) + "\n")
            n += 1
    return n


def check() -> None:
    """Print how many different words and runs without white space so many words hold."""
    n, goals, words, runs = 0, [45_579, 200_062, 1_000_000, 3_000_000], set(), set()
    print("words, different ones, as many as RCV1 would have, runs without white space")
    for text in make_texts(10**9):
        runs.update(text.split())
        n += len(text.split())
        words.update(re.findall(r"[^\W\d_]+", text.lower()))
        if n >= goals[0]:
            print(f"{n:,}  {len(words):,}  {44 * n**0.49:,.0f}  {len(runs):,}")
            goals.pop(0)
        if not goals:
            return


if __name__ == "__main__":
    if sys.argv[1:] == ["check"]:
        check()
        raise SystemExit
    count = write_corpus(
        Path(sys.argv[2]), round(float(sys.argv[1]) * 1e6), int(sys.argv[3]) if len(sys.argv) > 3 else 0
    )
    print(f"{count:,} articles: {sys.argv[2]}")
