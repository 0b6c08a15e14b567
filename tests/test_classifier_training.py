"""Training: nothing leaks, nothing hangs on order, rare labels do no harm, and the report says what was found."""

import re

import numpy as np
import pandas as pd
import pytest
from coded_texts import coded_rows, many_label_rows
from hypothesis import given
from hypothesis import strategies as st
from sklearn.linear_model import LogisticRegression

import framing as fr
from framing.classifier.coded import Unit, read_coded
from framing.classifier.folds import fold_numbers, groups
from framing.classifier.learning import decide, fit_labels, platt, probability, threshold
from framing.classifier.training import content_hash, train_model
from framing.errors import FramingError, InputError
from framing.lexicon.instrument import frame_instrument


def trained_on(rows, **options):
    return train_model(read_coded(rows), instruments=[], folds=3, **options)


@pytest.fixture(scope="module")
def trained():
    return train_model(
        read_coded(coded_rows(90)), instruments=[frame_instrument("frames")], folds=3, name="mine"
    )


def figure(report, system, name="macro F1"):
    rows = report.overall.loc[(report.overall["system"] == system) & (report.overall["figure"] == name)]
    return rows.iloc[0]


UNITS = st.lists(
    st.tuples(st.integers(0, 8), st.integers(0, 12), st.sampled_from("abc")), min_size=1, max_size=40
)


@given(rows=UNITS, seed=st.integers(0, 3))
def test_articles_and_repetitions_never_straddle_folds(rows, seed):
    """Units that share an article or a text, directly or through others, are in one fold."""
    units = [Unit(str(text), str(text), str(article), (label,)) for article, text, label in rows]
    group = groups(units)
    folds = fold_numbers([unit.labels for unit in units], group, 5, seed)
    for first, one in enumerate(units):
        for second, other in enumerate(units):
            if one.article == other.article or one.key == other.key:
                assert group[first] == group[second]
            if group[first] == group[second]:
                assert folds[first] == folds[second]
    assert folds.max() < min(5, len(set(group.tolist())))


def test_folds_are_of_like_size_and_kind():
    """60 units of 20 articles and 3 labels in 5 folds: 12 units each or one more or less, every label in each."""
    units = read_coded([{**row, "article": f"b{index}"} for index, row in enumerate(coded_rows(60))]).units
    folds = fold_numbers([unit.labels for unit in units], groups(units), 5, 0)
    assert np.bincount(folds).tolist() == pytest.approx([12] * 5, abs=1)
    for fold in range(5):
        assert len({unit.labels for unit, one in zip(units, folds, strict=True) if one == fold}) == 3


def test_an_article_repeated_under_another_name_is_held_out_with_it():
    """Duplicated articles never straddle folds: a copy of every article changes no figure of the folds."""
    rows = coded_rows(60)
    copies = [{**row, "article": f"copy of {row['article']}"} for row in rows]
    coded = read_coded([*rows, *copies])
    group = groups(coded.units)
    assert len(coded.units) == 120
    by_key = {}
    for unit, one in zip(coded.units, group.tolist(), strict=True):
        assert by_key.setdefault(unit.key, one) == one


def test_the_order_of_rows_does_not_matter():
    """Shuffled rows give the same model, weight for weight, and the same report."""
    rows = coded_rows(45)
    shuffled = [rows[index] for index in np.random.default_rng(3).permutation(len(rows))]
    one, other = trained_on(rows), trained_on(shuffled)
    assert np.array_equal(one.model.weights, other.model.weights)
    assert one.model.source == other.model.source
    assert one.report.text() == other.report.text()


def test_the_names_and_the_order_of_labels_do_not_matter():
    """Each label is learned for itself: renamed so that their order turns round, they have the same weights."""
    rows = many_label_rows(48)
    turned = {"diplomatic": "z", "economic": "a", "": ""}
    renamed = [
        {**row, "labels": ";".join(turned[name] for name in row["labels"].split(";"))[::-1]} for row in rows
    ]
    one, other = (train_model(read_coded(each), instruments=[], folds=3).model for each in (rows, renamed))
    assert (one.labels, other.labels) == (("diplomatic", "economic"), ("a", "z"))
    assert np.allclose(one.weights, other.weights[::-1])
    assert np.allclose(one.thresholds, other.thresholds[::-1])


