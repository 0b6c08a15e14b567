"""A codebook as an instrument: its measures, its values, its laws."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from laws import examples

from framing.lexicon.codebook import Codebook, Entry, Label, read_codebook
from framing.lexicon.instrument import LexiconInstrument, actor_instrument, frame_instrument
from framing.model import CountingInstrument, Instrument, Source

SOURCE = Source("t", "1", "", "", "", "en", "")
FRAMES = Codebook(
    "my_frames",
    (Label("Security first", "S", ""), Label("economic", "E", "")),
    (
        Entry("Security first", "secur*"),
        Entry("Security first", "war"),
        Entry("economic", "trade war", weight=2.0),
        Entry("economic", "trade"),
    ),
    SOURCE,
)
ACTORS = Codebook(
    "my_actors",
    (Label("Pakistan", "P", ""), Label("Pakistan Navy", "N", ""), Label("division", "D", "")),
    (
        Entry("Pakistan", "Pakistan", exact=True),
        Entry("Pakistan Navy", "Pakistan Navy", exact=True),
        Entry("division", "Special Security Division", exact=True),
    ),
    SOURCE,
)
INSTRUMENTS = [LexiconInstrument(FRAMES, kind="frame"), LexiconInstrument(ACTORS, kind="actor")]


@pytest.mark.parametrize("instrument", INSTRUMENTS, ids=lambda each: each.name)
def test_it_is_an_instrument(instrument):
    assert isinstance(instrument, Instrument)
    assert isinstance(instrument, CountingInstrument)
    assert instrument.source is SOURCE
    for measure in instrument.measures:
        assert measure.instrument == instrument.name == measure.column.removesuffix(measure.column[9:])
        assert (measure.low, measure.high) == (0, math.inf)
        assert measure.unit
        assert measure.meaning


def test_columns_are_the_codebook_s():
    assert [measure.column for measure in INSTRUMENTS[0].measures][:3] == [
        "my_frames_security_first_n",
        "my_frames_security_first_n_with_names",
        "my_frames_security_first_rate",
    ]
    assert [measure.column for measure in INSTRUMENTS[1].measures] == ["my_actors_n", "my_actors_distinct"]


def test_counts_and_rates():
    """Eight words ("isn't" is one); security: Security, war, secure; economic: trade war, trade."""
    text = "Security isn't trade war, but secure trade pays."
    (reading,) = INSTRUMENTS[0].read([text])
    assert reading.values == {
        "my_frames_security_first_n": 3,
        "my_frames_security_first_n_with_names": 3,
        "my_frames_security_first_rate": 100 * 3 / 8,
        "my_frames_economic_n": 2,
        "my_frames_economic_n_with_names": 2,
        "my_frames_economic_rate": 100 * 2 / 8,
    }
    assert [(text[hit.start : hit.end], hit.term, hit.weight, hit.negated) for hit in reading.hits] == [
        ("Security", "secur*", 1.0, False),
        ("trade war", "trade war", 2.0, True),
        ("war", "war", 1.0, True),
        ("secure", "secur*", 1.0, False),
        ("trade", "trade", 1.0, False),
    ]


def test_mentions_and_different_actors():
    """The Navy is no mention of Pakistan: three mentions of two actors."""
    (reading,) = INSTRUMENTS[1].read(["Pakistan sent the Pakistan Navy. Pakistan waits."])
    assert reading.values == {"my_actors_n": 3, "my_actors_distinct": 2}


@pytest.mark.parametrize("text", ["", "  ", "… ! —"])
def test_without_words_nothing_is_counted_and_there_is_no_rate(text):
    (reading,) = INSTRUMENTS[0].read([text])
    assert reading.values["my_frames_economic_n"] == 0
    assert math.isnan(reading.values["my_frames_economic_rate"])
    assert reading.hits == ()
    assert INSTRUMENTS[1].read([text])[0].values == {"my_actors_n": 0, "my_actors_distinct": 0}


def test_tally_takes_hits_inside_names_out_of_n():
    """Two security hits, one inside a name: n is 1, with names 2, the rate of ten words 10."""
    (reading,) = INSTRUMENTS[0].read(["The security war"])
    values = INSTRUMENTS[0].tally(reading.hits, [True, False], 10)
    assert values["my_frames_security_first_n"] == 1
    assert values["my_frames_security_first_n_with_names"] == 2
    assert values["my_frames_security_first_rate"] == 10.0


def test_an_exclusive_codebook_counts_a_stretch_once():
    exclusive = Codebook("x", FRAMES.labels, FRAMES.entries, SOURCE, overlap="exclusive")
    (reading,) = LexiconInstrument(exclusive, kind="frame").read(["trade war"])
    assert (reading.values["x_economic_n"], reading.values["x_security_first_n"]) == (1, 0)


def test_an_article_s_abbreviations_are_known_in_it_alone():
    actors = INSTRUMENTS[1]
    article = "The Special Security Division (SSD) met. The SSD left."
    assert actors.for_text(article).read([article])[0].values["my_actors_n"] == 3
    assert actors.read([article])[0].values["my_actors_n"] == 1
    assert actors.for_text("Nothing (N) is named.") is actors


@examples(150)
@given(
    st.lists(st.text("trade war secure .!İ Pakistan Navy", max_size=40) | st.text(max_size=30), max_size=4),
    st.lists(st.text("trade war secure", max_size=20), max_size=3),
)
def test_texts_are_read_one_by_one(some, others):
    """read(a + b) == read(a) + read(b); values are those of `measures`; hits add up."""
    for instrument in INSTRUMENTS:
        readings = instrument.read(some + others)
        assert readings == instrument.read(some) + instrument.read(others)
        for text, reading in zip(some + others, readings, strict=True):
            assert list(reading.values) == [measure.column for measure in instrument.measures]
            assert all(value >= 0 or math.isnan(value) for value in reading.values.values())
            assert all(0 <= hit.start < hit.end <= len(text) for hit in reading.hits)
            counts = [value for column, value in reading.values.items() if column.endswith("_n")]
            assert sum(counts) == len(reading.hits)


SEED_NAMES = [
    "China-Pakistan Economic Corridor",
    "CPEC",
    "Azm-e-Istehkam",
    "Special Security Division",
    "SSD",
    "Special Protection Units",
    "SPUs",
    "Task Force-88",
    "Suparco",
    "Gwadar",
    "Pakistan-China Joint Consultative Mechanism",
    "JCM",
    "Panda bond",
    "Lin Jian",
    "Li Qiang",
    "Shehbaz Sharif",
    "Pakistan",
    "China",
]


def test_shipped_actors_find_the_names_of_the_seed():
    """Each in a sentence of its own, whole, as one mention."""
    before = "They spoke of "
    texts = [f"{before}{name} today." for name in SEED_NAMES]
    hits = [hit for reading in actor_instrument("actors").read(texts) for hit in reading.hits]
    assert [(hit.start, hit.end) for hit in hits] == [
        (len(before), len(before) + len(name)) for name in SEED_NAMES
    ]


def test_shipped_frames_tell_a_bond_from_a_bomb():
    security, economic = frame_instrument("frames").read(
        ["The bomb killed soldiers.", "Investors bought bonds."]
    )
    assert security.values["frames_security_n"] > 0 == security.values["frames_economic_n"]
    assert economic.values["frames_economic_n"] > 0 == economic.values["frames_security_n"]
    assert read_codebook("frames").baseline
