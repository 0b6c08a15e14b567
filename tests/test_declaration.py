"""A comparison declared before looking: every field is checked, and the file's hash is kept."""

import hashlib

import pytest
from small_runs import run_of, sentence

from framing.errors import FramingError
from framing.statistics.declaration import check_declaration, read_declaration

LEAST = 'by = "outlet"\nmeasures = ["frames_security_rate"]\n'
WHOLE = """
by = "outlet"
reference = "Ledger"
groups = ["Courier"]
measures = ["frames_security_rate", "vader_tone"]
voice = "author"
kind = "all"
target = "these texts"
min_words = 150
adjust = "bh"
duplicates = "all"
seed = 7
note = "The Courier warns, the Ledger counts."
[margin]
vader_tone = 0.1
"""


@pytest.fixture
def run():
    articles = {name: [("body", [sentence()])] for name in "abc"}
    return run_of(
        articles,
        columns={"outlet": ["Courier", "Ledger", "Ledger"], "date": ["2024-01-02", None, "2024-02-03"]},
    )


def declared(folder, text):
    file = folder / "declared.toml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_declaration(file)


def test_a_whole_declaration_is_read_as_it_stands(tmp_path, run):
    found = declared(tmp_path, WHOLE)
    assert (found.by, found.reference, found.groups) == ("outlet", "Ledger", ("Courier",))
    assert found.measures == ("frames_security_rate", "vader_tone")
    assert (found.voice, found.kind, found.target) == ("author", None, "these texts")
    assert (found.min_words, found.adjust, found.duplicates, found.seed) == (150, "bh", "all", 7)
    assert found.margin == {"vader_tone": 0.1}
    assert found.note.startswith("The Courier")
    assert found.path == "declared.toml"
    check_declaration(found, run)


def test_what_is_not_said_is_as_compare_has_it(tmp_path, run):
    found = declared(tmp_path, LEAST)
    assert (found.reference, found.groups, found.voice, found.kind) == (None, (), "all", "body")
    assert (found.target, found.min_words, found.adjust, found.duplicates) == ("both", 0, "holm", "once")
    assert found.margin == {}
    check_declaration(found, run)


def test_the_hash_is_that_of_the_bytes(tmp_path):
    assert declared(tmp_path, LEAST).sha256 == hashlib.sha256(LEAST.encode()).hexdigest()
    assert declared(tmp_path, b"\xef\xbb\xbf" + LEAST.encode()).by == "outlet"


def test_one_margin_holds_for_all_measures_and_one_measure_needs_no_brackets(tmp_path):
    found = declared(tmp_path, 'by = "outlet"\nmeasures = "vader_tone"\nmargin = 1\n')
    assert found.margin == {"vader_tone": 1.0}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "lacks 'by'; a declaration needs by and measures"),
        ('by = "outlet"', "lacks 'measures'"),
        (LEAST + "colour = 1", "unknown key 'colour'; there are by, measures, reference"),
        (LEAST + "path = 'x'", "unknown key 'path'"),
        ('by = ""\nmeasures = ["a"]', "by: '' is not a text"),
        ('by = 3\nmeasures = ["a"]', "by: 3 is not a text"),
        ('by = "x"\nmeasures = []', "measures: [] is not a list of one text or more"),
        ('by = "x"\nmeasures = [1]', "measures: [1] is not a list of texts"),
        ('by = "x"\nmeasures = ["a", "a"]', "measures: 'a' stands there twice"),
        (LEAST + "voice = 'editor'", "voice: 'editor' is not one of all, author, quoted"),
        (LEAST + "voice = ['all']", "voice: ['all'] is not one of"),
        (LEAST + "kind = 'footer'", "kind: 'footer' is not one of title, heading, body, all"),
        (LEAST + "target = 'texts'", "target: 'texts' is not one of both, these texts, the population"),
        (LEAST + "adjust = 'fdr'", "adjust: 'fdr' is not one of holm, bh, none"),
        (LEAST + "duplicates = true", "duplicates: True is not one of once, all"),
        (LEAST + "min_words = -1", "min_words: -1 is not a whole number of 0 or more"),
        (LEAST + "min_words = true", "min_words: True is not a whole number"),
        (LEAST + "min_words = 1.5", "min_words: 1.5 is not a whole number"),
        (LEAST + "seed = '1'", "seed: '1' is not a whole number"),
        (LEAST + "margin = 0", "margin of 'frames_security_rate': 0 is not a number above 0"),
        (LEAST + "margin = nan", "nan is not a number above 0"),
        (LEAST + "margin = inf", "inf is not a number above 0"),
        (LEAST + "margin = 'small'", "'small' is not a number above 0"),
        (LEAST + "[margin]\nvader = 1", "margin: 'vader' is not among the declared measures"),
        (LEAST + "reference = 'A'\ngroups = ['A']", "groups: 'A' is the reference"),
        (LEAST + "note = 3", "note: 3 is not a text"),
        (LEAST + "by = 'x'", "not TOML"),
        ("by = ", "not TOML"),
        (b'by = "\xff"', "byte 6 is not UTF-8"),
        (b"#" * 1_000_001, "1,000,001 bytes; a declaration has up to 1,000,000"),
    ],
)
def test_what_is_wrong_is_said_in_one_line_with_file_and_field(tmp_path, text, said):
    with pytest.raises(FramingError) as caught:
        declared(tmp_path, text)
    assert "declared.toml" in str(caught.value)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(FramingError, match=r"none\.toml: cannot be read \(No such file"):
        read_declaration(tmp_path / "none.toml")
    with pytest.raises(FramingError, match="cannot be read"):
        read_declaration(tmp_path)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            'by = "outlet"\nmeasures = ["nope"]',
            "declared.toml, measures: 'nope' is not in this run; there are",
        ),
        (
            'by = "paper"\nmeasures = ["vader_tone"]',
            "declared.toml, by 'paper': the run's articles have no such",
        ),
        ('by = "date:moon"\nmeasures = ["vader_tone"]', "no period 'moon'"),
        (
            LEAST + 'reference = "Times"',
            "declared.toml, reference 'Times': no such group; there are 'Courier'",
        ),
        (LEAST + 'groups = ["Times"]', "declared.toml, groups 'Times': no such group"),
    ],
)
def test_a_declaration_is_checked_against_a_run(tmp_path, run, text, said):
    with pytest.raises(FramingError) as caught:
        check_declaration(declared(tmp_path, text), run)
    assert said in str(caught.value)


def test_time_can_be_declared(tmp_path, run):
    text = 'by = "date<2024-02-01"\nreference = "before 2024-02-01"\nmeasures = ["vader_tone"]'
    check_declaration(declared(tmp_path, text), run)
