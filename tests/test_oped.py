"""The instrument `oped`: its arithmetic by hand on small models, its silence, its files, a floor on real ratings."""

import functools
import gzip
import json
import math
import os
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from laws import examples

from framing import library
from framing.errors import CodebookError
from framing.model import Hit
from framing.preprocessing import vocabulary
from framing.preprocessing.prepare import prepare
from framing.preprocessing.tokens import sentence_spans
from framing.tone.hits import columns_of, hits_of
from framing.tone.oped import DATA, OpedTone
from framing.tone.oped_batch import FEWEST
from framing.tone.oped_features import CONTEXTS, phrases, pieces, read_words
from framing.tone.oped_model import Model, from_arrays, read_model


def row(**values):
    """A row of the model's tables: a value for each context that is named."""
    return tuple(values.get(context.replace(" ", "_"), 0.0) for context in CONTEXTS)


def small_model(damping=2.0):
    """A model of a few words, to count by hand."""
    words = {
        "good": row(always=0.5, negated=-0.8, strengthened=0.2, before_but=-0.1),
        "poverty": row(always=-0.6, reduced=0.4),
        "is": row(),
        "not": row(always=-0.1),
        "very": row(),
        "reduce": row(),
        "huge": row(always=9.0),
        "*": row(always=0.3),
    }
    return Model(
        words,
        {"terr": row(always=-0.7, asked=0.2)},
        {"good is good": row(always=0.25)},
        intercept=-0.05,
        damping=damping,
    )


def small_instrument():
    """The instrument with that model."""
    oped = OpedTone()
    oped._model = small_model()
    return oped


@pytest.fixture
def small():
    return small_instrument()


@pytest.fixture(scope="module")
def oped():
    """The instrument as it ships."""
    return OpedTone()


def contexts(sentence):
    """The contexts of each word beyond `always`."""
    return {word.form: {CONTEXTS[place] for place in word.contexts[1:]} for word in read_words(sentence)}


def score(instrument, sentence):
    return instrument.read_sentences([sentence])[0].values["oped_valence"]


# Words and what the sentence does to them.


def test_words_have_their_places_and_forms():
    """A word is found where it stands; its form is small, straight, and without 's."""
    sentence = "China’s well-meant GOOD, is it?"
    words = read_words(sentence)
    assert [word.form for word in words] == ["china", "well-meant", "good", ",", "is", "it", "?"]
    assert [sentence[word.start : word.end] for word in words][:3] == ["China’s", "well-meant", "GOOD"]


def test_negation_reaches_three_words_within_the_clause():
    """A negation reaches three words, over marks that end no clause, and stops at one that does."""
    found = contexts("It is not a really good old plan")
    assert [word for word, held in found.items() if "negated" in held] == ["a", "really", "good"]
    assert contexts("Not now, good people")["good"] == set()
    assert "negated" in contexts("It isn't good")["good"]


def test_not_only_affirms():
    """`not only a threat` affirms the threat."""
    assert contexts("It is not only good")["good"] == set()
    assert "negated" in contexts("It is not good")["good"]


def test_before_but_is_all_before_the_last_but():
    """What stands before the last `but` is marked, the rest is not."""
    found = contexts("A good but costly but fair plan")
    assert [word for word, held in found.items() if "before but" not in held] == ["but", "fair", "plan"]


def test_strengthened_softened_reduced():
    """A word after `very` is strengthened, after `somewhat` softened, within four words after `reduce` reduced."""
    assert contexts("very good") == {"very": set(), "good": {"strengthened"}}
    assert contexts("somewhat good")["good"] == {"softened"}
    found = contexts("reduce the very worst kind of poverty")
    assert [word for word, held in found.items() if "reduced" in held] == ["the", "very", "worst", "kind"]


def test_a_modal_or_a_question_mark_is_said_of_every_word():
    """Conditions and questions are the whole sentence's."""
    assert all(held >= {"hypothetical", "asked"} for held in contexts("Could peace come?").values())


def test_masked_words_are_left_out_but_count_as_steps():
    """A word that scoring has masked is no word; a negation's reach counts it as one."""
    assert [word.form for word in read_words("not xxx xxxx'x good xx good")] == ["not", "good", "good"]
    assert "negated" in contexts("not xxx xx good")["good"]
    assert "negated" not in contexts("not xxx xx xxx good")["good"]


