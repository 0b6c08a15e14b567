"""A model on disk: one file, the same bytes, and a clear line for everything that is not one."""

import contextlib
import io
import json
import pickle
import tomllib
import zipfile

import numpy as np
import pytest
from coded_texts import coded_rows
from hypothesis import given
from hypothesis import strategies as st
from laws import examples

from framing.classifier import storage
from framing.classifier.coded import read_coded
from framing.classifier.storage import FORMAT, is_model, load_model, save_model, to_bytes
from framing.classifier.toml import write_toml
from framing.classifier.training import train_model
from framing.errors import InputError, OutputError


@pytest.fixture(scope="module")
def model():
    return train_model(read_coded(coded_rows(45)), instruments=[], folds=3, name="mine", licence="CC0").model


@pytest.fixture
def file(model, tmp_path):
    save_model(model, tmp_path / "mine.model")
    return tmp_path / "mine.model"


def rewritten(file, change, *, honest=True, comment=None):
    """The model's file with members changed; an honest one names the sha256 of what it holds."""
    with zipfile.ZipFile(file) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
        old = archive.comment
    change(members)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
        digest = storage._digest(members)
        archive.comment = comment or (f"framing model {FORMAT} sha256 {digest}".encode() if honest else old)


def refused(file):
    with pytest.raises(InputError) as caught:
        load_model(file)
    line = str(caught.value)
    assert "\n" not in line
    assert line.startswith(str(file))
    return line


def changed_json(**changes):
    def change(members):
        members["model.json"] = json.dumps({**json.loads(members["model.json"]), **changes}).encode()

    return change


def test_a_model_comes_back_as_it_was(model, file):
    """Every field, arrays to the last bit."""
    again = load_model(file)
    for name in model.__slots__:
        ours, theirs = getattr(model, name), getattr(again, name)
        if isinstance(ours, np.ndarray):
            assert np.array_equal(ours, theirs)
        elif name != "facts":
            assert ours == theirs, name
    assert to_bytes(again)[:2] == b"PK"


def test_the_same_rows_give_the_same_bytes(model):
    other = train_model(
        read_coded(coded_rows(45)[::-1]), instruments=[], folds=3, name="mine", licence="CC0"
    ).model
    assert to_bytes(other) == to_bytes(model)


def test_the_file_says_where_it_comes_from(file):
    """source.toml: data, licence, sha256, versions and the figures of the validation."""
    with zipfile.ZipFile(file) as archive:
        source = tomllib.loads(archive.read("source.toml").decode())
    assert source["title"] == "Frames as coded in coded texts"
    assert source["licence"] == "CC0"
    assert len(bytes.fromhex(source["sha256"])) == 32
    assert set(source["versions"]) == {"framing", "numpy", "scikit-learn", "scipy"}
    assert source["validation"]["facts"]["texts"] == 45
    assert {row["figure"] for row in source["validation"]["labels"]} >= {"F1", "AUC"}


def test_there_is_no_pickle_in_it(file):
    """Arrays are plain floats, and nothing that is loaded could be code."""
    with zipfile.ZipFile(file) as archive:
        names = sorted(archive.namelist())
        for name in names:
            data = archive.read(name)
            assert not data.startswith(b"\x80")
            with pytest.raises(Exception):  # noqa: B017, PT011 - whatever pickle says of what is no pickle
                pickle.loads(data)  # noqa: S301 - our own bytes
    assert names == ["factors.npy", "model.json", "source.toml", "texts.txt", "weights.npy"]


def test_a_file_that_is_no_model_is_refused(tmp_path):
    """Bad input: a foreign file, as text, as pickle, as another zip, as nothing."""
    for name, data in (
        ("a", b"label,pattern\n"),
        ("b", pickle.dumps({})),
        ("c", b""),
        ("d", b"PK\x03\x04rest"),
    ):
        (tmp_path / name).write_bytes(data)
        assert "is no model of framing" in refused(tmp_path / name)
    with zipfile.ZipFile(tmp_path / "e", "w") as archive:
        archive.writestr("model.json", "{}")
    assert "is no model of framing; name a file that framing train wrote" in refused(tmp_path / "e")
    assert "no such file" in refused(tmp_path / "f")


def test_a_model_of_another_version_is_refused(file):
    """Bad input: a model of another version."""
    rewritten(file, lambda members: None, comment=b"framing model 7 sha256 " + b"0" * 64)
    assert f"is a model of version 7, this framing reads {FORMAT}; train again" in refused(file)


