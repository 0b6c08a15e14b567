"""Make model.npz and source.toml: the tone of sentences as readers of opinion pieces rate it.

    python lexicons/oped_valence/make.py DATA_DIR

DATA_DIR holds, gzipped, one JSON object a line with `text`, `valence` and, for opinion pieces, `article`

- tone_nyt_opinion_dev.jsonl.gz, tone_movie.jsonl.gz, tone_amazon.jsonl.gz (Hutto & Gilbert 2014, MIT), for training;
- tone_emobank_headlines_dev.jsonl.gz (Buechel & Hahn 2017), with `valence_reader` and `valence_writer`, for testing.

No text is written. The same data give the same bytes of model.npz: the order of everything is fixed, and values are
rounded far above what the solver's last digits could move. It takes some minutes, most of them for the figures.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path

import numpy as np
import validation
from fitting import GRID, Design, Scales, choose, nested, review_words
from lexica import Lexica
from rated import read_rated

from framing.library import sha256
from framing.tone.oped import DATA
from framing.tone.oped_features import ALWAYS, CONTEXTS
from framing.tone.oped_model import from_arrays

OPINION = "tone_nyt_opinion_dev.jsonl.gz"
REVIEWS = ("tone_movie.jsonl.gz", "tone_amazon.jsonl.gz")
HEADLINES = "tone_emobank_headlines_dev.jsonl.gz"
SCALE = 4  # ratings run from -4 to 4
DECIMALS = 4
# A smaller value is none: it would move a sentence of 20 words by less than .007. In folds r falls by .001, and a
# sentence has 10 rows of evidence instead of 20.
LEAST = 0.03
HERE = Path(__file__).parent


def tables(design: Design, scales: Scales) -> dict[str, np.ndarray]:
    """The arrays of the model."""
    fit, lexica = design.fit(scales), design.lexica
    of_word = dict(zip(design.frequent, fit.word, strict=True))

    def rows(keys: Iterable[str]) -> np.ndarray:
        values = np.array([lexica.row(key, fit.lexical) for key in keys])
        values[:, ALWAYS] += [of_word.get(key, 0.0) for key in keys]
        values = np.round(values / SCALE, DECIMALS)
        return np.where(abs(values) < LEAST, 0.0, values).astype("<f4")

    words, stems = list(design.known), sorted(lexica.stems)
    return {
        "words": joined(words),
        "words_values": rows(words),
        "stems": joined(stems),
        "stems_values": rows([f"{stem}*" for stem in stems]),
        "phrases": joined(lexica.phrases),
        "phrases_values": rows(lexica.phrases),
        "intercept": np.array(round(fit.intercept / SCALE, DECIMALS)),
        "damping": np.array(scales.damping),
    }


def joined(keys: Sequence[str]) -> np.ndarray:
    """Keys as bytes: an array of strings would take four bytes a character."""
    return np.frombuffer("\n".join(keys).encode(), dtype=np.uint8)


def figures(design: Design, scales: Scales, data: Path) -> dict[str, object]:
    """Everything that is measured, as it stands in source.toml."""
    rated = design.rated
    runs = [out_of_fold(design, seed) for seed in range(3)]
    values, folds, chosen = runs[0]
    scores = {"oped": values, **validation.others(rated.texts)}
    model = from_arrays(tables(design, scales))
    fitted = model.valences(rated.texts)
    readers, writers = (read_rated(data / HEADLINES, f"valence_{who}") for who in ("reader", "writer"))
    headlines = {"oped": model.valences(readers.texts), **validation.others(readers.texts)}
    both = (readers.ratings + writers.ratings) / 2
    return {
        "chosen": {**vars(scales), "in_folds": [str(list(vars(each).values())) for each in chosen]},
        "opinion_nested": {
            **validation.compared(scores, rated.ratings, rated.articles),
            "r_by_fold": [
                validation.correlation(scores["oped"][folds == k], rated.ratings[folds == k])
                for k in range(5)
            ],
            "r_of_other_deals": [validation.correlation(each[0], rated.ratings) for each in runs],
        },
        "headlines_reader": validation.compared(headlines, readers.ratings, readers.articles),
        "headlines_reader_and_writer": validation.compared(headlines, both, readers.articles),
        "calibration_nested": validation.calibration(scores["oped"], rated),
        "scores_nested": validation.spread(scores["oped"]),
        "scores_of_the_model": {
            **validation.spread(fitted),
            "r": validation.correlation(fitted, rated.ratings),
        },
        **{f"kind.{kind}": row for kind, row in validation.by_kind(scores, rated).items()},
    }


def out_of_fold(design: Design, seed: int) -> tuple[np.ndarray, np.ndarray, list[Scales]]:
    """Each sentence's score by a model made without its article, the folds, and what was chosen in each."""
    folds, chosen = nested(design, seed=seed)
    scores = np.full(len(folds), np.nan)
    for fold, scales in enumerate(chosen):
        test = np.flatnonzero(folds == fold)
        model = from_arrays(tables(design.part(np.flatnonzero(folds != fold)), scales))
        scores[test] = model.valences([design.rated.texts[row] for row in test])
    return scores, folds, chosen


def toml(value: object) -> str:
    """A number, a text or a list of them, numbers to four digits."""
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, Iterable):
        return f"[{', '.join(map(toml, value))}]"
    return str(value) if isinstance(value, int) else f"{float(value) + 0.0:.4f}"  # type: ignore[arg-type]


def write_source(found: Mapping[str, object]) -> None:
    """Replace the figures and hashes of source.toml; its head is written by hand."""
    path = HERE / "source.toml"
    head = path.read_text(encoding="utf-8").partition("# Made by make.py")[0]
    lines = ["# Made by make.py from here on", f'sha256 = "{sha256(HERE / DATA)}"']
    lines += [f'words_sha256 = "{sha256(HERE / "words.csv")}"', f"contexts = {toml(CONTEXTS)}"]
    packages = [f"{name} {version(name)}" for name in ("numpy", "scipy", "textblob", "vaderSentiment")]
    lines.append(f"made_with = {toml(packages)}")
    for name, table in found.items():
        lines += ["", f"[figures.{name}]"]
        lines += [f"{key} = {toml(value)}" for key, value in table.items()]  # type: ignore[attr-defined]
    path.write_text(head + "\n".join(lines) + "\n", encoding="utf-8")


def main(data: Path) -> None:
    """Write model.npz and source.toml beside this file."""
    reviews = [read_rated(data / name) for name in REVIEWS]
    design = Design(read_rated(data / OPINION), reviews, Lexica(review_words(reviews)))
    rated = design.rated
    scales = GRID[choose([design.kernel(each) for each in GRID], rated.ratings, rated.articles, seed=0)]
    np.savez(HERE / DATA, **tables(design, scales))
    write_source(figures(design, scales, data))
    print(f"{HERE / DATA}: sha256 = {sha256(HERE / DATA)}")


if __name__ == "__main__":
    if len(sys.argv) != 2:  # noqa: PLR2004 (the script and its one argument)
        sys.exit("usage: make.py DATA_DIR")
    main(Path(sys.argv[1]))