def test_a_label_that_no_training_fold_has_does_no_harm():
    """One text in 61 has it: where it is held out, it was never seen. It is reported, with a note."""
    rows = [*coded_rows(60), {"text": "A comet passed the moon.", "label": "sky", "article": "z"}]
    trained = trained_on(rows)
    rows = trained.report.labels.set_index(["label", "figure"])
    assert rows.loc[("sky", "F1"), "n"] == 1
    assert rows.loc[("sky", "F1"), "value"] == 0
    assert any("sky" in note for note in trained.report.notes)
    (reading,) = trained.instrument.read(["A comet passed."])
    assert 0 < dict(reading.values)["coded_sky_p"] < 0.1


def test_permuted_labels_give_chance():
    """Leak test: labels dealt anew to the texts; of the mean AUC of 3 labels and 3 deals chance is ½."""
    rows = coded_rows(60)
    found = []
    for seed in range(3):
        labels = np.random.default_rng(seed).permutation([row["label"] for row in rows]).tolist()
        dealt = [{**row, "label": label} for row, label in zip(rows, labels, strict=True)]
        report = trained_on(dealt, seed=seed).report
        found += report.labels.loc[report.labels["figure"] == "AUC", "value"].tolist()
    assert 0.4 < np.mean(found) < 0.6


def test_what_can_be_learned_is_learned(trained):
    """Five of six labels follow the words, the sixth is dealt: micro F1 near 5/6 + 1/18 = .89."""
    model = figure(trained.report, "model", "micro F1")
    assert model["value"] > 0.75
    ahead = figure(trained.report, "majority")
    assert ahead["ahead_low"] > 0
    assert model["low"] < model["value"] < model["high"]


def test_the_report_has_every_part(trained):
    report = trained.report
    assert set(report.labels["figure"]) == {"precision", "recall", "F1", "AUC", "average precision"}
    assert set(report.overall["system"]) == {"model", "majority", "lexicon frames", "TF-IDF + linear SVM"}
    assert set(report.overall["figure"]) == {"macro F1", "micro F1"}
    assert set(report.calibration["figure"]) == {
        "Brier score",
        "Brier score of the label's share",
        "expected calibration error",
    }
    assert report.confusion["n"].sum() == 90
    assert report.reliability.loc[report.reliability["label"] == "(all)", "n"].sum() == 270
    assert report.learning["share"].tolist() == [0.2, 0.4, 0.6, 0.8, 1.0]
    assert report.learning["texts"].is_monotonic_increasing
    assert report.learning["value"].iloc[-1] == figure(report, "model")["value"]
    assert 0 < len(report.errors) <= 20
    assert report.folds["texts"].sum() == 90
    shown = report.errors["probability"].where(
        report.errors["label"] != report.errors["coded"], 1 - report.errors["probability"]
    )
    assert shown.is_monotonic_decreasing
    assert all(len(line) <= 110 for line in report.text().splitlines())
    assert "90 coded texts of 30 articles, 3 labels (one a text)" in report.text()


def test_texts_with_several_labels_have_a_confusion_each():
    report = trained_on(many_label_rows(48)).report
    assert report.confusion.groupby(report.confusion["coded"].str.removeprefix("not "))[
        "n"
    ].sum().tolist() == [48, 48]
    assert not report.facts["one label a text"]


def test_the_report_is_saved_beside_the_model(trained, tmp_path):
    """Text, CSV and JSON; saved again, it replaces the earlier one."""
    for _ in range(2):
        trained.save(tmp_path / "m.model")
    beside = tmp_path / "m.model.report"
    assert sorted(path.name for path in beside.iterdir()) == ["manifest.json", "tables", "validation.md"]
    assert len(pd.read_csv(beside / "tables" / "overall.csv")) == len(trained.report.overall)
    assert trained.report.text(errors=0)[:200] in (beside / "validation.md").read_text(encoding="utf-8")


