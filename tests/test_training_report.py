"""A model's validation for a paper: its three figures, the sentences, and the entries that they cite."""

import re

import matplotlib as mpl
import matplotlib.figure
import numpy as np
import pandas as pd
import pytest
from coded_texts import coded_rows, many_label_rows

import framing as fr
from framing.classifier.card import card
from framing.classifier.coded import read_coded
from framing.classifier.report import _number
from framing.classifier.storage import load_model
from framing.classifier.training import train_model
from framing.lexicon.instrument import frame_instrument
from framing.reporting.bibliography import references
from framing.reporting.figures.confusion import confusion_data, plot_confusion
from framing.reporting.figures.learning import learning_data, plot_learning_curve
from framing.reporting.figures.reliability import plot_reliability, reliability_data
from framing.reporting.findings import Findings
from framing.reporting.methods import methods
from framing.reporting.training import write_training_into

mpl.use("agg")


@pytest.fixture(scope="module")
def trained():
    return train_model(
        read_coded(coded_rows(90)), instruments=[frame_instrument("frames")], folds=3, name="mine"
    )


@pytest.fixture(scope="module")
def several():
    return train_model(read_coded(many_label_rows(60)), instruments=[], folds=3, name="several")


def drawn(plot, report):
    figure = matplotlib.figure.Figure(figsize=(7.2, 4))
    host = plot(report, ax=figure.add_axes((0, 0, 1, 1)))
    figure.canvas.draw()
    return {panel.get_label(): panel for panel in host.child_axes}


def test_reliability_has_a_panel_a_label_with_its_bins(trained):
    """Points are the bins of the table; hollow are those of fewer than ten texts; bars are the texts."""
    panels = drawn(plot_reliability, trained.report)
    table = trained.report.reliability
    assert list(panels) == [
        name
        for label in ("(all)", "diplomatic", "economic", "security")
        for name in (label, f"{label} texts")
    ]
    for label, rows in table.groupby("label"):
        points = [line for line in panels[label].lines if line.get_marker() == "o"]
        shown = {tuple(point) for line in points for point in line.get_xydata().tolist()}
        assert shown == set(zip(rows["mean_probability"], rows["share_coded"], strict=True))
        hollow = [line for line in points if line.get_markerfacecolor() == "white"]
        assert sum(len(line.get_xdata()) for line in hollow) == (rows["n"] < 10).sum()
        bars = panels[f"{label} texts"].patches
        assert [bar.get_height() for bar in bars] == rows["n"].tolist()
        assert panels[label].get_xlim() == panels[label].get_ylim() == (0, 1)


def test_intervals_of_bins_hold_their_share(trained):
    rows = trained.report.reliability.dropna(subset="low")
    assert len(rows)
    assert (rows["low"] <= rows["share_coded"]).all()
    assert (rows["share_coded"] <= rows["high"]).all()


def test_the_rarest_of_many_labels_stand_in_the_csv_alone(trained):
    """Eleven labels and all together are drawn."""
    report = trained.report
    names = [f"label {number}" for number in range(14)]
    one = report.labels.loc[report.labels["label"] == "security"]
    labels = pd.concat([one.assign(label=name, n=20 - k) for k, name in enumerate(names)])
    bins = report.reliability.loc[report.reliability["label"] == "security"]
    table = pd.concat([bins.assign(label=name) for name in ["(all)", *names]])
    wide = type(report)(
        **{name: getattr(report, name) for name in report.__slots__}
        | {"labels": labels, "reliability": table}
    )
    data = reliability_data(wide)
    assert data.loc[data["drawn"], "label"].unique().tolist() == ["(all)", *names[:11]]
    assert len(drawn(plot_reliability, wide)) == 24


def test_the_learning_curve_rises_to_the_models_own_figure(trained):
    """Its points are the table's; the systems to beat stand at the right, each by name."""
    panel = drawn(plot_learning_curve, trained.report)["learning"]
    curve = trained.report.learning
    line, others = panel.lines
    assert line.get_xydata().tolist() == curve[["texts", "value"]].to_numpy().tolist()
    rows = trained.report.overall.loc[trained.report.overall["figure"] == "macro F1"].set_index("system")[
        "value"
    ]
    assert line.get_ydata()[-1] == rows["model"]
    assert sorted(others.get_ydata().tolist()) == sorted(rows.drop("model").tolist())
    assert panel.get_ylim()[0] == 0
    names = {text.get_text() for text in panel.figure.axes[0].texts}
    assert names == {"model", "majority", "lexicon frames", "TF-IDF + linear SVM"}


def test_names_of_systems_do_not_cover_one_another(trained):
    """Four systems that are equally good: their names stand a line apart, inside the sheet."""
    report = trained.report
    overall = report.overall.assign(value=0.02)
    even = type(report)(**{name: getattr(report, name) for name in report.__slots__} | {"overall": overall})
    figure = matplotlib.figure.Figure(figsize=(3.5, 2.3))
    host = plot_learning_curve(even, ax=figure.add_axes((0, 0, 1, 1)))
    heights = sorted(text.get_position()[1] for text in host.texts)
    assert min(np.diff(heights)) * 2.3 > 0.1
    assert heights[0] > 0


