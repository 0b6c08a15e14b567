"""Sentence embeddings as features: the optional extra `framing[embeddings]`.

A model is a folder on this machine, or a name on the Hugging Face hub; nothing is fetched unless the user names it.
Vectors are kept by content hash in a folder of the user's, so that a text is embedded once.
"""

from __future__ import annotations

import hashlib
import os
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from framing.errors import FramingError, InputError, OutputError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

PIP = 'pip install "framing[embeddings]"'
#: What tells one embedding from another: the vector of this sentence.
PROBE = "The ministers of both countries agreed on trade, and troops stayed at the border."
#: Vectors of the same embedding on two machines point the same way to far more than this.
_SAME = 0.999
#: The first digits of a text's hash name the file that keeps its vector.
_SHELF = 2


def any_model(name: str) -> Any:
    """Model of a folder or of a name on the hub, which is fetched if it is not on this machine yet."""
    return _load(name, local=Path(name).is_dir())


def local_model(name: str) -> Any:
    """Model of a folder, or of a name on the hub that was fetched before: a file from elsewhere fetches nothing."""
    return _load(name, local=True)


def _load(name: str, *, local: bool) -> Any:
    try:
        from sentence_transformers import SentenceTransformer
    except ImportError:
        raise FramingError(f"embedding '{name}': sentence-transformers is not installed; run {PIP}") from None
    try:
        # remote code is never run: a model is data here
        return SentenceTransformer(name, device="cpu", trust_remote_code=False, local_files_only=local)
    except (OSError, ValueError, RuntimeError) as error:
        why = (str(error).splitlines() or [type(error).__name__])[0][:200]
        raise InputError(
            f"embedding '{name}': is not on this machine or cannot be loaded ({why}); "
            "name a folder, or a model on the hub"
        ) from None


class Embedder:
    """Turns texts into vectors of length 1 with a sentence-transformers model.

    Parameters
    ----------
    name
        folder of a model on this machine (then nothing else is looked at), or a name on the Hugging Face hub, which is
        fetched once by sentence-transformers
    cache
        folder for the vectors of texts already seen; None keeps none
    load
        gives the model of a name: `any_model`, or `local_model`, which fetches nothing

    Raises
    ------
    FramingError
        if sentence-transformers is not installed; the message says how to install it.
    InputError
        if there is no model of that name.
    """

    def __init__(
        self, name: str, *, cache: str | Path | None = None, load: Callable[[str], Any] = any_model
    ) -> None:
        self.name = name
        self._model = load(name)
        self.probe: tuple[float, ...] = tuple(self._encode([PROBE])[0].tolist())
        self.columns = tuple(f"embedding_{number}" for number in range(len(self.probe)))
        self._cache = None if cache is None else Path(cache)
        rounded = np.round(np.array(self.probe), 4) + 0.0  # + 0.0: −0.0 and 0.0 have different bytes
        self._key = hashlib.sha256(rounded.astype("<f4").tobytes()).hexdigest()

    def encode(self, texts: Sequence[str]) -> Floats:
        """Vectors (texts × dimensions) of length 1, each text's the same whatever stands beside it."""
        keys = [hashlib.sha256(f"{self._key}\0{text}".encode()).hexdigest() for text in texts]
        known = self._read({key[:_SHELF] for key in keys})
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        if new:
            made = self._encode(list(new.values()))
            fresh = dict(zip(new, made, strict=True))
            self._write(fresh)
            known |= fresh
        if not keys:
            return np.zeros((0, len(self.probe)))
        return np.array([known[key] for key in keys], dtype=np.float64)

    def check(self, probe: Sequence[float], model: str) -> None:
        """Refuse to stand in for another embedding.

        Raises
        ------
        InputError
            if the probe's vector is not the one given.
        """
        here = np.array(self.probe)
        if len(probe) != len(here) or float(here @ np.array(probe)) < _SAME:
            raise InputError(
                f"model '{model}': '{self.name}' is not the embedding that it was trained with; name that one, or "
                "train it again"
            )

    def _encode(self, texts: Sequence[str]) -> Floats:
        # One text at a time: in a batch the padding moves the last digits, and a text's vector must not hang on others.
        rows = [
            self._model.encode(
                [text],
                batch_size=1,
                show_progress_bar=False,
                convert_to_numpy=True,
                normalize_embeddings=False,
            )[0]
            for text in texts
        ]
        made = np.asarray(rows, dtype=np.float32).astype(np.float64)
        if made.ndim != 2 or not np.isfinite(made).all():  # noqa: PLR2004 - texts × dimensions
            raise InputError(f"embedding '{self.name}': gives no vectors of numbers")
        norms = np.sqrt((made**2).sum(axis=1, keepdims=True))
        rounded: Floats = (made / np.where(norms > 0, norms, 1)).astype(np.float32).astype(np.float64)
        return rounded

    def _read(self, shelves: set[str]) -> dict[str, Floats]:
        if self._cache is None:
            return {}
        found: dict[str, Floats] = {}
        for shelf in sorted(shelves):
            path = self._shelf(shelf)
            if path.is_file():
                found |= _read_shelf(path, len(self.probe))
        return found

    def _write(self, fresh: dict[str, Floats]) -> None:
        if self._cache is None:
            return
        for shelf in sorted({key[:_SHELF] for key in fresh}):
            path = self._shelf(shelf)
            kept = _read_shelf(path, len(self.probe)) if path.is_file() else {}
            kept |= {key: vector for key, vector in fresh.items() if key[:_SHELF] == shelf}
            keys = sorted(kept)
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                part = path.with_name(f".{path.name}.{os.getpid()}")
                with part.open("wb") as stream:
                    np.savez(
                        stream,
                        keys=np.array(keys),
                        vectors=np.array([kept[key] for key in keys], dtype=np.float32),
                    )
                part.replace(path)
            except OSError as error:
                raise OutputError(f"{self._cache}: cannot be written ({error.strerror})") from None

    def _shelf(self, shelf: str) -> Path:
        if self._cache is None:
            raise ValueError("no cache")
        return self._cache / self._key[:16] / f"{shelf}.npz"


def _read_shelf(path: Path, size: int) -> dict[str, Floats]:
    """Vectors in a file of the cache; one that is damaged is as good as none and is written anew."""
    try:
        with np.load(path, allow_pickle=False) as held:
            keys, vectors = held["keys"].tolist(), held["vectors"].astype(np.float64)
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return {}
    if vectors.shape != (len(keys), size) or not np.isfinite(vectors).all():
        return {}
    return dict(zip(map(str, keys), vectors, strict=True))
