"""Features: what is counted, how it is weighted, and scikit-learn's own checks."""

import math
import warnings

import numpy as np
import pytest
from coded_texts import coded_rows
from scipy import sparse
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.utils.estimator_checks import check_estimator

from framing.classifier.features import TextFeatures, Weighting, make_table
from framing.classifier.words import sentences, stretches, terms
from framing.tone import VaderTone

TEXTS = [row["text"] for row in coded_rows(12)]


def test_weighting_passes_the_checks_of_scikit_learn():
    """Every check of `check_estimator` passes; only those of other array libraries are skipped, not installed."""
    results = check_estimator(Weighting(), on_skip=None)
    assert len(results) > 40
    assert {each["check_name"] for each in results if each["status"] != "passed"} <= {"check_array_api_input"}


def test_text_features_pass_the_checks_that_there_are_for_texts():
    """scikit-learn tests estimators of strings only for being cloneable; the rest is below."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it says that it tests no more
        assert all(each["status"] == "passed" for each in check_estimator(TextFeatures()))


def test_text_features_behave_as_an_estimator():
    """Clone, parameters, not fitted, the same again, and a pipeline."""
    features = TextFeatures(min_count=1, stretch_weight=0.3)
    assert clone(features).get_params() == features.get_params()
    assert features.set_params(min_count=2).min_count == 2
    with pytest.raises(NotFittedError):
        features.transform(TEXTS)
    first = features.fit(TEXTS).transform(TEXTS)
    assert (first != features.fit_transform(TEXTS)).nnz == 0
    assert (features.transform(TEXTS[3:5]) != first[3:5]).nnz == 0
    assert first.shape[1] == len(features.get_feature_names_out())
    said = [text.startswith(("Troops", "The army")) for text in TEXTS]
    model = make_pipeline(TextFeatures(), LogisticRegression()).fit(TEXTS, said)
    assert model.predict(TEXTS).shape == (12,)


@pytest.mark.parametrize("given", ["one text", [1, 2], [None]])
def test_what_is_no_sequence_of_texts_is_refused(given):
    with pytest.raises(ValueError, match="Expected a sequence of texts"):
        TextFeatures().fit(given)


def test_words_of_another_voice_are_not_counted():
    """Scoring masks another voice by x; x-words are no words of this one, a real x is."""
    assert [[word.text for word in words] for words in sentences('He said "xxxx xx" on day x.')] == [
        ["he", "said", "on", "day", "x"]
    ]


def test_pairs_stay_inside_their_sentence():
    found = [name for words in sentences("Trade grew. Peace held.") for name, _, _ in terms(words)]
    assert found == ["trade", "grew", "trade grew", "peace", "held", "peace held"]


def test_stretches_are_three_to_five_characters():
    """` ab ` has two of three characters and one of four."""
    assert stretches("ab") == (" ab", "ab ", " ab ")
    assert stretches("a" * 41) == ()


def test_weighting_is_scikit_learns_tfidf():
    """The oracle: TfidfVectorizer with sublinear counts gives the same block of terms."""
    vectorizer = TfidfVectorizer(
        analyzer=lambda text: [name for words in sentences(text) for name, _, _ in terms(words)],
        sublinear_tf=True,
    )
    expected = vectorizer.fit_transform(TEXTS)
    table = make_table(TEXTS, min_count=1)
    n = len(table.terms)
    made = Weighting(n_terms=n, n_stretches=len(table.stretches), min_count=1).fit_transform(table.counts)
    assert list(table.terms) == sorted(vectorizer.vocabulary_)
    assert abs(made[:, :n] - expected).max() < 1e-12


def test_readings_are_scaled_but_not_moved():
    """SD of 0 and 4 is 2: they become 0 and 2 × 0.5; what does not vary becomes 0."""
    made = Weighting(reading_weight=0.5).fit_transform(np.array([[0.0, 7.0], [4.0, 7.0]]))
    assert made.tolist() == [[0.0, 0.0], [1.0, 0.0]]


def test_rare_terms_weigh_nothing():
    """Term 2 is in one text only; with min_count 2 it adds nothing, not even to the length."""
    made = Weighting(n_terms=2, min_count=2).fit_transform(np.array([[1.0, 1.0], [1.0, 0.0]]))
    assert made.tolist() == [[1.0, 0.0], [1.0, 0.0]]


def test_counts_below_zero_are_refused():
    with pytest.raises(ValueError, match="never below 0"):
        Weighting(n_terms=1).fit(np.array([[-1.0], [1.0]]))
    with pytest.raises(ValueError, match="3 columns of counts, but 1"):
        Weighting(n_terms=3).fit(np.array([[1.0], [1.0]]))


def test_readings_of_instruments_are_columns():
    """Each measure of VADER is one; counts become ln(1 + n), silence 0."""
    table = make_table(["A good, good day.", "The door."], [VaderTone()], min_count=1)
    readings = table.counts[:, -3:].toarray()
    assert table.readings == ("vader_compound", "vader_n_tone_words", "vader_n_sentences_with_tone")
    assert readings[0, 1] == pytest.approx(math.log(1 + 2))
    assert readings[0, 2] == pytest.approx(math.log(1 + 1))
    assert readings[1].tolist() == [0.0, 0.0, 0.0]


def test_a_vocabulary_that_is_given_stays():
    table = make_table(TEXTS)
    again = make_table(["Quite other words here."], vocabulary=table)
    assert (again.terms, again.stretches) == (table.terms, table.stretches)
    assert sparse.issparse(again.counts)
    assert again.counts.shape == (1, table.counts.shape[1])
