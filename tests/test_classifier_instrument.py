"""A model as an instrument: probabilities, evidence that adds up, and its place in a run."""

import math
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from coded_texts import coded_rows
from hypothesis import given
from hypothesis import strategies as st
from laws import examples
from test_instruments import ANY_TEXT, TEXTS

import framing as fr
from framing.classifier.coded import read_coded
from framing.classifier.features import Weighting, make_table
from framing.classifier.instrument import MOST_HITS, TrainedInstrument
from framing.classifier.model import Explainer
from framing.classifier.storage import load_model
from framing.classifier.training import train_model
from framing.classifier.words import sentences, stretches, terms
from framing.errors import FramingError, InputError
from framing.lexicon.instrument import frame_instrument
from framing.model import Instrument
from framing.scoring import catalogue
from framing.scoring.trained import open_model
from framing.tone import TextBlobTone, VaderTone

CODED = "label,pattern\nsecurity,troop*\nsecurity,militant*\neconomic,trade\neconomic,bank*\n"


@pytest.fixture(scope="module")
def trained():
    instruments = [frame_instrument("frames"), VaderTone(), TextBlobTone()]
    return train_model(read_coded(coded_rows(60)), instruments=instruments, folds=3, name="mine")


@pytest.fixture(scope="module")
def file(trained, tmp_path_factory):
    path = tmp_path_factory.mktemp("models") / "any name.model"
    trained.save(path)
    return path


def log_odds(p):
    return math.log(p / (1 - p))


def check_reading(instrument, text, reading):
    """What holds for any text: probabilities, places inside the text, evidence that sums to the log-odds."""
    assert list(reading.values) == [measure.column for measure in instrument.measures]
    for hit in reading.hits:
        assert (hit.start is None) == (hit.end is None)
        assert hit.start is None or 0 <= hit.start < hit.end <= len(text)
        assert hit.term
    for measure in instrument.measures:
        value = reading.values[measure.column]
        hits = [hit for hit in reading.hits if hit.category == measure.category]
        if math.isnan(value):
            assert not hits
            continue
        assert 0 < value < 1
        assert math.fsum(hit.contribution for hit in hits) == pytest.approx(log_odds(value), abs=1e-9)
        assert [hit.term for hit in hits].count("(intercept)") == 1
        assert sum(hit.start is not None for hit in hits) <= MOST_HITS


def test_it_is_an_instrument(trained):
    instrument = trained.instrument
    assert isinstance(instrument, Instrument)
    assert [measure.column for measure in instrument.measures] == [
        "mine_diplomatic_p",
        "mine_economic_p",
        "mine_security_p",
    ]
    for measure, threshold in zip(instrument.measures, trained.model.thresholds, strict=True):
        assert (measure.kind, measure.statistic, measure.low, measure.high) == ("frame", "p", 0, 1)
        assert measure.neutral == threshold
    assert len(bytes.fromhex(instrument.source.sha256)) == 32


def test_readings_of_the_texts(trained):
    for text, reading in zip(TEXTS, trained.instrument.read(TEXTS), strict=True):
        check_reading(trained.instrument, text, reading)


@examples(80)
@given(text=ANY_TEXT)
def test_readings_of_any_text(trained, text):
    (reading,) = trained.instrument.read([text])
    check_reading(trained.instrument, text, reading)


def test_read_is_additive(trained):
    """`read(a + b) == read(a) + read(b)`; nothing stays from one text to the next."""
    read = trained.instrument.read
    assert read(TEXTS) == read(TEXTS[:4]) + read(TEXTS[4:]) == [one for text in TEXTS for one in read([text])]
    assert read([]) == []


def test_a_text_without_words_is_silent(trained):
    for reading in trained.instrument.read(["", " \t", "…", "— —"]):
        assert reading.hits == ()
        assert all(map(math.isnan, reading.values.values()))
        assert trained.instrument.labels(reading) == ()