def test_pieces():
    """A word is looked up whole, else by its longest stem, else by its hyphened parts."""
    known, stems = {"war", "-"}, {"wea", "wear"}
    assert pieces("war", known, stems) == ["war"]
    assert pieces("weariness", known, stems) == ["wear*"]
    assert pieces("war-weary", known, stems) == ["war", "wear*"]
    assert pieces("-", known, stems) == ["-"]
    assert pieces("peace", known, stems) == []


def test_phrases_overlap_and_stay_in_the_sentence():
    """Every known phrase of two to four words is found, also one inside another."""
    words = read_words("rule of law and order")
    known = {"rule of law", "of law", "law and order", "order now"}
    found = [
        (phrase, first.start, last.end)
        for phrase, first, last in phrases(words, known, {"rule", "of", "law"})
    ]
    assert found == [("rule of law", 0, 11), ("of law", 5, 11), ("law and order", 8, 21)]


# The score by hand.


def test_score_by_hand(small):
    """The score is b + Σ v / √(n + k): in "good is not very good": good .5, not −.1, good .5 − .8 + .2."""
    (reading,) = small.read_sentences(["good is not very good"])
    expected = -0.05 + (0.5 - 0.1 + (0.5 - 0.8 + 0.2)) / math.sqrt(5 + 2)
    assert reading.values["oped_valence"] == pytest.approx(expected, abs=1e-12)
    assert [(hit.term, hit.category, hit.negated) for hit in reading.hits] == [
        ("good", "word", False),
        ("not", "word", False),
        ("good", "word", True),
        ("(intercept)", "intercept", False),
    ]
    assert reading.hits[2].weight == pytest.approx(0.5 - 0.8 + 0.2)
    assert reading.hits[-1].start is None
    assert reading.values["oped_n_tone_words"] == 3


def test_phrases_stems_and_marks_by_hand(small):
    """A phrase is added to its words, a stem stands for its word, a mark has a value and counts in n."""
    (reading,) = small.read_sentences(["good is good * terribly?"])
    assert [(hit.term, hit.category) for hit in reading.hits[:-1]] == [
        ("good", "word"),
        ("good is good", "phrase"),
        ("good", "word"),
        ("*", "mark"),
        ("terribly", "word"),
    ]
    expected = -0.05 + (0.5 + 0.25 + 0.5 + 0.3 + (-0.7 + 0.2)) / math.sqrt(6 + 2)
    assert reading.values["oped_valence"] == pytest.approx(expected, abs=1e-12)


def test_fewer_than_two_known_words_are_silent(small):
    """NaN below two known words: marks and unknown words do not count, known words without a value do."""
    for silent in ("good", "good qwrt zzz", "good * * *", "", "qwrt zzz", "xxxx good xxx"):
        (reading,) = small.read_sentences([silent])
        assert math.isnan(reading.values["oped_valence"])
        assert reading.hits == ()
        assert reading.values["oped_n_tone_words"] == reading.values["oped_n_sentences_with_tone"] == 0
    assert score(small, "very is") == -0.05


def test_clipping_is_a_row(small):
    """A score beyond ±1 is cut, and the cut is evidence: 3 × 9 / √5 − .05 is cut to 1."""
    (reading,) = small.read_sentences(["huge huge huge"])
    assert reading.values["oped_valence"] == 1
    clip = reading.hits[-1]
    assert (clip.term, clip.start) == ("(clipping)", None)
    assert clip.contribution == pytest.approx(1 - (27 / math.sqrt(5) - 0.05))


def test_a_text_is_the_mean_of_the_sentences_heard(small):
    """Silent sentences are left out of a text's mean; the intercept is one row."""
    loud, silent = "good is good", "qwrt"
    one, two = small.read_sentences([loud, "not good"])
    combined = small.combine([one, small.read_sentences([silent])[0], two], [0, 20, 30])
    mean = (one.values["oped_valence"] + two.values["oped_valence"]) / 2
    assert combined.values["oped_valence"] == pytest.approx(mean, abs=1e-12)
    assert combined.values["oped_n_sentences_with_tone"] == 2
    assert [hit.contribution for hit in combined.hits if hit.start is None] == pytest.approx([-0.05])
    assert [hit.start for hit in combined.hits if hit.start is not None and hit.start >= 30] == [30, 34]
    assert math.isnan(small.combine([], []).values["oped_valence"])


