"""The contract that every instrument keeps: one test for each rule, run for each instrument.

Add an instrument by adding its factory to FACTORIES.
"""

import csv
import functools
import math
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from laws import examples

from framing import library
from framing.lexicon.instrument import frame_instrument
from framing.model import Hit, Instrument, Measure, SentenceInstrument
from framing.preprocessing.tokens import sentence_spans
from framing.scoring.reading import Spans, _share, _weigh
from framing.scoring.strings import Strings
from framing.tone import TextBlobTone, VaderTone
from framing.tone.hits import columns_of
from framing.tone.oped import OpedTone

FACTORIES = {
    "frames": functools.partial(frame_instrument, "frames"),
    "generic_frames": functools.partial(frame_instrument, "generic_frames"),
    "oped": OpedTone,
    "textblob": TextBlobTone,
    "vader": VaderTone,
}
SENTENCE_FACTORIES = ("oped", "vader")

#: How far the contributions may be from the score: TextBlob's arithmetic, VADER's rounding to four digits.
TOLERANCE = {"oped": 1e-9, "textblob": 1e-9, "vader": 5e-5 + 1e-12}

TEXTS = [
    "",
    "   \t\n",
    "…",
    "The minister signed a paper on Monday.",
    "The ceasefire isn't good news for the generals! It is a very hopeful day, but still a bad border.",
    'Mr. Li said: "We welcome this great friendship." Nobody in the hall believed him. Why?? Why not?',
    "GOOD good :) : ( 😊day 🆙 ❤️ no no never not bad kiss of death",
    "İSTANBUL ıs not good… good.... ( ! ) <3 \x00 \u202eevil\u202c END-OF-SENTENCE x D",
    "security economic trade threat attack peace talks China Pakistan CPEC United Nations",
    "بہت اچھا خبر ہے۔ Très mauvais. 很好！",
]

PIECES = (
    "good bad not isn't never no very really most least kind of sort but BUT GREAT war peace ! ? . .. ..... "
    "(!) ( ) :) : :-( <3 x D ' \" , - n't can't Mr. U.S. 😊 🆙 © \x1c \n\n END-OF-SENTENCE İ ﬁ China trade"
)
ANY_TEXT = st.one_of(
    st.text(max_size=80),
    st.lists(st.tuples(st.sampled_from(PIECES.split(" ")), st.sampled_from(["", " ", " "])), max_size=20).map(
        lambda pairs: "".join(map("".join, pairs))
    ),
)


@functools.cache
def instrument_named(name):
    return FACTORIES[name]()


@pytest.fixture(params=sorted(FACTORIES))
def instrument(request):
    return instrument_named(request.param)


@pytest.fixture(params=SENTENCE_FACTORIES)
def sentence_instrument(request):
    return instrument_named(request.param)


def is_count(measure):
    """Whether a measure counts, so that it is 0 where there is nothing; all else is then missing."""
    return measure.kind in {"frame", "actor", "count"} and measure.statistic != "rate"


def check_reading(instrument, text, reading):
    """Assert what holds for any reading of any text."""
    bounds = {measure.column: measure for measure in instrument.measures}
    assert list(reading.values) == list(bounds)
    for column, value in reading.values.items():
        assert math.isnan(value) or bounds[column].low <= value <= bounds[column].high
        if is_count(bounds[column]):
            assert value == int(value)
    for hit in reading.hits:
        assert hit.term
        assert hit.category
    assert all(hit.end is None for hit in reading.hits if hit.start is None)
    places = [(hit.start, hit.end) for hit in reading.hits if hit.start is not None]
    assert all(0 <= start < end <= len(text) for start, end in places)
    assert places == sorted(places)
    for measure in instrument.measures:
        if measure.kind == "frame" and measure.statistic == "n":
            found = sum(hit.category == measure.category for hit in reading.hits)
            assert reading.values[measure.column] == found
        if measure.kind == "tone":
            check_sum(instrument, reading, reading.values[measure.column])


def check_sum(instrument, reading, score):
    """Assert that the contributions of a tone instrument sum to its score, or that both are silent."""
    if math.isnan(score):
        assert not reading.hits
    else:
        assert reading.hits
        assert math.fsum(hit.contribution for hit in reading.hits) == pytest.approx(
            score, rel=0, abs=TOLERANCE[instrument.name]
        )


def test_protocol(instrument):
    """An instrument has a name, measures, a source and `read`."""
    assert isinstance(instrument, Instrument)
    assert instrument.name == instrument.name.lower().replace(" ", "_")


def test_measures(instrument):
    """A measure is a column of its own, named after the instrument; one of tone says which way is up."""
    columns = [measure.column for measure in instrument.measures]
    assert len(columns) == len(set(columns)) > 0
    for measure in instrument.measures:
        assert isinstance(measure, Measure)
        assert measure.instrument == instrument.name
        assert measure.column.startswith(f"{instrument.name}_")
        assert measure.low <= measure.neutral <= measure.high
        assert measure.low < measure.high
        assert measure.unit
        assert measure.meaning
        assert measure.kind not in {"tone", "subjectivity"} or "higher value means" in measure.meaning