def test_a_lead_of_nothing_has_no_sign():
    assert [_number(value, signed=True) for value in (-0.001, 0.0, 0.03, -0.03)] == [
        ".00",
        ".00",
        "+.03",
        "−.03",
    ]


def test_a_model_that_finds_nothing_is_drawn_at_zero(trained):
    """Every F1 is 0: the axis runs to 1, and matplotlib warns of nothing."""
    report = trained.report
    zero = {
        name: getattr(report, name).assign(value=0.0, low=0.0, high=0.0) for name in ("overall", "learning")
    }
    flat = type(report)(**{name: getattr(report, name) for name in report.__slots__} | zero)
    assert drawn(plot_learning_curve, flat)["learning"].get_ylim() == (0, 1)


def test_the_confusion_counts_texts_and_shades_by_row(trained):
    panel = drawn(plot_confusion, trained.report)["confusion"]
    data = confusion_data(trained.report)
    assert [text.get_text() for text in panel.texts] == [str(n) for n in data["n"]]
    assert data.groupby("coded")["share"].sum().tolist() == pytest.approx([1, 1, 1])


def test_texts_with_several_labels_have_no_one_confusion(several):
    assert confusion_data(several.report).empty
    host = plot_confusion(several.report)
    assert [text.get_text() for text in host.texts] == ["texts have several labels"]


def test_train_writes_figures_and_methods_beside_its_report(trained, several, tmp_path):
    """All four kinds of each figure, the same bytes each time; an earlier report is replaced."""
    for model, names in (
        (trained, ["confusion", "learning", "reliability"]),
        (several, ["learning", "reliability"]),
    ):
        place = tmp_path / model.model.name
        first = {}
        for _ in range(2):
            model.save(
                place, also=lambda folder, model=model: write_training_into(model.report, model.card, folder)
            )
            beside = place.with_name(f"{place.name}.report")
            files = {path.name: path.read_bytes() for path in (beside / "figures").iterdir()}
            assert sorted(files) == [
                f"{name}.{kind}" for name in names for kind in ("csv", "pdf", "png", "svg")
            ]
            assert files == (first or files)
            first = files
        text = (beside / "methods.md").read_text(encoding="utf-8")
        entries = (beside / "references.bib").read_text(encoding="utf-8")
        assert set(re.findall(r"@([a-z][\w-]*)", text)) == set(
            re.findall(r"^@\w+\{([\w-]+),", entries, re.MULTILINE)
        )
        for name in names:
            assert f"**{name}.**" in text
    assert learning_data(trained.report)["system"].nunique() == 4


def test_methods_say_what_the_model_learned_from_and_how_well(trained, tmp_path):
    """Data, number, folds, figures, baselines, thresholds, version and hash; the same from the file as from memory."""
    trained.save(tmp_path / "m")
    for one in (trained.card, card(load_model(tmp_path / "m"))):
        run = fr.score(
            [fr.read_text("The army came. Trade grew.", id="a")], instruments=["frames", trained.instrument]
        )
        run.manifest["models"]["mine"] = one
        text = methods(run, Findings(run))
        source, report = trained.model.source, trained.report
        macro = report.overall.set_index(["system", "figure"])["value"]
        for words in (
            "## Trained instruments",
            f"`mine`, version {source.version} (sha256 {source.sha256[:12]}…) [@instrument-mine]",
            "90 hand-coded texts of 30 articles (coded texts; licence: that of the coded texts)",
            "readings of frames",
            "held out in 3 folds (seed 0)",
            f"macro F1 of {macro['model', 'macro F1']:.2f} [",
            f"majority {macro['majority', 'macro F1']:.2f}",
            f"TF-IDF + linear SVM {macro['TF-IDF + linear SVM', 'macro F1']:.2f}",
            "lexicon frames",
            "half the highest F1 that any reaches [@lipton2014]",
            f"security {trained.model.thresholds[2]:.2f}",
            "farthest above its threshold",
            "expected calibration error is",
        ):
            assert words in text, words
        assert set(re.findall(r"@([a-z][\w-]*)", text)) == {entry.key for entry in references(run)}


def test_a_run_without_models_says_nothing_of_them(seed_run):
    assert "Trained instruments" not in methods(seed_run, Findings(seed_run))


def test_methods_of_a_run_with_a_model_alone_speak_of_no_rates(several):
    run = fr.score(
        [fr.read_text("The army came. Trade grew.", id="a")], instruments=[several.instrument], net_of=None
    )
    text = methods(run, Findings(run))
    assert "of an article's probabilities treat" in text
    assert "emphasis" not in text
    assert "a text has each label that reaches its threshold" in text
    run.manifest.pop("models")
    text = methods(run, Findings(run))
    assert "The run does not say what it learned from" in text
    assert set(re.findall(r"@([a-z][\w-]*)", text)) == {entry.key for entry in references(run)}
