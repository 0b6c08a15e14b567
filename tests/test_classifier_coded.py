"""Hand-coded texts: what is read, how coders are put together, and what is refused in one line."""

import json
import re

import pandas as pd
import pytest
from coded_texts import coded_rows, many_label_rows
from hypothesis import given
from hypothesis import strategies as st
from laws import examples

from framing.classifier.coded import read_coded
from framing.errors import InputError
from framing.preprocessing.coded import read_coded_rows
from framing.statistics.consensus import put_together


def refused(rows, **options):
    """The line with which rows are refused."""
    with pytest.raises(InputError) as caught:
        read_coded(rows, **options)
    line = str(caught.value)
    assert "\n" not in line
    return line


def with_row(**row):
    return [*coded_rows(), {"article": "z", **row}]


def test_files_and_tables_are_read_alike(tmp_path):
    """CSV, JSONL, Parquet, a DataFrame and rows give the same units."""
    rows = coded_rows()
    frame = pd.DataFrame(rows)
    frame.to_csv(tmp_path / "coded.csv", index=False)
    frame.to_parquet(tmp_path / "coded.parquet")
    (tmp_path / "coded.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    units = read_coded(rows).units
    assert read_coded(frame).units == units
    for name in ("coded.csv", "coded.parquet", "coded.jsonl"):
        assert read_coded(tmp_path / name).units == units
    assert read_coded(tmp_path / "coded.csv").origin == "coded.csv"


def test_labels_stand_in_one_cell_or_a_list():
    """`a; b`, ["a", "b"] and an empty cell: several labels, and none of them."""
    texts = [row["text"] for row in coded_rows(24)]
    cells = ["trade; peace", ["peace", "trade"], "", "none", [], None] * 4
    rows = [{"text": text, "labels": cell} for text, cell in zip(texts, cells, strict=True)]
    coded = read_coded(rows)
    assert coded.labels == ("peace", "trade")
    assert not coded.exclusive
    by_text = {unit.text: unit.labels for unit in coded.units}
    assert [by_text[text] for text in texts[:6]] == [("peace", "trade"), ("peace", "trade"), (), (), (), ()]


def test_one_label_each_is_told_from_any_number():
    assert read_coded(coded_rows()).exclusive
    assert not read_coded(many_label_rows()).exclusive


def test_a_majority_of_coders_decides_and_a_tie_is_left_out():
    """Two of three coders say trade: trade. One of two: left out and said, where each text has one label."""
    rows = [{**row, "coder": "A"} for row in coded_rows()]
    three, two = "The ministry counts its ships.", "The ministry counts its boats."
    rows += [
        {"text": three, "label": label, "article": "x", "coder": coder}
        for coder, label in zip("ABC", ("economic", "security", "economic"), strict=True)
    ]
    rows += [
        {"text": two, "label": label, "article": "y", "coder": coder}
        for coder, label in zip("AB", ("economic", "security"), strict=True)
    ]
    coded = read_coded(rows)
    (unit,) = [unit for unit in coded.units if unit.text == three]
    assert (unit.labels, unit.coders, unit.agreed) == (("economic",), 3, False)
    assert not [unit for unit in coded.units if unit.text == two]
    assert (
        "1 of 62 texts have no majority of coders for a label and are left out: figures of the others are of texts "
        "that are easier to code" in coded.notes
    )


def test_half_of_the_coders_is_enough_where_labels_are_independent():
    """Of two coders one says trade: ½ ≥ ½, so the text has the label."""
    rows = [{**row, "coder": "A"} for row in many_label_rows()]
    rows += [
        {"text": "Ships wait.", "labels": cell, "article": "x", "coder": coder}
        for coder, cell in (("A", "economic"), ("B", ""))
    ]
    (unit,) = [unit for unit in read_coded(rows).units if unit.text == "Ships wait."]
    assert (unit.labels, unit.agreed) == (("economic",), False)


VOTES = st.lists(
    st.lists(st.lists(st.sampled_from(["peace", "trade"]), max_size=2, unique=True), min_size=1, max_size=4),
    min_size=1,
    max_size=6,
)


@given(votes=VOTES)
def test_training_and_evaluation_put_coders_together_alike(votes):
    """The same rows, the same labels, the same texts left out: else a model is judged by what it did not learn."""
    rows = [
        {"text": f"Case {number} stands.", "labels": ";".join(labels), "article": "x", "coder": str(coder)}
        for number, one in enumerate(votes)
        for coder, labels in enumerate(one)
    ]
    alike = [{**row, "labels": row["label"], "coder": "0"} for row in coded_rows(24)]
    learned = read_coded([*rows, *({name: row[name] for name in rows[0]} for row in alike)])
    found = {unit.text: frozenset(unit.labels) for unit in learned.units if unit.article == "x"}
    table = read_coded_rows([*rows, *alike]).rows
    place = [int(row.text.split()[1]) if row.article == "x" else len(votes) for row in table]
    some = [row for row, at in zip(table, place, strict=True) if at < len(votes)]
    codes = put_together(some, place[: len(some)], ["x"] * len(votes))
    assert {
        f"Case {number} stands.": labels for number, labels in enumerate(codes.labels) if labels is not None
    } == found


def test_repeated_rows_count_once_and_are_said():
    rows = coded_rows()
    coded = read_coded([*rows, rows[0], rows[0]])
    assert coded.units == read_coded(rows).units
    assert "2 rows are a repetition of another and counted once" in coded.notes


def test_a_coder_who_contradicts_himself_is_refused():
    """Bad input: contradicting duplicates."""
    rows = coded_rows()
    line = refused(
        [*rows, {**rows[0], "label": "economic" if rows[0]["label"] != "economic" else "security"}]
    )
    assert (
        "rows 1 and 61 code one text as 'diplomatic' and as 'economic'; keep one, or name the coders in a column"
        in line
    )


def test_the_same_text_in_two_articles_may_be_coded_twice():
    rows = with_row(text=coded_rows()[0]["text"], label="economic")
    assert len(read_coded(rows).units) == 61


def test_labels_that_are_not_in_the_codebook_are_refused():
    """Bad input: labels that are not in the codebook; case does not matter."""
    accepted = ("Security", "Economic", "Diplomatic")
    assert read_coded(coded_rows(), accepted=accepted).labels == ("Diplomatic", "Economic", "Security")
    line = refused(with_row(text="A storm came.", label="weather"), accepted=accepted)
    assert re.search("labels that .*'weather' .*row 61.*; there are Security, Economic, Diplomatic", line)


def test_one_class_only_is_refused():
    """Bad input: one class only."""
    rows = [{**row, "label": "security"} for row in coded_rows()]
    assert "all 60 texts are coded 'security'; a model needs texts with and without each label" in refused(
        rows
    )
    assert "coded 'none'" in refused([{**row, "label": ""} for row in rows])


def test_three_rows_are_refused():
    """Bad input: three coded rows."""
    assert "3 coded texts; code at least 20" in refused(coded_rows(3))


def test_rows_of_one_article_are_refused():
    """Bad input: all rows of one article."""
    line = refused([{**row, "article": "only"} for row in coded_rows()])
    assert "all 60 texts are of the article 'only'" in line
    assert "code texts of at least 5 articles" in line


def test_texts_without_words_are_refused():
    """Bad input: texts without words; every bad row is counted."""
    line = refused(
        [*with_row(text="— … !", label="security"), {"article": "z", "text": "  ", "label": "security"}]
    )
    assert line.startswith("coded texts: 2 of the rows cannot be used: row 61: the text '— … !' has no word")
    assert "row 62: no text" in line


def test_ten_bad_rows_are_shown_and_all_are_counted():
    line = refused([*coded_rows(), *({"text": "!", "label": "security"} for _ in range(14))])
    assert "14 of the rows" in line
    assert line.endswith("and 4 more")
    assert len(re.findall("has no word", line)) == 10


def test_missing_articles_are_said():
    rows = [{key: row[key] for key in ("text", "label")} for row in coded_rows()]
    (note,) = read_coded(rows).notes
    assert note.startswith("no column 'article'")


def test_an_id_at_several_texts_is_that_of_their_article():
    """Such texts are held out together; ids of rows part neither texts nor the coders of one text."""
    rows = coded_rows()
    by_article = read_coded(
        [{"id": row["article"], "text": row["text"], "label": row["label"]} for row in rows]
    )
    assert by_article.units == read_coded(rows).units
    assert by_article.notes[0].endswith("the column 'id' names their article")
    twice = [{"text": row["text"], "label": row["label"], "coder": coder} for row in rows for coder in "AB"]
    by_row = read_coded([{**row, "id": number} for number, row in enumerate(twice)])
    assert by_row.units == read_coded(twice).units
    assert {unit.coders for unit in by_row.units} == {2}
    assert by_row.notes[0].startswith("no column 'article': each text")


def test_texts_are_prepared_as_scoring_prepares_them():
    """Curly marks are straightened, so that training and scoring count the same words."""
    rows = with_row(text="It isn\u2019t \u201cover\u201d.", label="security")
    assert [unit.text for unit in read_coded(rows).units if unit.article == "z"] == ['It isn\'t "over".']


@examples(25)
@given(order=st.permutations(range(40)))
def test_the_order_of_rows_does_not_matter(order):
    rows = [{**row, "coder": "AB"[index % 2]} for index, row in enumerate(coded_rows(40))]
    assert read_coded([rows[index] for index in order]).units == read_coded(rows).units
