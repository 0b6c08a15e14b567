"""Sentence embeddings: an optional extra, offline, cached by content."""

import hashlib
import sys

import numpy as np
import pytest
from coded_texts import coded_rows

import framing as fr
from framing.classifier import embeddings
from framing.classifier.embeddings import Embedder, local_model
from framing.errors import FramingError, InputError, OutputError
from framing.scoring.trained import open_model


class TinyModel:
    """Vectors of four numbers that hang on the text alone; counts what it was asked for."""

    def __init__(self, salt="a"):
        self.salt = salt
        self.asked = []

    def encode(self, texts, **options):
        """One vector a text, as sentence-transformers has it."""
        assert options["show_progress_bar"] is False
        self.asked += texts
        digests = [hashlib.sha256(f"{self.salt}{text}".encode()).digest() for text in texts]
        return np.array([[each / 255 for each in digest[:4]] for digest in digests], dtype=np.float32)


@pytest.fixture
def tiny(monkeypatch):
    """The tiny model in place of whatever sentence-transformers would load."""
    model = TinyModel()
    monkeypatch.setattr(embeddings, "_load", lambda name, *, local: model)
    return model


def test_vectors_have_length_one_and_hang_on_their_text_alone():
    embedder = Embedder("tiny", load=lambda _: TinyModel())
    both = embedder.encode(["one", "two"])
    assert np.linalg.norm(both, axis=1) == pytest.approx([1, 1], abs=1e-6)
    assert np.array_equal(embedder.encode(["two", "one"])[::-1], both)
    assert embedder.encode([]).shape == (0, 4)
    assert embedder.columns == ("embedding_0", "embedding_1", "embedding_2", "embedding_3")


def test_a_text_is_embedded_once(tmp_path):
    """The cache is by content: of text and of embedding; a damaged file is written anew."""
    model = TinyModel()
    first = Embedder("tiny", cache=tmp_path / "cache", load=lambda _: model).encode(["one", "two"])
    model.asked.clear()
    again = Embedder("other name", cache=tmp_path / "cache", load=lambda _: model).encode(["two", "one"])
    assert model.asked == [embeddings.PROBE]
    assert np.array_equal(again[::-1], first)
    other = Embedder("tiny", cache=tmp_path / "cache", load=lambda _: TinyModel("b")).encode(["one"])
    assert not np.array_equal(other[0], first[0])
    for file in (tmp_path / "cache").rglob("*.npz"):
        file.write_bytes(b"PK damaged")
    assert np.array_equal(
        Embedder("tiny", cache=tmp_path / "cache", load=lambda _: model).encode(["one"])[0], first[0]
    )


def test_a_cache_that_cannot_be_written_is_said(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(OutputError, match="cannot be written"):
        Embedder("tiny", cache=tmp_path / "file", load=lambda _: TinyModel()).encode(["one"])


def test_an_extra_that_is_not_installed_is_said(monkeypatch):
    """Bad input: a feature extra that is not installed: the line to type."""
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(
        FramingError, match='sentence-transformers is not installed; run pip install "framing'
    ) as caught:
        fr.train(coded_rows(), embeddings="some/model", instruments=[])
    assert "\n" not in str(caught.value)


def test_vectors_that_are_none_are_refused():
    class Broken:
        def encode(self, texts, **_):
            return np.full((len(texts), 2), np.nan, dtype=np.float32)

    with pytest.raises(InputError, match="gives no vectors of numbers"):
        Embedder("broken", load=lambda _: Broken())


def test_a_model_with_embeddings_is_saved_and_read(tiny, tmp_path):
    """The file names the embedding and proves it by a probe; evidence adds up with one row for all its numbers."""
    trained = fr.train(
        coded_rows(45), embeddings="tiny", cache=tmp_path / "c", instruments=[], folds=3, name="mine"
    )
    trained.save(tmp_path / "m")
    read = open_model(tmp_path / "m").read(["Troops at the border."])
    assert read == trained.instrument.read(["Troops at the border."])
    assert any(hit.term in {"(embedding)", "(other features)"} for hit in read[0].hits)


def test_another_embedding_cannot_stand_in(tiny, tmp_path):
    trained = fr.train(coded_rows(45), embeddings="tiny", instruments=[], folds=3)
    trained.save(tmp_path / "m")
    tiny.salt = "b"
    with pytest.raises(InputError, match="'tiny' is not the embedding that it was trained with"):
        open_model(tmp_path / "m")


def test_a_model_file_fetches_nothing(tiny, monkeypatch, tmp_path):
    """Whoever opens a file from elsewhere named no embedding: only what is on the machine is loaded."""
    fr.train(coded_rows(45), embeddings="tiny", instruments=[], folds=3).save(tmp_path / "m")
    asked = []
    monkeypatch.setattr(embeddings, "_load", lambda name, *, local: asked.append(local) or tiny)
    open_model(tmp_path / "m")
    assert asked == [True]


def test_a_real_model_from_a_folder(tmp_path, monkeypatch):
    """Offline, with a model of five words that is built here; needs the extra."""
    transformers = pytest.importorskip("sentence_transformers")
    models = pytest.importorskip("sentence_transformers.sentence_transformer.modules")
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    bag = models.BoW(["trade", "troops", "border", "good", "ministers"])
    transformers.SentenceTransformer(modules=[bag], device="cpu").save(str(tmp_path / "bag"))
    embedder = Embedder(str(tmp_path / "bag"))
    assert embedder.encode(["Good trade."])[0].tolist() == pytest.approx(
        [0.5**0.5, 0, 0, 0.5**0.5, 0], abs=1e-6
    )
    with pytest.raises(InputError, match="is not on this machine or cannot be loaded"):
        local_model("nobody/nothing")
