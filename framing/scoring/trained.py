"""Training with the house's instruments, and models from disk with those that they were trained with.

A trained model uses other instruments' readings, and only scoring knows them all.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from framing.errors import CodebookError, FramingError, InputError
from framing.model import Instrument
from framing.scoring import catalogue

if TYPE_CHECKING:
    from framing.classifier.instrument import TrainedInstrument
    from framing.classifier.model import Model
    from framing.classifier.training import Trained

#: What a model's features are made of beside its words, unless told otherwise.
FEATURES = ("frames", "generic_frames", "textblob", "vader")
_BESIDE = ("source.toml", "baseline.csv")


def train(  # noqa: PLR0913 - the public call: a keyword for each choice of the user's
    coded: Any,
    *,
    codebook: str | Path | None = None,
    instruments: Sequence[str] = FEATURES,
    embeddings: str | Path | None = None,
    cache: str | Path | None = None,
    name: str = "coded",
    folds: int = 5,
    seed: int = 0,
    licence: str = "",
) -> Trained:
    """Train an instrument on hand-coded texts, and say honestly how well it does on articles it has not seen.

    Parameters
    ----------
    coded
        file, DataFrame or rows with the columns text, labels, article and coder; see `classifier.coded.read_coded`
    codebook
        name or path of the codebook that the coders used: other labels than its own are refused, and its patterns
        become features
    instruments
        names of instruments, or paths of codebooks, whose readings become features
    embeddings
        folder or hub name of a sentence-transformers model whose vectors become features; nothing is fetched
        unless named here
    cache
        folder for the vectors of texts already embedded
    name
        the model's name as an instrument; its columns are `<name>_<label>_p`
    folds, seed
        number of folds of the validation; seed of folds and draws
    licence
        licence of the coded texts, for the model's source.toml

    Returns
    -------
    Trained
        `instrument`, `report`, and `save`

    Raises
    ------
    InputError
        if the coded texts cannot be used; the message says what to do.
    FramingError
        if an instrument is unknown, or embeddings are asked for and not installed.
    """
    from framing.classifier.coded import read_coded
    from framing.classifier.training import train_model

    chosen = list(dict.fromkeys([*([str(codebook)] if codebook is not None else []), *instruments]))
    accepted = None
    if codebook is not None:
        from framing.lexicon.codebook import read_codebook

        accepted = [label.name for label in read_codebook(codebook).labels]
    texts = read_coded(coded, accepted=accepted)
    made = catalogue.instruments(chosen)
    _check_features(made)
    embedder = None
    if embeddings is not None:
        from framing.classifier.embeddings import Embedder

        embedder = Embedder(str(embeddings), cache=cache)
    return train_model(
        texts,
        instruments=made,
        embedder=embedder,
        name=name,
        folds=folds,
        seed=seed,
        licence=licence,
        attachments=_attachments(chosen, made),
    )


def open_model(path: str | Path) -> TrainedInstrument:
    """Give the instrument of a model file, with the instruments that it was trained with.

    Raises
    ------
    InputError
        if the file is no model that can be used, or its instruments are not here as they were.
    """
    from framing.classifier.instrument import TrainedInstrument
    from framing.classifier.storage import load_model

    model = load_model(path)
    embedder = None
    if model.embedding is not None:
        from framing.classifier.embeddings import Embedder, local_model

        embedder = Embedder(model.embedding.name, load=local_model)
    return TrainedInstrument(model, [_required(model, each.name) for each in model.requirements], embedder)


def _required(model: Model, name: str) -> Instrument:
    held = {
        file.split("/")[1]: data for file, data in model.attachments.items() if file.startswith(f"{name}/")
    }
    if held:
        return _held_codebook(name, held)
    if name not in catalogue.names():
        raise InputError(f"model '{model.name}': was trained with '{name}', which is not installed here")
    return catalogue.instrument(name)


def _held_codebook(name: str, held: dict[str, bytes]) -> Instrument:
    """The codebook that a model carries along."""
    from framing.lexicon.instrument import frame_instrument

    with tempfile.TemporaryDirectory(prefix="framing-") as work:
        folder = Path(work) / name
        folder.mkdir()
        for file, data in held.items():
            (folder / file).write_bytes(data)
        try:
            return frame_instrument(folder)
        except CodebookError as error:
            raise InputError(str(error).replace(f"{work}/", "")) from None


def _check_features(made: Sequence[Instrument]) -> None:
    """Refuse trained instruments as features: they may have learned from the texts that are held out."""
    trained = [each.name for each in made if any(measure.statistic == "p" for measure in each.measures)]
    if trained:
        raise FramingError(
            f"instrument '{trained[0]}': trained itself, perhaps on these texts, which would make every figure of the "
            f"validation too good; name codebooks or {', '.join(FEATURES)}"
        )


def _attachments(chosen: Sequence[str], made: Sequence[Instrument]) -> dict[str, bytes]:
    """Files of the codebooks that are the user's own, by `<name>/<file>`: a model is one file and needs no other."""
    found = {}
    for given, each in zip(chosen, made, strict=True):
        if given in catalogue.names():
            continue
        path = Path(given)
        terms = path / "terms.csv" if path.is_dir() else path
        found[f"{each.name}/terms.csv"] = terms.read_bytes()
        beside = [terms.with_name(file) for file in _BESIDE] if terms.name == "terms.csv" else []
        found |= {f"{each.name}/{file.name}": file.read_bytes() for file in beside if file.is_file()}
    return found