def test_log_odds_are_those_of_the_features(trained):
    """The oracle: features through scikit-learn's transformer times the weights, plus the intercepts."""
    model = trained.model
    texts = [row["text"] for row in coded_rows(9)]
    instruments = [frame_instrument("frames"), VaderTone(), TextBlobTone()]
    coded = read_coded(coded_rows(60))
    vocabulary = make_table([unit.text for unit in coded.units], instruments)
    weighting = Weighting(
        n_terms=len(model.terms), n_stretches=len(model.stretches), reading_weight=model.reading_weight
    ).fit(vocabulary.counts)
    features = weighting.transform(make_table(texts, instruments, vocabulary=vocabulary).counts)
    expected = features @ model.weights.T + np.array(model.intercepts)
    for reading, row in zip(trained.instrument.read(texts), expected, strict=True):
        assert [log_odds(p) for p in reading.values.values()] == pytest.approx(row, abs=1e-4)


def one_by_one(model, text):
    """The oracle: what each word and pair of words of a text adds for each label, one after the other."""
    found = [each for words in sentences(text) for each in terms(words)]
    words = [name for name, first, last in found if first is last]
    blocks = (
        (Counter(name for name, _, _ in found), model.terms, 0, 1.0),
        (
            Counter(part for word in words for part in stretches(word)),
            model.stretches,
            len(model.terms),
            model.stretch_weight,
        ),
    )
    shares = []
    for counts, names, first, length in blocks:
        column = {name: first + index for index, name in enumerate(names)}
        weighed = {
            name: (1 + math.log(n)) * model.factors[column[name]]
            for name, n in counts.items()
            if name in column
        }
        norm = math.sqrt(math.fsum(value**2 for value in weighed.values()))
        shares.append(
            {
                name: length * value / norm / counts[name] * model.weights[:, column[name]]
                for name, value in weighed.items()
            }
        )
    pieces = []
    for name, first, last in found:
        adds = shares[0].get(name, 0.0) + np.zeros(len(model.labels))
        for part in stretches(name) if first is last else ():
            adds = adds + shares[1].get(part, 0.0)
        if adds.any():
            pieces.append(((first.start, last.end), name, adds))
    return pieces


@examples(80)
@given(text=ANY_TEXT | st.lists(st.sampled_from([row["text"] for row in coded_rows(12)])).map(" ".join))
def test_all_words_at_once_equal_one_by_one(trained, text):
    """Arrays of a text's words give what going from word to word gives, piece by piece and in order."""
    explainer = Explainer(replace(trained.model, requirements=()), [])
    found = explainer.pieces(text, [])
    expected = one_by_one(trained.model, text)
    if found is None:
        assert expected == []
        return
    assert list(zip(found.places, found.terms, strict=True)) == [(place, name) for place, name, _ in expected]
    assert found.adds == pytest.approx(
        np.array([adds for _, _, adds in expected]).reshape(found.adds.shape), abs=1e-12
    )


@examples(40)
@given(text=ANY_TEXT)
def test_what_is_told_is_what_adds_most(trained, text):
    """No piece that is left to `(other features)` adds more than one that is told."""
    told = [each.read([text])[0] for each in trained.instrument._instruments]
    pieces = trained.instrument._explainer.pieces(text, told)
    (reading,) = trained.instrument.read([text])
    for label, measure in enumerate(trained.instrument.measures if pieces else ()):
        adds = [
            abs(row[label])
            for place, row in zip(pieces.places, pieces.adds.tolist(), strict=True)
            if place is not None and row[label]
        ]
        hits = [hit for hit in reading.hits if hit.category == measure.category and hit.start is not None]
        assert (
            sorted((abs(hit.contribution) for hit in hits), reverse=True)
            == sorted(adds, reverse=True)[:MOST_HITS]
        )


def test_what_spoke_for_a_label_stands_in_the_text(trained):
    """The word that the coders' label hangs on is strong evidence for it, at its place; instruments are named."""
    text = "Militants threaten the port, report 4 says."
    (reading,) = trained.instrument.read([text])
    assert trained.instrument.labels(reading) == ("security",)
    hits = [hit for hit in reading.hits if hit.category == "security" and hit.start is not None]
    best = sorted(hits, key=lambda hit: -hit.contribution)[:4]
    assert {text[hit.start : hit.end] for hit in best} & {"Militants", "threaten", "Militants threaten"}
    assert any(hit.term == "frames: militant*" or hit.term.startswith("frames: ") for hit in hits)