def test_probabilities_mean_what_they_say():
    """Scores of 4,000 texts whose log-odds are 2 x − 1: Platt finds 2 and −1, whatever the scores' unit."""
    drawn = np.random.default_rng(0)
    x = drawn.normal(size=4_000)
    said = drawn.random(4_000) < 1 / (1 + np.exp(1 - 2 * x))
    slope, shift = platt(10 * x, said)
    assert (10 * slope, shift) == pytest.approx((2, -1), abs=0.15)


def test_scores_that_say_nothing_become_the_share():
    """Scores that fall with the label are noise: slope 0, probability (1 + ½)/(4 + 1) of 1 in 4."""
    said = np.array([True, False, False, False] * 10)
    slope, shift = platt(-said.astype(float), said)
    assert slope == 0
    assert probability(np.array(shift)) == pytest.approx(10.5 / 41)


def test_the_threshold_is_half_the_best_f1():
    """The best cut takes the first three: 2 hits of 3 said and 2 coded: F1 4/5, half of it .4."""
    assert threshold(np.array([0.9, 0.8, 0.7, 0.1]), np.array([True, False, True, False])) == pytest.approx(
        0.4
    )
    assert threshold(np.array([0.9, 0.1]), np.array([True, False])) == 0.5


def test_where_a_text_has_one_label_it_is_the_one_farthest_above_its_threshold():
    """Log-odds 0 at threshold .5 is 0 above; −1 at threshold .1 (−2.2) is 1.2 above."""
    odds, thresholds = np.array([[0.0, -1.0]]), np.array([0.5, 0.1])
    assert decide(odds, thresholds, exclusive=True).tolist() == [[False, True]]
    assert decide(odds, thresholds, exclusive=False).tolist() == [[True, True]]


def test_labels_too_rare_to_learn_have_no_weights():
    features = np.eye(4)
    weights, intercepts = fit_labels(features, np.array([[1, 1], [1, 0], [0, 0], [0, 0]], dtype=bool), 1.0)
    expected = LogisticRegression(class_weight="balanced", solver="liblinear", random_state=0)
    assert weights[0] == pytest.approx(expected.fit(features, [True, True, False, False]).coef_[0])
    assert weights[1].tolist() == [0, 0, 0, 0]
    assert intercepts[1] == 0


def test_labels_that_would_be_one_column_are_refused():
    rows = [{**row, "label": "Peace!" if index % 2 else "peace"} for index, row in enumerate(coded_rows())]
    with pytest.raises(InputError, match="labels 'Peace!' and 'peace' differ in case or marks alone"):
        trained_on(rows)


def test_more_folds_than_articles_are_refused():
    rows = [{**row, "article": str(index % 3)} for index, row in enumerate(coded_rows())]
    with pytest.raises(
        InputError, match=re.escape("3 articles (those that share a text count as one) for 5 folds")
    ):
        train_model(read_coded(rows), instruments=[], folds=5)
    with pytest.raises(InputError, match="1 folds: validation needs at least 2"):
        train_model(read_coded(rows), instruments=[], folds=1)


def test_two_folds_of_two_articles_are_enough_to_run():
    rows = [{**row, "article": str(index % 2)} for index, row in enumerate(coded_rows())]
    assert train_model(read_coded(rows), instruments=[], folds=2).report.facts["articles"] == 2


def test_the_public_call_takes_a_codebook_and_instruments(tmp_path):
    """Its labels are those there may be, its patterns are features, and an unknown instrument is one clear line."""
    rows = [{**row, "label": row["label"].upper()} for row in coded_rows(45)]
    trained = fr.train(rows, codebook="frames", instruments=["vader"], folds=3, name="my frames")
    assert trained.model.labels == ("diplomatic", "economic", "security")
    assert [each.name for each in trained.model.requirements] == ["frames", "vader"]
    assert trained.instrument.name == "my_frames"
    with pytest.raises(FramingError, match="instrument 'nonsense': unknown"):
        fr.train(rows, instruments=["nonsense"])


def test_the_content_hash_is_of_the_content():
    rows = coded_rows()
    assert content_hash(read_coded(rows)) == content_hash(read_coded(rows[::-1]))
    other = [{**rows[0], "label": "economic"}, *rows[1:]]
    assert content_hash(read_coded(rows)) != content_hash(read_coded(other))
