"""What a rerun and a referee need to know of a run: versions, settings, and the sha256 of everything read."""

from __future__ import annotations

import platform
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, requires, version
from typing import TYPE_CHECKING, Any

from framing.library import folder, read_source
from framing.model import Instrument
from framing.run import FORMAT

if TYPE_CHECKING:
    from framing.lexicon.codebook import Codebook

#: Of whatever is drawn at random from a run: the bootstrap of its summaries, unless another is given there.
SEED = 0

#: Shipped resources that every run rests on, beside its codebooks.
_ALWAYS = ("abbreviations", "function_words", "speech_cues", "spelling")


def make_manifest(
    *,
    chosen: Iterable[Instrument],
    codebooks: Iterable[Codebook],
    names: str,
    settings: Mapping[str, Any],
    inputs: Mapping[str, str],
    warnings: Iterable[str],
    command: str | None,
    reading: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """The manifest of a run, as plain JSON values."""
    books, instruments = list(codebooks), list(chosen)
    models = {each.name: found for each in instruments if (found := _model(each)) is not None}
    return {
        "format": FORMAT,
        "framing": version("framing"),
        "python": platform.python_version(),
        "platform": platform.system(),
        "packages": dict(_packages()),
        "command": command,
        "settings": dict(settings),
        "seed": SEED,
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "inputs": dict(inputs),
        **({"reading": dict(reading)} if reading else {}),
        "instruments": {
            each.name: {"version": each.source.version, "sha256": each.source.sha256} for each in instruments
        },
        **({"models": models} if models else {}),
        "lexicons": {
            book.name: {"version": book.source.version, "sha256": book.source.sha256} for book in books
        }
        | {name: _resource(name) for name in _ALWAYS},
        "codebooks": {book.name: _codebook(book) for book in books if book.name != names},
        "names": names,
        "tone_reference": _tone_reference(),
        "warnings": list(warnings),
    }


def _model(instrument: Instrument) -> dict[str, Any] | None:
    """What a trained instrument learned from, and how well; None for any other.

    Other trained instruments than models say with `training_texts` whose fingerprints they know; None: they know none.
    """
    from framing.classifier.card import TRAINED_ON, card
    from framing.classifier.instrument import TrainedInstrument

    if isinstance(instrument, TrainedInstrument):
        return card(instrument.model)
    if not hasattr(instrument, "training_texts"):
        return None
    texts = instrument.training_texts
    return {TRAINED_ON: None if texts is None else " ".join(texts)}


def _packages() -> Iterable[tuple[str, str]]:
    for requirement in requires("framing") or ():
        match = re.match(r"[A-Za-z0-9._-]+", requirement)
        if match and "extra ==" not in requirement:
            try:
                yield match.group(), version(match.group())
            except PackageNotFoundError:
                continue


def _resource(name: str) -> dict[str, str]:
    table = read_source(folder(name))
    return {"version": str(table["version"]), "sha256": table["sha256"]}


def _codebook(book: Codebook) -> dict[str, Any]:
    return {
        "title": book.source.title,
        "overlap": book.overlap,
        "n_patterns": sum(entry.variant_of is None for entry in book.entries),
        "labels": [
            {"name": label.name, "letter": label.letter, "definition": label.definition}
            for label in book.labels
        ],
        "baseline": {
            label: {
                "n": base.n,
                "n_words": base.n_words,
                "dispersion": base.dispersion,
                "source": base.source,
            }
            for label, base in book.baseline.items()
        },
    }


def _tone_reference() -> dict[str, dict[str, dict[str, float]]]:
    """Mean and SD of each tone measure in the shipped reference sample: column → unit → figures."""
    import csv

    reference: dict[str, dict[str, dict[str, float]]] = {}
    with (folder("tone_reference") / "reference.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            figures = {key: float(row[key]) for key in ("mean", "sd", "n")}
            reference.setdefault(row["column"], {})[row["unit"]] = figures
    return reference