def test_source(instrument):
    """The source says what a paper cites: title, version, citation, licence, language and a SHA-256."""
    source = instrument.source
    assert source.title
    assert source.version
    assert source.citation
    assert source.licence
    assert source.language == "en"
    assert len(bytes.fromhex(source.sha256)) == 32


def test_readings_of_the_texts(instrument):
    """Values lie within their bounds, evidence within its text, and contributions sum to the score."""
    readings = instrument.read(TEXTS)
    assert len(readings) == len(TEXTS)
    for text, reading in zip(TEXTS, readings, strict=True):
        check_reading(instrument, text, reading)


@pytest.mark.parametrize("name", sorted(FACTORIES))
@examples(150)
@given(text=ANY_TEXT)
def test_readings_of_any_text(name, text):
    """The same for any string; no string raises."""
    instrument = instrument_named(name)
    (reading,) = instrument.read([text])
    check_reading(instrument, text, reading)


def test_read_is_additive(instrument):
    """`read(a + b) == read(a) + read(b)`, and nothing stays from one text to the next."""
    together = instrument.read(TEXTS)
    assert together == instrument.read(TEXTS[:4]) + instrument.read(TEXTS[4:])
    assert together[::-1] == instrument.read(TEXTS[::-1])
    assert together == [reading for text in TEXTS for reading in instrument.read([text])]
    assert instrument.read([]) == []


def test_two_instances_agree(instrument):
    """Two instruments made alike read alike."""
    assert FACTORIES[instrument.name]().read(TEXTS) == instrument.read(TEXTS)


def test_arguments_stay(instrument):
    """`read` takes any sequence and does not change it."""
    texts = list(TEXTS)
    instrument.read(texts)
    assert texts == TEXTS
    assert instrument.read(tuple(TEXTS)) == instrument.read(texts)


def test_text_without_words_is_silent(instrument):
    """Where there is nothing to read, counts are 0 and everything else is missing."""
    for reading in instrument.read(["", " \t", "…", "— —"]):
        assert reading.hits == ()
        for measure in instrument.measures:
            value = reading.values[measure.column]
            assert value == 0 if is_count(measure) else math.isnan(value)


class _StoppedError(Exception):
    """Raised in the middle of a reading, as a time limit would."""


def interrupt_after(n_lines, read):
    """Run `read` and raise `_StoppedError` in whatever line of Python comes as the n-th."""
    left = n_lines

    def count(frame, event, argument):
        nonlocal left
        left -= event == "line"
        if left <= 0:
            sys.settrace(None)
            raise _StoppedError
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        read()
    finally:
        sys.settrace(before)


@pytest.mark.parametrize("n_lines", [1, 10, 60, 150, 300, 450, 600, 750])
def test_interruption_leaves_nothing(instrument, n_lines):
    """A reading that an exception cut short, wherever it came, changes no later reading."""
    text = TEXTS[4]
    expected = instrument.read([text])
    with pytest.raises(_StoppedError):
        interrupt_after(n_lines, lambda: instrument.read([text] * 20))
    assert instrument.read([text]) == expected


def test_sentence_protocol(sentence_instrument):
    """A sentence instrument reads sentences and combines their readings."""
    assert isinstance(sentence_instrument, SentenceInstrument)


def test_read_is_sentences_combined(sentence_instrument):
    """`read` is the text's sentences read and combined."""
    for text in TEXTS:
        spans = sentence_spans(text)
        readings = sentence_instrument.read_sentences([text[start:end] for start, end in spans])
        combined = sentence_instrument.combine(readings, [start for start, _ in spans])
        assert sentence_instrument.read([text]) == [combined]


@examples(100)
@given(sentences=st.lists(ANY_TEXT, max_size=5))
def test_combined_evidence_adds_up(sentences):
    """Evidence of combined sentences stays in its sentence and sums to the combined score."""
    for name in SENTENCE_FACTORIES:
        instrument = instrument_named(name)
        text = "\n".join(sentences)
        starts = [sum(len(sentence) + 1 for sentence in sentences[:index]) for index in range(len(sentences))]
        readings = instrument.read_sentences(sentences)
        combined = instrument.combine(readings, starts)
        for sentence, reading in zip(sentences, readings, strict=True):
            check_reading(instrument, sentence, reading)
        moved = [
            text[hit.start + start : hit.end + start]
            for reading, start in zip(readings, starts, strict=True)
            for hit in reading.hits
            if hit.start is not None
        ]
        assert [text[hit.start : hit.end] for hit in combined.hits if hit.start is not None] == moved
        check_reading(instrument, text, combined)


# The share of tone that stands in frame words.


def tone_hit(start, end, contribution):
    return Hit(start, end, "valence", "word", contribution, contribution=contribution)