def test_a_repeated_word_shares_its_evidence(trained):
    """Each occurrence of a word has the same share."""
    (reading,) = trained.instrument.read(["Trade, trade, trade."])
    shares = [hit.contribution for hit in reading.hits if hit.category == "economic" and hit.term == "trade"]
    assert len(shares) == 3
    assert shares == pytest.approx([shares[0]] * 3)


def test_a_saved_model_reads_as_the_one_in_memory(trained, file):
    assert open_model(file).read(TEXTS) == trained.instrument.read(TEXTS)
    assert catalogue.instrument(str(file)).name == "mine"


def test_a_run_with_a_model(file, seed_articles):
    """`score` takes the path of a model; offsets, sums and the manifest are as of any instrument."""
    run = fr.score(seed_articles, instruments=["frames", str(file)])
    hits = run.evidence.loc[run.evidence["instrument"] == "mine"]
    text = run.paragraphs.set_index(["article", "paragraph"])["text"]
    for hit in hits.dropna(subset="start").itertuples():
        assert text[hit.article, hit.paragraph][hit.start : hit.end] == hit.text
    sums = hits.loc[hits["category"] == "security"].groupby(["article", "paragraph"])["contribution"].sum()
    row = run.by_voice.loc[run.by_voice["voice"] == "all"].set_index(["article", "paragraph"])
    expected = row["mine_security_p"].dropna().map(log_odds)
    assert sums.loc[expected.index].to_numpy() == pytest.approx(expected.to_numpy(), abs=1e-9)
    assert run.manifest["instruments"]["mine"]["sha256"] == load_model(file).source.sha256
    summary = fr.summarize(run).set_index("measure")
    assert 0 <= summary.loc["mine_security_p", "value"] <= 1


def test_reports_of_a_run_with_a_model(file, seed_articles, tmp_path):
    """A model gives frames but no hits: figures of hits leave it out, beside a codebook and without one."""
    for name, instruments in (("a", ["frames", "vader", str(file)]), ("b", [str(file)])):
        fr.write_report(fr.score(seed_articles, instruments=instruments), tmp_path / name)
        assert (tmp_path / name / "report.html").is_file()


def test_other_instruments_than_those_of_the_training_are_refused(trained):
    """Bad input: a codebook that changed since."""
    with pytest.raises(
        InputError, match=r"model 'mine': trained with frames .*train it again, or install that version"
    ):
        TrainedInstrument(trained.model, [frame_instrument("generic_frames"), VaderTone(), TextBlobTone()])


def test_a_model_carries_the_users_codebook(tmp_path):
    """One file is enough: the codebook it was trained with may be gone or changed."""
    book = tmp_path / "own.csv"
    book.write_text(CODED, encoding="utf-8")
    rows = [row for row in coded_rows(90) if row["label"] != "diplomatic"]
    trained = fr.train(rows, codebook=book, instruments=[], folds=3, name="mine")
    trained.save(tmp_path / "m")
    book.write_text(CODED + "security,police\n", encoding="utf-8")
    assert open_model(tmp_path / "m").read(TEXTS) == trained.instrument.read(TEXTS)
    book.unlink()
    assert open_model(tmp_path / "m").read(TEXTS) == trained.instrument.read(TEXTS)


def test_two_instruments_of_one_column_or_name_are_refused(file):
    """A model may be called like a codebook, but not stand beside it."""
    with pytest.raises(FramingError, match="two instruments are called"):
        catalogue.instruments([str(file), str(file)])
    namesake = train_model(read_coded(coded_rows(30)), instruments=[], folds=3, name="frames").instrument
    with pytest.raises(FramingError, match="two instruments are called 'frames'"):
        catalogue.instruments(["frames", namesake])
