"""`framing train`, from a file of coded texts to a model that scores."""

import json
import pickle
import subprocess
import sys
import zipfile

import pytest
from coded_texts import coded_rows

from framing.classifier.coded import read_coded
from framing.classifier.training import train_model
from framing.library import seeds


def framing(*words, folder):
    return subprocess.run(
        [sys.executable, "-m", "framing", *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
    )


@pytest.fixture
def coded(tmp_path):
    (tmp_path / "coded.jsonl").write_text("\n".join(map(json.dumps, coded_rows(45))), encoding="utf-8")
    return tmp_path


def test_train_then_score(coded):
    done = framing("train", "coded.jsonl", "-o", "own.model", "-i", "frames", "--folds", "3", folder=coded)
    assert done.returncode == 0, done.stderr
    assert "macro F1" in done.stdout
    assert "use it: framing score PATH -o RUN -i own.model" in done.stdout
    assert (coded / "own.model.report" / "validation.md").is_file()
    done = framing("score", seeds(), "-o", "run", "-i", "own.model", folder=coded)
    assert done.returncode == 0, done.stderr
    assert "own_security_p" in (coded / "run" / "measures.csv").read_text(encoding="utf-8")


def test_the_report_has_its_figures_and_methods(coded):
    done = framing("train", "coded.jsonl", "-o", "own.model", "-i", "frames", "--folds", "3", folder=coded)
    assert done.returncode == 0, done.stderr
    names = {path.name for path in (coded / "own.model.report").iterdir()}
    assert names == {"figures", "tables", "manifest.json", "methods.md", "references.bib", "validation.md"}


def bad_rows():
    """By the name of a file: rows that cannot be learned from."""
    rows = coded_rows(45)
    return {
        "labels": [*rows, {"text": "A storm came.", "label": "weather", "article": "z"}],
        "one": [{**row, "label": "security"} for row in rows],
        "three": rows[:3],
        "article": [{**row, "article": "only"} for row in rows],
        "twice": [*rows, {**rows[0], "label": "economic"}],
        "silent": [*rows, {"text": "— … !", "label": "security", "article": "z"}],
    }


BAD_ROWS = [
    ("labels", "labels that are not in the codebook of the coders: 'weather' (row 46); there are security"),
    ("one", "all 45 texts are coded 'security'; a model needs texts with and without each label"),
    ("three", "3 coded texts; code at least 20"),
    ("article", "all 45 texts are of the article 'only'; validation keeps articles apart, so code texts of"),
    ("twice", "rows 1 and 46 code one text as 'diplomatic' and as 'economic'; keep one, or name the coders"),
    ("silent", "row 46: the text '— … !' has no word; delete the row"),
]


@pytest.mark.parametrize(("name", "line"), BAD_ROWS, ids=[name for name, _ in BAD_ROWS])
def test_rows_that_cannot_be_learned_from_are_one_line_and_cost_nothing(coded, name, line):
    """Bad input at the command line: exit 2, one line that says what to do, and an earlier model stays as it was."""
    model = train_model(read_coded(coded_rows(45)), instruments=[], folds=3)
    model.save(coded / "m")
    before = {path: path.read_bytes() for path in coded.rglob("*") if path.is_file()}
    (coded / f"{name}.jsonl").write_text("\n".join(map(json.dumps, bad_rows()[name])), encoding="utf-8")
    done = framing("train", f"{name}.jsonl", "-o", "m", "-c", "frames", "-i", "vader", folder=coded)
    assert (done.returncode, done.stdout) == (2, "")
    (said,) = done.stderr.splitlines()
    assert said.startswith(f"framing: {name}.jsonl: ")
    assert line in said
    assert {path: path.read_bytes() for path in before} == before


def bad_models(place):
    """Model files that cannot be used, by name."""
    train_model(read_coded(coded_rows(45)), instruments=[], folds=3).save(place / "ok")
    data = (place / "ok").read_bytes()
    with zipfile.ZipFile(place / "ok") as archive:
        members, comment = {name: archive.read(name) for name in archive.namelist()}, archive.comment
    members["source.toml"] += b"# better figures"
    with zipfile.ZipFile(place / "tampered", "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
        archive.comment = comment
    (place / "version").write_bytes(data.replace(b"framing model 1 ", b"framing model 9 "))
    (place / "half").write_bytes(data[: len(data) // 2])
    (place / "pickled").write_bytes(pickle.dumps({"weights": [1.0]}))


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("tampered", "was changed after it was written: its sha256 is not the one it names; train again"),
        ("version", "is a model of version 9, this framing reads 1; train again"),
        (
            "half",
            "is no model of framing, or damaged (File is not a zip file); name a file that framing train",
        ),
        (
            "pickled",
            "is no model of framing, or damaged (File is not a zip file); name a file that framing train",
        ),
    ],
)
def test_models_that_cannot_be_used_are_one_line_and_cost_nothing(coded, name, line):
    """Bad input at the command line: no run is begun, and an earlier one stays as it was."""
    bad_models(coded)
    (coded / "run").mkdir()
    (coded / "run" / "manifest.json").write_text('{"framing": "0"}', encoding="utf-8")
    done = framing("score", seeds(), "-o", "run", "-i", name, folder=coded)
    assert done.returncode == 2
    (said,) = done.stderr.splitlines()
    assert said.startswith(f"framing: {name}: {line}")
    assert [path.name for path in (coded / "run").iterdir()] == ["manifest.json"]


def test_an_extra_that_is_not_installed_is_one_line(coded):
    """A stand-in hides sentence-transformers where it is installed."""
    (coded / "sentence_transformers.py").write_text("raise ImportError", encoding="utf-8")
    done = framing("train", "coded.jsonl", "-o", "m", "--embeddings", "here", folder=coded)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines() == [
        "framing: embedding 'here': sentence-transformers is not installed; run pip install \"framing[embeddings]\""
    ]
    assert not (coded / "m").exists()


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["train", "missing.csv", "-o", "m"], "framing: missing.csv: no such file"),
        (
            ["train", "coded.jsonl", "-o", "coded.jsonl"],
            "framing: coded.jsonl: is a file that framing did not write",
        ),
        (
            ["train", "coded.jsonl", "-o", "m", "-c", "generic_frames"],
            "framing: coded.jsonl: labels that are not in",
        ),
        (["score", "coded.jsonl", "-o", "run", "-i", "foreign.zip"], "foreign.zip: is no model of framing"),
    ],
)
def test_mistakes_are_one_line(coded, words, line):
    (coded / "foreign.zip").write_bytes(b"PK\x03\x04")
    done = framing(*words, folder=coded)
    assert done.returncode == 2
    assert line in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_trained_instrument_is_no_feature(coded):
    """It may have learned from the texts that are held out."""
    done = framing("train", "coded.jsonl", "-o", "own.model", "-i", "frames", "--folds", "3", folder=coded)
    assert done.returncode == 0, done.stderr
    done = framing("train", "coded.jsonl", "-o", "two.model", "-i", "own.model", folder=coded)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "instrument 'own': trained itself" in done.stderr
    assert not (coded / "two.model").exists()


def test_what_is_called_a_model_is_not_read_as_a_codebook(coded):
    (coded / "odd.model").write_bytes(bytes(range(128, 200)))
    done = framing("score", seeds(), "-o", "run", "-i", "odd.model", folder=coded)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "odd.model: is no model of framing" in done.stderr


def test_texts_on_which_coders_tie_are_counted_among_those_of_several_coders():
    rows = [{**row, "coder": name} for row in coded_rows(45) for name in ("a", "b")]
    rows[1] = {**rows[1], "label": "economic" if rows[1]["label"] == "security" else "security"}
    report = train_model(read_coded(rows), instruments=[], folds=3).report
    assert (report.facts["texts of several coders"], report.facts["of them coded alike"]) == (45, 44)
