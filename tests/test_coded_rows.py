"""Rows of hand-coded texts: what they may look like, and what is refused."""

from __future__ import annotations

import hashlib
import json

import pandas as pd
import pytest

from framing.errors import InputError
from framing.preprocessing.coded import read_coded_rows

LABELS = ("security", "economic")


def one(**cells):
    return read_coded_rows([cells], labels=LABELS).rows[0]


def refused(rows, match, **options):
    with pytest.raises(InputError, match=match) as caught:
        read_coded_rows(rows, labels=LABELS, **options)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("cell", "labels"),
    [
        ("security", {"security"}),
        ("Security; ECONOMIC", {"security", "economic"}),
        (["security", "economic"], {"security", "economic"}),
        ("none", set()),
        ("", set()),
        (None, set()),
        (float("nan"), set()),
        ([], set()),
    ],
)
def test_a_cell_of_labels_is_one_or_several_or_none(cell, labels):
    assert one(text="t", labels=cell).labels == labels


def test_columns_called_like_labels_hold_yes_or_no():
    assert one(text="t", Security=1, economic="no").labels == {"security"}
    assert one(text="t", Security=0.0, economic=True).labels == {"economic"}
    refused([{"text": "t", "security": "2"}], "column 'security': '2' is neither 1 nor 0")


def test_places_are_whole_numbers_however_a_spreadsheet_writes_them():
    row = one(article="a", paragraph="2.0", sentence=1.0, valence="-0.5")
    assert (row.article, row.paragraph, row.sentence, row.tone) == ("a", 2, 1, -0.5)
    assert one(article="a", paragraph=None, valence=1).paragraph is None
    for bad in ("two", "1.5", -1, "inf"):
        refused([{"article": "a", "paragraph": bad, "valence": 1}], "is no whole number from 0")


def test_files_and_tables_say_the_same(tmp_path):
    rows = [{"article": "a", "paragraph": 0, "frame": "security", "tone": 0.5, "coder": "Ann"}]
    read = [
        read_coded_rows(rows, labels=LABELS).rows,
        read_coded_rows(pd.DataFrame(rows), labels=LABELS).rows,
    ]
    (tmp_path / "a.jsonl").write_text(json.dumps(rows[0]))
    pd.DataFrame(rows).to_csv(tmp_path / "a.csv", index=False)
    pd.DataFrame(rows).to_csv(tmp_path / "a.tsv", index=False, sep="\t")
    pd.DataFrame(rows).to_parquet(tmp_path / "a.parquet")
    for path in tmp_path.iterdir():
        table = read_coded_rows(path, labels=LABELS)
        assert table.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
        read.append(table.rows)
    assert all(each == read[0] for each in read)


def test_unknown_labels_are_listed_once_each():
    rows = [{"text": "t", "label": name} for name in ("war", "security", "war", "peace")]
    refused(rows, r"'peace' \(row 4\), 'war' \(2 rows, the first 1\); there are security, economic, and")


def test_another_name_for_a_column_is_taken_and_checked():
    rows = [{"text": "t", "label": "x", "my frame": "security"}]
    assert read_coded_rows(rows, labels=LABELS, columns={"labels": "My Frame"}).rows[0].labels == {"security"}
    refused(rows, "no column 'his frame' for the field labels; found: 'text', 'label', 'my frame'",
            columns={"labels": "his frame"})  # fmt: skip
    refused(rows, "'lable' is no field", columns={"lable": "label"})


@pytest.mark.parametrize(
    ("rows", "match"),
    [
        ([], "no rows"),
        (5, "give a file, a DataFrame or a sequence"),
        ([{"labels": "security"}], "no column 'article' or 'text'"),
        ([{"text": "t"}], "no column of codes"),
        ([{"text": "t", "valence": "good"}], "'good' is not a number"),
        ([{"text": "t", "valence": "1e999"}], "is not a number"),
        ([{"text": "t", "valence": "1_0"}], "'1_0' is not a number"),
        ([{"text": " ", "valence": 1}], "nothing in 'text'"),
        ([{"text": "t", "paragraph": 1, "valence": 1}], "a paragraph without article"),
        ([{"article": "a", "text": "t", "sentence": 1, "valence": 1}], "a sentence without paragraph"),
        ([{"text": "t", "labels": [["security"]]}], "is no label or list of labels"),
        ([{"text": "t", "valence": "x"}] * 30, "30 of the rows cannot be used: row 1: .* and 20 more"),
    ],
)
def test_a_mistake_is_one_clear_line(rows, match):
    refused(rows, match)


@pytest.mark.parametrize(
    ("name", "content", "match"),
    [
        ("a.csv", None, "no such file"),
        ("a.xlsx", "x", "files of the kind '.xlsx' are not read"),
        ("a.csv", "", "empty"),
        ("a.csv", "text,valence\n", "no rows"),
        ("a.csv", "text,valence\na,b,c\n", "row 1: line 2: 3 cells"),
        ("a.jsonl", "{nonsense}\n", "row 1: no JSON"),
        ("a.parquet", "nonsense", "cannot be read as Parquet"),
    ],
)
def test_a_bad_file_is_one_clear_line(name, content, match, tmp_path):
    if content is not None:
        (tmp_path / name).write_text(content)
    refused(tmp_path / name, match)