# What ships.

PIECES = (
    "good bad not only no never , . but ? ! * very less cut reduce poverty war peace out of control xxx x'x isn't "
    "can't if well-being zzqq in trouble at risk 's' ’ yet - -- US Ünion"
)
WORDS = [
    *PIECES.split(" "),
    "GOOD",
    "Good's",
    "Xxx",
    "x's",
    "huge",
    "is",
    "terribly",
    "well-good",
    "_good_",
    "\U0001f600",
]
GAP = st.sampled_from([" ", " ", " ", "  ", "\t", "\n", "\x1c", "\xa0", "\u2028", "", ", "])
TEXT = (
    st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join)
    | st.lists(st.tuples(st.sampled_from(WORDS), GAP).map("".join), max_size=12).map("".join)
    | st.text(max_size=60)
)


@functools.cache
def shipped():
    """The instrument as it ships, made once."""
    return OpedTone()


@functools.cache
def small_once():
    """The instrument with the small model, made once."""
    return small_instrument()


def one_by_one(model, sentence, starts):
    """The oracle: hits and score of a sentence by its words, one after the other, without any array."""
    words = read_words(sentence)
    known = sum(model.look_up(word.form)[1] and not word.is_mark for word in words)
    if known < FEWEST:
        return [], math.nan
    kinds = ("word", "mark")
    found = [(word, word, kinds[word.is_mark], word.form, model.look_up(word.form)[0]) for word in words]
    for phrase, first, last in phrases(words, model.phrases, starts):
        found.append((first, last, "phrase", phrase, model.phrases[phrase]))
    found.sort(key=lambda each: (each[0].start, each[1].end))
    hits = []
    for first, last, category, term, values in found:
        v = math.fsum(values[context] for context in first.contexts)
        if v:
            negated = CONTEXTS.index("negated") in first.contexts
            share = v / math.sqrt(len(words) + model.damping)
            hits.append(Hit(first.start, last.end, category, term, v, negated, share))
    hits.append(Hit(None, None, "intercept", "(intercept)", model.intercept, contribution=model.intercept))
    raw = math.fsum(hit.contribution for hit in hits)
    if abs(raw) > 1:
        cut = math.copysign(1, raw) - raw
        hits.append(Hit(None, None, "clipping", "(clipping)", cut, contribution=cut))
    return hits, max(-1, min(1, math.fsum(hit.contribution for hit in hits)))


def _rounded(hit):
    return replace(hit, weight=round(hit.weight, 12), contribution=round(hit.contribution, 12))


@examples(300)
@given(sentences=st.lists(TEXT, max_size=6), ships=st.booleans())
def test_all_at_once_equals_one_by_one(sentences, ships):
    """Arrays of all words give what going from word to word gives, to the rounding; so do scores without evidence."""
    oped = shipped() if ships else small_once()
    starts = {phrase.split(" ")[0] for phrase in oped._model.phrases}
    expected = [one_by_one(oped._model, sentence, starts) for sentence in sentences]
    readings = oped.read_sentences(sentences)
    for reading, (hits, _) in zip(readings, expected, strict=True):
        assert [_rounded(hit) for hit in reading.hits] == [_rounded(hit) for hit in hits]
    scores = [score for _, score in expected]
    valences = [reading.values["oped_valence"] for reading in readings]
    np.testing.assert_allclose(valences, scores, rtol=0, atol=1e-14)
    np.testing.assert_array_equal(oped.valences(sentences), valences)
    assert [reading.values["oped_n_tone_words"] for reading in readings] == [
        sum(hit.start is not None for hit in hits) for hits, _ in expected
    ]


