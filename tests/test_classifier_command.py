"""`framing train`, from a file of coded texts to a model that scores."""

import json
import subprocess
import sys

import pytest
from coded_texts import coded_rows

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


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["train", "missing.csv", "-o", "m"], "framing: missing.csv: no such file"),
        (
            ["train", "coded.jsonl", "-o", "coded.jsonl"],
            "framing: coded.jsonl: is a file that framing did not write",
        ),
        (["train", "coded.jsonl", "-o", "m", "-c", "generic_frames"], "framing: coded.jsonl: labels that"),
        (["score", "coded.jsonl", "-o", "run", "-i", "foreign.zip"], "foreign.zip: is no model of framing"),
    ],
)
def test_mistakes_are_one_line(coded, words, line):
    (coded / "foreign.zip").write_bytes(b"PK\x03\x04")
    done = framing(*words, folder=coded)
    assert done.returncode == 2
    assert line in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