def frame_share(hits, spans):
    """Share of one text's tone that stands in frame words, as scoring reckons it for all texts at once."""
    frames = [Hit(start, end, "frame", "frame", 1.0) for start, end in spans if start < end]
    batch = SimpleNamespace(base=np.array([0, 1_000]))
    inside = Spans(batch, columns_of(frames, [0] * len(frames)))
    one = np.zeros(1, dtype=np.int64)
    strings = Strings([["text"]], one, one, one, one + 4, {})
    whole, shared = _weigh(columns_of(hits, [0] * len(hits)), strings, inside)
    return float(_share(whole, shared, np.array([0]), 1)[0])


def test_frame_share_by_hand():
    """Σ|contribution| of the tone hits that overlap a frame hit, over Σ|contribution|."""
    hits = [tone_hit(0, 6, -0.3), tone_hit(10, 14, 0.1), tone_hit(20, 25, 0.2)]
    assert frame_share(hits, []) == 0
    assert frame_share(hits, [(0, 6)]) == pytest.approx(0.3 / 0.6)
    assert frame_share(hits, [(24, 30), (0, 2)]) == pytest.approx((0.3 + 0.2) / 0.6)
    assert frame_share(hits, [(0, 100), (5, 8)]) == 1


def test_frame_share_touching_is_no_overlap():
    """Spans are half-open: two that only touch share no character, and an empty span overlaps nothing."""
    hits = [tone_hit(5, 10, 1.0)]
    assert frame_share(hits, [(0, 5), (10, 12), (7, 7)]) == 0
    assert frame_share(hits, [(0, 5), (9, 12)]) == 1
    assert frame_share(hits, [(4, 5), (5, 6)]) == 1


def test_frame_share_of_nothing_is_missing():
    """Without a tone-bearing word, or with none that moves the score, there is no share."""
    assert math.isnan(frame_share([], [(0, 5)]))
    assert math.isnan(frame_share([tone_hit(0, 5, 0.0)], [(0, 5)]))
    assert math.isnan(frame_share([tone_hit(None, None, 0.4)], [(0, 5)]))
    assert frame_share([tone_hit(None, None, 0.4), tone_hit(0, 5, 0.1)], [(0, 5)]) == 1


@given(
    spans=st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=6),
    hits=st.lists(st.tuples(st.integers(0, 30), st.integers(1, 9), st.integers(-9, 9)), max_size=6),
)
def test_frame_share_equals_the_slow_way(spans, hits):
    """The share equals comparing every character of every hit with every span."""
    tone = [tone_hit(start, start + length, float(size)) for start, length, size in hits]
    framed = {place for start, end in spans for place in range(start, end)}
    whole = sum(abs(hit.contribution) for hit in tone)
    shared = sum(abs(hit.contribution) for hit in tone if framed & set(range(hit.start, hit.end)))
    share = frame_share(tone, spans)
    assert math.isnan(share) if whole == 0 else share == pytest.approx(shared / whole)


# The reference sample in which instruments are compared.


def test_tone_reference():
    """The shipped figures match their hash, name columns of the instruments, and are in order."""
    folder = library.folder("tone_reference")
    assert library.source(folder, "reference.csv").licence == "MIT"
    with (folder / "reference.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    measures = {
        m.column: m for name in FACTORIES for m in instrument_named(name).measures if m.kind != "count"
    }
    keys = [(row["column"], row["unit"]) for row in rows]
    units = ("sentence", "paragraph", "article")
    tone = ("textblob_polarity", "textblob_subjectivity", "vader_compound", "oped_valence")
    assert keys == [(column, unit) for column in tone for unit in units]
    for row in rows:
        deciles = [float(row[f"d{decile}"]) for decile in range(1, 10)]
        measure = measures[row["column"]]
        assert deciles == sorted(deciles)
        assert measure.low <= deciles[0] < float(row["mean"]) < deciles[-1] <= measure.high
        assert float(row["sd"]) > 0
        assert int(row["n"]) >= 200


# The page on tone.


def documented_failures():
    """Rows of the known failures in docs/tone.md: instrument, text, score as it is printed there."""
    page = (Path(__file__).parent.parent / "docs" / "tone.md").read_text(encoding="utf-8")
    known = page.partition("## Known failures")[2].partition("\n## ")[0]
    for name in ("TextBlob", "VADER"):
        table = known.partition(f"**{name}**\n\n")[2].partition("\n\n")[0]
        for row in table.splitlines()[2:]:
            texts, scores = (cell.strip() for cell in row.split("|")[1:3])
            for text, score in zip(texts.split(" · "), scores.split(" · "), strict=True):
                yield name.lower(), text, score


def test_documented_failures():
    """What docs/tone.md shows as a known failure is what the instrument says."""
    tone = {"textblob": "textblob_polarity", "vader": "vader_compound"}
    rows = list(documented_failures())
    assert len(rows) >= 18
    for name, text, score in rows:
        value = instrument_named(name).read([text.removesuffix(" (curly apostrophe)")])[0].values[tone[name]]
        shown = "missing" if math.isnan(value) else f"{value:+.2f}".replace("-", "\N{MINUS SIGN}")
        assert (text, shown) == (text, score)