@examples(100)
@given(texts=st.lists(st.lists(TEXT, max_size=3).map(". ".join), max_size=4))
def test_many_texts_equal_each_alone(texts):
    """`read` is additive, and is `read_sentences` and `combine` together."""
    together = [repr(reading) for reading in shipped().read(texts)]
    assert together == [repr(shipped().read([text])[0]) for text in texts]
    for text, reading in zip(texts, together, strict=True):
        spans = sentence_spans(text)
        sentences = shipped().read_sentences([text[start:end] for start, end in spans])
        assert reading == repr(shipped().combine(sentences, [start for start, _ in spans]))


def test_forgetting_changes_nothing(monkeypatch):
    """What is known of the words met so far is given up with their vocabulary, when that is full; readings stay."""
    sentences = ["A fair and hopeful agreement.", "The war-weary nation isn't hopeful.", "War and peace."]
    expected = OpedTone().read_sentences(sentences)
    monkeypatch.setattr(vocabulary, "MOST_LETTERS", 10)
    oped = OpedTone()
    assert [reading for each in sentences for reading in oped.read_sentences([each])] == expected


def test_hits_as_columns_and_back():
    """Columns hold all that the hits hold."""
    readings = shipped().read_sentences(["A good deal.", "No good huge war!", ""])
    hits = [hit for reading in readings for hit in reading.hits]
    assert hits_of(columns_of(hits, [0] * len(hits))) == hits
    assert hits_of(columns_of([], [])) == []


@examples(300)
@given(text=TEXT)
def test_evidence_adds_up_and_lies_in_the_text(text):
    """Contributions sum to the score within 1e-9; a hit's place holds its words."""
    (reading,) = shipped().read([text])
    value = reading.values["oped_valence"]
    if math.isnan(value):
        assert reading.hits == ()
        return
    assert math.fsum(hit.contribution for hit in reading.hits) == pytest.approx(value, rel=0, abs=1e-9)
    for hit in reading.hits:
        if hit.start is not None and hit.category != "phrase":
            assert text[hit.start : hit.end].lower().replace("’", "'").removesuffix("'s") == hit.term


def test_signs(oped):
    """Plain cases come out on the right side, and negation and reduction turn them."""
    assert score(oped, "The new schools gave children hope.") > 0.1
    assert score(oped, "The bombing killed dozens of children.") < -0.3
    assert score(oped, "The plan is not good.") < score(oped, "The plan is good.")
    assert score(oped, "They will reduce poverty.") > score(oped, "They know poverty.")


def test_two_readings_agree_whatever_came_before(oped):
    """A word looked up before, or in another order, changes nothing."""
    texts = ["The war is a disaster.", "Peace is hopeful.", "A war-weary nation hopes."]
    fresh = OpedTone()
    assert fresh.read(texts[::-1]) == oped.read(texts)[::-1]


def test_hostile_texts_take_linear_time(oped):
    """Long runs of one kind are read in one go: a word of a million letters, thousands of negations, hyphens, marks."""
    for text in (
        "a" * 1_000_000,
        "no " * 20_000,
        "a-" * 20_000,
        "'" * 20_000,
        "but " * 20_000,
        "out of " * 20_000,
    ):
        oped.read_sentences([text])


def test_model_is_small_plain_and_what_its_source_says():
    """At most 3 MB, arrays only, its hash and that of its word list in source.toml, which gives its spread."""
    folder = library.folder("oped_valence")
    table = library.read_source(folder)
    assert table["data"] == DATA
    assert (folder / DATA).stat().st_size <= 3_000_000
    assert library.sha256(folder / DATA) == table["sha256"]
    assert library.sha256(folder / "words.csv") == table["words_sha256"]
    assert tuple(table["contexts"]) == CONTEXTS
    with np.load(folder / DATA, allow_pickle=False) as arrays:
        assert {array.dtype.kind for array in arrays.values()} <= {"u", "f"}
    spread = table["figures"]["scores_nested"]
    assert spread["deciles"] == sorted(spread["deciles"])
    assert len(spread["deciles"]) == 9
    assert spread["sd"] > 0


def test_figures_in_the_source_meet_the_floors():
    """What make.py measured: r ≥ .58 in nested folds, a calibrated slope, and better headlines than VADER's."""
    figures = library.read_source(library.folder("oped_valence"))["figures"]
    assert figures["opinion_nested"]["oped"][0] >= 0.58
    assert 0.9 <= figures["calibration_nested"]["slope"][0] <= 1.1
    assert figures["headlines_reader"]["oped_minus_vader"][1] > 0


