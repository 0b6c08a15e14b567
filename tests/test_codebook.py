"""Reading codebooks: what is accepted, what is refused and how the row is named."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from laws import examples

from framing.errors import CodebookError
from framing.lexicon.codebook import Baseline, Label, read_codebook, shipped
from framing.lexicon.matcher import Matcher

SOURCE = """
title = "Test"
version = "1"
authors = ["A"]
citation = "A (2025)"
url = ""
licence = "MIT"
language = "{language}"
sha256 = "{sha256}"
{more}
"""


@pytest.fixture
def write(tmp_path):
    """Give a maker of folders with terms.csv and, if wanted, source.toml and baseline.csv."""

    def make(rows, *, header="label,pattern", name="terms.csv", source=None, baseline=None, language="en"):
        path = tmp_path / "My book" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
        if source is not None:
            sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
            text = SOURCE.format(sha256=sha256, more=source, language=language)
            path.with_name("source.toml").write_text(text, encoding="utf-8")
        if baseline is not None:
            lines = ["category,n,n_words,dispersion,source", *baseline]
            path.with_name("baseline.csv").write_text("\n".join(lines), encoding="utf-8")
        return path

    return make


def message(path):
    with pytest.raises(CodebookError) as caught:
        read_codebook(path)
    text = str(caught.value)
    assert "\n" not in text, "an error is one line"
    return text


# What is accepted


def test_a_lone_csv_is_a_codebook(write):
    """Its file names it; its version says that there is none."""
    path = write(["War,war*,2,a note", "war,other"], header="label,pattern,weight,note", name="My list 2.csv")
    path.write_text("label,pattern,weight,note\nWar,war*,2,a note\nPeace,treaty,,\n", encoding="utf-8")
    codebook = read_codebook(path)
    assert codebook.name == "my_list_2"
    assert (codebook.source.title, codebook.source.version) == ("My list 2.csv", "unversioned")
    assert codebook.source.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert [
        (entry.label, entry.pattern, entry.weight, entry.note, entry.row) for entry in codebook.entries
    ] == [
        ("War", "war*", 2.0, "a note", 2),
        ("Peace", "treaty", 1.0, "", 3),
    ]
    assert codebook.baseline == {}
    assert codebook.overlap == "per label"


def test_a_folder_is_read_with_its_source_and_baseline(write):
    path = write(
        ["a,war", "b,trade"],
        source='overlap = "exclusive"\n[labels.b]\nletter = "x"\ndefinition = "Of trade."\n[labels.a]\n',
        baseline=["a,12,1000,1.5,news", "b,0,1000,1,news"],
    )
    codebook = read_codebook(path.parent)
    assert codebook == read_codebook(str(path))
    assert codebook.name == "my_book"
    assert codebook.labels == (Label("b", "X", "Of trade."), Label("a", "A", ""))
    assert codebook.baseline["a"] == Baseline(12, 1000, 1.5, "news")
    assert codebook.overlap == "exclusive"


@pytest.mark.parametrize("name", shipped())
def test_shipped_codebooks_are_sound(name):
    """No row is refused, letters are unique, and every label has its base rate where the book has any."""
    codebook = read_codebook(name)
    letters = [label.letter for label in codebook.labels]
    assert len(set(letters)) == len(letters)
    assert set(codebook.baseline) in ({label.name for label in codebook.labels}, set())
    assert codebook.name == name


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("Label,Pattern", "a,war"),
        ("category,term", "a,war"),
        (" KEY ; Word ;;", "a;war;;"),
        ("label\tpattern", "a\twar"),
        ("\ufefflabel,pattern", "a,war"),
        ("pattern,case,label", "war,,a"),
    ],
)
def test_headers_of_the_field_are_understood(write, header, row):
    (entry,) = read_codebook(write([row], header=header)).entries
    assert (entry.label, entry.pattern) == ("a", "war")


def test_blank_rows_are_left_out_and_counted_in_row_numbers(write):
    assert [entry.row for entry in read_codebook(write(["", "a,war", ",", "a,peace"])).entries] == [3, 5]


def test_patterns_are_prepared_as_texts_are(write):
    """Curly apostrophes, doubled and no-break spaces in a spreadsheet do not hide a pattern."""
    (entry,) = read_codebook(write(["a,people’s\u00a0  war"])).entries
    assert entry.pattern == "people's war"


def test_two_to_six_capitals_and_case_exact_match_as_written(write):
    path = write(["a,CPEC,", "a,Gap,exact", "a,SECURITY,", "a,U,"], header="label,pattern,case")
    assert [entry.exact for entry in read_codebook(path).entries] == [True, True, False, False]


def test_letters_are_unique_and_the_label_s_own_first(write):
    labels = [f"b{'b' * n}" for n in range(30)]
    letters = [label.letter for label in read_codebook(write([f"{label},war" for label in labels])).labels]
    assert letters[:3] == ["B", "A", "C"]
    assert letters[25:28] == ["Z", "B2", "B3"]
    assert len(set(letters)) == 30


@pytest.mark.parametrize(
    ("folder", "name"), [("2024 list", "codebook_2024_list"), ("class", "class"), ("---", "codebook")]
)
def test_a_name_can_begin_a_column(tmp_path, folder, name):
    (tmp_path / folder).mkdir()
    (tmp_path / folder / "terms.csv").write_text("label,pattern\na,war\n", encoding="utf-8")
    assert read_codebook(tmp_path / folder).name == name


# Spelling


def test_variants_are_added_beside_their_pattern(write):
    entries = read_codebook(write(["a,defence,2,why"], header="label,pattern,weight,note")).entries
    assert [(entry.pattern, entry.variant_of, entry.weight, entry.row) for entry in entries] == [
        ("defence", None, 2.0, 2),
        ("defense", "defence", 2.0, 2),
    ]


def test_a_variant_never_doubles_another_row(write):
    """`colour` and `colour*` both mean "color"; it is added once."""
    patterns = [entry.pattern for entry in read_codebook(write(["a,colour", "a,colour*"])).entries]
    assert patterns.count("color") == 1
    assert len(set(patterns)) == len(patterns)


def test_names_as_written_have_no_variants(write):
    path = write(["a,Labour Party,exact"], header="label,pattern,case")
    assert [entry.pattern for entry in read_codebook(path).entries] == ["Labour Party"]


# What is refused


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (",war", "column 'label' is empty"),
        ("a,", "column 'pattern' is empty"),
        ("a,\u200b", "column 'pattern' is empty"),
        ("--,war", "label '--' has no letter or digit"),
        ("x" * 101 + ",war", "label 'xxxxxxxxxxxxxxxxxxxx…' has 101 letters; 100 fit tables and figures"),
        ("a,*", "pattern '*' is only a glob"),
        ("a,?*", "pattern '?*' is only a glob"),
        ("a,war *", "lone glob at its edge"),
        ("a,war|peace", "looks like a regular expression"),
        ("a,terror.*", "looks like a regular expression"),
        ("a,organi[sz]e", "looks like a regular expression"),
        ("a,threat(s)", "looks like a regular expression"),
        ("a,\\bwar\\b", "looks like a regular expression"),
        ("a,^war", "looks like a regular expression"),
        ("a,war$", "looks like a regular expression"),
        ("a,Stop! War", "cut by a sentence's end after 'Stop!'"),
    ],
)
def test_a_bad_row_is_refused_and_named(write, row, says):
    text = message(write(["a,fine", row]))
    assert "terms.csv, row 3: " in text
    assert says in text


@pytest.mark.parametrize(
    "pattern", ["U.S.*", "US$", "C++", "2+2", "[sic]", "Yahoo!", "and/or", "p.m.", "#metoo", "é*"]
)
def test_odd_patterns_that_texts_hold_are_accepted(write, pattern):
    assert read_codebook(write([f"a,{pattern}"])).entries


@pytest.mark.parametrize("weight", ["heavy", "nan", "inf", "1e999", "1_0", "0x1", "1,5"])
def test_a_weight_is_a_number(write, weight):
    text = message(write([f'a,war,"{weight}"'], header="label,pattern,weight"))
    assert f"row 2: column 'weight': '{weight}' is not a number" in text


def test_case_is_exact_or_empty(write):
    assert "row 2: column 'case': 'yes' is unknown" in message(
        write(["a,war,yes"], header="label,pattern,case")
    )


@pytest.mark.parametrize(
    ("first", "second", "says"),
    [
        ("war", "war", "is already in row 2"),
        ("war", "WaR", "is already in row 2"),
        ("us", "US", "is already in row 2"),
        ("defence", "defense", "is another spelling of 'defence' in row 2"),
        ("organis*", "organiz*", "is another spelling of 'organis*' in row 2"),
        ("organiz*", "organis*", "is another spelling of 'organiz*' in row 2"),
        ("defence policy", "Defense policy", "is another spelling of 'defence policy' in row 2"),
    ],
)
def test_a_label_has_each_pattern_once(write, first, second, says):
    assert f"row 3: pattern '{second}' {says}" in message(write([f"a,{first}", f"a,{second}"]))
    assert read_codebook(write([f"a,{first}", f"b,{second}"])).entries, "another label may have it"


def test_exact_patterns_may_differ_in_case(write):
    assert read_codebook(write(["a,Gap,exact", "a,GAP,exact"], header="label,pattern,case")).entries


def test_labels_with_the_same_column_are_refused(write):
    text = message(write(["Human interest,a1", "x,b1", "human-interest,c1"]))
    assert "row 4: labels 'human-interest' and 'Human interest' (row 2) would share their columns" in text


def test_all_bad_rows_are_counted_and_ten_shown(write):
    text = message(write([f"a,*{'?' * n}" for n in range(14)]))
    assert text.count("is only a glob") == 10
    assert text.endswith("; and 4 more")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b"\n \n", "is empty"),
        (b"label,pattern\n", "has a header and no rows"),
        (b"label,note\na,b\n", "row 1: no column 'pattern'"),
        (b"label,pattern,wieght\na,b,1\n", "row 1: unknown column 'wieght'"),
        (b"label,category,pattern\na,b,c\n", "row 1: more than one column for 'label'"),
        (b"label,pattern\na,war,peace\n", "row 2: has 3 cells, the header 2"),
        (b'label,pattern\na,"war\n', "not CSV"),
        (b"label,pattern\na,caf\xe9\n", "row 2: byte 0xe9 is not UTF-8"),
        (b"label,pattern\na,w\0r\n", "row 2: holds a NUL"),
        ("label,pattern\na,war\n".encode("utf-16"), "not UTF-8"),
    ],
)
def test_a_bad_file_is_refused(tmp_path, content, says):
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    assert says in message(path)


def test_a_missing_codebook_lists_the_shipped_ones(tmp_path):
    assert "one of actors, frames" in message("no-such-book")
    assert "terms.csv: not found" in message(tmp_path)
    assert "no such codebook" in message("")


def test_a_changed_file_no_longer_fits_its_source(write):
    path = write(["a,war"], source="")
    path.write_text("label,pattern\na,peace\n", encoding="utf-8")
    assert "sha256" in message(path.parent)


def test_other_languages_are_refused(write):
    assert "language is 'ur'" in message(write(["a,war"], source="", language="ur"))
    assert read_codebook(write(["a,war"], source="", language="en-GB")).entries


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ('overlap = "none"', "overlap is 'none'; accepted are 'per label', 'exclusive'"),
        ('overlaps = "exclusive"', "unknown key 'overlaps'; accepted are title,"),
        ('[labels.a]\noverlap = "exclusive"', "[labels.a] unknown key 'overlap'; accepted are letter,"),
        ("[labels.b]", "label 'b' has no row; there are: a, c"),
        ('[labels.a]\nletter = "X"\n[labels.c]\nletter = "x"', "letter 'X' of 'c' is taken"),
        ('[labels.a]\nletter = "SE"', "letter 'SE' of 'a' is taken or is no single letter"),
        ('[labels]\na = "S"', "labels are tables"),
    ],
)
def test_a_bad_source_is_refused(write, more, says):
    assert says in message(write(["a,war", "c,peace"], source=more))


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        (["a,1,10,1,x", "b,1,10,1,x"], "row 3: category 'b' is no label; there are: a, c"),
        (["a,1,10,1,x", "a,1,10,1,x"], "row 2: category 'a' has more than one row"),
        (["a,-1,10,1,x"], "column 'n': '-1' is not a whole number from 0 up"),
        (["a,1.5,10,1,x"], "column 'n': '1.5' is not a whole number"),
        (["a,1,0,1,x"], "column 'n_words': '0' is not a whole number from 1 up"),
        (["a,1,10,0.9,x"], "column 'dispersion': '0.9' is not a number from 1 up"),
        (["a,1,10,nan,x"], "column 'dispersion': 'nan' is not a number from 1 up"),
        (["a,1,10,1,"], "column 'source' is empty"),
        (["a,1,10,1,x"], "no row for the label 'c'"),
    ],
)
def test_a_bad_baseline_is_refused(write, rows, says):
    text = message(write(["a,war", "c,peace"], baseline=rows))
    assert "baseline.csv" in text
    assert says in text


@examples(150)
@given(st.lists(st.tuples(st.text(max_size=6), st.text(max_size=10)), min_size=1, max_size=4))
def test_any_rows_are_a_codebook_or_one_clear_line(tmp_path_factory, rows):
    """No row ends in a traceback, and what is accepted can be searched for."""
    path = tmp_path_factory.mktemp("any") / "any.csv"
    quoted = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    path.write_bytes("\n".join(["label,pattern", *quoted]).encode("utf-8", "surrogatepass"))
    try:
        codebook = read_codebook(path)
    except CodebookError:
        return
    Matcher(codebook.entries, exclusive=False).hits("Any text, of two sentences. It is short.")


@pytest.mark.parametrize("label", ["mixed", "None"])
def test_a_label_may_not_be_called_like_a_verdict(tmp_path, label):
    (tmp_path / "book.csv").write_text(f"label,pattern\n{label},war\n")
    with pytest.raises(CodebookError, match=f"row 2: label '{label}' is what a verdict is called"):
        read_codebook(tmp_path / "book.csv")
