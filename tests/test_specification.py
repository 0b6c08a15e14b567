"""The declared specification: what its file may say, and what is said back where it says something else."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.errors import FramingError, InputError
from framing.statistics.specification import Specification, Vary, read_specification

WHOLE = """
name = "Main"
codebook = "frames"
categories = ["security", "economic"]
instrument = "vader"
voice = "author"
texts = "all"
normalisation = "share"
unit = "paragraph"
names = "in"
duplicates = "all"

[thresholds]
min_words = 200

[vary]
voice = ["all", "quoted"]
texts = ["body"]
normalisation = []
unit = ["sentence"]
names = ["out"]
instrument = ["textblob"]
min_words = [0, 300]
terms = "none"
"""


def written(tmp_path, text):
    path = tmp_path / "main.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return path


def test_a_file_that_says_everything_is_read_as_it_says(tmp_path):
    found = read_specification(written(tmp_path, WHOLE))
    assert found == Specification(
        name="Main",
        codebook="frames",
        categories=("security", "economic"),
        instrument="vader",
        voice="author",
        texts="all",
        normalisation="share",
        unit="paragraph",
        names="in",
        min_words=200,
        duplicates="all",
        vary=Vary(
            voice=("all", "quoted"),
            texts=("body",),
            normalisation=(),
            unit=("sentence",),
            names=("out",),
            instrument=("textblob",),
            min_words=(0, 300),
            terms="none",
        ),
        path="main.toml",
        sha256=hashlib.sha256(WHOLE.encode("utf-8")).hexdigest(),
    )


def test_what_a_file_does_not_say_is_the_default(tmp_path):
    """An empty file is a declaration of the defaults, with its own name and hash."""
    found = read_specification(written(tmp_path, ""))
    assert found == Specification(name="main", path="main.toml", sha256=hashlib.sha256(b"").hexdigest())


def test_the_hash_is_that_of_the_bytes(tmp_path):
    """A byte order mark or other line ends are another file, though they say the same."""
    plain, marked = b'voice = "author"\n', b'\xef\xbb\xbfvoice = "author"\r\n'
    first = read_specification(written(tmp_path, plain))
    second = read_specification(written(tmp_path, marked))
    assert first.voice == second.voice == "author"
    assert first.sha256 == hashlib.sha256(plain).hexdigest() != second.sha256


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('voice = "writer"', "main.toml, key 'voice': 'writer' is unknown; there are all, author, quoted"),
        ("voice = 3", "main.toml, key 'voice': '3' is unknown; there are all, author, quoted"),
        ('unit = ""', "main.toml, key 'unit': '' is unknown; there are article, paragraph, sentence"),
        ('codebook = ""', "main.toml, key 'codebook': '' is no name; write it in quotation marks"),
        ('categories = "security"', "main.toml, key 'categories': 'security' is no list"),
        ("categories = [1]", "main.toml, key 'categories': '1' is no name"),
        (
            'categories = ["a", "b", "a"]',
            "main.toml, key 'categories': 'a' stands there twice; name each once",
        ),
        ("[vary]\nmin_words = [0, 9, 9]", "main.toml, key 'vary.min_words': '9' stands there twice"),
        ('duplicates = "never"', "main.toml, key 'duplicates': 'never' is unknown; there are once, all"),
        ('voices = "all"', "main.toml, key 'voices': unknown; there are name, codebook"),
        ("min_words = 3", "main.toml, key 'min_words': unknown; there are name"),
        ("[thresholds]\nmin_words = -1", "main.toml, key 'min_words': '-1' is no whole number from 0"),
        ("[thresholds]\nmin_words = true", "main.toml, key 'min_words': 'True' is no whole number from 0"),
        ("[thresholds]\nmin_words = 1.5", "main.toml, key 'min_words': '1.5' is no whole number from 0"),
        ("[thresholds]\nwords = 1", "main.toml, key 'thresholds.words': unknown; there are min_words"),
        (
            "thresholds = 5",
            "main.toml, key 'thresholds': is a table, write [thresholds] on a line of its own",
        ),
        ("[vary]\nvoice = 'all'", "main.toml, key 'vary.voice': 'all' is no list"),
        ("[vary]\nterms = 'some'", "main.toml, key 'vary.terms': 'some' is unknown; there are each, none"),
        ("[vary]\nmin_words = [nan]", "main.toml, key 'vary.min_words': 'nan' is no whole number from 0"),
        ("[vary]\nwords = []", "main.toml, key 'vary.words': unknown; there are voice"),
        ("voice: all", "main.toml: not TOML"),
        (b'name = "\xff"', "main.toml: not UTF-8"),
        ("a = " + "[" * 50_000, "main.toml: not TOML"),
        ("#" * 200_000, "main.toml: over 100,000 bytes"),
    ],
)
def test_a_mistake_is_told_in_one_line_with_its_key_and_what_is_accepted(tmp_path, text, message):
    with pytest.raises(InputError) as caught:
        read_specification(written(tmp_path, text))
    assert str(caught.value).startswith(message)
    assert "\n" not in str(caught.value)


def test_a_file_that_cannot_be_read_is_named(tmp_path):
    for path in (tmp_path / "none.toml", tmp_path):
        with pytest.raises(InputError, match="cannot be read"):
            read_specification(path)


def test_a_specification_made_in_python_is_checked_as_a_file_is():
    with pytest.raises(FramingError, match="key 'voice': 'writer' is unknown"):
        Specification(voice="writer")
    with pytest.raises(FramingError, match=r"key 'vary\.unit': 'word' is unknown"):
        Vary(unit=("word",))


@given(
    st.sampled_from(["name", "voice", "categories", "unit", "instrument", "vary", "thresholds"]),
    st.one_of(st.integers(), st.booleans(), st.text(max_size=5), st.lists(st.integers(), max_size=2)),
)
def test_any_value_is_taken_or_refused_in_one_line(tmp_path_factory, key, value):
    """Nothing that TOML can say ends in anything but a specification or one line."""
    import json

    path = tmp_path_factory.mktemp("any") / "s.toml"
    path.write_text(f"{key} = {json.dumps(value)}".replace("\x7f", "\\u007f"), encoding="utf-8")
    try:
        said = read_specification(path).path
    except InputError as error:
        said = str(error)
    assert said.startswith("s.toml")
    assert "\n" not in said