def test_documented_failures(oped):
    """What docs/oped.md shows as a known failure is what the instrument says."""
    page = (Path(__file__).parent.parent / "docs" / "oped.md").read_text(encoding="utf-8")
    table = page.partition("## Known failures")[2].partition("\n## ")[0]
    rows = [line.strip("| ").split(" | ") for line in table.splitlines() if line.startswith("| ")][1:]
    assert len(rows) >= 5
    for text, shown in rows:
        assert (text, f"{score(oped, text):+.2f}".replace("-", "\N{MINUS SIGN}")) == (text, shown)


def copied(tmp_path):
    folder = tmp_path / "oped_valence"
    folder.mkdir()
    for name in (DATA, "source.toml"):
        shutil.copy(library.folder("oped_valence") / name, folder / name)
    return folder


def test_tampered_model_is_refused(tmp_path):
    """A model that is not the one source.toml speaks of is refused in one line."""
    folder = copied(tmp_path)
    with (folder / DATA).open("ab") as stream:
        stream.write(b"x")
    with pytest.raises(CodebookError, match=r"model\.npz: its sha256 is"):
        OpedTone(folder)


def test_foreign_files_are_refused(tmp_path):
    """A file that is no npz, holds objects, or lacks a table is refused in one line."""
    path = tmp_path / DATA
    arrays = {name: np.frombuffer(b"a\nb", np.uint8) for name in ("words", "stems", "phrases")}
    arrays |= {f"{name}_values": np.zeros((2, len(CONTEXTS))) for name in ("words", "stems", "phrases")}
    arrays |= {"intercept": np.array(0.0), "damping": np.array(2.0)}
    assert from_arrays(arrays).words == {"a": row(), "b": row()}
    path.write_bytes(b"PK\x03\x04 nothing")
    with pytest.raises(CodebookError, match="not a model of oped"):
        read_model(path)
    for changed in (
        {"words_values": np.zeros((3, len(CONTEXTS)))},
        {"words_values": np.full((2, len(CONTEXTS)), np.nan)},
        {"words_values": np.array([{}, {}], dtype=object)},
        {"intercept": np.array("a")},
    ):
        np.savez(path, **{**arrays, **changed})
        with pytest.raises(CodebookError, match="not a model of oped"):
            read_model(path)
    np.savez(path, words=arrays["words"])
    with pytest.raises(CodebookError, match="not a model of oped"):
        read_model(path)


def ratings(name, *keys):
    """Texts and ratings of a file in the folder that FRAMING_DATA names."""
    with gzip.open(Path(os.environ["FRAMING_DATA"]) / name, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [prepare(row["text"]).text for row in rows], np.array(
        [[row[key] for key in keys] for row in rows]
    ).mean(1)


@pytest.mark.skipif(
    "FRAMING_DATA" not in os.environ, reason="FRAMING_DATA names no folder of rated sentences"
)
def test_floor_on_headlines(oped):
    """On headlines that the model never saw: r ≥ .57 with readers, VADER having .535."""
    texts, means = ratings("tone_emobank_headlines_dev.jsonl.gz", "valence_reader")
    assert np.corrcoef(np.nan_to_num(oped.valences(texts)), means)[0, 1] >= 0.57


@pytest.mark.skipif(
    "FRAMING_DATA" not in os.environ, reason="FRAMING_DATA names no folder of rated sentences"
)
def test_scores_of_the_model_are_those_in_the_source(oped):
    """The mean and SD that source.toml gives are those of the shipped model on its source."""
    texts, _ = ratings("tone_nyt_opinion_dev.jsonl.gz", "valence")
    scores = oped.valences([text.replace("''", '"') for text in texts])
    figures = library.read_source(library.folder("oped_valence"))["figures"]["scores_of_the_model"]
    assert np.nanmean(scores) == pytest.approx(figures["mean"], abs=1e-4)
    assert np.nanstd(scores, ddof=1) == pytest.approx(figures["sd"], abs=1e-4)