@pytest.mark.parametrize("name", ["model.json", "source.toml", "weights.npy", "factors.npy"])
def test_a_tampered_model_is_refused(file, name):
    """Bad input: a tampered file: any member changed, with the old sha256."""

    def change(members):
        members[name] = members[name][:-1] + bytes([members[name][-1] ^ 1])

    rewritten(file, change, honest=False)
    assert "was changed after it was written" in refused(file)


@examples(60)
@given(data=st.data())
def test_a_damaged_file_is_refused_or_unchanged(data, model, tmp_path_factory):
    """Any byte of the file changed: one clear line, or (in what a zip ignores) the same model; never a traceback."""
    whole = to_bytes(model)
    place = data.draw(st.integers(0, len(whole) - 1))
    file = tmp_path_factory.mktemp("damaged") / "m"
    file.write_bytes(
        whole[:place] + bytes([whole[place] ^ data.draw(st.integers(1, 255))]) + whole[place + 1 :]
    )
    with contextlib.suppress(InputError):
        assert np.array_equal(load_model(file).weights, model.weights)


@pytest.mark.parametrize(
    "changes",
    [
        {"labels": ["one"]},
        {"labels": "abc"},
        {"thresholds": [0.5, 0.5, 2.0]},
        {"thresholds": [True, 0.5, 0.5]},
        {"intercepts": [0.0, 0.0, "0"]},
        {"terms": []},
        {"terms": 3},
        {"requirements": [{"name": 1}]},
        {"embedding": {"name": "x"}},
        {"name": "../evil"},
    ],
)
def test_a_model_that_contradicts_itself_is_refused(file, changes):
    """With an honest sha256, but fields that cannot be."""
    rewritten(file, changed_json(**changes))
    assert "is damaged" in refused(file)


def test_arrays_are_checked_before_they_are_made(file):
    """A header that promises more than there is, objects, and values that are no numbers."""

    def with_array(shape, data, descr="<f4"):
        stream = io.BytesIO()
        np.lib.format.write_array_header_1_0(stream, {"descr": descr, "fortran_order": False, "shape": shape})
        return lambda members: members.update({"factors.npy": stream.getvalue() + data})

    for change in (
        with_array((10**15,), b"1234"),
        with_array((1,), b"12345678", "|O"),
        with_array((1,), np.array([np.nan], dtype="<f4").tobytes()),
        lambda members: members.update({"factors.npy": b"x"}),
    ):
        rewritten(file, change)
        assert "is damaged" in refused(file)


def test_an_archive_that_unpacks_to_too_much_is_refused_unread(file, monkeypatch):
    """A zip bomb: sizes are added up before anything is unpacked."""
    monkeypatch.setattr(storage, "LARGEST", 1_000)
    monkeypatch.setattr(zipfile.ZipFile, "read", lambda *_: pytest.fail("unpacked"))
    assert "a model has at most 1,000" in refused(file)


@pytest.mark.parametrize(
    "name", ["../outside", "run.py", "codebooks/a/../../x/terms.csv", "codebooks/a/x.py"]
)
def test_other_members_are_refused(file, name):
    rewritten(file, lambda members: members.update({name: b"x"}))
    assert "holds files that no model has" in refused(file)


def test_only_a_model_is_written_over(model, file, tmp_path):
    """An earlier model is replaced; a folder or another file is not touched."""
    save_model(model, file)
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(OutputError, match="is a file that framing did not write"):
        save_model(model, tmp_path / "notes.txt")
    assert (tmp_path / "notes.txt").read_text(encoding="utf-8") == "mine"
    with pytest.raises(OutputError, match="is a folder"):
        save_model(model, tmp_path)


def test_models_are_told_from_codebooks(file, tmp_path):
    (tmp_path / "terms.csv").write_text("label,pattern\n", encoding="utf-8")
    assert is_model(file)
    assert not is_model(tmp_path / "terms.csv")
    assert not is_model(tmp_path)
    assert not is_model("frames")


@given(
    table=st.dictionaries(
        st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8),
        st.one_of(
            st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
            st.integers(-9, 9),
            st.booleans(),
            st.floats(allow_nan=False, allow_infinity=False),
            st.lists(st.text("ab", max_size=2), max_size=3),
            st.dictionaries(st.text("ab", min_size=1, max_size=2), st.integers(0, 9), max_size=2),
        ),
        max_size=5,
    )
)
def test_toml_is_read_as_it_was_written(table):
    assert tomllib.loads(write_toml(table)) == table
